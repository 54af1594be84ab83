"""What becomes of a day that is over: it is sealed, and its big article noted."""

from django.db import transaction
from django.utils.text import Truncator

from stats import closing
from stats.models import Annotation, ArticleDay, SiteDay

from . import audience
from .models import Article

# An article whose reads are this share of all views of a day stands on the charts.
BIG_SHARE = 0.08
BIG_READS = 300


def close(day, now=None):
    """Seal `day`; False when that was done before."""
    with transaction.atomic():
        is_sealed = closing.seal(day, audience.groups_of, now)
        if is_sealed:
            note_big_article(day)
    return is_sealed


def note_big_article(day):
    """A remark for the most read article of `day`, if it is big and has none yet."""
    most = ArticleDay.objects.filter(day=day).order_by("-reads", "article_id").first()
    views = SiteDay.objects.values_list("views", flat=True).get(day=day)
    if most is None or most.reads < max(BIG_READS, BIG_SHARE * views):
        return
    title = Article.objects.filter(pk=most.article_id).values_list("title", flat=True)
    if title:
        text = Truncator(f"Nhiều người đọc: {title[0]}").chars(160)
        Annotation.objects.get_or_create(
            article_id=most.article_id, defaults={"day": day, "text": text}
        )
