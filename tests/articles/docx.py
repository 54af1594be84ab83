"""Word files written by hand, so that a test can say exactly what is in one."""

import io
import zipfile
from html import escape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import picture_file

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="jpg" ContentType="image/jpeg"/>
<Default Extension="png" ContentType="image/png"/>
<Default Extension="emf" ContentType="image/x-emf"/>
<Override PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def run(text, bold=False, italic=False, font=""):
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    marks = "<w:b/>" * bold + "<w:i/>" * italic
    text = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{fonts}{marks}</w:rPr>{text}</w:r>"


def p(*content, align="", style="", more="", **marks):
    """A paragraph; text with `marks` becomes a run, "<..." stays XML."""
    runs = "".join(c if c.startswith("<") else run(c, **marks) for c in content)
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{style}{more}{place}</w:pPr>{runs}</w:p>"


def picture(number, alt=""):
    """The run of a picture: the file word/media/NUMBER.*"""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="{number}" name="p" descr="{alt}"/>'
        "<a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        f'<a:blip r:embed="rId{number}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def table(*rows):
    cells = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def relation(key, kind, target, mode=""):
    mode = f' TargetMode="{mode}"' if mode else ""
    return (
        f'<Relationship Id="{key}" Type="{OFFICE}/relationships/{kind}" '
        f'Target="{target}"{mode}/>'
    )


def relations(*rows):
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Cu"><w:name w:val="Kieu cu"/>
<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CuHon"><w:name w:val="Kieu cu hon"/>
<w:basedOn w:val="Cu"/><w:pPr><w:jc w:val="right"/></w:pPr></w:style></w:styles>"""

NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"""
BULLET = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def parts(*blocks, pictures=(), rows=(), **more):
    """{name: content} of a whole file; `pictures` are (suffix, bytes)."""
    media = {
        f"word/media/{number}.{suffix}": content
        for number, (suffix, content) in enumerate(pictures, 1)
    }
    links = [
        relation(f"rId{number}", "image", name.removeprefix("word/"))
        for number, name in enumerate(media, 1)
    ]
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(relation("r", "officeDocument", "word/document.xml")),
        "word/document.xml": (
            f"<w:document {NAMESPACES}><w:body>{''.join(blocks)}</w:body></w:document>"
        ),
        "word/_rels/document.xml.rels": relations(*links, *rows),
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        **media,
        **more,
    }


def packed(contents, name="bai.docx"):
    """The upload of a file with these parts; the same parts give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part, content in contents.items():
            undated = zipfile.ZipInfo(part)
            package.writestr(undated, content, zipfile.ZIP_DEFLATED)
    return SimpleUploadedFile(name, buffer.getvalue())


def docx(*blocks, name="bai.docx", **options):
    return packed(parts(*blocks, **options), name)


def jpeg(**options):
    return "jpg", picture_file(size=(400, 300), **options).read()


def whole_article(name="nghe-det.docx"):
    """A file with everything that is recognised."""
    return docx(
        p("Giữ nghề dệt giữa ba bản", bold=True, align="center"),
        p("Sau mùa gặt, khung cửi lại dựng ở hiên nhà.", bold=True),
        p("Từ sáng sớm, tiếng thoi đã lách cách dưới sàn nhà."),
        p("Chia việc để giữ nghề", style="Heading2"),
        p(picture(1)),
        p("Ảnh: Mây Núi"),
        p(picture(2, alt="Khung cửi")),
        p("Khung cửi ở hiên nhà", italic=True, align="center"),
        p("Nhuộm", more=BULLET),
        p("Dệt", more=BULLET),
        table(["Khâu", "Số người"], ["Nhuộm", "8"]),
        p("Bài và ảnh: Đá Trắng", align="right", italic=True),
        pictures=[jpeg(), jpeg(quality=50)],
        name=name,
    )
