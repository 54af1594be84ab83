"""From a Word file to an article: the command, the pages in the newsroom."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Author, Image, Revision, WordFile
from articles.word import files
from articles.word.saving import author_named
from tests.articles.docx import docx, jpeg, p, picture, whole_article
from tests.builders import make_author, make_category, make_user

pytestmark = pytest.mark.django_db

START = "/quan-tri/nhap-word/"


@pytest.fixture
def section():
    return make_category("Văn hóa", slug="van-hoa")


@pytest.fixture
def word_file(tmp_path):
    path = tmp_path / "nghe-det.docx"
    path.write_bytes(whole_article().read())
    return path


def run_command(path, *options):
    call_command("import_docx", path, "--category", "van-hoa", *options)


# The command


def test_a_file_becomes_a_draft(word_file, section):
    run_command(word_file)

    article = Article.objects.get()
    revision = article.newest_revision
    assert article.status == Article.Status.DRAFT
    assert article.title == "Giữ nghề dệt giữa ba bản"
    assert revision.content["category"] == section.pk
    assert revision.note == "Từ tệp Word nghe-det.docx."
    author = Author.objects.get(name="Đá Trắng")
    assert revision.content["authors"] == [author.pk]


def test_pictures_are_in_the_library_and_in_the_body(word_file, section):
    run_command(word_file)

    body = Revision.objects.get().content["body"]
    second, first = Image.objects.all()
    assert (first.alt, first.caption) == ("Ảnh: Mây Núi", "Ảnh: Mây Núi")
    assert first.credit == "Mây Núi"
    assert second.alt == "Khung cửi"
    for image in (first, second):
        assert f'<img src="{image.file.url}" alt="{image.alt}" width="400"' in body
        assert image.uses.exists()
        assert default_storage.exists(image.file.name)
    assert Revision.objects.get().content["cover"] == first.pk


def test_a_file_is_published_at_once_when_that_is_asked_for(word_file, section, client):
    run_command(word_file, "--publish")

    article = Article.objects.get()
    assert article.is_public
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Khung cửi ở hiên nhà" in page
    assert "Đá Trắng" in page


def test_what_lacks_something_is_not_published_and_not_stored(tmp_path, section):
    path = tmp_path / "a.docx"
    path.write_bytes(docx(p("Chữ"), p(picture(1)), pictures=[jpeg()]).read())

    with pytest.raises(CommandError, match=r"sapô.*tác giả.*ảnh thứ 1"):
        run_command(path, "--publish")

    assert not Article.objects.exists()
    assert not Image.objects.exists()


def test_the_same_file_makes_no_second_article(word_file, section, capsys):
    run_command(word_file)
    run_command(word_file)
    assert Article.objects.count() == 1
    assert "đã nhập từ trước" in capsys.readouterr().out

    run_command(word_file, "--publish")
    assert Article.objects.get().is_public


def test_the_same_picture_is_not_stored_twice(tmp_path, section):
    for name in "ab":
        path = tmp_path / f"{name}.docx"
        path.write_bytes(docx(p(name), p(picture(1)), pictures=[jpeg()]).read())
        run_command(path)
    assert Image.objects.count() == 1
    assert Image.objects.get().uses.count() == 2


def test_an_unknown_category_is_named(word_file, section):
    with pytest.raises(CommandError, match="van-hoa"):
        call_command("import_docx", word_file, "--category", "khong-co")


def test_a_missing_file_is_a_sentence(section, tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        run_command(tmp_path / "khong-co.docx")


def test_an_author_is_known_again_and_a_namesake_is_another():
    known = make_author("Đá Trắng")
    assert author_named("đá trắng") == known
    other = author_named("Dạ Trang")
    assert other != known
    assert author_named("Đá Trang").slug not in (known.slug, other.slug)


# The newsroom


def upload(newsroom, file=None):
    answer = newsroom.post(START, {"file": file or whole_article()})
    assert answer.status_code == 302
    return answer.url


def test_the_preview_says_where_each_part_comes_from(newsroom, section):
    page = newsroom.get(upload(newsroom)).content.decode()

    for words in (
        "Tiêu đề, từ dòng đậm ở giữa",
        "Sapô, từ đoạn in đậm đầu tiên",
        "2 ảnh sẽ vào thư viện, 2 chú thích.",
        "Sẽ thêm vào danh sách: Đá Trắng",
        "1 ảnh chưa có mô tả",
        'src="data:image/webp;base64,',
    ):
        assert words in page, words
    for model in (Article, Image, Author):
        assert not model.objects.exists()


def test_the_preview_may_show_pictures_that_are_nowhere(newsroom):
    policy = newsroom.get(upload(newsroom))["Content-Security-Policy"]
    assert "img-src 'self' data:" in policy
    assert "unsafe" not in policy


def test_a_preview_becomes_a_draft_of_whoever_saves_it(newsroom, editor, section):
    url = upload(newsroom)
    fields = {
        "category": section.pk,
        "authors": "Đá Trắng, Mây Núi",
        "alt_1": "Hoa văn",
        "alt_2": "Khung cửi",
    }

    answer = newsroom.post(url, fields)

    article = Article.objects.get()
    assert answer.url == f"/quan-tri/articles/article/{article.pk}/change/"
    revision = article.newest_revision
    assert revision.author == editor
    assert 'alt="Hoa văn"' in revision.content["body"]
    assert len(revision.content["authors"]) == 2
    assert {image.alt for image in Image.objects.all()} == {"Hoa văn", "Khung cửi"}
    row = WordFile.objects.get()
    assert (row.article, row.content) == (article, None)
    assert newsroom.get(url).status_code == 404


def test_a_draft_needs_a_category(newsroom, section):
    url = upload(newsroom)
    assert "Hãy chọn chuyên mục" in newsroom.post(url, {}).content.decode()
    assert not Article.objects.exists()


def test_who_drops_the_preview_leaves_nothing(newsroom):
    assert newsroom.post(upload(newsroom), {"_drop": "1"}).url == START
    assert not WordFile.objects.exists()


def test_a_preview_is_for_its_uploader_alone(newsroom, client):
    url = upload(newsroom)
    client.force_login(make_user(is_superuser=True))
    assert client.get(url).status_code == 404


def test_a_preview_that_nobody_answers_is_forgotten(newsroom, editor):
    upload(newsroom)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        files.forget_old()
    assert not WordFile.objects.exists()


def test_a_file_that_was_taken_before_is_named(newsroom, section, word_file):
    run_command(word_file)
    page = newsroom.get(upload(newsroom)).content.decode()
    assert "đã nhập thành bài" in page


def test_who_may_write_no_articles_imports_none(client):
    user = make_user()
    user.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    assert client.get(START).status_code == 403
    assert client.post(START, {"file": whole_article()}).status_code == 403
    assert not WordFile.objects.exists()


def test_what_cannot_be_stored_leaves_nothing(newsroom, section, settings):
    """The disk is full after the five files of the first picture."""
    url = upload(newsroom)
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "tests.articles.test_uploads.FullDisk"},
    }

    answer = newsroom.post(url, {"category": section.pk, "authors": "Đá Trắng"})

    assert "không ghi được ảnh" in answer.content.decode()
    for model in (Article, Image, Author):
        assert not model.objects.exists()
    assert WordFile.objects.get().content
