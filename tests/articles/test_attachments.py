"""Files for download: what is taken, who sees them, how they are sent."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import attachments
from articles.models import Article, Attachment
from tests.articles.docx import docx, p
from tests.articles.newsroom import change_of, filled_in, ready
from tests.builders import content, make_article

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name="bao-cao.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def zipped(name, **parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return SimpleUploadedFile(name, buffer.getvalue())


def excel(name="bang.xlsx", **more):
    parts = {"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>", **more}
    return zipped(name, **parts)


def old_word(more=b""):
    stream = "WordDocument".encode("utf-16-le")
    return SimpleUploadedFile("cu.doc", attachments.OLE + bytes(504) + stream + more)


def sheet(kind="spreadsheet"):
    return zipped("bang.ods", mimetype=f"application/vnd.oasis.opendocument.{kind}")


# What is taken


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pdf, "PDF"),
        (lambda: docx(p("a")), "Word"),
        (old_word, "Word"),
        (excel, "Excel"),
        (sheet, "OpenDocument"),
        (lambda: pdf("BAO CAO.PDF"), "PDF"),
    ],
)
def test_office_files_and_pdf_are_kept_under_random_names(make, kind):
    one, other = (
        attachments.store(make(), "Báo cáo quý 1"),
        attachments.store(make(), "a"),
    )
    assert attachments.kind(one) == kind
    assert one.startswith("tep/")
    assert one.rpartition("/")[2].startswith("bao-cao-quy-1.")
    assert one.split("/")[1] != other.split("/")[1]
    assert default_storage.exists(one)


VBA = "_VBA_PROJECT".encode("utf-16-le")
REFUSED = {
    "page": (lambda: pdf("a.html"), "Không nhận tệp loại này"),
    "drawing": (lambda: pdf("a.svg"), "Không nhận tệp loại này"),
    "program": (lambda: pdf("a.pdf.exe"), "Không nhận tệp loại này"),
    "turned name": (lambda: pdf("a\u202efdp.exe"), "Không nhận tệp loại này"),
    "archive": (lambda: zipped("a.zip", a="b"), "Không nhận tệp loại này"),
    "no suffix": (lambda: pdf("pdf"), "Không nhận tệp loại này"),
    "empty": (lambda: pdf(content=b""), "Tệp rỗng"),
    "wrong magic": (lambda: pdf(content=b"<script>" * 200), "không đúng với đuôi .pdf"),
    "cut": (lambda: pdf(content=PDF[:20]), "không đúng với đuôi .pdf"),
    "zip as docx": (lambda: zipped("a.docx", a="b"), "không đúng với đuôi .docx"),
    "xlsx as docx": (lambda: excel("a.docx"), "không đúng với đuôi .docx"),
    "pdf as xlsx": (lambda: pdf("a.xlsx"), "không đúng với đuôi .xlsx"),
    "text as ods": (lambda: zipped("a.ods", mimetype="text/plain"), "đuôi .ods"),
    "other ole": (
        lambda: SimpleUploadedFile("a.doc", attachments.OLE + bytes(600)),
        "không đúng với đuôi .doc",
    ),
    "macro": (lambda: excel(**{"xl/vbaProject.bin": "a"}), "có macro"),
    "old macro": (lambda: old_word(VBA), "có macro"),
    "macro type": (lambda: excel("a.xlsm"), "Không nhận tệp loại này"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_with_a_sentence(name):
    make, sentence = REFUSED[name]
    with pytest.raises(ValidationError) as refusal:
        attachments.store(make(), "a")
    assert sentence in refusal.value.messages[0]
    assert not default_storage.exists("tep")


def test_a_file_over_fifty_megabytes_is_refused_unread():
    file = pdf()
    file.size = 50 * 1024 * 1024 + 1
    with pytest.raises(ValidationError, match="50 MB"):
        attachments.check(file)


@pytest.mark.parametrize(
    "title", ["../../x", 'a"\r\nSet-Cookie: b=c', "🤣", "CON", "a" * 300, "a\x00b"]
)
def test_a_title_does_not_lead_out_of_the_folder_or_the_header(title, client):
    path = attachments.store(pdf(), title)
    answer = client.get(f"/media/{path}")
    assert answer.status_code == 200
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert disposition.endswith('.pdf"')
    assert "Set-Cookie" not in answer


def test_it_is_sent_to_be_kept_and_never_to_be_shown(client):
    answer = client.get(f"/media/{attachments.store(pdf(), 'a')}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


# In the form


def attach(newsroom, article, **sent):
    answer = newsroom.post(change_of(article), filled_in(article, **sent))
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    article.refresh_from_db()
    return article.newest_revision.content["attachments"]


def test_an_uploaded_file_belongs_to_the_revision_and_is_not_yet_public(
    newsroom, client
):
    article = ready()
    keys = attach(newsroom, article, **{"new_attachments": pdf("Báo cáo_quý 1.pdf")})

    row = Attachment.objects.get()
    assert keys == [row.pk]
    assert (row.article, row.title, row.size) == (article, "Báo cáo quý 1", len(PDF))
    assert not article.attachments.exists()


def test_a_new_article_takes_files_too(newsroom):
    sent = filled_in(None) | {"new_attachments": [pdf("a.pdf"), excel()]}
    assert newsroom.post("/quan-tri/articles/article/add/", sent).status_code == 302
    article = Article.objects.get()
    assert len(article.newest_revision.content["attachments"]) == 2


def test_publication_shows_them_with_kind_and_size(newsroom, client):
    article = ready()
    attach(newsroom, article, **{"new_attachments": pdf("Nghị quyết.pdf")})

    article.publish(article.newest_revision)

    row = article.attachments.get()
    page = client.get(article.get_absolute_url()).content.decode()
    assert f'<a href="/media/{row.file.name}" download>Nghị quyết</a>' in page
    assert "PDF, 53\xa0" in page or "PDF, " in page


def rows(*given):
    """What the form sends: (row, place, title or None, dropped)."""
    sent = {"attachments": [row.pk for row, *_ in given]}
    for row, place, title, is_dropped in given:
        sent[f"attachments-{row.pk}-title"] = title or row.title
        sent[f"attachments-{row.pk}-place"] = place
        if is_dropped:
            sent[f"attachments-{row.pk}-drop"] = "on"
    return sent


@pytest.fixture
def with_two(newsroom):
    """(article on line, its two attachments)."""
    article = ready()
    files = {"new_attachments": [pdf("Một.pdf"), excel("Hai.xlsx")]}
    attach(newsroom, article, **files)
    article.publish(article.newest_revision)
    return article, list(article.attachments.all())


def shown(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    return [t for _, t in sorted((page.find(f">{t}<"), t) for t in TITLES if t in page)]


TITLES = ["Một", "Hai", "Ba"]


def test_order_titles_and_removals_wait_for_publication(newsroom, client, with_two):
    article, (one, two) = with_two
    keys = attach(
        newsroom, article, **rows((one, 2, None, False), (two, 1, "Ba", False))
    )
    assert shown(client, article) == ["Một", "Hai"]

    article.publish(article.newest_revision)
    assert shown(client, article) == ["Ba", "Một"]
    renamed = Attachment.objects.get(pk=keys[0])
    assert (renamed.title, renamed.file.name) == ("Ba", two.file.name)

    attach(newsroom, article, **rows((one, 1, None, True), (renamed, 2, None, False)))
    assert shown(client, article) == ["Ba", "Một"]
    article.publish(article.newest_revision)
    assert shown(client, article) == ["Ba"]


def test_a_form_sent_back_as_it_came_makes_no_revision(newsroom, with_two):
    article, (one, two) = with_two
    before = article.newest_revision.number
    attach(newsroom, article, **rows((one, 1, None, False), (two, 2, None, False)))
    assert article.newest_revision.number == before
    assert Attachment.objects.count() == 2


def test_the_preview_shows_the_files_of_its_revision(newsroom, with_two):
    article, (one, _) = with_two
    sent = filled_in(article, **rows((one, 1, None, False)), _preview="1")
    page = newsroom.post(change_of(article), sent, follow=True).content.decode()
    assert f"/media/{one.file.name}" in page
    assert "Hai" not in page


def test_a_refused_file_says_why_and_nothing_is_saved(newsroom):
    article = ready()
    number = article.newest_revision.number
    sent = {"new_attachments": [pdf("tot.pdf"), pdf("xau.exe")]}

    answer = newsroom.post(change_of(article), filled_in(article, **sent))

    assert "xau.exe: Không nhận tệp loại này." in answer.content.decode()
    assert article.newest_revision.number == number
    assert not default_storage.exists("tep")


def test_a_file_of_another_article_cannot_be_named(newsroom, with_two):
    _, (one, _) = with_two
    other = ready()
    assert attach(newsroom, other, **rows((one, 1, None, False))) == []


def test_a_stale_form_keeps_no_file(newsroom):
    article = ready()
    sent = filled_in(article, **{"new_attachments": pdf()})
    article.save_revision(content(category=article.category))
    newsroom.post(change_of(article), sent)
    assert not Attachment.objects.exists()
    assert not default_storage.exists("tep")


def test_the_files_go_with_the_article(
    newsroom, with_two, django_capture_on_commit_callbacks
):
    article, (one, _) = with_two
    with django_capture_on_commit_callbacks(execute=True):
        article.delete()
    assert not default_storage.exists(one.file.name)
    assert default_storage.listdir("tep") == ([], [])


def test_an_article_without_files_has_no_heading_for_them(client):
    article = make_article()
    assert "Tệp đính kèm" not in client.get(article.get_absolute_url()).content.decode()
