"""What tests of the newsroom do again and again."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Revision, SiteSettings
from tests.builders import (
    content,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_user,
)

ADD = "/quan-tri/articles/article/add/"
LIST = "/quan-tri/articles/article/"
TEAMS = ["Phóng viên", "Biên tập", "Duyệt", "Quản trị"]


def change_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def filled_in(article=None, **fields):
    """What the browser sends for the form of `article` with `fields` typed in."""
    revision = article.newest_revision if article else None
    values = revision.content if revision else content(category=make_category())
    values = {**values, **{name: value_of(value) for name, value in fields.items()}}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {"based_on": revision.number if revision else 0, **sent}


def value_of(value):
    if isinstance(value, list):
        return [value_of(item) for item in value]
    return getattr(value, "pk", value)


def planned_for(moment):
    moment = timezone.localtime(moment)
    return {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H:%M}"}


def ready(**fields):
    """An article that nobody has published and that lacks nothing."""
    article, _ = make_draft(**{"authors": [make_author()], **fields})
    return article


def said(response):
    """The messages of the page that a form led to."""
    return " ".join(str(message) for message in response.context["messages"])


def make_editor(*rights):
    """Staff with `rights` on articles: "add", "change", "publish", ..."""
    user = make_user()
    names = [f"{right}_article" for right in rights]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def written_by(user, *, submitted_by=None, note="", **fields):
    """An article whose only revision `user` wrote."""
    fields = {"authors": [make_author()], **fields}
    article, revision = make_draft(**fields)
    Revision.objects.filter(pk=revision.pk).update(author=user)
    if submitted_by:
        workflow.submit(article.newest_revision, by=submitted_by, note=note)
    article.refresh_from_db()
    return article


def beside_live(user, *, submitted=False, **fields):
    """A published article with a newer revision of `user`."""
    article = make_article(title="Tên đang đăng", authors=[make_author()])
    revision = article.save_revision(
        content(authors=[make_author()], **fields), author=user
    )
    if submitted:
        workflow.submit(revision, by=user)
    article.refresh_from_db()
    return article


def press(client, article, button, **fields):
    sent = filled_in(article, **fields, **{button: "1"})
    return client.post(change_of(article), sent, follow=True)


def asks_two_people():
    SiteSettings.objects.update_or_create(pk=1, defaults={"two_people": True})
