"""
Article bodies: whatever comes in, from the editor, Word or an import, goes out in one
plain form. nh3, a browser's parser, throws away what could run or follow a reader;
html_blocks writes what is left anew out of a short list of elements.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import nh3
from django.core.exceptions import ValidationError

from .html_blocks import HEADINGS, flow
from .html_inline import MARKS
from .html_tree import VOID, parse
from .text import normalize


def tags(words):
    return frozenset(words.split())


PICTURE = re.compile(r"/media/anh/[0-9a-f]{20}/goc\.jpg")

# They end a paragraph and are not kept themselves.
BREAKS = tags(
    "address article aside center dd details dialog div dl dt fieldset figcaption "
    "footer form header legend li main menu nav p pre section summary"
)
KEPT = tags("blockquote br figure hr img ol ul")
TABLE = tags("caption table tbody td tfoot th thead tr")
# What they hold is not for readers either.
DROPPED_WITH_CONTENT = tags(
    "applet audio button canvas embed iframe math noembed noframes noscript object "
    "script select style svg template textarea title video xml xmp"
)

MAX_LENGTH = 8_000_000
# 50,000 elements in one another would take the parser five seconds.
MAX_WORK = 4_000_000

TOO_MUCH = (
    "Nội dung quá dài hoặc có quá nhiều thẻ lồng vào nhau nên không xử lý được. "
    "Hãy dán lại dạng chữ thuần (Ctrl+Shift+V)."
)
PASTED_PICTURE = (
    "Nội dung có ảnh dán thẳng vào bài nên không giữ được. "
    "Hãy xóa ảnh đó rồi tải lên bằng nút Ảnh."
)


def clean(html):
    """
    `html` as it may be stored and shown: paragraphs, headings, lists, quotes, tables,
    figures; no style, class, id or name; links to http(s), mail, telephone and own
    pages; pictures of the own library. clean(clean(x)) == clean(x).
    """
    if is_excessive(html):
        html = re.sub(r"<[^<>]*>", " ", html)
    return "".join(flow(parse(CLEANER.clean(html))))


def plain(html):
    """The text of a clean body, a line for each paragraph, item, row and caption."""
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r"</t[dh]>", " ", html)
    html = re.sub(r"<[bh]r>|</?(?:p|h\d|li|[uo]l|tr|table|\w*caption)>", "\n", html)
    text = unescape(re.sub(r"<[^>]*>", "", html))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def pictures(html):
    """(src, alt) of each picture in a clean body, in order."""
    found = re.findall(r'<img src="([^"]*)" alt="([^"]*)"', html)
    return [(src, unescape(alt)) for src, alt in found]


def images_without_alt(html):
    """The addresses of the pictures in a clean body that tell the blind nothing."""
    return [src for src, alt in pictures(html) if not alt]


def check(html):
    """Raise ValidationError when cleaning `html` would lose what the editor means."""
    if is_excessive(html):
        raise ValidationError(TOO_MUCH)
    if re.search(r"<img\b[^>]*?\bsrc\s*=\s*[\"']?\s*(?:data|blob|file):", html, re.I):
        raise ValidationError(PASTED_PICTURE)


# How much work a parser would have

TAG = re.compile(r"<!--(-?>)?|--!?>|<(/?)([a-z][^\s/>]*)", re.I)
# They stay open no longer than until the next one.
SHORT_LIVED = VOID | tags(
    "area base body col dd dt embed head html input li link meta option p param source "
    "tbody td tfoot th thead tr track wbr"
)


def is_excessive(html):
    """Whether `html` is too long, or its tags too many or too deep in one another."""
    if len(html) > MAX_LENGTH:
        return True
    work, opened, in_comment = 0, [], False
    for token in TAG.finditer(html):
        is_short_comment, slash, name = token.groups()
        if name is None:
            in_comment = token[0].startswith("<!") and not is_short_comment
        elif not in_comment:
            work += 15 + len(opened)
            follow(opened, name.lower(), slash)
        if work > MAX_WORK:
            return True
    return False


def follow(opened, name, slash):
    if slash and opened and opened[-1] == name:
        opened.pop()
    elif not slash and name not in SHORT_LIVED:
        opened.append(name)


# What nh3 lets through


def keep_attribute(element, attribute, value):
    """`value` as it is kept, or None."""
    keep = ATTRIBUTES.get(attribute)
    return keep and keep(value)


def safe_link(value):
    """`value` as a browser would read it, when it leads to where it says."""
    value = normalize(re.sub(r"[\t\r\n]", "", value)).strip()
    if re.match(r"/(?![/\\])", value) or re.match(r"(mailto|tel):", value, re.I):
        return value
    try:
        url = urlsplit(value)
    except ValueError:
        return None
    misleads = "@" in url.netloc or "\\" in value
    is_web = url.scheme in ("http", "https") and url.netloc
    return value if is_web and not misleads else None


def own_picture(value):
    return value if PICTURE.fullmatch(value) else None


def text(value):
    return " ".join(normalize(value).split())


def number_to(highest):
    def keep(value):
        usable = re.fullmatch(r"[0-9]{1,5}", value.strip())
        return value.strip() if usable and 0 < int(value) <= highest else None

    return keep


def scope(value):
    return value.lower() if re.fullmatch(r"(?i)(col|row)(group)?", value) else None


def word_list(value):
    """What word_lists needs of Word's style, nothing else."""
    match = re.search(r"mso-list:\s*(?:Ignore|\S+\s+(level[1-9]))", value)
    return match and (match[1] or "label")


ATTRIBUTES = {
    "href": safe_link,
    "src": own_picture,
    "alt": text,
    "width": number_to(20000),
    "height": number_to(20000),
    "scope": scope,
    "colspan": number_to(100),
    "rowspan": number_to(500),
    "style": word_list,
}

CLEANER = nh3.Cleaner(
    tags={*MARKS, *HEADINGS, *BREAKS, *KEPT, *TABLE, "span"},
    clean_content_tags=DROPPED_WITH_CONTENT,
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
        "p": {"style"},
        "span": {"style"},
    },
    attribute_filter=keep_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
