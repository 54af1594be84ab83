"""
What a writer should look at again. Each check is a function of a Revision.content that
yields Findings; nothing here reads the database, facts_for() has done so before.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Concat

from . import html, readiness
from .html_tree import blocks
from .links import host_of, links_in, outside_hosts
from .models import KeptSpelling, KnownHost, SiteSettings
from .place_names import near_misses

FAULT, WARNING, NOTICE = "fault", "warn", "info"
RANKS = {FAULT: "Phải sửa", WARNING: "Nên xem", NOTICE: "Để ý"}

LONG_PARAGRAPH = 150  # words


class Finding(NamedTuple):
    rank: str
    sentence: str
    quote: str = ""  # the words of the text that it is about
    host: str = ""  # which a reviewer has to look at
    instead: str = ""  # how the words are most likely spelled


class Facts(NamedTuple):
    """What the checks need to know besides the text."""

    faults: list  # of readiness.faults()
    new_hosts: list  # that nobody has approved
    own_source: str  # the name under which the portal gives itself as the source
    kept: frozenset = frozenset()  # spellings that are meant as they stand


def facts_for(content, article=None, kept=()):
    """
    The Facts about a Revision.content of `article`, in one query; `kept` are spellings
    that are not stored yet.
    """
    hosts = outside_hosts(content)
    known = readiness.what_exists(
        content,
        marked("host", "host", KnownHost.objects.filter(host__in=hosts)),
        marked("source", "source_name", SiteSettings.objects.all()),
        marked("kept", "words", KeptSpelling.objects.filter(article=article)),
    )
    own = (words.removeprefix("source ") for words in known if words[:7] == "source ")
    return Facts(
        readiness.faults(content, known),
        [host for host in hosts if f"host {host}" not in known],
        next(own, SiteSettings._meta.get_field("source_name").default),
        frozenset([*kept, *(words[5:] for words in known if words[:5] == "kept ")]),
    )


def marked(kind, name, rows):
    """The column `name` of `rows`, each behind the word `kind`."""
    word = Concat(Value(f"{kind} "), name, output_field=CharField())
    return rows.order_by().values_list(word, flat=True)


def check(content, facts):
    """(Findings, what must be mended first; names of what is in order)."""
    findings, fine = [], []
    for name, look in CHECKS:
        found = list(look(content, facts))
        findings += found
        if not found:
            fine.append(name)
    order = list(RANKS)
    return sorted(findings, key=lambda finding: order.index(finding.rank)), fine


def text_of(content):
    return "\n".join([content["title"], content["lead"], html.plain(content["body"])])


# The checks


def readiness_faults(content, facts):
    for fault in facts.faults:
        yield Finding(FAULT, f"{fault}.")


def heading_order(content, facts):
    """Whoever listens to a page goes from heading to heading."""
    level = 1
    for found, text in re.findall(r"<h([2-4])>(.*?)</h\1>", content["body"], re.S):
        words = html.plain(text)
        if int(found) > level + 1:
            yield Finding(
                WARNING,
                f"đề mục “{words}” nhảy bậc; trước nó cần một đề mục lớn hơn.",
                words,
            )
        level = int(found)


def long_paragraphs(content, facts):
    for block in blocks(content["body"]):
        words = html.plain(block).split() if block.startswith("<p>") else []
        if len(words) > LONG_PARAGRAPH:
            start = " ".join(words[:5])
            yield Finding(
                NOTICE,
                f"đoạn “{start}…” dài {len(words)} chữ; tách ra thì dễ đọc hơn.",
                start,
            )


def new_hosts(content, facts):
    for host in facts.new_hosts:
        yield Finding(
            WARNING,
            "liên kết tới trang mới. Người duyệt phải mở xem và đồng ý.",
            host=host,
        )


# What looks like a link to somewhere else, or like none.
SHOWN_ADDRESS = re.compile(
    r"^\s*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?\s*$"
)


def hidden_links(content, facts):
    for link in links_in(content["body"]):
        shown = SHOWN_ADDRESS.match(link.text.lower())
        host = host_of(link.address)
        if not re.search(r"\w\w|\d", link.text):
            yield Finding(
                WARNING,
                f"một liên kết tới {host or link.address} gần như không nhìn thấy.",
                link.text,
            )
        elif shown and host and shown[1].removeprefix("www.") != host:
            yield Finding(
                WARNING,
                f"chữ “{link.text.strip()}” nhưng liên kết dẫn tới {host}.",
                link.text,
            )


E_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# 12 digits of a citizen's card; the first three name a province.
CITIZEN = re.compile(r"(?<![\d.,/-])0\d{2}(?:[ .]?\d{3}){3}(?![.,]?\d)")
OLD_CARD = re.compile(
    r"(?:CMND|CMTND|CCCD|căn cước|chứng minh)\D{0,40}?(\d{3}[ .]?\d{3}[ .]?\d{3})(?!\d)",
    re.IGNORECASE,
)
TELEPHONE = re.compile(
    r"(?<![\d.,/+-])(?:\+84|0)[ .-]?\(?\d(?:[ .()-]{0,2}\d){7,9}(?![ .-]?\d)"
)


def personal_data(content, facts):
    text = text_of(content)
    cards = [*CITIZEN.findall(text), *OLD_CARD.findall(text)]
    for what, found in [
        ("thư điện tử", E_MAIL.findall(text)),
        ("số căn cước", cards),
        ("số điện thoại", [n for n in TELEPHONE.findall(text) if n not in cards]),
    ]:
        for words in dict.fromkeys(found):
            yield Finding(
                WARNING,
                f"có {what} “{words}”; chỉ đăng khi người có tên đã đồng ý.",
                words,
            )


@cache
def gambling_words():
    words = Path(__file__).with_name("gambling_words.txt").read_text().splitlines()
    either = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    # Names of such sites: letters and 88, bet, win.
    return re.compile(
        rf"(?<!\w)(?:{either}|[wmk]88|[a-z]{{3,8}}(?:88|99|bet|win)\d*)(?!\w)"
    )


HARMLESS = {"win", "bet", "darwin", "edwin", "tibet", "alphabet", "goodwin", "godwin"}


def gambling(content, facts):
    addresses = " ".join(link.address for link in links_in(content["body"]))
    text = f"{text_of(content)} {addresses}".lower()
    for words in dict.fromkeys(gambling_words().findall(text)):
        if words not in HARMLESS:
            yield Finding(
                WARNING, f"“{words}” là từ hay gặp trong quảng cáo cờ bạc.", words
            )


def source(content, facts):
    name = content["source_name"].strip()
    if name and not name.startswith(facts.own_source) and not content["source_url"]:
        yield Finding(WARNING, f"bài lấy từ “{name}” nhưng chưa có địa chỉ bài gốc.")


def place_names(content, facts):
    for written, name in near_misses(text_of(content)):
        if written not in facts.kept:
            sentence = f"“{written}” gần giống tên xã, phường {name}."
            yield Finding(WARNING, sentence, written, instead=name)


CHECKS = [
    ("sapô, nội dung, chuyên mục, tác giả, mô tả ảnh", readiness_faults),
    ("đề mục", heading_order),
    ("độ dài đoạn", long_paragraphs),
    ("liên kết", new_hosts),
    ("liên kết ẩn", hidden_links),
    ("thông tin cá nhân", personal_data),
    ("từ cờ bạc", gambling),
    ("nguồn dẫn", source),
    ("tên xã, phường", place_names),
]
