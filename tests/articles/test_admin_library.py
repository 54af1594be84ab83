"""The library at work: many uploads, words in place, duplicates, recall, replacing."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from articles.models import Edition, Image, Page
from tests.builders import (
    make_article,
    make_image,
    make_topic,
    make_user,
    picture_file,
)

pytestmark = pytest.mark.django_db

LIBRARY = "/quan-tri/articles/image/"
MANY = f"{LIBRARY}tai-nhieu/"
JSON = {"headers": {"accept": "application/json"}}


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def change_of(image):
    return f"{LIBRARY}{image.pk}/change/"


def words_of(image):
    return f"{LIBRARY}{image.pk}/chu/"


# Many at once


def test_many_files_come_in_one_form_and_each_is_answered(newsroom, editor):
    known = make_image(size=(320, 240), alt="Chợ")
    files = [
        picture_file("a.jpg", size=(300, 200)),
        SimpleUploadedFile("b.tiff", b"II*\x00"),
        picture_file("c.jpg", size=(320, 240)),
        picture_file("d.jpg", size=(310, 200)),
    ]

    answer = newsroom.post(MANY, {"files": files}, follow=True)

    assert answer.redirect_chain == [(LIBRARY, 302)]
    first, second, third, fourth = said(answer)
    assert first == "a.jpg: Đã tải lên."
    assert second.startswith("b.tiff: Tệp .tiff không tải lên làm ảnh được.")
    assert third.startswith("c.jpg: Ảnh này đã có trong thư viện từ ")
    assert third.endswith(": “Chợ”.")
    assert fourth == "d.jpg: Đã tải lên."
    assert Image.objects.exclude(pk=known.pk).filter(uploaded_by=editor).count() == 2


def test_a_script_gets_the_new_picture_as_a_card(newsroom):
    answer = newsroom.post(
        MANY, {"files": picture_file(size=(300, 200))}, **JSON
    ).json()

    image = Image.objects.get()
    assert (answer["state"], answer["name"]) == ("stored", "anh.jpg")
    assert f'data-picture="{image.pk}"' in answer["card"]
    assert "Thiếu mô tả" in answer["card"]


def test_a_script_is_told_which_picture_it_is(newsroom):
    image = make_image(size=(300, 200))

    answer = newsroom.post(
        MANY, {"files": picture_file(size=(300, 200))}, **JSON
    ).json()

    assert (answer["state"], answer["url"]) == ("known", change_of(image))
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "Chưa chọn tệp ảnh nào."),
        ({"files": SimpleUploadedFile("a.jpg", b"x")}, "Tệp này không phải là ảnh"),
        ({"files": SimpleUploadedFile("a.jpg", b"")}, "Tệp rỗng"),
    ],
)
def test_a_script_is_told_why_not(newsroom, files, sentence):
    answer = newsroom.post(MANY, files, **JSON).json()
    assert answer["state"] == "refused"
    assert answer["message"].startswith(sentence)
    assert not Image.objects.exists()


def test_who_may_not_add_pictures_uploads_none(client):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename="view_image"))
    client.force_login(user)

    answer = client.post(MANY, {"files": picture_file(size=(300, 200))}, **JSON)

    assert answer.json()["state"] == "refused"
    assert not Image.objects.exists()
    assert "data-drop" not in client.get(LIBRARY).content.decode()


def test_in_the_dialog_the_new_picture_can_be_chosen(newsroom):
    answer = newsroom.post(
        f"{MANY}?chon=1", {"files": picture_file(size=(300, 200))}, **JSON
    )
    assert "data-choose" in answer.json()["card"]


def test_the_editors_second_upload_of_a_file_is_the_first_picture(newsroom):
    image = make_image(size=(300, 200))
    answer = newsroom.post(
        f"{LIBRARY}tai-len/", {"upload": picture_file(size=(300, 200))}
    )
    assert answer.json()["url"] == image.file.url
    assert Image.objects.count() == 1


# The form for one picture


def test_the_form_offers_the_picture_that_is_there(newsroom):
    image = make_image(size=(300, 200), alt="Chợ phiên")
    fields = {"alt": "Khác", "file": picture_file(size=(300, 200))}

    page = newsroom.post(f"{LIBRARY}add/", fields).content.decode()
    assert "Ảnh này đã có trong thư viện" in page
    assert f'name="_known" value="{image.pk}"' in page
    assert Image.objects.count() == 1

    answer = newsroom.post(f"{LIBRARY}add/?_popup=1", {"_known": image.pk, "_popup": 1})
    assert f"&quot;value&quot;: &quot;{image.pk}&quot;" in answer.content.decode()


def test_a_picture_is_replaced_on_its_page(
    newsroom, django_capture_on_commit_callbacks
):
    image = make_image()
    old = image.file.name
    article = make_article(body=f'<img src="/media/{old}" alt="a">')
    fields = {
        "alt": "Mới",
        "focal_x": "0.5",
        "focal_y": "0.5",
        "new_file": picture_file(size=(300, 400)),
    }

    with django_capture_on_commit_callbacks(execute=True):
        assert newsroom.post(change_of(image), fields).status_code == 302

    image.refresh_from_db()
    article.refresh_from_db()
    assert (image.alt, image.width) == ("Mới", 300)
    assert image.file.name in article.body
    assert not default_storage.exists(old)


def test_a_file_that_cannot_replace_is_refused_on_the_page(newsroom):
    image = make_image()
    fields = {
        "alt": "a",
        "focal_x": "0.5",
        "focal_y": "0.5",
        "new_file": SimpleUploadedFile("a.jpg", b"x"),
    }
    page = newsroom.post(change_of(image), fields).content.decode()
    assert "không phải là ảnh" in page
    assert Image.objects.get().file.name == image.file.name


# Words in place


def test_words_are_saved_in_the_list(newsroom):
    image = make_image(alt="")
    edition = Edition.current()
    fields = {"alt": "Chợ phiên", "caption": "Ô", "credit": "Mây Núi"}

    answer = newsroom.post(words_of(image), fields, **JSON).json()

    image.refresh_from_db()
    assert answer["saved"]
    assert "Thiếu mô tả" not in answer["card"]
    assert (image.alt, image.caption, image.credit) == ("Chợ phiên", "Ô", "Mây Núi")
    assert Edition.current() == edition + 1


def test_words_are_saved_without_a_script_and_the_list_stays(newsroom):
    image = make_image(alt="")
    answer = newsroom.post(
        f"{words_of(image)}?tinh-trang=thieu", {"alt": "Chợ"}, follow=True
    )
    assert answer.redirect_chain == [(f"{LIBRARY}?tinh-trang=thieu", 302)]
    assert said(answer) == ["Đã lưu: Chợ."]


def test_a_picture_must_have_words(newsroom):
    image = make_image(alt="Chợ")
    answer = newsroom.post(words_of(image), {"alt": " "}, **JSON).json()
    assert not answer["saved"]
    assert "Hãy viết mô tả" in answer["card"]
    image.refresh_from_db()
    assert image.alt == "Chợ"


def test_the_list_holds_a_form_for_each_picture(newsroom):
    image = make_image(alt="")
    page = newsroom.get(LIBRARY).content.decode()
    assert f'<form id="anh-{image.pk}" method="post" action="{words_of(image)}' in page
    assert f'form="anh-{image.pk}"' in page


def test_who_may_only_look_changes_no_words(client):
    image = make_image(alt="Chợ")
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename="view_image"))
    client.force_login(user)
    assert client.post(words_of(image), {"alt": "b"}).status_code == 403
    assert "data-save" not in client.get(LIBRARY).content.decode()


# Finding


@pytest.mark.parametrize(
    ("query", "found"),
    [("cho phien", 1), ("MAY nui", 1), ("phiên mây", 1), ("%", 0), ("khac", 0)],
)
def test_pictures_are_found_without_accents(newsroom, query, found):
    make_image(alt="Chợ phiên", credit="Mây Núi")
    make_image(alt="Đồi chè")
    assert len(newsroom.get(LIBRARY, {"q": query}).context["cl"].result_list) == found


def test_pictures_are_found_by_words_that_came_with_a_text(newsroom):
    image = make_image(alt="")
    make_article(body=f'<img src="/media/{image.file.name}" alt="Đèo Ô Quy Hồ">')
    listed = newsroom.get(LIBRARY, {"q": "o quy ho"}).context["cl"].result_list
    assert [each.pk for each in listed] == [image.pk]


def test_pictures_are_found_by_who_uploaded_them(newsroom, editor):
    make_image(user=make_user())
    mine = make_image(user=editor)
    listed = newsroom.get(LIBRARY, {"nguoi": editor.pk}).context["cl"].result_list
    assert [each.pk for each in listed] == [mine.pk]


def test_the_list_names_and_links_every_place(newsroom):
    image = make_image()
    article = make_article(title="Phiên chợ", cover=image)
    make_topic("Vụ chè", cover=image)
    Page.objects.create(
        title="Giới thiệu", slug="a", body=f'<img src="/media/{image.file.name}">'
    )

    page = newsroom.get(LIBRARY).content.decode()

    assert "Dùng ở 3 nơi" in page
    assert f'<a href="/quan-tri/articles/article/{article.pk}/change/">' in page
    for words in ("Bài “Phiên chợ”", "Dòng sự kiện “Vụ chè”", "Trang “Giới thiệu”"):
        assert words in page


def test_the_list_costs_the_same_however_many_pictures_it_shows(newsroom):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            newsroom.get(LIBRARY)
        return len(queries)

    make_article(cover=make_image())
    before = cost()
    for _ in range(5):
        make_article(cover=make_image())
    assert cost() == before <= 16


# Recall


def test_a_picture_is_recalled_after_a_question(
    newsroom, django_capture_on_commit_callbacks
):
    image = make_image(alt="Chợ")
    url = f"{LIBRARY}{image.pk}/thu-hoi/"
    assert "không lấy lại được" in newsroom.get(url).content.decode()
    assert not Image.objects.get().recalled_at

    with django_capture_on_commit_callbacks(execute=True):
        answer = newsroom.post(url, {"recall": "1"}, follow=True)

    assert said(answer) == ["Đã thu hồi: Chợ."]
    assert not default_storage.exists(image.file.name)
    assert "đã thu hồi" in newsroom.get(change_of(image)).content.decode()
    assert newsroom.get(url).status_code == 404
    assert image.file.url not in newsroom.get(f"{LIBRARY}chon/").content.decode()


def test_many_are_recalled_from_the_list_and_public_ones_stay(
    newsroom, django_capture_on_commit_callbacks
):
    free, used = make_image(alt="Tự do"), make_image(alt="Đang dùng")
    make_article(cover=used)
    fields = {"action": "recall", "_selected_action": [free.pk, used.pk]}

    assert "Thu hồi 2 ảnh" in newsroom.post(LIBRARY, fields).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = newsroom.post(LIBRARY, {**fields, "recall": "1"}, follow=True)

    assert any("Đang dùng: Chưa thu hồi được" in each for each in said(answer))
    assert not default_storage.exists(free.file.name)
    assert default_storage.exists(used.file.name)


def test_who_may_not_delete_pictures_recalls_none(client):
    image = make_image()
    user = make_user()
    codes = ["view_image", "change_image"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(user)
    assert (
        client.post(f"{LIBRARY}{image.pk}/thu-hoi/", {"recall": 1}).status_code == 403
    )
    assert not Image.objects.get().recalled_at


def test_a_recalled_picture_is_no_choice_for_a_cover(newsroom):
    image = make_image(alt="Chợ")
    Image.objects.update(recalled_at="2026-01-01T00:00Z")
    answer = newsroom.get(
        "/quan-tri/autocomplete/",
        {
            "app_label": "articles",
            "model_name": "article",
            "field_name": "cover",
            "term": "cho",
        },
    )
    assert answer.json()["results"] == [], image


def test_the_list_is_taken_away_as_a_spreadsheet(newsroom):
    make_image(alt="Chợ phiên", credit="Mây Núi")
    rows = load_workbook(
        BytesIO(newsroom.get(LIBRARY, {"xuat": "xlsx"}).content)
    ).active
    first = [cell.value for cell in list(rows.rows)[1]]
    assert first[:3] == ["Chợ phiên", None, "Mây Núi"]
