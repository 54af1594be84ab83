"""The picture library in the newsroom, and the editor's uploads."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

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
UPLOAD = f"{LIBRARY}tai-len/"
CHOOSE = f"{LIBRARY}chon/"


def staff_with(*codenames):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


# Uploads from the editor


def test_the_editor_uploads_a_picture(newsroom, editor):
    answer = newsroom.post(UPLOAD, {"upload": picture_file("chợ.jpg", size=(400, 300))})

    image = Image.objects.get()
    assert answer.json() == {
        "uploaded": 1,
        "fileName": "chợ.jpg",
        "url": f"/media/{image.file.name}",
    }
    assert (image.alt, image.uploaded_by) == ("", editor)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.php", b"<?php"), "Tệp .php không tải lên làm ảnh được."),
        (SimpleUploadedFile("a.jpg", b"x"), "Tệp này không phải là ảnh"),
        ("", "Chưa chọn tệp ảnh nào."),
    ],
)
def test_a_refused_upload_is_a_400_with_a_sentence(newsroom, file, sentence):
    answer = newsroom.post(UPLOAD, {"upload": file})

    assert answer.status_code == 400
    assert answer.json()["uploaded"] == 0
    assert answer.json()["error"]["message"].startswith(sentence)
    assert not Image.objects.exists()
    assert not default_storage.exists("anh")


def test_who_may_not_add_pictures_is_refused(client):
    client.force_login(staff_with("view_image", "change_image"))

    answer = client.post(UPLOAD, {"upload": picture_file(size=(400, 300))})

    assert answer.status_code == 403
    assert "không được tải ảnh lên" in answer.json()["error"]["message"]
    assert not Image.objects.exists()


def test_an_upload_needs_the_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert (
        client.post(UPLOAD, {"upload": picture_file(size=(400, 300))}).status_code
        == 403
    )
    assert not Image.objects.exists()


def test_an_upload_needs_a_signed_in_editor(client):
    assert (
        client.post(UPLOAD, {"upload": picture_file(size=(400, 300))}).status_code
        == 302
    )
    assert not Image.objects.exists()


def test_an_upload_is_no_get(newsroom):
    assert newsroom.get(UPLOAD).status_code == 405


# Choosing for the editor


def test_the_library_is_searched_without_accents(newsroom):
    make_image(alt="Chợ phiên Sìn Hồ", caption="Ô nhiều màu")
    make_image(alt="Đồi chè")

    page = newsroom.get(
        CHOOSE, {"q": "cho PHIEN", "CKEditorFuncNum": "1"}
    ).content.decode()

    assert page.count("data-choose") == 1
    assert 'data-alt="Chợ phiên Sìn Hồ" data-caption="Ô nhiều màu"' in page


@pytest.mark.parametrize(
    "query", [{"trang": "10" * 9}, {"trang": "abc"}, {"q": "x" * 300}, {"q": "%\x00'"}]
)
def test_an_odd_question_to_the_library_is_answered(newsroom, query):
    assert newsroom.get(CHOOSE, query).status_code == 200


def test_the_library_is_for_who_may_see_pictures(client):
    client.force_login(make_user())
    assert client.get(CHOOSE).status_code == 403


# The library


def test_a_picture_is_uploaded_with_its_words(newsroom, editor):
    answer = newsroom.post(
        f"{LIBRARY}add/",
        {
            "file": picture_file(size=(400, 300)),
            "alt": "Chợ",
            "caption": "Phiên chợ",
            "credit": "Mây Núi",
        },
    )

    assert answer.status_code == 302
    image = Image.objects.get()
    assert (image.alt, image.caption, image.credit) == ("Chợ", "Phiên chợ", "Mây Núi")
    assert image.uploaded_by == editor


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"alt": ""}, "Xin điền ô này."),
        ({"file": SimpleUploadedFile("a.svg", b"<svg/>")}, "Tệp .svg không tải lên"),
        ({"file": ""}, "Xin điền ô này."),
        ({"alt": "x" * 301}, "Dài nhất 300 ký tự"),
    ],
)
def test_a_refused_picture_says_why_on_the_form(newsroom, fields, sentence):
    answer = newsroom.post(
        f"{LIBRARY}add/",
        {"file": picture_file(size=(400, 300)), "alt": "Chợ", **fields},
    )

    assert sentence in answer.content.decode()
    assert not Image.objects.exists()
    assert not default_storage.exists("anh")


def test_the_list_shows_what_is_used(newsroom):
    image = make_image(alt="Chợ phiên")
    make_article(cover=image)
    make_image(alt="")

    page = newsroom.get(LIBRARY).content.decode()

    assert "Dùng ở 1 nơi" in page
    assert "Chưa dùng ở đâu" in page
    assert "Thiếu mô tả" in page


@pytest.mark.parametrize(
    ("condition", "found"), [("thieu", ["c"]), ("dang", ["a"]), ("chua", ["b", "c"])]
)
def test_the_list_is_narrowed_by_condition(newsroom, condition, found):
    images = {
        "a": make_image(alt="a"),
        "b": make_image(alt="b"),
        "c": make_image(alt=""),
    }
    make_article(cover=images["a"])

    listed = newsroom.get(LIBRARY, {"tinh-trang": condition}).context["cl"].result_list

    assert {image.pk for image in listed} == {images[name].pk for name in found}


def test_a_change_of_words_is_public_at_once(newsroom):
    image = make_image()
    edition = Edition.current()
    newsroom.post(
        f"{LIBRARY}{image.pk}/change/",
        {
            "alt": "Mới",
            "caption": "c",
            "credit": "",
            "focal_x": "0.5",
            "focal_y": "0.5",
        },
    )

    image.refresh_from_db()
    assert image.alt == "Mới"
    assert Edition.current() > edition


def test_a_new_focal_point_is_cut_anew(newsroom):
    image = make_image()
    old = image.file.name

    newsroom.post(
        f"{LIBRARY}{image.pk}/change/",
        {"alt": "a", "caption": "", "credit": "", "focal_x": "0.1", "focal_y": "1"},
    )

    image.refresh_from_db()
    assert image.file.name != old
    assert (image.focal_x, image.focal_y) == (0.1, 1)
    assert default_storage.exists(image.file.name)


def test_a_focal_point_outside_is_refused(newsroom):
    image = make_image()
    answer = newsroom.post(
        f"{LIBRARY}{image.pk}/change/",
        {"alt": "a", "caption": "", "credit": "", "focal_x": "1.5", "focal_y": "1"},
    )
    assert answer.status_code == 200
    image.refresh_from_db()
    assert image.focal_x == 0.5


def use_as_cover(image):
    make_article(title="Phiên chợ", cover=image)
    return "Bài “Phiên chợ”"


def use_in_body(image):
    body = f'<img src="/media/{image.file.name}" alt="a">'
    make_article(title="Bản tin", body=body)
    return "Bài “Bản tin”"


def use_on_page(image):
    Page.objects.create(
        title="Giới thiệu", slug="a", body=f'<img src="/media/{image.file.name}">'
    )
    return "Trang “Giới thiệu”"


def use_for_topic(image):
    make_topic("Vụ chè", cover=image)
    return "Dòng sự kiện “Vụ chè”"


@pytest.mark.parametrize("use", [use_as_cover, use_in_body, use_on_page, use_for_topic])
def test_a_picture_that_is_used_is_not_deleted(newsroom, use):
    image = make_image()
    place = use(image)
    url = f"{LIBRARY}{image.pk}/delete/"

    assert place in newsroom.get(url).content.decode()
    newsroom.post(url, {"post": "yes"})
    newsroom.post(
        LIBRARY,
        {"action": "delete_selected", "_selected_action": image.pk, "post": "yes"},
    )

    assert Image.objects.filter(pk=image.pk).exists()
    assert default_storage.exists(image.file.name)


def test_a_picture_that_nobody_uses_goes_with_its_files(
    newsroom, django_capture_on_commit_callbacks
):
    one, two = make_image(), make_image()
    with django_capture_on_commit_callbacks(execute=True):
        newsroom.post(f"{LIBRARY}{one.pk}/delete/", {"post": "yes"})
        newsroom.post(
            LIBRARY,
            {"action": "delete_selected", "_selected_action": two.pk, "post": "yes"},
        )

    assert not Image.objects.exists()
    assert default_storage.listdir("anh") == ([], [])


# The editor


def test_the_edit_page_has_the_editors_policy_and_setup(newsroom):
    answer = newsroom.get(reverse("admin:articles_article_add"))

    assert "script-src-attr 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    field = answer.context["adminform"].form["body"]
    config = json.loads(field.subwidgets[0].data["config"])
    assert config["language"] == "vi"
    assert config["filebrowserImageUploadUrl"] == UPLOAD
    assert config["filebrowserImageBrowseUrl"] == CHOOSE
    assert config["allowedContent"] is not True
    assert config["versionCheck"] is False


def test_the_library_has_the_newsrooms_policy(newsroom):
    assert "unsafe-inline" not in newsroom.get(LIBRARY)["Content-Security-Policy"]
