"""Every word of the newsroom is Vietnamese."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.articles.newsroom import LIST, TEAMS, change_of, press, written_by
from tests.articles.test_admin_site import english_in
from tests.builders import (
    content,
    make_member,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("team", TEAMS)
def test_the_pages_of_each_team_speak_vietnamese(sign_in, team):
    reporter, member = make_member("Phóng viên"), make_member(team)
    article = written_by(member, submitted_by=member, note="Xong.")
    article.save_revision(content(), author=member)
    written_by(reporter, submitted_by=reporter)
    client = sign_in(member)
    history = reverse("admin:articles_article_history", args=[article.pk])
    compare = reverse("admin:articles_article_compare", args=[article.pk])

    pages = [
        client.get("/quan-tri/"),
        client.get(LIST),
        client.get(f"{LIST}?trang-thai=tra-lai"),
        client.get(change_of(article)),
        client.get(history),
        client.get(compare, {"cu": 1, "moi": 2}),
        client.get(compare, {"cu": 7}),
        press(client, article, "_submit"),
        press(client, article, "_publish"),
        press(client, article, "_return"),
        press(client, article, "_withdraw"),
    ]

    assert [english_in(page) for page in pages if english_in(page)] == []


def test_administrators_have_every_right_of_the_portal():
    """A model added after the teams were made needs groups.make() in a migration."""
    portal = Permission.objects.filter(
        content_type__app_label__in=["articles", "stats"]
    )
    team = Group.objects.get(name="Quản trị")

    assert set(team.permissions.all()) >= set(portal)
