"""The versions of an article that editors work on."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from .. import html, renditions
from ..text import fold, normalize, slugify
from .pictures import Image, ImageUse, learn_alts, with_present_names, with_sizes
from .taxonomy import Category


def existing(model, keys):
    """Those of `keys` that still name a row, in their order."""
    found = set(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in dict.fromkeys(keys) if key in found]


class Revision(models.Model):
    """One version of an article as an editor left it."""

    class State(models.TextChoices):
        DRAFT = "draft", "Bản nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        REJECTED = "rejected", "Trả lại"

    SCALARS = [
        "title",
        "slug",
        "lead",
        "body",
        "kind",
        "source_name",
        "source_url",
        "source_at",
        "video_url",
        "video",
        "audio",
        "featured_position",
        "allows_rating",
    ]
    KEYS = ["category", "cover", "topic"]
    LISTS = ["authors", "tags", "places", "related", "attachments"]
    CONTENT = SCALARS + KEYS + LISTS

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="revisions",
        verbose_name="bài viết",
    )
    number = models.PositiveIntegerField("bản số")
    content = models.JSONField("nội dung", encoder=DjangoJSONEncoder)
    state = models.CharField(
        "trạng thái", max_length=10, choices=State, default=State.DRAFT
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="người viết",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    note = models.TextField("lời nhắn", max_length=500, blank=True)
    # What readers are to be told when this one goes on line.
    correction = models.CharField("điều đã sửa", max_length=300, blank=True)
    # The newest of its article, and not on line: somebody still has work with it.
    is_open = models.BooleanField("còn dở", default=True, editable=False)
    # Who put it before the others; whoever it is returned to.
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người gửi duyệt",
    )
    # Submitted by somebody who edits what others write: it waits for approval alone.
    is_edited = models.BooleanField("đã qua biên tập", default=False, editable=False)
    # As in the content: the newsroom's lists and rights ask for it.
    category = models.ForeignKey(
        "articles.Category",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="chuyên mục",
    )
    created_at = models.DateTimeField("lưu lúc", auto_now_add=True)
    # The title without accents: the newsroom's list finds drafts by it.
    folded = models.TextField(editable=False)

    class Meta:
        ordering = ["article", "-number"]
        verbose_name = verbose_name_plural = "bản"
        constraints = [
            models.UniqueConstraint(
                name="one_revision_of_each_number", fields=["article", "number"]
            ),
            # Its index finds what waits for somebody.
            models.UniqueConstraint(
                name="one_open_revision_of_an_article",
                fields=["article"],
                condition=Q(is_open=True),
            ),
        ]

    def __str__(self):
        return f"Bản {self.number}: {self.content['title']}"

    def save(self, **kwargs):
        self.folded = fold(self.content["title"])
        if self._state.adding:
            key = self.content["category"]
            self.category_id = next(iter(existing(Category, [key])), None)
        super().save(**kwargs)

    def take_the_place_of(self, before):
        """Close the open revision `before`, if any; go on waiting where it waited."""
        if before is None:
            return
        if before.state == self.State.SUBMITTED:
            self.state, self.is_edited = before.state, before.is_edited
            self.submitter = before.submitter
            before.state = self.State.DRAFT
        before.is_open = False
        before.save(update_fields=["state", "is_open"])

    def approve(self, by):
        """It is what the public sees, by the decision of `by`."""
        self.state, self.is_open, self.reviewer = self.State.APPROVED, False, by
        self.save(update_fields=["state", "is_open", "reviewer"])

    @classmethod
    def cleaned(cls, content):
        """`content` with every key, its text normalized and its HTML clean."""
        content = {"attachments": [], **content}  # imports know of none
        missing = set(cls.CONTENT) - content.keys()
        if missing:
            raise ValueError(f"Revision without {', '.join(sorted(missing))}")
        content = {name: content[name] for name in cls.CONTENT}
        content["title"] = normalize(content["title"]).strip()
        content["lead"] = normalize(content["lead"]).strip()
        content["slug"] = content["slug"] or slugify(content["title"])
        content["body"] = with_sizes(with_present_names(html.clean(content["body"])))
        for name in ("video", "audio"):
            content[name] = str(content[name] or "")
        return content

    @classmethod
    def of(cls, article):
        """An unsaved revision of what the row of `article` holds now."""
        content = {name: getattr(article, name) for name in cls.SCALARS}
        content |= {name: getattr(article, f"{name}_id") for name in cls.KEYS}
        for name in cls.LISTS:
            field = article._meta.get_field(name)
            through = field.remote_field.through
            content[name] = list(
                through.objects.filter(**{f"{field.m2m_field_name()}_id": article.pk})
                .order_by("id")
                .values_list(f"{field.m2m_reverse_field_name()}_id", flat=True)
            )
        return cls(article=article, number=0, content=cls.cleaned(content))

    def as_article(self):
        """An unsaved copy of the article with this revision's columns."""
        articles = self._meta.get_field("article").related_model.objects
        copy = articles.get(pk=self.article_id)
        copy.take(self)
        return copy

    def note_pictures(self):
        """Write down which pictures this revision uses."""
        names = renditions.names_in(self.content["body"])
        pictures = Image.objects.filter(
            Q(file__in=names) | Q(pk=self.content["cover"])
        ).values_list("pk", flat=True)
        ImageUse.objects.bulk_create(
            (ImageUse(image_id=key, article_id=self.article_id) for key in pictures),
            ignore_conflicts=True,
        )
        learn_alts(self.content["body"])
