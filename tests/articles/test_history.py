"""The history of an article: its revisions, two of them compared, an old one back."""

import pytest
from django.urls import reverse

from articles import differences
from articles.models import Article, Edition
from tests.builders import (
    content,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_tag,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def history_of(article):
    return reverse("admin:articles_article_history", args=[article.pk])


def comparison(article, old, new):
    address = reverse("admin:articles_article_compare", args=[article.pk])
    return f"{address}?cu={old}&moi={new}"


def restore(article, number):
    return reverse("admin:articles_article_restore", args=[article.pk, number])


def test_the_history_tells_who_saved_what_when_and_why(newsroom):
    article, _ = make_draft(title="Tên đầu")
    mai = make_user(last_name="Lò", first_name="Mai")
    article.save_revision(content(title="Tên sau"), author=mai, note="Đổi tên bài.")

    page = newsroom.get(history_of(article)).text

    assert "Bản 1" in page
    assert "Lò Mai lưu" in page
    assert "Đổi tên bài." in page
    assert restore(article, 1) in page
    assert restore(article, 2) not in page


def test_two_revisions_are_compared_word_by_word(newsroom):
    tag, other = make_tag("chè"), make_tag("thời tiết")
    category = make_category()
    shared = {"category": category, "lead": "Sapô không đổi.", "slug": "che"}
    article, _ = make_draft(
        title="Chè vào vụ xuân",
        body="<p>Đoạn đầu không đổi.</p><p>Sáng 1/3, búp chè về tới sân.</p>",
        tags=[tag],
        **shared,
    )
    article.save_revision(
        content(
            title="Chè vào vụ sớm",
            body="<p>Đoạn đầu không đổi.</p><p>Sáng 2/3, búp chè về tới sân.</p>"
            "<p>Một đoạn viết thêm.</p>",
            tags=[other],
            **shared,
        )
    )

    page = newsroom.get(comparison(article, 1, 2)).text

    for words in ("xuân", "1", "chè"):
        assert (
            f'[bỏ: </span>{words}<span class="visually-hidden">]</span></del>' in page
        )
    for words in ("sớm", "2", "thời tiết"):
        assert (
            f'[thêm: </span>{words}<span class="visually-hidden">]</span></ins>' in page
        )
    assert "1 đoạn không đổi" in page
    assert "[thêm đoạn: </span>Một đoạn viết thêm." in page
    assert "Sapô không đổi." not in page
    assert "3 phần đổi" in page


def test_the_comparison_names_what_has_been_deleted_since(newsroom):
    tag = make_tag("thẻ đã xóa")
    article, _ = make_draft(tags=[tag])
    article.save_revision(content())
    newsroom.post(reverse("admin:articles_tag_delete", args=[tag.pk]), {"post": "yes"})

    assert "thẻ đã xóa" in newsroom.get(comparison(article, 1, 2)).text


def test_a_picture_that_was_added_is_shown(newsroom):
    cover = make_image(alt="Đồi chè nhìn từ xa")
    article, _ = make_draft()
    article.save_revision(content(cover=cover))

    page = newsroom.get(comparison(article, 1, 2)).text

    assert "Thêm: Đồi chè nhìn từ xa" in page
    assert '<figure class="diff-new"><img' in page


@pytest.mark.parametrize("query", ["cu=1&moi=9", "cu=x&moi=1", "cu=1"])
def test_revisions_that_there_are_not_are_refused_in_words(newsroom, query):
    article, _ = make_draft()

    response = newsroom.get(f"{comparison(article, 1, 1).split('?')[0]}?{query}")

    assert response.status_code == 200
    assert "Hãy chọn hai bản của bài này" in response.text


def test_a_revision_of_another_article_is_not_compared(newsroom):
    article, _ = make_draft()
    other, _ = make_draft(title="Bài khác hẳn")
    other.save_revision(content(title="Bài khác hẳn nữa"))

    assert "Bài khác hẳn" not in newsroom.get(comparison(article, 1, 2)).text


def test_restoring_makes_a_new_revision_and_leaves_what_readers_see(newsroom, editor):
    article, first = make_draft(title="Tên ban đầu", authors=[make_author()])
    article.publish(article.save_revision(content(title="Tên đang đăng")))
    before = Article.objects.values().get(), Edition.current()

    response = newsroom.post(restore(article, 1), follow=True)

    newest = article.newest_revision
    assert "Đã lấy lại bản 1 thành bản 3." in response.text
    assert (newest.number, newest.author) == (3, editor)
    assert newest.content == first.content
    assert (Article.objects.values().get(), Edition.current()) == before


def test_what_was_deleted_is_named_and_left_out_of_a_restored_revision(newsroom):
    tag, kept = make_tag("thẻ cũ"), make_tag("thẻ còn")
    author, topic = make_author("Bút danh cũ"), make_topic("Dòng cũ")
    image = make_image(alt="Ảnh đã bỏ")
    body = f'<p>Chữ</p><figure><img src="/media/{image.file.name}" alt="Cầu"></figure>'
    article, _ = make_draft(
        tags=[tag, kept], authors=[author], topic=topic, cover=image, body=body
    )
    article.save_revision(content())
    article.image_uses.all().delete()
    for row in (tag, author, topic, image):
        name = row._meta.model_name
        address = reverse(f"admin:articles_{name}_delete", args=[row.pk])
        newsroom.post(address, {"post": "yes"})

    response = newsroom.post(restore(article, 1), follow=True)

    restored = article.newest_revision.content
    for words in ("thẻ “thẻ cũ”", "tác giả “Bút danh cũ”", "ảnh bìa “Ảnh đã bỏ”"):
        assert words in response.text
    assert "dòng sự kiện “Dòng cũ”" in response.text
    assert "ảnh “Cầu”" in response.text
    assert restored["tags"] == [kept.pk]
    assert (restored["authors"], restored["cover"], restored["topic"]) == (
        [],
        None,
        None,
    )
    assert restored["body"] == "<p>Chữ</p>"


def test_restoring_needs_a_post_and_an_existing_revision(newsroom):
    article, _ = make_draft()

    assert newsroom.get(restore(article, 1)).status_code == 405
    assert newsroom.post(restore(article, 7)).status_code == 404
    assert article.revisions.count() == 1


def test_an_article_in_the_bin_has_no_history_page(newsroom):
    article = make_article()
    article.bin()

    for address in (history_of(article), comparison(article, 1, 1)):
        assert newsroom.get(address).status_code == 404


# Differences


def texts(rows):
    return [(row.kind, row.block and row.block.text) for row in rows]


def test_a_changed_link_is_a_difference_though_its_words_are_the_same():
    old = '<p>Xem <a href="https://a.vn/">trang này</a>.</p>'
    new = '<p>Xem <a href="https://b.vn/">trang này</a>.</p>'

    (row,) = differences.bodies(old, new)

    assert row.kind == "changed"
    assert ("ins", "b") in [(piece.kind, piece.text) for piece in row.pieces]


def test_a_change_of_emphasis_alone_is_named():
    rows = differences.bodies("<p>Một câu</p>", "<p><strong>Một</strong> câu</p>")

    assert texts(rows) == [("format", "Một câu")]


def test_items_and_rows_are_compared_one_by_one():
    old = "<ul><li>Một</li><li>Hai</li></ul><table><tbody><tr><td>A</td></tr></tbody></table>"
    new = "<ul><li>Một</li><li>Khác</li></ul><table><tbody><tr><td>A</td></tr></tbody></table>"

    rows = differences.bodies(old, new)

    assert texts(rows) == [
        ("skip", None),
        ("gone", "Hai"),
        ("new", "Khác"),
        ("skip", None),
    ]


def test_a_replaced_picture_is_one_gone_and_one_new():
    figure = '<figure><img src="/media/anh/{}/goc.jpg" alt="Cầu"></figure>'
    old, new = figure.format("a" * 20), figure.format("b" * 20)

    assert [row.kind for row in differences.bodies(old, new)] == ["gone", "new"]


def test_equal_bodies_have_no_differences():
    assert differences.bodies("<p>Một</p>", "<p>Một</p>") == []


def test_very_long_texts_are_compared_by_their_ends(monkeypatch):
    monkeypatch.setattr(differences, "MOST_PAIRS", 4)

    pieces = differences.words("một hai ba bốn", "một hai năm")

    assert [piece.kind for piece in pieces] == ["same", "del", "ins"]
