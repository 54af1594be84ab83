"""What goes before readers, and what is taken away from them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Edition
from tests.articles.newsroom import (
    ADD,
    LIST,
    change_of,
    filled_in,
    planned_for,
    ready,
    said,
)
from tests.builders import (
    make_article,
    make_author,
    make_image,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


# Publishing


def test_publish_now_saves_what_was_typed_and_puts_it_on_line(newsroom, client):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(article, title="Vừa gõ xong", _publish="1"),
        follow=True,
    )

    article.refresh_from_db()
    assert "Đã đăng bản 2." in said(response)
    assert article.is_public
    assert article.title == "Vừa gõ xong"
    assert "Vừa gõ xong" in client.get(article.get_absolute_url()).text


def test_publishing_what_is_on_line_already_changes_nothing(newsroom):
    article = ready()
    newsroom.post(change_of(article), filled_in(article, _publish="1"))
    before = Article.objects.values().get(), Edition.current()

    response = newsroom.post(
        change_of(article), filled_in(article, _publish="1"), follow=True
    )

    assert "đang đăng rồi" in said(response)
    assert (Article.objects.values().get(), Edition.current()) == before


def test_a_new_article_can_be_published_at_once(newsroom):
    newsroom.post(ADD, filled_in(authors=[make_author()], _publish="1"))

    assert Article.objects.get().is_public


def test_publish_at_a_time_waits_for_that_time(newsroom, client):
    article = ready()
    at = timezone.now() + timedelta(days=1)

    newsroom.post(change_of(article), filled_in(article, **planned_for(at), _plan="1"))

    article.refresh_from_db()
    assert article.status == Status.PUBLISHED
    assert abs(article.published_at - at) < timedelta(minutes=1)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("times", [{}, planned_for(timezone.now() - timedelta(days=1))])
def test_a_plan_needs_a_time_to_come(newsroom, times):
    article = ready()

    response = newsroom.post(change_of(article), filled_in(article, **times, _plan="1"))

    article.refresh_from_db()
    assert "còn ở phía trước" in response.text
    assert article.status == Status.DRAFT


def test_an_article_leaves_at_the_hour_that_was_set(newsroom):
    article = ready()
    day = timezone.localtime() + timedelta(days=2)

    newsroom.post(
        change_of(article),
        filled_in(article, until_0=f"{day:%d/%m/%Y}", until_1="08:30", _publish="1"),
    )

    article.refresh_from_db()
    assert f"{timezone.localtime(article.expires_at):%d %H:%M}" == f"{day:%d} 08:30"


def test_an_expiry_that_has_passed_is_not_published(newsroom):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(article, until_0="01/01/2026", until_1="08:30", _publish="1"),
    )

    article.refresh_from_db()
    assert "Lúc hết hạn phải sau lúc đăng" in response.text
    assert article.status == Status.DRAFT


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"authors": []}, "bài chưa có tác giả"),
        ({"category": None}, "bài chưa có chuyên mục"),
        ({"lead": " "}, "bài chưa có sapô"),
        ({"body": "<p> </p>"}, "bài chưa có nội dung"),
    ],
)
def test_what_is_missing_is_named_and_the_draft_saved_all_the_same(
    newsroom, fields, fault
):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(article, title="Vẫn được lưu", **fields, _publish="1"),
        follow=True,
    )

    article.refresh_from_db()
    assert fault in said(response)
    assert article.status == Status.DRAFT
    assert article.newest_revision.content["title"] == "Vẫn được lưu"


@pytest.mark.parametrize("alt", ["", " "])
def test_a_picture_without_a_description_is_not_published(newsroom, alt):
    picture = make_image()
    source = f"/media/{picture.file.name}"
    article = ready()
    body = f'<p>Chữ</p><figure><img src="{source}" alt="{alt}"></figure>'

    response = newsroom.post(
        change_of(article), filled_in(article, body=body, _publish="1"), follow=True
    )

    article.refresh_from_db()
    assert "ảnh thứ 1 trong bài chưa có mô tả" in said(response)
    assert article.status == Status.DRAFT


def test_a_cover_without_a_description_is_not_published(newsroom):
    cover = make_image()
    type(cover).objects.update(alt="")
    article = ready(cover=cover)

    response = newsroom.post(
        change_of(article), filled_in(article, _publish="1"), follow=True
    )

    assert "ảnh bìa chưa có mô tả" in said(response)
    assert not Article.objects.published().exists()


# Withdrawing


@pytest.mark.parametrize(("reason", "status"), [("Đăng nhầm bản cũ.", 410), ("", 404)])
def test_a_withdrawn_article_gives_its_reason_or_is_not_found(
    newsroom, client, reason, status
):
    article = make_article()

    newsroom.post(change_of(article), filled_in(article, reason=reason, _withdraw="1"))

    answer = client.get(article.get_absolute_url())
    assert answer.status_code == status
    assert reason in answer.text


def test_several_are_withdrawn_with_one_reason(newsroom, client):
    articles = [make_article(), make_article()]
    chosen = {
        "action": "withdraw",
        "_selected_action": [article.pk for article in articles],
    }

    asked = newsroom.post(LIST, {**chosen, "index": 0})
    newsroom.post(LIST, {**chosen, "reason": "Số liệu chưa đúng."})

    assert "Lý do, bạn đọc sẽ thấy" in asked.text
    for article in articles:
        assert client.get(article.get_absolute_url()).status_code == 410
