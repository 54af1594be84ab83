"""The article as the public sees it, and what happens to it."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from .. import attachments, cards, html
from ..links import outside_hosts
from ..search import entries
from ..text import fold, normalize, slugify
from .article_queries import ArticleQuerySet, UnfinishedFirst
from .hosts import KnownHost
from .pictures import (
    Image,
    refuse_recalled,
    with_present_names,
)
from .revision import Revision, existing
from .site import Edition

KEPT = object()  # an argument that was not given


class Article(models.Model):
    """
    The row and its relations are what the public sees. Editors work on revisions;
    publish() copies one onto the row. No request of a reader changes a column here.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Bản nháp"
        IN_REVIEW = "in_review", "Chờ duyệt"
        PUBLISHED = "published", "Đã đăng"
        WITHDRAWN = "withdrawn", "Đã gỡ"

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Tin, bài"
        PHOTOS = "photos", "Phóng sự ảnh"

    title = models.CharField("tiêu đề", max_length=300)
    slug = models.SlugField(
        "đường dẫn",
        max_length=120,
        blank=True,
        help_text="Để trống thì lấy theo tiêu đề.",
    )
    lead = models.TextField("sapô", max_length=1000)
    body = models.TextField("nội dung")
    category = models.ForeignKey(
        "articles.Category",
        models.PROTECT,
        verbose_name="chuyên mục",
        related_name="articles",
        null=True,  # A draft may be kept before anybody knows.
    )
    authors = models.ManyToManyField(
        "articles.Author", verbose_name="tác giả", related_name="articles"
    )
    kind = models.CharField(
        "thể loại", max_length=10, choices=Kind, default=Kind.ORDINARY
    )
    cover = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name="ảnh bìa",
        null=True,
        blank=True,
        related_name="+",
    )
    source_name = models.CharField("nguồn", max_length=120, blank=True)
    source_url = models.URLField("địa chỉ bài gốc", max_length=500, blank=True)
    source_at = models.DateTimeField("bài gốc đăng lúc", null=True, blank=True)
    video_url = models.URLField("địa chỉ video (YouTube)", max_length=300, blank=True)
    video = models.FileField("tệp video", max_length=200, blank=True)
    audio = models.FileField("tệp âm thanh", max_length=200, blank=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=Status, default=Status.DRAFT
    )
    published_at = models.DateTimeField("đăng lúc", null=True, blank=True)
    expires_at = models.DateTimeField("hết hạn lúc", null=True, blank=True)
    first_published_at = models.DateTimeField(
        "đăng lần đầu", null=True, blank=True, editable=False
    )
    updated_at = models.DateTimeField(
        "cập nhật lúc", null=True, blank=True, editable=False
    )
    tags = models.ManyToManyField(
        "articles.Tag", verbose_name="thẻ", related_name="articles", blank=True
    )
    topic = models.ForeignKey(
        "articles.Topic",
        models.SET_NULL,
        verbose_name="dòng sự kiện",
        related_name="articles",
        null=True,
        blank=True,
    )
    places = models.ManyToManyField(
        "articles.Place",
        verbose_name="xã, phường",
        related_name="articles",
        blank=True,
    )
    related = models.ManyToManyField(
        "self", verbose_name="tin liên quan", symmetrical=False, blank=True
    )
    attachments = models.ManyToManyField(
        "articles.Attachment", verbose_name="tệp đính kèm", related_name="+", blank=True
    )
    featured_position = models.PositiveSmallIntegerField(
        "vị trí nổi bật ở trang chủ",
        null=True,
        blank=True,
        help_text="1 là tin đầu trang; để trống thì theo thời gian.",
    )
    allows_rating = models.BooleanField("cho bạn đọc đánh giá", default=True)
    withdrawn_note = models.TextField(
        "lý do gỡ, bạn đọc thấy", max_length=500, blank=True
    )
    deleted_at = models.DateTimeField(
        "bỏ vào thùng rác lúc", null=True, blank=True, editable=False
    )
    # Title and lead without accents: the newsroom's list finds articles by them.
    folded = models.TextField(editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = verbose_name_plural = "bài viết"
        permissions = [
            ("publish_article", "Có thể đăng và gỡ bài viết"),
            ("others_article", "Có thể mở bài của người khác"),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_article_has_date",
                condition=~Q(status="published") | Q(published_at__isnull=False),
                violation_error_message="Bài đã đăng phải có thời điểm đăng.",
            ),
            models.CheckConstraint(
                name="published_article_has_category",
                condition=~Q(status="published") | Q(category__isnull=False),
                violation_error_message="Bài đã đăng phải có chuyên mục.",
            ),
            models.CheckConstraint(
                name="article_expires_after_publication",
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=F("published_at")),
                violation_error_message="Thời điểm hết hạn phải sau lúc đăng.",
            ),
        ]
        indexes = [
            # Home, archive, feeds; the next instant at which a page changes by itself.
            models.Index(fields=["status", "-published_at", "-id"], name="by_date"),
            # Category pages.
            models.Index(
                fields=["category", "status", "-published_at", "-id"],
                name="by_category",
            ),
            # A topic's timeline.
            models.Index(
                fields=["topic", "status", "-published_at"],
                name="by_topic",
                condition=Q(topic__isnull=False),
            ),
            # The newsroom's list.
            models.Index(
                UnfinishedFirst("published_at").desc(),
                F("id").desc(),
                name="newsroom_by_date",
                condition=Q(deleted_at__isnull=True),
            ),
            # Featured stories on the home page.
            models.Index(
                fields=["featured_position"],
                name="by_featured_position",
                condition=Q(featured_position__isnull=False),
            ),
            # The next instant at which an article leaves the public site.
            models.Index(
                fields=["expires_at"],
                name="by_expiry",
                condition=Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, **kwargs):
        self.title = normalize(self.title)
        self.slug = self.slug or slugify(self.title)
        self.body = html.clean(self.body)
        self.folded = fold(f"{self.title}\n{normalize(self.lead)}")
        super().save(**kwargs)

    def get_absolute_url(self):
        return cards.address(self.slug, self.pk)

    def clean(self):
        self.slug = self.slug or slugify(self.title)

    def delete(self, **kwargs):
        """Its attachments go when the row is gone for good."""
        paths = set(self.all_attachments.values_list("file", flat=True))
        result = super().delete(**kwargs)
        transaction.on_commit(lambda: [attachments.remove(path) for path in paths])
        return result

    @property
    def is_public(self):
        """The twin of ArticleQuerySet.published() for one article."""
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.deleted_at is None
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def is_findable(self):
        """The twin of ArticleQuerySet.findable() for one article."""
        return self.status == self.Status.PUBLISHED and self.deleted_at is None

    @property
    def is_updated(self):
        """Changed after readers first saw it."""
        return bool(
            self.updated_at
            and self.published_at
            and self.updated_at > self.published_at
        )

    # Revisions

    @property
    def newest_revision(self):
        return self.revisions.order_by("-number").first()

    def save_revision(
        self, content, *, author=None, based_on=None, note="", correction=""
    ):
        """
        Store `content` (Revision.CONTENT) as the next revision and return it. When the
        one before it waits for approval, the new one waits in its place.

        `based_on` is the number that the writer started from: when somebody else has
        saved since, the unique number makes the database refuse (IntegrityError).
        """
        with transaction.atomic():
            self.lock()
            if based_on is None:
                newest = self.newest_revision
                based_on = newest.number if newest else 0
            revision = Revision(
                article=self,
                number=based_on + 1,
                content=Revision.cleaned(content),
                author=author,
                note=note,
                correction=normalize(correction),
            )
            revision.take_the_place_of(self.revisions.filter(is_open=True).first())
            revision.save()
            revision.note_pictures()
        return revision

    def lock(self):
        """The row, held until the transaction ends: one step on it at a time."""
        return Article.objects.select_for_update().get(pk=self.pk)

    # What happens to an article. Each verb changes all or nothing, and bumps the
    # edition as its last statement.

    def publish(self, revision, *, by=None, at=None, until=KEPT):
        """
        Make `revision` what the public sees, from `at` (unless given: the date it has
        been public from, else now) to `until` (unless given: as it is; None for ever).
        Raises ValidationError with a Vietnamese sentence.
        """
        with transaction.atomic():
            row = self.lock()
            row.check_may_be_public(at)
            row.take(revision)
            refuse_recalled(row.body, row.cover_id)
            row.go_public(at, until)
            row.validate_constraints()
            row.save(update_fields=Article.PUBLIC_FIELDS)
            row.take_relations(revision)
            KnownHost.learn(outside_hosts(revision.content), by)
            revision.approve(by)
            entries.index(row)
            Edition.bump()
        self.refresh_from_db()

    def check_may_be_public(self, at):
        if self.deleted_at:
            raise ValidationError("Bài nằm trong thùng rác nên không đăng được.")
        if self.is_public and at and at > timezone.now():
            raise ValidationError(
                "Bài đang đăng nên không hẹn giờ được; hãy gỡ bài trước."
            )

    def go_public(self, at, until):
        """Set the columns that say since when and how long, without saving."""
        now = timezone.now()
        self.published_at = at or min(self.published_at or now, now)
        if not self.first_published_at or self.first_published_at > now:
            self.first_published_at = self.published_at
        if until is not KEPT:
            self.expires_at = until
        self.status = self.Status.PUBLISHED
        self.withdrawn_note = ""
        self.updated_at = now

    def correct(self, note):
        """Tell readers of the published article what has changed in it."""
        with transaction.atomic():
            now = timezone.now()
            self.corrections.create(at=now, note=normalize(note).strip())
            self.change(updated_at=now)

    def withdraw(self, note=""):
        """Take the article off the public site; a `note` is shown in its place."""
        self.change(status=self.Status.WITHDRAWN, withdrawn_note=normalize(note))

    def bin(self):
        """Put the article in the bin, out of everybody's sight."""
        self.change(deleted_at=timezone.now())

    def change(self, **values):
        with transaction.atomic():
            Article.objects.filter(pk=self.pk).update(**values)
            self.refresh_from_db()
            if self.is_findable:
                entries.index(self)
            else:
                entries.remove(self)
            Edition.bump()

    def take(self, revision):
        """Set the columns to what `revision` holds, without saving."""
        content = revision.content
        for name in Revision.SCALARS:
            field = self._meta.get_field(name)
            setattr(self, name, field.to_python(content[name]))
        self.body = with_present_names(self.body)
        for name in Revision.KEYS:
            model = self._meta.get_field(name).related_model
            key = content[name]
            if key is not None and not model.objects.filter(pk=key).exists():
                key = None
            if key is None and name == "category":
                raise ValidationError("Chuyên mục của bản này không còn; hãy chọn lại.")
            setattr(self, f"{name}_id", key)

    def take_relations(self, revision):
        """Set the many-to-many tables to `revision`, in its order."""
        for name in Revision.LISTS:
            field = self._meta.get_field(name)
            through = field.remote_field.through
            source = f"{field.m2m_field_name()}_id"
            target = f"{field.m2m_reverse_field_name()}_id"
            rows = through.objects.filter(**{source: self.pk}).order_by("id")
            wanted = existing(field.related_model, revision.content[name])
            if list(rows.values_list(target, flat=True)) != wanted:
                rows.delete()
                through.objects.bulk_create(
                    through(**{source: self.pk, target: key}) for key in wanted
                )


def empty_content():
    """Revision.content of an article in which nothing has been written yet."""
    blank = Article()
    content = {name: getattr(blank, name) for name in Revision.SCALARS}
    content |= dict.fromkeys(Revision.KEYS) | {name: [] for name in Revision.LISTS}
    return content | {"video": "", "audio": ""}


Article.PUBLIC_FIELDS = [
    *Revision.SCALARS,
    *Revision.KEYS,
    "folded",
    "status",
    "published_at",
    "expires_at",
    "first_published_at",
    "updated_at",
    "withdrawn_note",
]
