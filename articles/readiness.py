"""What must be mended before a text may go before the public."""

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
    if not Category.objects.filter(pk=content["category"]).exists():
        yield "bài chưa có chuyên mục"
    if not Author.objects.filter(pk__in=content["authors"]).exists():
        yield "bài chưa có tác giả"


def silent_pictures(content):
    """Pictures that say nothing to whoever cannot see them."""
    for place, (_, alt) in enumerate(html.pictures(content["body"]), 1):
        if not alt.strip():
            yield f"ảnh thứ {place} trong bài chưa có mô tả"
    if Image.objects.filter(pk=content["cover"], alt="").exists():
        yield "ảnh bìa chưa có mô tả"
