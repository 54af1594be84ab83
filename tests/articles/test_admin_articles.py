"""The newsroom's work on articles: drafts beside live articles, publishing, the bin."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.admin import preview
from articles.models import Article, Draft, Edition, Presence, Revision
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
ADD = "/quan-tri/articles/article/add/"
LIST = "/quan-tri/articles/article/"


def change_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def filled_in(article=None, **fields):
    """What the browser sends for the form of `article` with `fields` typed in."""
    revision = article.newest_revision if article else None
    values = revision.content if revision else content(category=make_category())
    values = {**values, **{name: value_of(value) for name, value in fields.items()}}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    return {"based_on": revision.number if revision else 0, **sent}


def value_of(value):
    if isinstance(value, list):
        return [value_of(item) for item in value]
    return getattr(value, "pk", value)


def planned_for(moment):
    moment = timezone.localtime(moment)
    return {"at_0": f"{moment:%d/%m/%Y}", "at_1": f"{moment:%H:%M}"}


def ready(**fields):
    """An article that nobody has published and that lacks nothing."""
    article, _ = make_draft(**{"authors": [make_author()], **fields})
    return article


def said(response):
    """The messages of the page that a form led to."""
    return " ".join(str(message) for message in response.context["messages"])


def make_editor(*rights):
    """Staff with `rights` on articles: "add", "change", "publish", ..."""
    user = make_user()
    names = [f"{right}_article" for right in rights]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def author_room(client):
    """A client of somebody who edits what others write but may not publish."""
    client.force_login(make_editor("add", "change", "view", "delete", "others"))
    return client


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


# Rights


@pytest.mark.parametrize("button", ["_publish", "_plan", "_withdraw"])
def test_an_author_cannot_decide_what_readers_see(author_room, button):
    article = make_article() if button == "_withdraw" else ready()
    before = Article.objects.values().get(pk=article.pk)
    times = planned_for(timezone.now() + timedelta(days=1))

    response = author_room.post(
        change_of(article),
        filled_in(article, title="Bản của phóng viên", **times, **{button: "1"}),
        follow=True,
    )

    assert "chưa có quyền đăng và gỡ bài" in said(response)
    assert Article.objects.values().get(pk=article.pk) == before
    assert article.newest_revision.content["title"] == "Bản của phóng viên"


def test_an_author_sees_no_button_that_publishes(author_room):
    page = author_room.get(change_of(make_article())).text

    for button in ("_publish", "_plan", "_withdraw"):
        assert f'name="{button}"' not in page


def test_an_author_cannot_publish_by_a_field(author_room):
    article = ready()
    now = timezone.now()

    author_room.post(
        change_of(article),
        filled_in(
            article,
            title="Gửi thêm trường",
            status=Status.PUBLISHED,
            published_at=now.isoformat(),
            published_at_0=f"{now:%d/%m/%Y}",
            published_at_1="00:00",
            first_published_at=now.isoformat(),
        ),
    )

    article.refresh_from_db()
    assert article.newest_revision.number == 2
    assert (article.status, article.published_at) == (Status.DRAFT, None)


@pytest.mark.parametrize(
    "action", ["publish", "withdraw", "restore", "delete_selected"]
)
def test_an_author_cannot_publish_or_take_away_by_an_action(author_room, action):
    article = make_article() if action != "publish" else ready()
    before = Article.objects.values().get(pk=article.pk)

    author_room.post(
        LIST,
        {
            "action": action,
            "_selected_action": article.pk,
            "post": "yes",
            "reason": "Thử",
        },
    )

    assert Article.objects.values().get(pk=article.pk) == before


def test_an_author_cannot_delete_what_readers_see(author_room):
    article = make_article()

    author_room.post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )

    assert Article.objects.published().exists()


def test_staff_without_rights_on_articles_see_none(client):
    client.force_login(make_editor())
    article = ready(title="Bài chưa ai được xem")

    assert client.get(LIST).status_code == 403
    assert client.get(change_of(article)).status_code == 403
    assert "Bài chưa ai được xem" not in client.get("/quan-tri/").text


def test_who_may_only_add_ends_on_the_first_page(client):
    client.force_login(make_editor("add"))

    response = client.post(ADD, filled_in(title="Bài gửi vào"), follow=True)

    assert response.redirect_chain == [("/quan-tri/", 302)]
    assert "Đã lưu bản 1." in said(response)


def test_who_may_only_look_gets_the_preview(client):
    client.force_login(make_editor("view", "others"))
    article = ready(title="Chỉ để xem")

    response = client.get(change_of(article), follow=True)

    assert "Chỉ để xem" in response.text
    assert client.post(change_of(article), filled_in(article)).status_code == 403


# The bin


def test_deleting_puts_an_article_into_the_bin(newsroom, client):
    article = make_article()
    delete = reverse("admin:articles_article_delete", args=[article.pk])

    asked = newsroom.get(delete)
    newsroom.post(delete, {"post": "yes"})

    article.refresh_from_db()
    assert "thùng rác" in asked.text
    assert article.deleted_at
    assert article.revisions.count() == 1
    assert client.get(article.get_absolute_url()).status_code == 404


def test_several_go_into_the_bin_and_come_back(newsroom):
    articles = [make_article(), ready()]
    keys = [article.pk for article in articles]

    newsroom.post(
        LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    )
    assert Article.objects.filter(deleted_at__isnull=False).count() == 2

    newsroom.post(
        f"{LIST}?trang-thai=thung-rac",
        {"action": "restore", "_selected_action": keys, "index": 0},
    )
    assert Article.objects.filter(deleted_at__isnull=True).count() == 2
    assert Article.objects.published().count() == 1


# The list


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


# Preview


def main_part(page):
    return page.split('<main id="noi-dung">')[1].split("</main>")[0]


def test_the_preview_is_the_public_page(newsroom, client, editor):
    article = make_article(
        authors=[make_author()],
        tags=[make_tag()],
        places=[make_place()],
        category=make_category(),
    )
    public = client.get(article.get_absolute_url()).text

    address = preview.address(article.newest_revision, editor)

    page = newsroom.get(address).text

    # Where the display buttons lead back to is each page's own.
    page = page.replace(address, article.get_absolute_url())
    assert main_part(page) == main_part(public)


def test_the_preview_is_neither_kept_nor_indexed_nor_counted(client, editor):
    address = preview.address(make_draft()[1], editor)

    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert "Bản xem trước" in response.text
    assert "visit.js" not in response.text
    assert reverse("articles:pixel") not in response.text


def test_the_preview_button_saves_and_shows_what_was_typed(newsroom):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(article, title="Vừa gõ để xem", _preview="1"),
        follow=True,
    )

    assert "Vừa gõ để xem" in main_part(response.text)
    assert article.newest_revision.number == 2
    assert not Article.objects.published().exists()


def test_the_preview_ends_after_an_hour(client, editor, time_machine):
    time_machine.move_to(timezone.now())
    address = preview.address(make_draft()[1], editor)

    time_machine.shift(preview.SECONDS + 1)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"is_superuser": False}]
)
def test_the_preview_ends_with_the_right_of_its_maker(client, editor, change):
    address = preview.address(make_draft()[1], editor)
    assert client.get(address).status_code == 200

    type(editor).objects.filter(pk=editor.pk).update(**change)

    assert client.get(address).status_code == 404


def frames_of(client, address):
    return client.get(f"{address}khung/")


def test_a_preview_is_shown_at_two_widths_to_whoever_has_the_address(client, editor):
    address = preview.address(make_draft(title="Bản để gửi")[1], editor)

    response = frames_of(client, address)

    assert response.status_code == 200
    assert response.text.count(f'<iframe src="{address}"') == 2
    assert f'value="http://testserver{address}"' in response.text
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    for page in (response, client.get(address)):
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_with_a_video_may_stand_in_a_frame_too(client, editor):
    link = "https://www.youtube.com/watch?v=abcdefghijk"
    address = preview.address(make_draft(video_url=link)[1], editor)

    policy = client.get(address)["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "youtube-nocookie" in policy


def test_the_two_widths_end_with_the_preview(client, editor, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    address = preview.address(make_draft()[1], editor)
    end = timezone.localtime(timezone.now() + timedelta(seconds=preview.SECONDS))
    assert f"{end:%H:%M}" in frames_of(client, address).text

    time_machine.shift(preview.SECONDS + 1)

    assert frames_of(client, address).status_code == 404


def test_any_revision_can_be_previewed(newsroom):
    article = ready(title="Bản đầu")
    article.save_revision(article.newest_revision.content | {"title": "Bản sau"})

    for number, title in [(1, "Bản đầu"), (2, "Bản sau")]:
        shown = newsroom.get(f"{LIST}{article.pk}/xem-truoc/{number}/", follow=True)
        assert title in shown.text
        assert f"/xem-truoc/{number}/" in newsroom.get(change_of(article)).text
    assert newsroom.get(f"{LIST}{article.pk}/xem-truoc/3/").status_code == 404


def test_a_preview_is_bound_to_its_revision(client, editor):
    article, revision = make_draft(title="Bản đã gửi đi")
    address = preview.address(revision, editor)
    article.save_revision(revision.content | {"title": "Bản viết sau đó"})

    page = client.get(address).text

    assert "Bản đã gửi đi" in page
    assert "Bản viết sau đó" not in page


def test_a_forged_preview_is_not_found(client, editor):
    revision = make_draft()[1]
    forged = signing.dumps([revision.pk, editor.pk], salt="another")

    for token in (forged, "x", f"{revision.pk}:{editor.pk}"):
        address = f"/quan-tri/xem-truoc/{token}/"
        assert client.get(address).status_code == 404
        assert frames_of(client, address).status_code == 404


def test_a_binned_article_has_no_preview(client, editor):
    article, revision = make_draft()
    address = preview.address(revision, editor)
    article.bin()

    assert client.get(address).status_code == 404
