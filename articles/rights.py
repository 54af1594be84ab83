"""
What an account may do in the newsroom. Permissions say what, beats (models.Beat) in
which categories; without the permission 'others_article' only with one's own work.
"""

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery

from .models import Article, Beat, Category, Revision, SiteSettings

Status = Article.Status


def may_open_others(user):
    """Whether `user` works with what colleagues write."""
    return user.has_perm("articles.others_article")


def may_publish(user):
    return user.has_perm("articles.publish_article")


def categories_for(user):
    """All categories, each with `is_beat`: whether `user` looks after it; asked once."""
    if not hasattr(user, "known_categories"):
        of_user = Beat.objects.filter(
            Q(user=user) | Q(group__in=user.groups.all()), category=OuterRef("pk")
        )
        rows = Category.objects.annotate(is_beat=Exists(of_user))
        user.known_categories = list(rows)
    return user.known_categories


def beats_of(user):
    """
    Keys of the categories that are open to `user`, with their children; None when all
    are.
    """
    if user.is_superuser:
        return None
    rows = categories_for(user)
    given = {row.pk for row in rows if row.is_beat}
    return given | {row.pk for row in rows if row.parent_id in given} or None


def visible(articles, user):
    """Those of `articles` that the newsroom shows `user`."""
    beats = beats_of(user)
    if may_open_others(user) and beats is None:
        return articles
    mine = Q(pk__in=Revision.objects.filter(author=user).values("article"))
    if not may_open_others(user):
        return articles.filter(mine)
    out = Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN], category__in=beats)
    unfinished = Revision.objects.filter(is_open=True, category__in=beats)
    return articles.filter(mine | out | Q(pk__in=unfinished.values("article")))


def is_visible(article, user):
    return visible(Article.objects.filter(pk=article.pk), user).exists()


def choosable(articles, user):
    """Those of `articles` that `user` may name as related."""
    published = Article.objects.published().values("pk")
    return articles.filter(
        Q(pk__in=published)
        | Q(pk__in=visible(Article.objects.all(), user).values("pk"))
    )


def may_publish_in(user, *categories):
    """Whether `user` decides what readers see in all of `categories` (keys, None)."""
    beats = beats_of(user)
    inside = beats is None or beats.issuperset(key for key in categories if key)
    return may_publish(user) and inside


class Standing(NamedTuple):
    """How somebody stands to what of an article is not on line yet."""

    live: int  # the number of the revision that was published last; 0 for none
    own: int  # the number of the last that the account wrote; 0 for none
    two_people: bool  # whether nobody may approve what is partly their own

    @property
    def is_barred(self):
        """From approving: part of what is new was written by the account."""
        return self.two_people and self.own > self.live


def standing(article, user):
    """The Standing of `user`, in one query."""
    return standing_in(
        with_standing(article.revisions.order_by("-number"), user).first()
    )


def with_standing(revisions, user):
    """`revisions`, each with what standing_in() needs of its article."""
    of_article = Revision.objects.filter(article=OuterRef("article"))
    numbers = of_article.order_by("-number").values("number")
    return revisions.annotate(
        live_number=Subquery(numbers.filter(state=Revision.State.APPROVED)[:1]),
        own_number=Subquery(numbers.filter(author=user)[:1]),
        two_people=Exists(SiteSettings.objects.filter(two_people=True)),
    )


def standing_in(revision):
    """The Standing that a revision out of with_standing() holds; without one, none."""
    if not hasattr(revision, "live_number"):
        return Standing(0, 0, two_people=False)
    return Standing(
        revision.live_number or 0, revision.own_number or 0, revision.two_people
    )
