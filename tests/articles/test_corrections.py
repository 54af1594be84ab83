"""What readers are told of a change, and of a withdrawal."""

from datetime import timedelta

import pytest

from articles.models import Edition, Step
from tests.articles.newsroom import LIST, beside_live, change_of, press, written_by
from tests.builders import (
    make_article,
    make_author,
    make_member,
)

pytestmark = pytest.mark.django_db


def test_readers_are_told_what_was_corrected(sign_in, client):
    article = beside_live(make_member("Phóng viên"), submitted=True)

    press(
        sign_in(make_member("Duyệt")),
        article,
        "_publish",
        correction="Sửa số hộ từ 40 thành 45.",
    )

    page = client.get(article.get_absolute_url(), follow=True).text
    correction = article.corrections.get()
    assert "Cập nhật lúc" in page
    assert "Sửa số hộ từ 40 thành 45." in page
    assert "CorrectionComment" in page
    article.refresh_from_db()
    assert abs(article.updated_at - correction.at) < timedelta(seconds=5)
    assert article.is_updated


def test_a_correction_travels_with_the_text_that_waits(sign_in, client):
    reporter = make_member("Phóng viên")
    article = beside_live(reporter)

    press(sign_in(reporter), article, "_submit", correction="Sửa tên bản.")
    form = sign_in(make_member("Duyệt")).get(change_of(article)).text
    sign_in(make_member("Duyệt")).post(
        LIST, {"action": "publish", "_selected_action": article.pk}
    )

    assert 'value="Sửa tên bản."' in form
    assert "Sửa tên bản." in client.get(article.get_absolute_url(), follow=True).text


def test_readers_are_told_nothing_of_what_they_had_not_seen(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)

    press(sign_in(make_member("Duyệt")), article, "_publish", correction="Sửa.")

    assert not article.corrections.exists()


def test_what_is_on_line_already_is_explained_without_a_new_revision(sign_in, client):
    article = make_article(authors=[make_author()])
    before = Edition.current()

    press(sign_in(make_member("Duyệt")), article, "_publish", correction="Đã sửa ảnh.")

    assert "Đã sửa ảnh." in client.get(article.get_absolute_url()).text
    assert article.revisions.count() == 1
    assert Edition.current() > before


def test_a_withdrawal_with_a_reason_is_gone_and_not_indexed(sign_in, client):
    article = make_article()

    press(sign_in(make_member("Duyệt")), article, "_withdraw", reason="Đăng nhầm.")

    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "Đăng nhầm." in response.text
    assert 'content="noindex"' in response.text
    assert article.steps.get().kind == Step.Kind.WITHDRAW
