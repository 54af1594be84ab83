"""What waits for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import workflow
from articles.admin.desk import count_waiting
from tests.articles.newsroom import LIST, asks_two_people, change_of, written_by
from tests.builders import (
    content,
    make_category,
    make_member,
)

pytestmark = pytest.mark.django_db


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
