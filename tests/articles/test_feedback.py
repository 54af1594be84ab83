"""Readers write to the editors; nobody else reads it."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Feedback
from tests.articles.pages import Page
from tests.builders import make_article, make_user

pytestmark = pytest.mark.django_db
MESSAGE = {"text": "Bài viết ghi nhầm tên xã.", "consent": "on"}


def send(client, **fields):
    return client.post("/gop-y/", {**MESSAGE, **fields})


def test_a_message_reaches_the_editors(client):
    article = make_article()
    response = send(
        client, bai=article.pk, name="Người đọc", contact="nguoi.doc@example.vn"
    )

    assert response.status_code == 303
    assert (
        "Ban biên tập đã nhận được" in client.get(response["Location"]).content.decode()
    )
    saved = Feedback.objects.get()
    assert (saved.text, saved.article, saved.name) == (
        MESSAGE["text"],
        article,
        "Người đọc",
    )
    assert saved.prefix_key
    assert "127.0.0" not in saved.prefix_key


def test_the_form_is_each_readers_own_and_in_no_cache(client):
    response = client.get("/gop-y/")

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    page = Page(response)
    assert page.one("input", name="csrfmiddlewaretoken")
    assert "checked" not in page.one("input", name="consent").attributes


def test_a_message_needs_djangos_token():
    assert Client(enforce_csrf_checks=True).post("/gop-y/", MESSAGE).status_code == 403
    assert not Feedback.objects.exists()


def test_a_browser_can_send_the_token_back():
    client = Client(enforce_csrf_checks=True)
    token = Page(client.get("/gop-y/")).one("input", name="csrfmiddlewaretoken")
    response = client.post(
        "/gop-y/", {**MESSAGE, "csrfmiddlewaretoken": token.attributes["value"]}
    )

    assert response.status_code == 303
    assert client.cookies["csrftoken"]["path"] == "/"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Hãy viết nội dung góp ý."),
        ({"consent": ""}, "Cần bạn đánh dấu đồng ý"),
        ({"text": "a" * 3001}, "Nội dung dài quá"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client, fields, said):
    response = send(client, name="Người đọc", **fields)

    assert response.status_code == 400
    assert said in response.content.decode()
    assert Page(response).one("input", name="name").attributes["value"] == "Người đọc"
    assert not Feedback.objects.exists()


def test_one_network_sends_five_messages_an_hour(client, settings, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(settings.FEEDBACK_PER_PREFIX_AND_HOUR):
        assert send(client).status_code == 303

    refused = send(client)
    assert refused.status_code == 429
    assert "hãy gửi lại sau một giờ" in refused.content.decode()
    assert MESSAGE["text"] in refused.content.decode()
    time_machine.shift(timedelta(hours=1, seconds=1))
    assert send(client).status_code == 303


def test_a_robot_that_fills_in_everything_is_forgotten(client):
    assert send(client, website="https://example.com").status_code == 303
    assert not Feedback.objects.exists()


@pytest.mark.parametrize("bai", ["x", "0", "9" * 30, "12345"])
def test_an_unknown_article_is_no_article(client, bai):
    assert send(client, bai=bai).status_code == 303
    assert Feedback.objects.get().article is None


def test_an_unpublished_article_is_not_named(client):
    draft = make_article(Article.Status.DRAFT, title="Bí mật")

    assert "Bí mật" not in client.get("/gop-y/", {"bai": draft.pk}).content.decode()


def sent_before(client, **age):
    send(client)
    Feedback.objects.update(at=timezone.now() - timedelta(**age))
    call_command("close_day", stdout=io.StringIO())


def test_each_night_forgets_the_networks_of_the_day_before(client):
    sent_before(client, hours=24)

    assert Feedback.objects.get().prefix_key == ""


def test_the_limit_of_messages_outlives_the_night(client):
    sent_before(client, hours=1)

    assert Feedback.objects.get().prefix_key


def test_a_message_is_kept_for_the_year_that_its_sender_agreed_to(client):
    sent_before(client, days=364)
    assert Feedback.objects.exists()

    sent_before(client, days=366)
    assert not Feedback.objects.exists()


def test_staff_note_what_was_done(newsroom, editor):
    row = Feedback.objects.create(text="Sai tên xã")
    address = f"/quan-tri/articles/feedback/{row.pk}/change/"
    newsroom.post(address, {"result": "Đã sửa bài."})

    row.refresh_from_db()
    assert row.handled_by == editor
    assert row.handled_at
    newsroom.get("/quan-tri/")  # shows the message that names it
    for state, is_listed in (("chua", False), ("roi", True)):
        listed = newsroom.get("/quan-tri/articles/feedback/", {"xu-ly": state})
        assert (address in listed.content.decode()) is is_listed


def test_staff_cannot_rewrite_a_message(newsroom):
    row = Feedback.objects.create(text="Sai tên xã")
    newsroom.post(
        f"/quan-tri/articles/feedback/{row.pk}/change/",
        {"text": "Rất hay", "result": ""},
    )

    row.refresh_from_db()
    assert row.text == "Sai tên xã"


def test_only_who_has_the_right_reads_messages(client):
    Feedback.objects.create(text="Riêng tư")
    client.force_login(make_user())

    assert client.get("/quan-tri/articles/feedback/").status_code == 403
