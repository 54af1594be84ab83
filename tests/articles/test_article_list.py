"""The list of articles in the newsroom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from articles import workflow
from articles.models import Article, Draft, Presence, Revision
from tests.articles.newsroom import LIST, change_of, make_editor, ready, said
from tests.builders import (
    content,
    make_article,
    make_author,
    make_category,
    make_image,
    make_place,
    make_tag,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


def test_the_list_is_searched_without_accents(newsroom):
    ready(title="Đường về Tà Tổng")
    ready(title="Chợ phiên Sìn Hồ")

    page = newsroom.get(LIST, {"q": "duong ve ta tong"}).text

    assert "Đường về Tà Tổng" in page
    assert "Chợ phiên" not in page


def test_the_list_finds_a_draft_by_its_newest_title_and_shows_that(newsroom):
    article = make_article(title="Tên cũ của bài")
    article.save_revision(content(title="Mận hậu đầu mùa"))

    page = newsroom.get(LIST, {"q": "man hau"}).text

    assert "Mận hậu đầu mùa" in page
    assert "Đang đăng, có bản nháp" in page


def hours(number):
    return timezone.now() + timedelta(hours=number)


@pytest.mark.parametrize(
    ("tab", "fields", "label"),
    [
        ("nhap", {"status": Status.DRAFT}, "Bản nháp"),
        ("cho-duyet", {"status": Status.IN_REVIEW}, "Chờ duyệt"),
        ("hen-gio", {"published_at": hours(2)}, "Hẹn giờ"),
        ("dang-dang", {}, "Đang đăng"),
        ("da-go", {"status": Status.WITHDRAWN}, "Đã gỡ"),
        ("het-han", {"published_at": hours(-2), "expires_at": hours(-1)}, "Hết hạn"),
    ],
)
def test_each_state_has_its_tab_and_its_label(newsroom, tab, fields, label):
    make_article(title="Bài cần tìm", **fields)

    for other in (
        "nhap",
        "cho-duyet",
        "ben-canh",
        "hen-gio",
        "dang-dang",
        "da-go",
        "het-han",
    ):
        page = newsroom.get(LIST, {"trang-thai": other}).text
        assert ("Bài cần tìm" in page) is (other == tab)
    assert f"</svg>{label}</span>" in newsroom.get(LIST).text


def test_drafts_beside_live_articles_have_a_tab(newsroom):
    make_article(title="Không có bản nháp")
    make_article(title="Tên cũ").save_revision(content(title="Có bản nháp"))

    page = newsroom.get(LIST, {"trang-thai": "ben-canh"}).text

    assert ">Có bản nháp</span>" in page
    assert "Không có bản nháp" not in page


def test_the_list_is_filtered_by_category_author_and_topic(newsroom):
    category, author, topic = make_category(), make_author(), make_topic()
    make_article(title="Bài cần tìm", category=category, authors=[author], topic=topic)
    draft = ready(title="Bản nháp đổi mục")
    draft.save_revision(content(title="Bản nháp đổi mục", category=category))
    make_article(title="Bài khác")

    for name, key in [
        ("chuyen-muc", category),
        ("tac-gia", author),
        ("dong-su-kien", topic),
    ]:
        page = newsroom.get(LIST, {name: key.pk}).text
        assert "Bài cần tìm" in page
        assert "Bài khác" not in page
        assert ("Bản nháp đổi mục" in page) is (name == "chuyen-muc")


@pytest.mark.parametrize(
    "query", ["trang-thai=x", "chuyen-muc=x", "tac-gia=9999", "p=x"]
)
def test_nonsense_in_the_address_of_the_list_is_no_error(newsroom, query):
    make_article()

    assert newsroom.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_an_action_publishes_what_is_ready_and_names_what_is_not(newsroom):
    good, bad = ready(title="Bài đủ"), ready(title="Bài thiếu", authors=[])

    response = newsroom.post(
        LIST,
        {"action": "publish", "_selected_action": [good.pk, bad.pk], "index": 0},
        follow=True,
    )

    assert "Đã đăng 1 bài." in said(response)
    assert "Bài thiếu: Chưa đăng được: bài chưa có tác giả." in said(response)
    assert [article.title for article in Article.objects.published()] == ["Bài đủ"]


def row_without_revision():
    article = Article.objects.create(
        title="Bài nhập từ nơi khác",
        lead="Sapô",
        body="<p>Chữ</p>",
        category=make_category(),
    )
    article.authors.add(make_author())
    return article


def test_a_row_that_was_made_without_a_revision_is_edited_all_the_same(newsroom):
    article = row_without_revision()

    page = newsroom.get(change_of(article)).text
    newsroom.post(
        change_of(article), {"based_on": 0, "title": "Đã sửa", "kind": "ordinary"}
    )

    assert "Bài nhập từ nơi khác</textarea>" in page
    assert article.revisions.get().content["title"] == "Đã sửa"


def test_a_row_that_was_made_without_a_revision_is_published_by_its_first(newsroom):
    article = row_without_revision()

    newsroom.post(
        LIST, {"action": "publish", "_selected_action": article.pk, "index": 0}
    )

    assert article.revisions.get().state == Revision.State.APPROVED
    assert Article.objects.published().get() == article


def test_the_list_needs_at_most_twelve_queries(client, django_assert_max_num_queries):
    client.force_login(make_editor("add", "change", "delete", "publish", "others"))
    topic = make_topic()
    for _ in range(20):
        make_article(authors=[make_author()], tags=[make_tag()], topic=topic)

    with django_assert_max_num_queries(12):
        client.get(LIST, {"dong-su-kien": topic.pk})


def test_a_long_list_is_not_counted_to_its_end(newsroom):
    Article.objects.bulk_create(
        Article(title=f"Bài cũ {number}", lead="Sapô", body="<p>Chữ</p>")
        for number in range(1002)
    )

    first, last = newsroom.get(LIST).text, newsroom.get(LIST, {"p": 21}).text

    assert "hơn 1.000 bài viết" in first
    assert "Chọn toàn bộ" not in first
    assert "1.002 bài viết" in last
    assert last.count("row-title") == 2


def test_a_filter_by_author_or_topic_loads_the_chosen_one_alone(newsroom):
    author, topic = make_author("Bút danh được chọn"), make_topic("Sự kiện được chọn")
    make_author("Bút danh khác")
    make_topic("Sự kiện khác")

    page = newsroom.get(LIST, {"tac-gia": author.pk, "dong-su-kien": topic.pk}).text

    assert "Bút danh được chọn" in page
    assert "Sự kiện được chọn" in page
    assert "Bút danh khác" not in page
    assert "Sự kiện khác" not in page


def test_the_form_needs_at_most_twenty_queries(client, django_assert_max_num_queries):
    """The most that can be asked: a new host, no source address, company, a draft."""
    editor = make_editor("add", "change", "delete", "publish", "others")
    client.force_login(editor)
    article = make_article(category=make_category())
    attachment = article.all_attachments.create(title="Phụ lục", file="phu-luc.pdf")
    values = content(
        authors=[make_author(), make_author()],
        tags=[make_tag(), make_tag()],
        places=[make_place()],
        related=[make_article()],
        topic=make_topic(),
        cover=make_image(),
        attachments=[attachment],
        source_name="Báo nơi khác",
        body='<p><a href="https://moi.example/">Trang mới</a></p>',
    )
    for _ in range(12):
        article.save_revision(values, author=make_user())
    workflow.submit(article.newest_revision, by=make_user(), note="Nhờ xem")
    Presence.note(make_user(), article)
    Draft.keep(editor, article, {"title": ["Chưa lưu"]}, [uuid4()])
    ContentType.objects.get_for_model(Article)  # which a process asks for once

    with django_assert_max_num_queries(17):
        page = client.get(change_of(article)).text

    for shown in (
        "trang mới",
        "địa chỉ bài gốc",
        "cũng đang mở",
        "chưa lưu",
        "Nhờ xem",
    ):
        assert shown in page
