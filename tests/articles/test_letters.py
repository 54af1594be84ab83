"""Letters to colleagues about a step of an article."""

import re
from pathlib import Path

import pytest
from django.core import mail

from articles import workflow
from articles.models import Revision, SiteSettings
from tests.articles.newsroom import change_of, written_by
from tests.builders import (
    make_draft,
    make_member,
)

pytestmark = pytest.mark.django_db
State = Revision.State


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """sent(do) -> the letters that `do` sends once it is stored."""

    def letters(do):
        with django_capture_on_commit_callbacks(execute=True):
            do()
        return mail.outbox

    return letters


def receivers(letters):
    return sorted(address for letter in letters for address in letter.to)


def test_the_next_in_line_gets_a_letter(sent, beats, settings):
    reporter = make_member("Phóng viên", email="pv@cong.example")
    make_member("Biên tập", beats[0], email="bt@cong.example")
    make_member("Biên tập", beats[2], email="khac@cong.example")
    make_member("Duyệt", email="duyet@cong.example")
    article = written_by(reporter, title="Vụ chè xuân", category=beats[0])

    letters = sent(
        lambda: workflow.submit(article.newest_revision, by=reporter, note="Gấp.")
    )

    assert receivers(letters) == ["bt@cong.example"]
    (letter,) = letters
    assert letter.subject == "[Tòa soạn] Chờ duyệt: Vụ chè xuân"
    assert "Lời nhắn: Gấp." in letter.body
    assert f"Mở bài: {settings.SITE_URL}{change_of(article)}" in letter.body


def test_what_an_editor_passes_on_goes_to_those_who_approve(sent):
    editor = make_member("Biên tập", email="bt@cong.example")
    make_member("Duyệt", email="duyet@cong.example")
    article = written_by(editor)

    letters = sent(lambda: workflow.submit(article.newest_revision, by=editor))

    assert receivers(letters) == ["duyet@cong.example"]


def test_whoever_wrote_hears_that_it_was_returned(sent):
    reporter = make_member("Phóng viên", email="pv@cong.example")
    article = written_by(reporter, submitted_by=reporter)
    approver = make_member("Duyệt", email="duyet@cong.example")

    letters = sent(
        lambda: workflow.give_back(
            article.newest_revision, by=approver, note="Thiếu nguồn."
        )
    )

    assert receivers(letters) == ["pv@cong.example"]
    assert "Lý do: Thiếu nguồn." in letters[0].body


def test_a_title_writes_no_header_of_a_letter(sent):
    reporter = make_member("Phóng viên")
    make_member("Duyệt", email="duyet@cong.example")
    article, revision = make_draft()
    values = {**revision.content, "title": "Tên\r\nBcc: ai@do.example\u2028x"}
    Revision.objects.filter(pk=revision.pk).update(content=values)

    letters = sent(lambda: workflow.submit(article.newest_revision, by=reporter))

    assert letters[0].subject == "[Tòa soạn] Chờ duyệt: Tên Bcc: ai@do.example x"


def test_a_letter_that_is_not_sent_fails_no_step(sent, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    caplog.set_level("ERROR")
    reporter = make_member("Phóng viên")
    make_member("Duyệt", email="duyet@cong.example")
    article = written_by(reporter)

    sent(lambda: workflow.submit(article.newest_revision, by=reporter))

    assert article.newest_revision.state == State.SUBMITTED
    assert "was not sent" in caplog.text


def test_a_letter_wears_the_look_of_the_portal_and_fetches_nothing(sent):
    SiteSettings.objects.create(pk=1, name="Cổng của tỉnh")
    reporter = make_member("Phóng viên")
    make_member("Duyệt", email="duyet@cong.example")
    article = written_by(reporter, title="Giá <chè> & gạo")

    (letter,) = sent(
        lambda: workflow.submit(article.newest_revision, by=reporter, note="<b>Gấp</b>")
    )

    message = letter.message()
    parts = {part.get_content_type(): part for part in message.walk()}
    page = parts["text/html"].get_payload(decode=True).decode()
    assert "Giá &lt;chè&gt; &amp; gạo" in page
    assert "&lt;b&gt;Gấp&lt;/b&gt;" in page
    assert "Cổng của tỉnh" in page
    assert 'src="cid:emblem"' in page
    assert parts["image/png"]["Content-ID"] == "<emblem>"
    assert not re.findall(r'(?:src|background)="?(?:https?:|//)|url\(', page)
    assert set(re.findall(r"#[0-9a-f]{6}", page)) <= set(
        re.findall(r"#[0-9a-f]{6}", Path("static/css/tokens.css").read_text())
    )
    assert "Giá <chè> & gạo" in parts["text/plain"].get_payload(decode=True).decode()
