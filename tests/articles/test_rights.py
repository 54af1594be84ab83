"""Who may open, see and change which article."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin import preview
from articles.models import Article
from articles.rights import beats_of
from tests.articles.newsroom import (
    ADD,
    LIST,
    change_of,
    filled_in,
    make_editor,
    planned_for,
    press,
    ready,
    said,
    written_by,
)
from tests.builders import (
    content,
    make_article,
    make_member,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


# Rights


@pytest.mark.parametrize("button", ["_publish", "_plan", "_withdraw"])
def test_an_author_cannot_decide_what_readers_see(author_room, button):
    article = make_article() if button == "_withdraw" else ready()
    before = Article.objects.values().get(pk=article.pk)
    times = planned_for(timezone.now() + timedelta(days=1))

    response = author_room.post(
        change_of(article),
        filled_in(article, title="Bản của phóng viên", **times, **{button: "1"}),
        follow=True,
    )

    assert "chưa có quyền đăng và gỡ bài" in said(response)
    assert Article.objects.values().get(pk=article.pk) == before
    assert article.newest_revision.content["title"] == "Bản của phóng viên"


def test_an_author_sees_no_button_that_publishes(author_room):
    page = author_room.get(change_of(make_article())).text

    for button in ("_publish", "_plan", "_withdraw"):
        assert f'name="{button}"' not in page


def test_an_author_cannot_publish_by_a_field(author_room):
    article = ready()
    now = timezone.now()

    author_room.post(
        change_of(article),
        filled_in(
            article,
            title="Gửi thêm trường",
            status=Status.PUBLISHED,
            published_at=now.isoformat(),
            published_at_0=f"{now:%d/%m/%Y}",
            published_at_1="00:00",
            first_published_at=now.isoformat(),
        ),
    )

    article.refresh_from_db()
    assert article.newest_revision.number == 2
    assert (article.status, article.published_at) == (Status.DRAFT, None)


@pytest.mark.parametrize(
    "action", ["publish", "withdraw", "restore", "delete_selected"]
)
def test_an_author_cannot_publish_or_take_away_by_an_action(author_room, action):
    article = make_article() if action != "publish" else ready()
    before = Article.objects.values().get(pk=article.pk)

    author_room.post(
        LIST,
        {
            "action": action,
            "_selected_action": article.pk,
            "post": "yes",
            "reason": "Thử",
        },
    )

    assert Article.objects.values().get(pk=article.pk) == before


def test_an_author_cannot_delete_what_readers_see(author_room):
    article = make_article()

    author_room.post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )

    assert Article.objects.published().exists()


def test_staff_without_rights_on_articles_see_none(client):
    client.force_login(make_editor())
    article = ready(title="Bài chưa ai được xem")

    assert client.get(LIST).status_code == 403
    assert client.get(change_of(article)).status_code == 403
    assert "Bài chưa ai được xem" not in client.get("/quan-tri/").text


def test_who_may_only_add_ends_on_the_first_page(client):
    client.force_login(make_editor("add"))

    response = client.post(ADD, filled_in(title="Bài gửi vào"), follow=True)

    assert response.redirect_chain == [("/quan-tri/", 302)]
    assert "Đã lưu bản 1." in said(response)


def test_who_may_only_look_gets_the_preview(client):
    client.force_login(make_editor("view", "others"))
    article = ready(title="Chỉ để xem")

    response = client.get(change_of(article), follow=True)

    assert "Chỉ để xem" in response.text
    assert client.post(change_of(article), filled_in(article)).status_code == 403


# What each sees


def test_a_reporter_sees_and_opens_own_articles_only(sign_in):
    reporter = make_member("Phóng viên")
    own = written_by(reporter, title="Bài của tôi")
    other = written_by(make_member("Phóng viên"), title="Bài của người khác")
    client = sign_in(reporter)

    assert "Bài của tôi" in client.get(LIST).text
    assert client.get(change_of(own)).status_code == 200
    pages = [
        client.get(LIST),
        client.get(LIST, {"q": "bai cua nguoi khac"}),
        client.get("/quan-tri/"),
        client.get(change_of(other), follow=True),
        client.post(change_of(other), filled_in(other, title="Đè lên"), follow=True),
    ]
    for page in pages:
        assert "Bài của người khác" not in page.text.replace("“bai cua nguoi khac”", "")
    assert other.revisions.count() == 1


@pytest.mark.parametrize("page", ["history", "delete", "compare", "restore"])
def test_a_reporter_opens_no_page_of_anothers_article(sign_in, page):
    article = written_by(make_member("Phóng viên"), title="Bài của người khác")
    arguments = [article.pk, 1] if page == "restore" else [article.pk]
    address = reverse(f"admin:articles_article_{page}", args=arguments)
    client = sign_in(make_member("Phóng viên"))

    for response in (
        client.get(address, follow=True),
        client.post(address, follow=True),
    ):
        assert "Bài của người khác" not in response.text
    assert article.revisions.count() == 1


def test_a_preview_made_by_a_reporter_shows_own_articles_only(client):
    reporter = make_member("Phóng viên")
    own = written_by(reporter).newest_revision
    other = written_by(make_member("Phóng viên")).newest_revision

    assert client.get(preview.address(own, reporter)).status_code == 200
    assert client.get(preview.address(other, reporter)).status_code == 404


def choices(client, words):
    found = client.get(
        "/quan-tri/autocomplete/",
        {
            "term": words,
            "app_label": "articles",
            "model_name": "article",
            "field_name": "related",
        },
    ).json()["results"]
    return [choice["text"] for choice in found]


def test_a_reporter_relates_published_articles_but_learns_of_no_others(sign_in):
    reporter = make_member("Phóng viên")
    make_article(title="Chợ đã đăng")
    secret = written_by(make_member("Biên tập"), title="Chợ chưa ai biết")
    article = written_by(reporter)
    client = sign_in(reporter)

    response = press(client, article, "_continue", related=[secret])

    assert choices(client, "cho") == ["Chợ đã đăng"]
    assert "Chợ chưa ai biết" not in response.text
    assert article.newest_revision.content["related"] == []


def test_editors_see_what_others_write(sign_in):
    article = written_by(make_member("Phóng viên"), title="Bài của phóng viên")

    client = sign_in(make_member("Biên tập"))

    assert "Bài của phóng viên" in client.get(LIST).text
    assert client.get(change_of(article)).status_code == 200


# Categories


@pytest.mark.parametrize(("place", "is_seen"), [(0, True), (1, True), (2, False)])
def test_an_approver_works_in_the_categories_looked_after(
    sign_in, beats, place, is_seen
):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter, category=beats[place])

    client = sign_in(make_member("Duyệt", beats[0]))
    listed = article.title in client.get(LIST).text
    press(client, article, "_publish")

    assert listed is is_seen
    assert Article.objects.published().exists() is is_seen


def test_an_article_is_not_moved_into_a_category_of_others_to_publish_it(
    sign_in, beats
):
    mine, _, other = beats
    article = written_by(make_member("Phóng viên"), category=mine)

    client = sign_in(make_member("Duyệt", mine))
    offered = client.get(change_of(article)).text
    press(client, article, "_publish", category=other)

    assert f'<option value="{other.pk}"' not in offered
    assert not Article.objects.published().exists()


def test_own_text_in_a_category_of_others_is_not_published_by_its_author(
    sign_in, beats
):
    approver = make_member("Duyệt", beats[0])
    article = written_by(approver, category=beats[2])

    response = press(sign_in(approver), article, "_publish")

    assert workflow.NOT_YOUR_CATEGORY in said(response)
    assert not Article.objects.published().exists()


@pytest.mark.parametrize("action", ["withdraw", "delete_selected"])
def test_a_live_article_of_another_category_is_not_taken_away(sign_in, beats, action):
    article = make_article(category=beats[2])
    approver = make_member("Duyệt", beats[0])
    article.save_revision(content(category=beats[0]), author=approver)
    chosen = {"_selected_action": article.pk, "post": "yes", "reason": "Thử"}

    sign_in(approver).post(LIST, {"action": action, **chosen})

    assert Article.objects.published().exists()


def test_a_group_looks_after_categories_for_its_members(beats):
    user = make_member("Biên tập")
    assert beats_of(user) is None

    user = type(user).objects.get(pk=user.pk)
    user.groups.get().beats.create(category=beats[0])
    assert beats_of(user) == {beats[0].pk, beats[1].pk}


def test_a_category_that_somebody_looks_after_is_not_deleted(newsroom, beats):
    make_member("Duyệt", beats[2])

    address = reverse("admin:articles_category_delete", args=[beats[2].pk])
    newsroom.post(address, {"post": "yes"})

    assert type(beats[2]).objects.filter(pk=beats[2].pk).exists()
