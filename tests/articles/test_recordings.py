"""Video and audio of articles: what is taken, how it is shown, what is asked of whom."""

import re

import pytest
from django.contrib.admin import site
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import recordings, video
from articles.admin.article_form import Stale
from articles.models import Article
from tests.articles import pages
from tests.articles.newsroom import change_of, filled_in, ready
from tests.builders import make_article, make_image

pytestmark = pytest.mark.django_db
KEY = "dQw4w9WgXcQ"
MP4 = b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(64)
MOV = b"\0\0\0\x14ftypqt  \0\0\2\0qt  " + bytes(64)
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\x82\x84webm" + bytes(64)
MKV = b"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01B\xf7\x81\x01B\x82\x88matroska" + bytes(64)
MP3 = b"ID3\x04\0\0\0\0\0\0" + bytes(64)
M4A = b"\0\0\0\x20ftypM4A \0\0\2\0" + bytes(64)
OGG = b"OggS\0\2" + bytes(64)


def file(name, content):
    return SimpleUploadedFile(name, content)


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    return response, pages.Page(response)


# Videos of YouTube


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={KEY}",
        f"https://youtube.com/watch?feature=share&v={KEY}&t=5",
        f"https://m.youtube.com/watch?v={KEY}",
        f"https://youtu.be/{KEY}?si=abc",
        f"https://www.youtube.com/shorts/{KEY}",
        f"https://www.youtube.com/live/{KEY}",
        f"https://www.youtube-nocookie.com/embed/{KEY}",
    ],
)
def test_addresses_of_a_video_name_it(url):
    assert video.key_of(url) == KEY


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://www.youtube.com/",
        "https://www.youtube.com/watch?v=ngan",
        f"https://www.youtube.com.evil.vn/watch?v={KEY}",
        f"https://evil.vn/watch?v={KEY}",
        f"javascript://www.youtube.com/watch?v={KEY}",
        'https://www.youtube.com/watch?v="><script>',
        "https://[",
    ],
)
def test_other_addresses_name_no_video(url):
    assert video.key_of(url) == ""


def test_a_video_link_loads_nothing_and_works_without_a_script(client):
    article = make_article(video_url=f"https://youtu.be/{KEY}", cover=make_image())
    response, page = page_of(client, article)

    link = page.one("a", data_video=KEY)
    assert link.attributes["href"] == f"https://www.youtube.com/watch?v={KEY}"
    assert not page.find("iframe")
    sources = re.findall(rb'(?:src|srcset)="([^"]+)"', response.content)
    assert not [source for source in sources if b"youtube" in source]


def test_only_a_page_with_a_video_may_frame_the_player(client):
    with_video, _ = page_of(client, make_article(video_url=f"https://youtu.be/{KEY}"))
    without, _ = page_of(client, make_article())

    frames = "frame-src https://www.youtube-nocookie.com"
    assert frames in with_video["Content-Security-Policy"]
    assert "frame-src" not in without["Content-Security-Policy"]
    assert (
        with_video["Content-Security-Policy"].replace(f"; {frames}", "")
        == (without["Content-Security-Policy"])
    )


def test_a_preview_may_frame_the_player_too(newsroom):
    article = ready(video_url=f"https://youtu.be/{KEY}")
    sent = filled_in(article) | {"_preview": ""}
    response = newsroom.post(change_of(article), sent, follow=True)

    assert response.status_code == 200
    assert (
        "frame-src https://www.youtube-nocookie.com"
        in (response["Content-Security-Policy"])
    )


def test_the_cover_stands_for_the_video_and_not_once_more(client):
    fields = {"video_url": f"https://youtu.be/{KEY}", "cover": make_image()}
    _, page = page_of(client, make_article(**fields))

    assert len(page.find("figure")) == 1


def test_the_form_takes_videos_of_youtube_alone(newsroom):
    article = ready()
    for url, is_taken in (
        ("https://vimeo.com/1", False),
        (f"https://youtu.be/{KEY}", True),
    ):
        newsroom.post(change_of(article), filled_in(article, video_url=url))
        assert (article.newest_revision.content["video_url"] == url) is is_taken


# Files


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        ("hoi-xuan.mp4", MP4, "video"),
        ("HỘI XUÂN.WEBM", WEBM, "video"),
        ("bai.mp3", MP3, "audio"),
        ("bai.m4a", M4A, "audio"),
        ("bai.ogg", OGG, "audio"),
    ],
)
def test_an_uploaded_file_plays_on_the_page_when_asked(
    newsroom, client, name, content, field
):
    article = ready()
    sent = filled_in(article) | {field: file(name, content), "_publish": ""}
    newsroom.post(change_of(article), sent)

    article.refresh_from_db()
    stored = getattr(article, field)
    assert re.fullmatch(r"(video|am-thanh)/[0-9a-f]{20}\.\w+", stored.name)
    _, page = page_of(client, article)
    player = page.one(field)
    assert player.attributes["src"] == f"/media/{stored.name}"
    assert player.attributes["preload"] == "none" and "controls" in player.attributes
    assert client.get(player.attributes["src"]).status_code == 200


def test_a_file_stays_through_later_revisions_until_it_is_taken_away(newsroom):
    article = ready()
    newsroom.post(
        change_of(article), filled_in(article) | {"video": file("a.mp4", MP4)}
    )
    name = article.newest_revision.content["video"]
    newsroom.post(change_of(article), filled_in(article, title="Tên khác"))
    assert article.newest_revision.content["video"] == name

    newsroom.post(change_of(article), filled_in(article) | {"video-clear": "on"})
    assert article.newest_revision.content["video"] == ""
    assert default_storage.exists(name)  # an older revision names it


@pytest.mark.parametrize(
    ("name", "content", "field", "sentence"),
    [
        ("a.mp4", b"", "video", "rỗng"),
        ("a.mp4", b"<script>alert(1)</script>" * 9, "video", "không phải loại"),
        ("a.mov", MOV, "video", "không phải loại"),
        ("a.mp4", MOV, "video", "không phải loại"),
        ("a.mp4", M4A, "video", "không phải loại"),
        ("a.webm", MKV, "video", "không phải loại"),
        ("a.mp4.html", MP4, "video", "không phải loại"),
        ("a.mp3", MP4, "audio", "không phải loại"),
        ("a.ogg", MP3, "audio", "không phải loại"),
    ],
)
def test_what_browsers_do_not_play_is_refused_and_nothing_is_kept(
    newsroom, name, content, field, sentence
):
    article = ready()
    sent = filled_in(article) | {field: file(name, content)}
    response = newsroom.post(change_of(article), sent)

    form = response.context["adminform"].form
    assert any(word in form.errors[field][0] for word in (sentence, "trống"))
    assert article.revisions.count() == 1
    assert stored_files() == []


def stored_files():
    """Names in the folders of video and audio."""
    names = []
    for kind in recordings.KINDS.values():
        if default_storage.exists(kind.folder):
            names += default_storage.listdir(kind.folder)[1]
    return names


def test_a_file_over_the_limit_is_refused(newsroom, monkeypatch):
    small = recordings.KINDS["video"]._replace(largest=50)
    monkeypatch.setitem(recordings.KINDS, "video", small)
    article = ready()
    sent = filled_in(article) | {"video": file("a.mp4", MP4)}
    response = newsroom.post(change_of(article), sent)

    assert "lớn hơn" in response.context["adminform"].form.errors["video"][0]


def test_a_form_with_another_fault_keeps_no_file(newsroom):
    article = ready()
    sent = filled_in(article, title="") | {"video": file("a.mp4", MP4)}
    newsroom.post(change_of(article), sent)

    assert stored_files() == []


def test_a_form_that_came_too_late_keeps_no_file(newsroom):
    article = ready()
    sent = filled_in(article) | {"video": file("a.mp4", MP4)}
    article.save_revision(article.newest_revision.content)
    newsroom.post(change_of(article), sent)

    assert stored_files() == []


def test_a_save_that_comes_between_check_and_insert_leaves_no_file(rf, editor):
    article = ready()
    sent = filled_in(article) | {"video": file("a.mp4", MP4)}
    request = rf.post("/", sent)
    request.user = editor
    form_class = site.get_model_admin(Article).get_form(request, article)
    form = form_class(request.POST, request.FILES, instance=article)
    assert form.is_valid() and len(stored_files()) == 1
    article.save_revision(article.newest_revision.content)

    with pytest.raises(Stale):
        form.save_revision(editor)
    assert stored_files() == []


# Photo stories


def test_a_photo_story_counts_its_pictures(client):
    body = "".join(
        f'<figure><img src="/media/{make_image().file.name}" alt="Ảnh"></figure><p>Lời.</p>'
        for _ in range(3)
    )
    story = make_article(kind=Article.Kind.PHOTOS, body=body)
    _, page = page_of(client, story)

    assert [item.text for item in page.find("p", class_="photo-count")] == [
        *("Ảnh 1/3", "Ảnh 2/3", "Ảnh 3/3"),
    ]
    assert "Phóng sự ảnh · 3 ảnh" in page.one("header", class_="article-head").text
    _, ordinary = page_of(client, make_article(body=body))
    assert not ordinary.find("p", class_="photo-count")


def test_a_photo_story_is_told_apart_on_its_card(client):
    make_article(kind=Article.Kind.PHOTOS)

    assert "Phóng sự ảnh" in client.get("/").content.decode()
