"""Who may do what with whose text, and where it stands afterwards."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import bin, workflow
from articles.admin import preview
from articles.admin.desk import count_waiting
from articles.models import Article, Edition, Revision, SiteSettings, Step
from articles.rights import beats_of
from tests.articles.test_admin_articles import (
    LIST,
    change_of,
    filled_in,
    planned_for,
    said,
)
from tests.articles.test_admin_site import english_in
from tests.builders import (
    confirm,
    content,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db
Status, State = Article.Status, Revision.State
TEAMS = ["Phóng viên", "Biên tập", "Duyệt", "Quản trị"]


@pytest.fixture
def sign_in(client):
    def make(user):
        client.force_login(user)
        confirm(client, user)
        return client

    return make


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


@pytest.fixture
def beats():
    """(looked after, a child of it, another)"""
    mine = make_category("Kinh tế")
    return mine, make_category("Du lịch", parent=mine), make_category("Văn hóa")


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


# What waits for whom


def queues(client):
    """{heading: [title, ...]} of 'Việc của tôi'."""
    context = client.get("/quan-tri/").context
    names = ("waiting", "returned", "drafts", "sent")
    return {
        name: [article.headline for article in context[name]]
        for name in names
        if context[name]
    }


def test_work_waits_for_the_next_in_line(sign_in):
    reporter, editor = make_member("Phóng viên"), make_member("Biên tập")
    approver = make_member("Duyệt")
    article = written_by(reporter, title="Một bài")
    assert queues(sign_in(reporter)) == {"drafts": ["Một bài"]}

    workflow.submit(article.newest_revision, by=reporter)
    assert queues(sign_in(reporter)) == {"sent": ["Một bài"]}
    assert queues(sign_in(editor)) == {"waiting": ["Một bài"]}
    assert queues(sign_in(approver)) == {"waiting": ["Một bài"]}

    workflow.submit(article.newest_revision, by=editor)
    assert queues(sign_in(editor)) == {"sent": ["Một bài"]}
    assert queues(sign_in(approver)) == {"waiting": ["Một bài"]}

    workflow.give_back(article.newest_revision, by=approver, note="Thiếu ảnh.")
    assert queues(sign_in(reporter)) == {"returned": ["Một bài"]}
    assert queues(sign_in(editor)) == {"returned": ["Một bài"]}
    assert queues(sign_in(approver)) == {}


def test_work_waits_for_whoever_looks_after_its_category(sign_in, beats):
    reporter = make_member("Phóng viên")
    written_by(reporter, submitted_by=reporter, title="Một bài", category=beats[1])

    assert queues(sign_in(make_member("Duyệt", beats[0]))) == {"waiting": ["Một bài"]}
    assert queues(sign_in(make_member("Duyệt", beats[2]))) == {}


def test_an_article_in_the_bin_waits_for_nobody(sign_in):
    reporter = make_member("Phóng viên")
    written_by(reporter, submitted_by=reporter).bin()

    assert queues(sign_in(make_member("Duyệt"))) == {}


def test_the_number_of_waiting_articles_stands_on_every_page(sign_in):
    reporter = make_member("Phóng viên")
    for _ in range(3):
        written_by(reporter, submitted_by=reporter)

    page = sign_in(make_member("Duyệt")).get(reverse("admin:articles_tag_changelist"))

    assert (
        '<span class="count">3<span class="visually-hidden"> bài chờ bạn' in page.text
    )


def test_what_waits_is_counted_by_one_query():
    approver = make_member("Duyệt", make_category())
    count_waiting(approver)  # rights are asked once a request

    with CaptureQueriesContext(connection) as queries:
        count_waiting(approver)

    assert len(queries) == 1


@pytest.mark.parametrize(("limit", "page"), [(12, "list"), (20, "form")])
def test_list_and_form_stay_cheap_for_a_limited_approver(
    sign_in, django_assert_max_num_queries, limit, page
):
    asks_two_people()
    reporter, category = make_member("Phóng viên"), make_category()
    approver = make_member("Duyệt", category)
    for _ in range(3):
        article = written_by(reporter, submitted_by=reporter, category=category)
        article.save_revision(content(category=category), author=approver)
    client = sign_in(approver)

    with django_assert_max_num_queries(limit):
        client.get(LIST if page == "list" else change_of(article))


# Letters


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


# Corrections and withdrawal


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


# The bin


def test_a_reporter_bins_and_takes_back_an_own_draft(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, title="Bài bỏ đi")
    client = sign_in(reporter)
    bin_list = f"{LIST}?trang-thai=thung-rac"

    client.post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )
    listed = client.get(bin_list).text
    client.post(bin_list, {"action": "restore", "_selected_action": article.pk})

    assert "Bài bỏ đi" in listed
    assert "Xóa hẳn" in listed
    article.refresh_from_db()
    assert article.deleted_at is None
    assert [step.kind for step in article.steps.all()] == [
        Step.Kind.UNBIN,
        Step.Kind.BIN,
    ]


def test_a_reporter_does_not_bring_a_binned_live_article_back(sign_in):
    reporter = make_member("Phóng viên")
    article = beside_live(reporter)
    bin.put(article)

    sign_in(reporter).post(
        f"{LIST}?trang-thai=thung-rac",
        {"action": "restore", "_selected_action": article.pk},
    )

    assert not Article.objects.published().exists()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_what_readers_know_of_is_binned_by_approvers_alone(sign_in, status):
    article = make_article(status=status, withdrawn_note="Đăng nhầm.")
    address = reverse("admin:articles_article_delete", args=[article.pk])

    sign_in(make_member("Biên tập")).post(address, {"post": "yes"})
    article.refresh_from_db()
    assert article.deleted_at is None

    sign_in(make_member("Duyệt")).post(address, {"post": "yes"})
    article.refresh_from_db()
    assert article.deleted_at


def test_the_bin_is_emptied_after_thirty_days_and_not_before(capsys):
    old, new, kept = (make_article(title=name) for name in ("Cũ", "Mới", "Còn"))
    bin.put(old)
    bin.put(new)
    moment = timezone.now() - bin.KEPT_FOR
    Article.objects.filter(pk=old.pk).update(deleted_at=moment)
    Article.objects.filter(pk=new.pk).update(deleted_at=moment + timedelta(hours=1))

    call_command("empty_bin")
    call_command("empty_bin")

    assert capsys.readouterr().out == "Đã xóa hẳn: Cũ\n"
    assert set(Article.objects.all()) == {new, kept}


# Accounts


def account(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def as_filled(user, **fields):
    return {
        "username": user.username,
        "is_active": "1",
        "is_staff": "1",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **fields,
    }


def test_an_administrator_puts_people_into_teams_and_gives_them_categories(sign_in):
    reporter, category = make_member("Phóng viên"), make_category()
    approver = make_member("Duyệt")
    team = approver.groups.get()

    client = sign_in(make_member("Quản trị"))
    client.post(
        account(reporter),
        as_filled(reporter, groups=[team.pk], categories=[category.pk]),
    )

    assert reporter.groups.get() == team
    assert reporter.beats.get().category == category
    client.post(account(reporter), as_filled(reporter, groups=[team.pk]))
    assert not reporter.beats.exists()


def test_an_administrator_makes_nobody_a_superuser(sign_in):
    reporter = make_member("Phóng viên")

    page = sign_in(make_member("Quản trị")).get(account(reporter)).text
    sign_in(make_member("Quản trị")).post(
        account(reporter), as_filled(reporter, is_superuser="1", user_permissions=[1])
    )

    reporter.refresh_from_db()
    assert not reporter.is_superuser
    assert not reporter.user_permissions.exists()
    assert "is_superuser" not in page


def test_an_administrator_does_not_grant_groups_above_the_own(sign_in):
    above = Group.objects.create(name="Trên nữa")
    above.permissions.set(Permission.objects.all())
    reporter = make_member("Phóng viên")

    sign_in(make_member("Quản trị")).post(
        account(reporter), as_filled(reporter, groups=[above.pk])
    )

    assert reporter.groups.get().name == "Phóng viên"


@pytest.mark.parametrize("whose", ["own", "superuser", "more rights", "switched off"])
def test_an_administrator_does_not_change_accounts_above_or_the_own(sign_in, whose):
    administrator = make_member("Quản trị")
    other = {
        "own": lambda: administrator,
        "superuser": lambda: make_user(is_superuser=True),
        "more rights": make_user,
        "switched off": lambda: make_user(is_active=False),
    }[whose]()
    if whose in ("more rights", "switched off"):
        other.user_permissions.set(Permission.objects.filter(codename="delete_user"))
    password = reverse("admin:auth_user_password_change", args=[other.pk])
    new = {"password1": "mot-mat-khau-moi-9", "password2": "mot-mat-khau-moi-9"}
    client = sign_in(administrator)

    assert (
        client.post(account(other), as_filled(other, email="x@y.vn")).status_code == 403
    )
    assert client.post(password, new).status_code == 403


@pytest.mark.parametrize("team", ["Phóng viên", "Biên tập", "Duyệt"])
def test_other_teams_open_no_accounts(sign_in, team):
    client = sign_in(make_member(team))

    for address in (
        account(make_user()),
        "/quan-tri/auth/user/",
        "/quan-tri/auth/group/",
    ):
        assert client.get(address).status_code == 403


def test_an_administrator_limited_to_categories_looks_after_no_accounts(sign_in):
    reporter = make_member("Phóng viên")

    client = sign_in(make_member("Quản trị", make_category()))

    assert client.post(account(reporter), as_filled(reporter)).status_code == 403


def test_administrators_do_not_delete_accounts_or_open_groups(sign_in):
    client, other = sign_in(make_member("Quản trị")), make_member("Phóng viên")

    address = reverse("admin:auth_user_delete", args=[other.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.get("/quan-tri/auth/group/").status_code == 403


# Language


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
