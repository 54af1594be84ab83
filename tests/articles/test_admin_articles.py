"""The newsroom's form of an article: drafts beside live articles, two editors."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from articles.models import Article, Edition, Revision
from tests.articles.newsroom import ADD, change_of, filled_in, ready
from tests.builders import (
    content,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_place,
    make_tag,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


# Drafts


def test_a_new_article_is_a_draft_with_its_first_revision(newsroom, editor):
    category = make_category()

    newsroom.post(ADD, filled_in(title="Chợ  phiên\nSìn Hồ", category=category))

    article = Article.objects.get()
    revision = article.revisions.get()
    assert article.status == Status.DRAFT
    assert (article.title, article.slug) == ("Chợ phiên Sìn Hồ", "cho-phien-sin-ho")
    assert (revision.number, revision.author) == (1, editor)
    assert revision.content["category"] == category.pk


def test_a_title_is_enough_for_a_draft(newsroom):
    newsroom.post(ADD, {"title": "Chưa viết gì", "kind": "ordinary"})

    assert Article.objects.get().newest_revision.content["category"] is None


def test_a_draft_without_a_title_is_not_saved_and_keeps_what_was_typed(newsroom):
    response = newsroom.post(ADD, filled_in(title="", lead="Câu sapô vừa gõ"))

    assert "Câu sapô vừa gõ" in response.text
    assert "Xin điền ô này." in response.text
    assert not Article.objects.exists()


def test_a_draft_that_changes_everything_leaves_the_public_bytes_the_same(newsroom):
    article = make_article(
        authors=[make_author()], tags=[make_tag()], places=[make_place()]
    )
    sent = filled_in(
        article,
        title="Tiêu đề khác",
        slug="dia-chi-khac",
        lead="Sapô khác",
        body="<p>Nội dung khác</p>",
        kind=Article.Kind.PHOTOS,
        category=make_category("Mục khác"),
        cover=make_image(alt="Ảnh bìa khác"),
        authors=[make_author("Tác giả khác")],
        tags=[make_tag("Thẻ khác")],
        topic=make_topic("Dòng khác"),
        places=[make_place("Nậm Khác")],
        related=[make_draft()[0]],
        featured_position=1,
        allows_rating=False,
        source_name="Nguồn khác",
        source_url="https://khac.example/bai",
        source_at_0="01/02/2026",
        source_at_1="10:20",
        video_url="https://www.youtube.com/watch?v=abcdefghijk",
        new_attachments=SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF"),
    )
    address = article.get_absolute_url()
    before = newsroom.get(address).content
    edition = Edition.current()

    response = newsroom.post(change_of(article), sent)

    kept = article.newest_revision.content
    assert response.status_code == 302
    assert article.newest_revision.number == 2
    assert (kept["title"], kept["slug"]) == ("Tiêu đề khác", "dia-chi-khac")
    assert kept["source_at"] == "2026-02-01T10:20:00+07:00"
    assert not kept["allows_rating"]
    assert all(kept[name] for name in Revision.KEYS + Revision.LISTS)
    assert newsroom.get(address).content == before
    assert Edition.current() == edition


def test_saving_without_a_change_makes_no_revision(newsroom):
    article = ready(tags=[make_tag(), make_tag()])

    newsroom.post(change_of(article), filled_in(article))

    assert article.revisions.count() == 1


def test_the_order_of_authors_is_kept(newsroom):
    first, second = make_author("Ý Nhi"), make_author("An Bình")
    article = ready(authors=[first, second])

    page = newsroom.get(change_of(article)).text

    assert page.index(">Ý Nhi</option>") < page.index(">An Bình</option>")
    newsroom.post(change_of(article), filled_in(article, authors=[second, first]))
    assert article.newest_revision.content["authors"] == [second.pk, first.pk]


def test_a_body_is_cleaned_when_it_is_saved(newsroom):
    article = ready()

    newsroom.post(
        change_of(article),
        filled_in(article, body='<p onclick="x()">Chữ <script>x()</script></p>'),
    )

    assert article.newest_revision.content["body"] == "<p>Chữ</p>"


def test_a_picture_pasted_into_the_body_is_refused_and_the_text_kept(newsroom):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(
            article, body='<p>Chữ đã gõ</p><img src="data:image/png;base64,AA==">'
        ),
    )

    assert "ảnh dán thẳng vào bài" in response.text
    assert "Chữ đã gõ" in response.text
    assert article.revisions.count() == 1


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_date_outside_the_calendar_is_refused(newsroom, day):
    article = ready()

    response = newsroom.post(
        change_of(article), filled_in(article, source_at_0=day, source_at_1="00:00")
    )

    assert "nằm ngoài lịch" in response.text
    assert article.revisions.count() == 1


def test_the_form_shows_the_newest_revision_not_the_public_row(newsroom):
    article = make_article(title="Tiêu đề đang đăng")
    article.save_revision(content(title="Tiêu đề bản nháp"))

    page = newsroom.get(change_of(article)).text

    assert "Tiêu đề bản nháp</textarea>" in page
    assert "bản nháp 2, nằm bên cạnh bản 1 đang đăng" in page


# Two editors


def test_a_stale_save_is_refused_and_nothing_is_lost(newsroom):
    article = ready()
    mine = filled_in(article, title="Tiêu đề của tôi", body="<p>Đoạn của tôi</p>")
    other = make_user(last_name="Mây", first_name="Núi")
    article.save_revision(content(title="Tiêu đề của Mây Núi"), author=other)

    response = newsroom.post(change_of(article), mine)

    assert response.status_code == 409
    assert "Mây Núi đã lưu bản 2" in response.text
    assert "Tiêu đề của tôi" in response.text
    assert "Đoạn của tôi" in response.text
    assert article.revisions.count() == 2
    assert newsroom.post(change_of(article), mine).status_code == 409


def test_a_form_that_does_not_say_where_it_started_is_refused(newsroom):
    article = ready()
    sent = filled_in(article, title="Không rõ bắt đầu từ đâu")
    del sent["based_on"]

    assert newsroom.post(change_of(article), sent).status_code == 409
    assert article.revisions.count() == 1


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one transaction write at a time"
)
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_refused():
    article, editors = ready(), [make_user(is_superuser=True) for _ in range(2)]
    barrier = Barrier(2)

    def save(editor):
        client = Client()
        client.force_login(editor)
        sent = filled_in(article, title=f"Bản của {editor}")
        barrier.wait()
        response = client.post(change_of(article), sent)
        connection.close()
        return response.status_code

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(save, editors)) == [302, 409]
    assert article.revisions.count() == 2
