"""Deleted articles: kept whole with their history for a month, then gone for good."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from .models import Article, Step

KEPT_FOR = timedelta(days=30)


def put(article, *, by=None):
    """Out of everybody's sight."""
    with transaction.atomic():
        Step.objects.create(article=article, kind=Step.Kind.BIN, by=by)
        article.bin()


def take_out(article, *, by=None):
    """Back where it was."""
    with transaction.atomic():
        Step.objects.create(article=article, kind=Step.Kind.UNBIN, by=by)
        article.change(deleted_at=None)


def leaves_at(article):
    """When an article in the bin is deleted for good."""
    return article.deleted_at + KEPT_FOR


def empty():
    """Delete for good what has lain there long enough; the titles of what went."""
    titles = []
    due = Article.objects.filter(deleted_at__lte=timezone.now() - KEPT_FOR)
    for key, title in list(due.values_list("pk", "title")):
        # One by one: each is taken out of the bin or deleted, never half.
        with transaction.atomic():
            if article := due.select_for_update().filter(pk=key).first():
                article.delete()
                titles.append(title)
    return titles
