"""Case 55: the copy for when the portal is down, served by the nginx of deploy/."""

import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.models import Article, Attachment
from tests import live, public_addresses
from tests.builders import make_article, make_image
from tests.deploy import nginx
from tests.security import test_visibility
from tests.security.test_visibility import WORD, make_hidden

pytestmark = pytest.mark.django_db
STATES = ["draft", "in review", "scheduled", "withdrawn", "expired", "deleted"]
# Where the copy has no answer: words that are searched, a reader's own page.
NOT_IN_THE_COPY = ("/tim-kiem/", "/gop-y/", "/danh-gia/", "/readyz", "/luot-xem")

around = test_visibility.around


@pytest.fixture
def data(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    (settings.STATIC_ROOT / "css").mkdir(parents=True)
    (settings.STATIC_ROOT / "css" / "x.css").write_text("a{}")
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def export(data):
    call_command("export_static", data / "export", verbosity=0)
    return data / "export"


def files_in(folder):
    found = (path for path in (folder.resolve()).rglob("*") if path.is_file())
    return {
        str(path.relative_to(folder.resolve())): path.read_bytes() for path in found
    }


def test_nothing_unpublished_is_in_the_copy(data, around):
    hidden = [make_hidden(state, around) for state in STATES]

    files = files_in(export(data))

    assert any(b"Tin c\xc3\xb4ng khai" in body for body in files.values())
    assert not [name for name, body in files.items() if WORD.encode() in body]
    articles = [name for name in files if name.startswith("tin-tuc/")]
    assert articles
    for article in hidden:
        assert not [name for name in articles if f"-{article.pk}/" in name]
    covers = {article.cover.file.name for article in hidden if article.cover}
    assert covers and not covers & {name.removeprefix("media/") for name in files}


def test_what_is_withdrawn_while_the_copy_is_made_is_not_in_it(
    data,
    around,
    monkeypatch,
):
    from laichau_portal import public_copy

    article = make_article(title=f"Bài {WORD}", **around)
    write_pages = public_copy.write_pages

    def withdrawn_meanwhile(made):
        done = write_pages(made)
        Article.objects.filter(pk=article.pk).update(status="withdrawn")
        return done

    monkeypatch.setattr(public_copy, "write_pages", withdrawn_meanwhile)

    files = files_in(export(data))

    assert not [name for name, body in files.items() if WORD.encode() in body]


def test_nginx_answers_every_public_address_from_the_copy(
    client,
    data,
    around,
    tmp_path,
    settings,
):
    cover = make_image(alt="Đồi chè")
    article = make_article(title="Bài chính", cover=cover, **around)
    name = default_storage.save("tep/a/van-ban.pdf", ContentFile(b"%PDF-1.4 x"))
    article.attachments.add(
        Attachment.objects.create(article=article, file=name, title="Văn bản", size=10)
    )
    for number in range(25):
        make_article(title=f"Tin {number}", **around)
    export(data)
    (data / "static").symlink_to(settings.STATIC_ROOT)
    (data / "media").symlink_to(settings.MEDIA_ROOT)

    with nginx.serve(tmp_path / "nginx", live.free_port(), data) as front:
        asked = 0
        for path in public_addresses.about(article, WORD).values():
            wanted = client.get(path)
            if path.startswith(NOT_IN_THE_COPY) or wanted.status_code != 200:
                continue
            status, headers, _ = front.get(path)
            assert status == 200, path
            assert same_type(headers["Content-Type"], wanted["Content-Type"]), path
            assert "Content-Security-Policy" in headers
            asked += 1
        assert asked > 20
        category = around["category"].get_absolute_url()
        second = front.get(f"{category}?trang=2")
        assert second[0] == 200 and second[2] != front.get(category)[2]
        assert front.get(f"{category}?trang=999")[2] == front.get(category)[2]
        assert front.get(f"{category}?trang=../../x")[2] == front.get(category)[2]
        assert (data / "export" / "media" / name).read_bytes() == b"%PDF-1.4 x"
        picture = cover.file.url
        assert front.get(picture)[1]["Content-Type"] == "image/jpeg"
        status, headers, body = front.get("/khong-co/")
        assert status == 503 and headers["Retry-After"]
        assert "tạm thời gián đoạn" in body.decode()


def same_type(given, wanted):
    given, wanted = given.partition(";")[0], wanted.partition(";")[0]
    if wanted.endswith("+xml") and "rss" not in wanted and "atom" not in wanted:
        return given in (wanted, "text/xml")
    return (
        given == wanted
        or {given, wanted} <= {"text/xml", "application/xml"}
        or ({given, wanted} <= {"text/javascript", "application/javascript"})
    )


def test_a_new_copy_takes_the_place_of_the_former_in_one_step(data, around):
    first = export(data).resolve()
    second = export(data).resolve()

    assert second != first and not first.exists()
    assert len(os.listdir(data)) == 2  # the copy and the link to it


def test_a_folder_with_something_else_is_left_alone(data, around):
    (data / "export").mkdir()
    (data / "export" / "thu-quan-trong").write_text("x")

    with pytest.raises(CommandError, match="không trống"):
        export(data)

    assert (data / "export" / "thu-quan-trong").exists()
