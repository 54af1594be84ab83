"""What lies on an editor's desk: text that is not saved yet, and who else is there."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone


class Draft(models.Model):
    """
    The form of an article as somebody has typed it and not saved it: for that person
    alone, and gone once the form is saved. It is no revision and in no history.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", null=True
    )
    # The page on which it was typed last: another page of the same person may not
    # write over it unseen. It also tells drafts of new articles apart.
    page = models.UUIDField(default=uuid4)
    form = models.JSONField()  # {name of a field: [what was sent of it]}
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_draft_per_person_and_article", fields=["user", "article"]
            ),
            models.UniqueConstraint(
                name="one_draft_per_person_and_page", fields=["user", "page"]
            ),
        ]

    def __str__(self):
        return self.title or "Bài chưa có tiêu đề"

    @property
    def title(self):
        return " ".join(self.form.get("title", [""])[-1].split())

    @property
    def based_on(self):
        """The number of the revision that the writer started from; 0 for none."""
        number = self.form.get("based_on", ["0"])[-1]
        return int(number) if number.isdecimal() and len(number) < 9 else 0

    @classmethod
    def keep(cls, user, article, form, pages):
        """
        Keep `form` and say whether that was done. `pages`: the page that sends it, and
        those whose draft it shows; what another page has kept is not written over.
        """
        new = {"form": form, "page": pages[0], "saved_at": timezone.now()}
        known = cls.objects.filter(user=user, article=article, page__in=pages)
        if known.update(**new):
            return True
        try:
            with transaction.atomic():
                cls.objects.create(user=user, article=article, **new)
        except IntegrityError:
            return False
        return True

    @classmethod
    def keep_over(cls, user, article, form, pages):
        """Keep `form` in the place of whatever was kept, and return the draft."""
        with transaction.atomic():
            if article:
                cls.objects.filter(user=user, article=article).delete()
            cls.drop(user, pages)
            return cls.objects.create(
                user=user,
                article=article,
                form=form,
                page=pages[0],
                saved_at=timezone.now(),
            )

    @classmethod
    def drop(cls, user, pages):
        """Forget what these pages have kept: it is saved, or not wanted."""
        cls.objects.filter(user=user, page__in=pages).delete()


class Presence(models.Model):
    """Somebody has the form of an article open. A row is true for two minutes."""

    # Pages report every 20 s, those in the background once a minute.
    LASTS = timedelta(minutes=2)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_index=True)
    typed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_presence_per_person_and_article", fields=["user", "article"]
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.article}"

    @classmethod
    def note(cls, user, article, *, has_typed=False):
        """Write down that `user` has `article` open now."""
        now = timezone.now()
        row = cls(user=user, article=article, seen_at=now)
        fields = ["seen_at"]
        if has_typed:
            row.typed_at = now
            fields.append("typed_at")
        cls.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "article"],
            update_fields=fields,
        )

    @classmethod
    def leave(cls, user, article):
        """`user` has gone; so have those whose rows are no longer true."""
        is_over = models.Q(seen_at__lt=timezone.now() - cls.LASTS)
        cls.objects.filter(models.Q(user=user, article=article) | is_over).delete()

    @classmethod
    def others(cls, user, article):
        """[Presence] of who else has `article` open, whoever typed last first."""
        return list(
            cls.objects.filter(article=article, seen_at__gte=timezone.now() - cls.LASTS)
            .exclude(user=user)
            .select_related("user")
            .order_by(models.F("typed_at").desc(nulls_last=True), "user")
        )
