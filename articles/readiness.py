"""What must be mended before a text may go before the public."""

from django.db.models import CharField, F, Value

from . import html, renditions
from .models import Author, Category, Image


def faults(content, known=None):
    """
    Sentences about a Revision.content, without full stops; none when it is ready.
    `known`: what_exists(), where that has been asked already.
    """
    known = what_exists(content) if known is None else known
    return [
        *missing_parts(content, known),
        *silent_pictures(content),
        *recalled_pictures(content, known),
    ]


def missing_parts(content, known):
    if not content["lead"].strip():
        yield "bài chưa có sapô"
    if not content["body"]:
        yield "bài chưa có nội dung"
    if "category" not in known:
        yield "bài chưa có chuyên mục"
    if "author" not in known:
        yield "bài chưa có tác giả"
    if "silent cover" in known:
        yield "ảnh bìa chưa có mô tả"


def what_exists(content, *more):
    """
    Which of "category", "author", "silent cover" and "recalled cover" there are, and the
    names of recalled pictures in the body, in one query; and the words of the querysets
    `more`.
    """
    cover = Image.objects.filter(pk=content["cover"])
    recalled = Image.objects.exclude(recalled_at=None)
    in_body = recalled.filter(file__in=renditions.names_in(content["body"]))
    first, *others = (
        rows.order_by().values_list(word, flat=True)
        for word, rows in [
            (said("category"), Category.objects.filter(pk=content["category"])),
            (said("author"), Author.objects.filter(pk__in=content["authors"])),
            (said("silent cover"), cover.filter(alt="")),
            (said("recalled cover"), cover.exclude(recalled_at=None)),
            (F("file"), in_body),
        ]
    )
    return set(first.union(*others, *more))


def said(word):
    return Value(word, CharField())


def silent_pictures(content):
    """Pictures that say nothing to whoever cannot see them."""
    for place, (_, alt) in enumerate(html.pictures(content["body"]), 1):
        if not alt.strip():
            yield f"ảnh thứ {place} trong bài chưa có mô tả"


def recalled_pictures(content, known):
    """Pictures whose files are gone."""
    for place, (src, _) in enumerate(html.pictures(content["body"]), 1):
        if src.removeprefix("/media/") in known:
            yield f"ảnh thứ {place} trong bài đã thu hồi"
    if "recalled cover" in known:
        yield "ảnh bìa đã thu hồi"
