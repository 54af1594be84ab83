"""Word files that are hostile or broken: a sentence, and nothing is stored or asked."""

import io
import socket
import stat
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from articles.models import Article, Author, Image, WordFile
from articles.word import package
from articles.word.document import read_draft
from tests.articles.docx import (
    docx,
    jpeg,
    p,
    packed,
    parts,
    picture,
    relation,
    relations,
    run,
)
from tests.builders import make_category, make_user

TEXT = p("Chữ")
DOCTYPE = '<!DOCTYPE w [<!ENTITY a "{}">]>'


def changed(name, content):
    return packed(parts(TEXT) | {name: content})


def with_doctype(entity):
    body = parts(TEXT)["word/document.xml"]
    return changed("word/document.xml", DOCTYPE.format(entity) + body)


def utf16_doctype():
    body = DOCTYPE.format("b") + parts(TEXT)["word/document.xml"]
    declared = '<?xml version="1.0" encoding="UTF-16"?>' + body
    return changed("word/document.xml", declared.encode("utf-16"))


def special(name, edit=lambda info: None, content=b"x"):
    """A file with one more part, whose entry in the directory is edited."""
    buffer = io.BytesIO(docx(TEXT).read())
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        edit(info)
        archive.writestr(info, content)
    return SimpleUploadedFile("a.docx", buffer.getvalue())


def link_to_passwords(info):
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def bomb():
    """Three hundred megabytes of noughts, in three hundred kilobytes."""
    buffer = io.BytesIO(docx(TEXT).read())
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(bytes(1 << 20))
    assert len(buffer.getvalue()) < 500_000
    return SimpleUploadedFile("a.docx", buffer.getvalue())


def lying_bomb():
    """The directory says ten bytes; there are ten million."""
    content = bytearray(
        packed(parts(TEXT) | {"word/media/1.png": bytes(10_000_000)}).read()
    )
    place = content.index(b"word/media/1.png")
    struct.pack_into("<I", content, place - 8, 10)
    place = content.rindex(b"word/media/1.png")
    struct.pack_into("<I", content, place - 22, 10)
    return SimpleUploadedFile("a.docx", bytes(content))


def zipped(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", b"b")
    return changed(name, buffer.getvalue())


def encrypted():
    content = bytearray(docx(TEXT).read())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return SimpleUploadedFile("a.docx", bytes(content))


def outside(kind, target):
    return docx(TEXT, rows=[relation("x", kind, target, "External")])


WEB = "http://127.0.0.1:9/a"
CASES = {
    "empty": (lambda: SimpleUploadedFile("a.docx", b""), "Tệp rỗng"),
    "text": (
        lambda: SimpleUploadedFile("a.docx", b"Xin chao"),
        "không phải là tệp Word",
    ),
    "pdf": (
        lambda: SimpleUploadedFile("a.docx", b"%PDF-1.7"),
        "không phải là tệp Word",
    ),
    "old doc": (
        lambda: SimpleUploadedFile("a.doc", package.OLE + bytes(600)),
        "Lưu thành, kiểu .docx",
    ),
    "cut": (lambda: SimpleUploadedFile("a.docx", docx(TEXT).read()[:-200]), "bị hỏng"),
    "other zip": (lambda: packed({"a.txt": "b"}), "không phải là tệp Word"),
    "no document": (
        lambda: packed({"[Content_Types].xml": "<a/>", "_rels/.rels": "<a/>"}),
        "thiếu phần",
    ),
    "broken xml": (lambda: changed("word/document.xml", "<w:document>"), "bị hỏng"),
    "odd xml": (lambda: changed("word/styles.xml", "<a><b/></a>"), None),
    "odd document": (lambda: changed("word/document.xml", "<a/>"), "bị hỏng"),
    "no text": (lambda: docx(), None),
    "bomb": (bomb, "quá lớn"),
    "lying bomb": (lying_bomb, "Tệp Word"),
    "large xml": (
        lambda: changed("word/a.xml", b"<a>" + b" " * package.MAX_XML + b"</a>"),
        "quá lớn",
    ),
    "many parts": (
        lambda: packed(parts(TEXT) | {f"a{n}.bin": "" for n in range(2001)}),
        "quá nhiều phần",
    ),
    "deep xml": (
        lambda: changed("word/a.xml", "<a>" * 101 + "</a>" * 101),
        "lồng nhau",
    ),
    "zip in zip": (lambda: zipped("word/a.bin"), "tệp nén bên trong"),
    "zip in embeddings": (lambda: zipped("word/embeddings/a.zip"), "tệp nén bên trong"),
    "path up": (lambda: special("../../etc/cron.d/a"), "trỏ ra ngoài"),
    "path inside up": (lambda: special("word/../../a"), "trỏ ra ngoài"),
    "absolute": (lambda: special("/etc/passwd"), "trỏ ra ngoài"),
    "backslash": (lambda: special("word\\..\\a"), "trỏ ra ngoài"),
    "symlink": (
        lambda: special("word/a", link_to_passwords, b"/etc/passwd"),
        "liên kết tới tệp khác",
    ),
    "encrypted": (encrypted, "mật khẩu"),
    "entity": (lambda: with_doctype("b" * 100), "DOCTYPE"),
    "utf-16 entity": (utf16_doctype, "DOCTYPE"),
    "external entity": (
        lambda: changed(
            "word/styles.xml", f'<!DOCTYPE a [<!ENTITY b SYSTEM "{WEB}">]><a>&b;</a>'
        ),
        "DOCTYPE",
    ),
    "picture elsewhere": (lambda: outside("image", WEB), "lấy ảnh từ nơi khác"),
    "picture on disk": (lambda: outside("image", "file:///etc/passwd"), "lấy ảnh"),
    "template elsewhere": (lambda: outside("attachedTemplate", WEB), "lấy tệp mẫu"),
    "object elsewhere": (lambda: outside("oleObject", WEB), "lấy đối tượng"),
    "unknown elsewhere": (lambda: outside("abc", WEB), "lấy nội dung"),
}


@pytest.mark.parametrize("name", [n for n, (_, sentence) in CASES.items() if sentence])
def test_it_is_refused_with_a_sentence(name):
    make, sentence = CASES[name]
    with pytest.raises(ValidationError) as refusal:
        read_draft(make())
    assert sentence in refusal.value.messages[0]
    assert len(refusal.value.messages) == 1


def test_odd_styles_are_no_hindrance():
    assert read_draft(CASES["odd xml"][0]()).body == "<p>Chữ</p>"


def test_a_file_without_a_word_is_refused():
    with pytest.raises(ValidationError, match="không có chữ nào"):
        read_draft(docx())


def test_a_template_on_the_writers_disk_is_no_matter():
    target = "file:///C:/Mau/Mau.dotm"
    assert read_draft(outside("attachedTemplate", target)).body == "<p>Chữ</p>"


def test_a_table_behind_a_chart_is_no_matter():
    file = zipped("word/embeddings/Bang1.xlsx")
    assert read_draft(file).body == "<p>Chữ</p>"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["old doc", "bomb", "symlink", "picture elsewhere"])
def test_nothing_of_it_is_stored(client, name):
    client.force_login(make_user(is_superuser=True))

    answer = client.post("/quan-tri/nhap-word/", {"file": CASES[name][0]()})

    assert answer.status_code == 200
    assert CASES[name][1] in answer.content.decode()
    for model in (WordFile, Article, Image, Author):
        assert not model.objects.exists()
    assert not default_storage.exists("anh")


@pytest.mark.django_db
def test_the_command_says_the_sentence_too(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(package.OLE)
    make_category("Tin", slug="tin")
    with pytest.raises(CommandError, match=r"kiểu cũ \(\.doc\)"):
        call_command("import_docx", path, "--category", "tin")
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_no_address_in_a_file_is_asked():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/a"
        link = f'<w:hyperlink r:id="x">{run(url)}</w:hyperlink>'
        read_draft(
            docx(
                p(link),
                p(picture(1, alt=url)),
                p(f"Ảnh: {url}"),
                pictures=[jpeg()],
                rows=[relation("x", "hyperlink", url, "External")],
            )
        )
        for kind in ("image", "attachedTemplate", "frame"):
            with pytest.raises(ValidationError):
                read_draft(outside(kind, url))
        with pytest.raises(BlockingIOError):
            listener.accept()


def test_relations_of_any_part_are_looked_at():
    rows = relations(relation("x", "image", WEB, "External"))
    with pytest.raises(ValidationError, match="nơi khác"):
        read_draft(changed("word/_rels/header1.xml.rels", rows))
