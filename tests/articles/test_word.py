"""What is recognised in a Word file."""

import pytest

from articles.models import Image
from articles.word.document import read_draft
from articles.word.recognition import names_in
from tests.articles.docx import (
    BULLET,
    docx,
    jpeg,
    p,
    packed,
    parts,
    picture,
    relation,
    run,
    table,
    whole_article,
)
from tests.builders import picture_file

TEXT = p("Một đoạn văn bình thường.")


def read(*blocks, **options):
    return read_draft(docx(*blocks, **options))


def test_a_whole_article_is_recognised():
    draft = read_draft(whole_article())

    assert draft.parts.title == "Giữ nghề dệt giữa ba bản"
    assert draft.parts.lead == "Sau mùa gặt, khung cửi lại dựng ở hiên nhà."
    assert draft.parts.authors == ["Đá Trắng"]
    first, second = draft.pictures
    assert (first.alt, first.caption, first.credit) == ("", "Ảnh: Mây Núi", "Mây Núi")
    assert (second.alt, second.caption) == ("Khung cửi", "Khung cửi ở hiên nhà")
    assert draft.body == (
        "<p>Từ sáng sớm, tiếng thoi đã lách cách dưới sàn nhà.</p>"
        "<h2>Chia việc để giữ nghề</h2>"
        f'<figure><img src="/media/{first.name}" alt=""><figcaption>Ảnh: Mây Núi'
        "</figcaption></figure>"
        f'<figure><img src="/media/{second.name}" alt="Khung cửi"><figcaption>'
        "<em>Khung cửi ở hiên nhà</em></figcaption></figure>"
        "<ul><li>Nhuộm</li><li>Dệt</li></ul>"
        "<table><tbody><tr><td>Khâu</td><td>Số người</td></tr>"
        "<tr><td>Nhuộm</td><td>8</td></tr></tbody></table>"
    )


# The title


def test_the_first_heading_is_the_title():
    draft = read(p("Đầu đề", style="Heading1"), TEXT, p("Mục", style="Heading2"))
    assert (draft.parts.title, draft.parts.title_from) == ("Đầu đề", "đề mục đầu tiên")
    assert "<h2>Mục</h2>" in draft.body


def test_a_heading_below_a_long_text_is_no_title():
    draft = read(p("Chữ " * 100), p("Mục", style="Heading2"), name="tin-moi.docx")
    assert draft.parts.title == "Tin moi"
    assert "<h2>Mục</h2>" in draft.body


CORE = (
    '<c:p xmlns:c="urn:c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{}</dc:title></c:p>"
)


@pytest.mark.parametrize(
    ("own", "title"), [("Tựa của tệp", "Tựa của tệp"), ("Word Document", "Tin moi")]
)
def test_without_one_it_is_the_files_own_title_or_its_name(own, title):
    draft = read(TEXT, name="tin_moi.docx", **{"docProps/core.xml": CORE.format(own)})
    assert draft.parts.title == title


# The lead


def test_a_bold_line_far_below_is_no_lead():
    draft = read(p("Tựa", style="Heading1"), *[TEXT] * 6, p("Đậm", bold=True))
    assert draft.parts.lead == ""
    assert "<strong>Đậm</strong>" in draft.body


def test_a_paragraph_that_is_bold_in_part_is_no_lead():
    draft = read(p("Tựa", style="Heading1"), p(run("Đậm", bold=True), run(" nhạt")))
    assert draft.parts.lead == ""


# The author


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Đá Trắng", ["Đá Trắng"]),
        ("Bài, ảnh: Đá Trắng", ["Đá Trắng"]),
        ("Tin và ảnh: Đá Trắng", ["Đá Trắng"]),
        ("(Tác giả: Đá Trắng)", ["Đá Trắng"]),
        ("Đá Trắng - Mây Núi", ["Đá Trắng", "Mây Núi"]),
        ("Đá Trắng, Mây Núi và Suối", ["Đá Trắng", "Mây Núi", "Suối"]),
        ("Bảo An", ["Bảo An"]),
        ("Tin Tin", ["Tin Tin"]),
        ("***", []),
        ("x" * 101, []),
    ],
)
def test_names_in_a_signature(line, names):
    assert names_in(line) == names


def test_a_line_at_the_right_above_the_text_is_no_author():
    draft = read(p("Lai Châu, ngày 3", align="right"), p("Chữ " * 100))
    assert draft.parts.authors == []
    assert "Lai Châu, ngày 3" in draft.body


# Captions


@pytest.mark.parametrize(
    ("line", "is_caption"),
    [
        (p("Ảnh: Mây Núi"), True),
        (p("Hình 2. Bản đồ"), True),
        (p("Ô nhiều màu", italic=True, align="center"), True),
        (p("Ô nhiều màu", italic=True), False),
        (p("Ô nhiều màu", align="center"), False),
        (p("Ảnh hưởng của mưa lớn"), False),
        (p("Ảnh: " + "x" * 400), False),
    ],
)
def test_captions(line, is_caption):
    draft = read(p(picture(1)), line, pictures=[jpeg()])
    assert ("<figcaption>" in draft.body) is is_caption
    assert draft.parts.captions == is_caption


def test_a_line_that_follows_no_picture_is_no_caption():
    assert "<figcaption>" not in read(TEXT, p("Ảnh: Mây Núi")).body


# Pictures


def test_a_drawing_is_left_out_with_a_sentence():
    draft = read(
        TEXT, p(picture(1)), p(picture(2)), pictures=[("emf", b"\1\0\0\0"), jpeg()]
    )
    assert draft.dropped == [
        "Bỏ hình 1: hình vẽ EMF không hiện được trên mạng; hãy lưu thành ảnh PNG rồi chèn lại"
    ]
    assert draft.body.count("<img") == len(draft.pictures) == 1


def test_a_broken_picture_is_left_out_with_a_sentence():
    broken = picture_file(size=(300, 300)).read()[:300]
    draft = read(TEXT, p(picture(1)), pictures=[("jpg", broken)])
    assert draft.pictures == []
    assert draft.dropped[0].startswith("Bỏ hình 1: Tệp ảnh bị hỏng")


# Old fonts


def test_tcvn3_is_converted_when_its_font_is_named():
    draft = read(
        p("B¶n tin", font=".VnTime"),
        p("lai ch©u", font=".VnTimeH"),
        p("caf\u00e9 µ", font="Arial"),
    )
    assert draft.body == "<p>Bản tin</p><p>LAI CHÂU</p><p>café µ</p>"
    assert draft.converted == 4


def test_the_font_of_a_style_counts_also_of_one_above_it():
    draft = read(p("§iÖn Biªn", style="Cu"), TEXT, p("§¸ Tr¾ng", style="CuHon"))
    assert "<p>Điện Biên</p>" in draft.body
    assert draft.parts.authors == ["Đá Trắng"]


def test_a_runs_own_font_goes_before_that_of_its_style():
    assert read(p("Đèo µ", style="Cu", font="Arial")).body == "<p>Đèo µ</p>"


def test_vni_is_converted_even_where_word_cuts_a_letter_in_two():
    old = {"font": "VNI-Times"}
    draft = read(p(run("Vie", **old), run("ät Nam", bold=True, **old)))
    assert draft.body == "<p>Việ<strong>t Nam</strong></p>"


def test_old_fonts_in_tables_and_lists_are_converted():
    draft = read(
        p("chÌ", font=".VnArial", more=BULLET),
        table(["a"]).replace(run("a"), run("Töï", font="VNI-Helve")),
    )
    assert draft.body == (
        "<ul><li>chè</li></ul><table><tbody><tr><td>Tự</td></tr></tbody></table>"
    )


# Links and rubbish


def test_links_are_kept_and_what_runs_is_not():
    rows = [
        relation("a", "hyperlink", "https://laichau.gov.vn/", "External"),
        relation("b", "hyperlink", "javascript:alert(1)", "External"),
    ]
    link = '<w:hyperlink r:id="{}">' + run("chữ") + "</w:hyperlink>"
    draft = read(p(link.format("a")), p(link.format("b")), rows=rows)
    assert draft.body == ('<p><a href="https://laichau.gov.vn/">chữ</a></p><p>chữ</p>')


def test_html_in_the_text_is_text():
    assert (
        read(p("<script>alert(1)</script>"[:0] + "a <b> c")).body
        == "<p>a &lt;b&gt; c</p>"
    )


def test_a_file_of_a_thousand_paragraphs_is_read():
    draft = read(*[p(f"Đoạn {number}") for number in range(1000)])
    assert draft.body.count("<p>") == 1000


@pytest.mark.django_db
def test_reading_stores_nothing():
    read_draft(whole_article())
    assert not Image.objects.exists()


def test_a_part_that_is_not_there_is_made_up_for():
    contents = parts(TEXT)
    for name in (
        "word/styles.xml",
        "word/numbering.xml",
        "word/_rels/document.xml.rels",
    ):
        del contents[name]
    assert read_draft(packed(contents)).body == "<p>Một đoạn văn bình thường.</p>"
