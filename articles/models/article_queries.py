"""Which articles there are for whom, and in which order."""

from django.db import models
from django.db.models import Func, Q
from django.utils import timezone


class UnfinishedFirst(Func):
    """
    A date of publication, or for want of one a value behind all dates; written out, as
    neither database takes a parameter for part of an index.
    """

    template = "COALESCE(%(expressions)s, 'infinity')"


class ArticleQuerySet(models.QuerySet):
    def published(self, now=None):
        """Articles the public may read now."""
        now = now or timezone.now()
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now),
            status=self.model.Status.PUBLISHED,
            deleted_at__isnull=True,
            published_at__lte=now,
        )

    def for_cards(self, *more):
        """What a card shows, and the columns `more`, in one query; without the body."""
        return self.select_related("category", "cover", "topic").only(
            *more,
            "title",
            "slug",
            "lead",
            "kind",
            "published_at",
            "featured_position",
            "category__name",
            "category__slug",
            "category__is_service",
            "topic__name",
            "topic__slug",
            "cover__file",
            "cover__width",
            "cover__height",
            "cover__alt",
            "cover__caption",
            "cover__credit",
        )

    def in_categories(self, ids):
        return self.filter(category__in=ids)

    def findable(self):
        """What search keeps an entry of: the public ones, from before to after."""
        return self.filter(status=self.model.Status.PUBLISHED, deleted_at__isnull=True)
