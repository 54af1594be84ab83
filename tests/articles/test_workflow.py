"""Who may do what with whose text, and where it stands afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Revision, Step
from tests.articles.newsroom import (
    LIST,
    TEAMS,
    asks_two_people,
    beside_live,
    change_of,
    planned_for,
    press,
    said,
    written_by,
)
from tests.builders import (
    content,
    make_article,
    make_author,
    make_draft,
    make_member,
)

pytestmark = pytest.mark.django_db
Status, State = Article.Status, Revision.State


# Role and step


OF_OTHERS = {
    "_submit": ["Biên tập", "Duyệt", "Quản trị"],
    "_return": ["Biên tập", "Duyệt", "Quản trị"],
    "_publish": ["Duyệt", "Quản trị"],
    "_plan": ["Duyệt", "Quản trị"],
    "_withdraw": ["Duyệt", "Quản trị"],
}


def state_for(button):
    """An article of a colleague with which this button does something."""
    reporter = make_member("Phóng viên")
    if button == "_withdraw":
        return make_article()
    return written_by(reporter, submitted_by=None if button == "_submit" else reporter)


def where_it_stands(article):
    article.refresh_from_db()
    return article.status, article.newest_revision.state, article.published_at


@pytest.mark.parametrize("team", TEAMS)
@pytest.mark.parametrize("button", OF_OTHERS)
def test_each_team_takes_its_steps_with_the_text_of_others(sign_in, team, button):
    article = state_for(button)
    before = where_it_stands(article)
    times = planned_for(timezone.now() + timedelta(days=1))

    press(sign_in(make_member(team)), article, button, note="Lý do", **times)

    changed = where_it_stands(article) != before
    assert changed is (team in OF_OTHERS[button])


@pytest.mark.parametrize("button", ["_publish", "_plan", "_withdraw"])
def test_a_reporter_cannot_publish_the_own_text(sign_in, button):
    reporter = make_member("Phóng viên")
    article = written_by(reporter)
    times = planned_for(timezone.now() + timedelta(days=1))

    page = press(sign_in(reporter), article, button, **times)

    assert workflow.MAY_NOT_PUBLISH in said(page)
    assert where_it_stands(article) == (Status.DRAFT, State.DRAFT, None)
    assert f'name="{button}"' not in page.text


@pytest.mark.parametrize("action", ["publish", "withdraw", "delete_selected"])
def test_a_reporter_cannot_decide_by_an_action(sign_in, action):
    reporter = make_member("Phóng viên")
    article = make_article() if action != "publish" else make_draft()[0]
    article.save_revision(content(authors=[make_author()]), author=reporter)
    before = Article.objects.values().get()
    chosen = {"_selected_action": article.pk, "post": "yes", "reason": "Thử"}

    sign_in(reporter).post(LIST, {"action": action, **chosen})

    assert Article.objects.values().get() == before


# Two people


@pytest.mark.parametrize("button", ["_publish", "_plan"])
def test_nobody_approves_the_own_text_where_two_people_are_asked(sign_in, button):
    asks_two_people()
    approver = make_member("Duyệt")
    article = written_by(approver)
    times = planned_for(timezone.now() + timedelta(days=1))

    response = press(sign_in(approver), article, button, **times)

    assert workflow.OWN_TEXT in said(response)
    assert 'name="_publish"' not in response.text
    assert 'name="_submit" value="Gửi duyệt"' in response.text
    assert not Article.objects.exclude(status=Status.DRAFT).exists()


def test_whoever_changes_a_text_while_approving_needs_another_one(sign_in):
    asks_two_people()
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)

    press(sign_in(make_member("Duyệt")), article, "_publish", title="Đã sửa")
    assert not Article.objects.published().exists()

    press(sign_in(make_member("Duyệt")), article, "_publish")
    assert Article.objects.published().get().title == "Đã sửa"


def test_two_people_are_asked_of_the_action_and_of_superusers_too(newsroom, editor):
    asks_two_people()
    article = written_by(editor)

    response = newsroom.post(
        LIST, {"action": "publish", "_selected_action": article.pk}, follow=True
    )

    assert workflow.OWN_TEXT in said(response)
    assert not Article.objects.published().exists()


def test_without_the_option_an_approver_publishes_the_own_text(sign_in):
    approver = make_member("Duyệt")
    article = written_by(approver)

    press(sign_in(approver), article, "_publish")

    assert Article.objects.published().exists()


# The way of a text


def test_a_submitted_text_waits_and_says_so(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter)

    response = press(sign_in(reporter), article, "_submit", note="Đã đối chiếu.")

    assert where_it_stands(article) == (Status.IN_REVIEW, State.SUBMITTED, None)
    step = article.steps.get()
    assert (step.kind, step.by, step.note) == (
        Step.Kind.SUBMIT,
        reporter,
        "Đã đối chiếu.",
    )
    assert "Đã gửi duyệt bản 1." in said(response)
    assert "đang chờ duyệt" in response.text


def test_a_text_without_a_category_is_not_submitted_but_saved(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter)

    response = press(
        sign_in(reporter), article, "_submit", category=None, title="Vẫn được lưu"
    )

    assert "Hãy chọn chuyên mục rồi gửi" in said(response)
    assert article.newest_revision.content["title"] == "Vẫn được lưu"
    assert where_it_stands(article)[:2] == (Status.DRAFT, State.DRAFT)


def test_what_is_saved_over_a_submitted_text_waits_in_its_place(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)

    press(sign_in(make_member("Biên tập")), article, "_continue", title="Đã biên tập")

    first, second = article.revisions.order_by("number")
    assert (first.state, first.is_open) == (State.DRAFT, False)
    assert (second.state, second.is_open) == (State.SUBMITTED, True)
    assert second.submitter == reporter


def test_a_text_is_not_returned_without_a_reason(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)
    client = sign_in(make_member("Duyệt"))

    response = press(client, article, "_return", note=" ")
    assert "phải ghi lý do" in response.text
    assert where_it_stands(article)[1] == State.SUBMITTED

    press(client, article, "_return", note="Thiếu nguồn.")
    assert where_it_stands(article) == (Status.DRAFT, State.REJECTED, None)


def test_the_reason_stands_where_the_text_is_mended(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)
    press(
        sign_in(make_member("Duyệt")), article, "_return", note="Thiếu nguồn số liệu."
    )

    client = sign_in(reporter)

    for address in ("/quan-tri/", change_of(article)):
        assert "Thiếu nguồn số liệu." in client.get(address).text
    assert "</svg>Trả lại</span>" in client.get(LIST, {"trang-thai": "tra-lai"}).text


def test_whoever_submitted_may_take_it_back_without_a_reason(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=reporter)

    press(sign_in(reporter), article, "_return")

    assert where_it_stands(article)[:2] == (Status.DRAFT, State.DRAFT)
    assert article.steps.first().kind == Step.Kind.TAKE_BACK


def test_a_reporter_does_not_return_what_somebody_else_submitted(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, submitted_by=make_member("Biên tập"))

    press(sign_in(reporter), article, "_return", note="Thử")

    assert where_it_stands(article)[1] == State.SUBMITTED


def test_an_edit_of_a_live_article_waits_beside_it(sign_in, client):
    reporter = make_member("Phóng viên")
    article = beside_live(reporter)
    before = Article.objects.values().get(), Edition.current()

    page = press(sign_in(reporter), article, "_submit", title="Tên đã sửa")

    assert (Article.objects.values().get(), Edition.current()) == before
    assert article.newest_revision.state == State.SUBMITTED
    assert "bên cạnh bản 1 đang đăng" in page.text
    assert "Tên đang đăng" in client.get(article.get_absolute_url()).text


def test_a_returned_edit_leaves_the_live_article_as_it_is(sign_in):
    article = beside_live(make_member("Phóng viên"), submitted=True)
    before = Article.objects.values().get(), Edition.current()

    press(sign_in(make_member("Duyệt")), article, "_return", note="Chưa cần sửa.")

    assert article.newest_revision.state == State.REJECTED
    assert (Article.objects.values().get(), Edition.current()) == before


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "_submit", "_return"])
def test_an_error_in_the_form_never_changes_what_is_on_line(sign_in, button):
    article = beside_live(make_member("Phóng viên"), submitted=True)
    before = Article.objects.values().get(), Edition.current()

    response = press(sign_in(make_member("Duyệt")), article, button, title="", note="x")

    assert response.status_code == 200
    assert "Xin điền ô này." in response.text
    assert (Article.objects.values().get(), Edition.current()) == before
    assert article.newest_revision.state == State.SUBMITTED


def test_a_step_is_refused_when_a_newer_revision_is_there():
    article = written_by(make_member("Phóng viên"))
    old = article.newest_revision
    article.save_revision(content())

    with pytest.raises(workflow.ValidationError, match="Vừa có bản mới hơn"):
        workflow.submit(old, by=make_member("Biên tập"))
    assert not Step.objects.exists()
