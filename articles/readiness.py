"""What must be mended before a text may go before the public."""

from django.db.models import CharField, Value

from . import html
from .models import Author, Category, Image


def faults(content):
    """Sentences about a Revision.content, without full stops; none when it is ready."""
    return [*missing_parts(content), *silent_pictures(content)]


def missing_parts(content):
    if not content["lead"].strip():
        yield "bài chưa có sapô"
    if not content["body"]:
        yield "bài chưa có nội dung"
    known = what_exists(content)
    if "category" not in known:
        yield "bài chưa có chuyên mục"
    if "author" not in known:
        yield "bài chưa có tác giả"
    if "silent cover" in known:
        yield "ảnh bìa chưa có mô tả"


def what_exists(content):
    """Which of "category", "author" and "silent cover" there are, in one query."""
    category = Category.objects.filter(pk=content["category"])
    author = Author.objects.filter(pk__in=content["authors"])
    cover = Image.objects.filter(pk=content["cover"], alt="")
    first, *others = (
        rows.order_by().values_list(Value(word, CharField()), flat=True)
        for word, rows in [
            ("category", category),
            ("author", author),
            ("silent cover", cover),
        ]
    )
    return set(first.union(*others))


def silent_pictures(content):
    """Pictures that say nothing to whoever cannot see them."""
    for place, (_, alt) in enumerate(html.pictures(content["body"]), 1):
        if not alt.strip():
            yield f"ảnh thứ {place} trong bài chưa có mô tả"
