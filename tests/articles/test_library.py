"""What becomes of pictures in the library: new crops, new files, recall, upkeep."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import library, renditions
from articles.models import Article, Edition, FormerName, Image, Page, Revision
from articles.readiness import faults
from tests.builders import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_topic,
    picture_file,
)

pytestmark = pytest.mark.django_db


def body_with(name):
    return f'<p>a</p><figure><img src="/media/{name}" alt="b"></figure>'


def files_of(name):
    folder = renditions.folder_of(name)
    return default_storage.exists(folder) and default_storage.listdir(folder)[1]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


# Known again


def test_the_same_file_is_known_again():
    image = make_image(size=(300, 200))
    assert library.known(picture_file("khac.jpg", size=(300, 200))) == image
    assert library.known(picture_file(size=(301, 200))) is None


def test_a_recalled_picture_is_not_offered_again(on_commit):
    image = make_image()
    with on_commit():
        library.recall(image)
    assert library.known(picture_file(size=(800, 533))) is None


# A new focal point


def test_a_new_focal_point_gives_new_addresses_everywhere(on_commit):
    image = make_image()
    old = image.file.name
    body = body_with(old)
    article, page = make_article(body=body), Page.objects.create(title="t", body=body)
    edition = Edition.current()

    with on_commit():
        library.refocus(image, 0.1, 0.9)

    for row in (image, article, page):
        row.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.1, 0.9)
    assert image.file.name != old
    assert image.file.name in article.body
    assert image.file.name in article.newest_revision.content["body"]
    assert image.file.name in page.body
    assert old not in article.body + page.body
    assert Edition.current() == edition + 1
    assert files_of(image.file.name)


def test_a_page_that_is_open_finds_the_old_crops_for_a_week(on_commit):
    image, other = make_image(), make_image()
    old = image.file.name
    with on_commit():
        library.refocus(image, 0, 0)
    assert files_of(old)

    with time_machine.travel(timezone.now() + timedelta(days=8)), on_commit():
        library.refocus(other, 0, 0)

    assert not files_of(old)
    assert files_of(image.file.name)


def test_a_text_that_was_typed_meanwhile_gets_the_present_name():
    image = make_image()
    old = image.file.name
    library.refocus(image, 0, 0)
    library.refocus(image, 1, 1)

    article = make_article(body=body_with(old))

    assert image.file.name in article.body
    assert image.uses.count() == 1


def test_a_revision_that_was_read_before_is_published_with_the_present_name():
    image = make_image()
    article, revision = make_draft(body=body_with(image.file.name))
    library.refocus(Image.objects.get(pk=image.pk), 0, 0)

    article.publish(revision)

    image.refresh_from_db()
    assert image.file.name in article.body


def test_the_original_does_not_suffer_from_a_new_focal_point():
    image = make_image()
    with default_storage.open(image.file.name) as file:
        before = file.read()

    library.refocus(image, 0, 0)

    with default_storage.open(image.file.name) as file:
        assert file.read() == before


def test_the_crops_follow_the_focal_point():
    image = make_image(size=(600, 1200))
    library.refocus(image, 0.5, 0)
    top = crop_of(image)
    library.refocus(image, 0.5, 1)
    assert top != crop_of(image)


def crop_of(image):
    with default_storage.open(
        renditions.file_name(image.file.name, "3x2", 320)
    ) as file:
        return file.read()


# Another file


def test_a_replaced_picture_is_new_everywhere_and_the_old_files_are_gone(on_commit):
    image = make_image(size=(800, 533))
    old = image.file.name
    article = make_article(body=body_with(old), cover=image)

    with on_commit():
        library.replace(image, picture_file(size=(400, 600)))

    image.refresh_from_db()
    article.refresh_from_db()
    assert (image.width, image.height) == (400, 600)
    assert f'/media/{image.file.name}" alt="b" width="400" height="600"' in article.body
    assert not files_of(old)
    assert files_of(image.file.name)


def test_a_file_that_cannot_replace_leaves_all_as_it_was():
    image = make_image()
    with pytest.raises(ValidationError):
        library.replace(image, picture_file("a.php"))
    assert Image.objects.get().file.name == image.file.name
    assert default_storage.listdir("anh")[0] == [image.file.name.split("/")[1]]


# Recall


def test_a_recalled_picture_has_no_files_under_any_name(on_commit):
    image = make_image()
    old = image.file.name
    with on_commit():
        library.refocus(image, 0, 0)
        library.recall(image)

    assert not files_of(old)
    assert not files_of(image.file.name)
    assert Image.objects.get().recalled_at


def cover_of_an_article(image):
    make_article(cover=image)


def cover_of_a_planned_article(image):
    make_article(cover=image, published_at=timezone.now() + timedelta(days=1))


def in_a_body(image):
    make_article(body=body_with(image.file.name))


def on_a_page(image):
    Page.objects.create(title="t", body=body_with(image.file.name))


def on_a_topic(image):
    make_topic(cover=image)


@pytest.mark.parametrize(
    "use",
    [
        cover_of_an_article,
        cover_of_a_planned_article,
        in_a_body,
        on_a_page,
        on_a_topic,
    ],
)
def test_a_picture_that_readers_see_is_not_recalled(use, on_commit):
    image = make_image()
    use(image)
    with pytest.raises(ValidationError, match="bạn đọc thấy"), on_commit():
        library.recall(image)
    assert files_of(image.file.name)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Article.Status.WITHDRAWN},
        {"expires_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_a_picture_of_no_public_article_is_recalled(fields, on_commit):
    image = make_image()
    make_article(
        body=body_with(image.file.name),
        published_at=timezone.now() - timedelta(days=1),
        **fields,
    )
    with on_commit():
        library.recall(image)
    assert not files_of(image.file.name)


def test_an_article_does_not_come_out_of_the_bin_with_a_recalled_picture():
    image = make_image()
    article = make_article(cover=image)
    article.bin()

    library.recall(image)
    article.change(deleted_at=None)

    assert not article.is_public


def test_an_article_with_a_recalled_picture_is_not_published():
    image = make_image()
    article, revision = make_draft(
        body=body_with(image.file.name), cover=image, authors=[make_author()]
    )
    library.recall(image)

    assert [fault for fault in faults(revision.content) if "thu hồi" in fault] == [
        "ảnh thứ 1 trong bài đã thu hồi",
        "ảnh bìa đã thu hồi",
    ]
    with pytest.raises(ValidationError, match="đã thu hồi"):
        article.publish(revision)
    article.refresh_from_db()
    assert article.status == Article.Status.DRAFT


# Upkeep


def test_rebuild_images_makes_what_is_missing_and_nothing_else(capsys):
    image = make_image()
    path = renditions.file_name(image.file.name, "full", 640, "webp")
    default_storage.delete(path)

    call_command("rebuild_images")
    assert capsys.readouterr().out.startswith("1 tệp mới")
    assert default_storage.exists(path)

    call_command("rebuild_images")
    assert capsys.readouterr().out == "0 tệp mới, 0 thư mục thừa đã xóa\n"


def test_rebuild_images_takes_strays_away_but_no_upload_under_way(settings, capsys):
    kept, stray, fresh = make_image(), renditions.new_name(), renditions.new_name()
    renditions.save(stray, b"x")
    renditions.save(fresh, b"x")
    os.utime(settings.MEDIA_ROOT / stray, (0, 0))

    call_command("rebuild_images")

    assert not files_of(stray)
    assert files_of(fresh)
    assert files_of(kept.file.name)


def test_rebuild_images_names_what_is_lost():
    image = make_image()
    renditions.remove(image.file.name)
    with pytest.raises(CommandError, match=f"{image.pk} "):
        call_command("rebuild_images")


def spoil(article):
    dirty = '<p onclick="a()">a</p><script>b</script>'
    Article.objects.filter(pk=article.pk).update(body=dirty)
    revision = article.newest_revision
    Revision.objects.filter(pk=revision.pk).update(
        content={**revision.content, "body": dirty}
    )
    Page.objects.create(title="t", slug="t", body=dirty)


def test_clean_bodies_changes_what_the_rules_would_write_otherwise(capsys):
    article = make_article()
    make_article(body=body_with(make_image().file.name))
    spoil(article)
    edition = Edition.current()

    call_command("clean_bodies", "--dry-run")
    assert capsys.readouterr().out.endswith("3 nội dung sẽ đổi\n")
    article.refresh_from_db()
    assert "script" in article.body
    assert Edition.current() == edition

    call_command("clean_bodies")
    article.refresh_from_db()
    assert article.body == "<p>a</p>"
    assert article.newest_revision.content["body"] == "<p>a</p>"
    assert Page.objects.get().body == "<p>a</p>"
    assert Edition.current() == edition + 1

    capsys.readouterr()
    call_command("clean_bodies")
    assert capsys.readouterr().out == "0 nội dung đã đổi\n"


def test_a_deleted_picture_goes_with_its_former_files(on_commit):
    image = make_image()
    old = image.file.name
    library.refocus(image, 0, 0)
    with on_commit():
        image.delete()
    assert not files_of(old)
    assert not FormerName.objects.exists()
