"""
The files of a picture, and the markup that offers them to browsers.

An Image's `file` is named "anh/<20 random hex digits>/goc.jpg". Beside it lie 320.webp,
320.avif, ... uncropped ("full"), 3x2-320.webp, ... cut around the focal point for cards
("3x2"), and share.jpg, 1200 x 630 for social networks ("share"). Each name is a pure
function of the stored name, shape and width. Nothing is enlarged: a width that the
picture does not have has no file, save that 320 is always there.
"""

import re
import secrets
from html import escape, unescape
from io import BytesIO
from itertools import chain, count

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture

NAME = re.compile(r"anh/[0-9a-f]{20}/goc\.jpg")
LONGEST_SIDE = 2560
WIDTHS = (320, 640, 960, 1280)
MODEST = 960  # what a poor line bears
CARD = (3, 2)
SHARE = (1200, 630)
# AVIF at speed 8 takes a third of the time of 6 and is one hundredth larger.
ENCODERS = {
    "jpg": {"format": "JPEG", "quality": 82, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 76, "method": 4},
    "avif": {"format": "AVIF", "quality": 55, "speed": 8},
}


# Names


def new_name():
    """A name for a picture that nobody can guess."""
    return f"anh/{secrets.token_hex(10)}/goc.jpg"


def file_name(name, shape="full", width=640, format="webp"):
    """Where the rendition of the picture `name` lies in the storage."""
    files = {
        "full": f"{width}.{format}",
        "3x2": f"3x2-{width}.webp",
        "share": "share.jpg",
    }
    return f"{folder_of(name)}/{files[shape]}"


def url(name, shape="full", width=640, format="webp"):
    """The rendition's address. A storage elsewhere is reached through /media/, too."""
    return settings.MEDIA_URL + file_name(name, shape, width, format)


def folder_of(name):
    if not NAME.fullmatch(name):
        raise ValueError(f"Not the name of a picture: {name!r}")
    return name.rpartition("/")[0]


def names_in(body):
    """The names of the pictures in a clean body, each once, in order."""
    return list(dict.fromkeys(re.findall(rf'src="/media/({NAME.pattern})"', body)))


def widths(width):
    """[(width in the name, width in pixels)] for a picture of `width` pixels."""
    others = [(each, each) for each in WIDTHS[1:] if each <= width]
    return [(WIDTHS[0], min(WIDTHS[0], width)), *others]


def crop_size(width, height, ratio):
    """The size of the largest part of a picture with `ratio` (width, height)."""
    across, down = ratio
    return (
        max(1, min(width, height * across // down)),
        max(1, min(height, width * down // across)),
    )


def share_size(width, height):
    """The size of the picture for social networks: 1200 x 630, or what there is."""
    cut = crop_size(width, height, SHARE)
    return min(cut, SHARE)


# Files


def make(name, picture, focal):
    """Write `picture` (RGB, at most LONGEST_SIDE) and all its renditions."""
    save(name, encoded(picture, "jpg"))
    for path, content in chain(whole(name, picture), crops(name, picture, focal)):
        save(path, content)


def recut(name, new_name, focal):
    """Write the picture `name` anew as `new_name`, cut around another focal point."""
    for file in default_storage.listdir(folder_of(name))[1]:
        if not file.startswith(("3x2-", "share")):
            with default_storage.open(f"{folder_of(name)}/{file}") as copied:
                save(f"{folder_of(new_name)}/{file}", copied.read())
    with default_storage.open(name) as file, Picture.open(file) as picture:
        for path, content in crops(new_name, picture, focal):
            save(path, content)


def whole(name, picture):
    """(path, bytes) of the uncropped renditions, the largest first."""
    ratio = picture.height / picture.width
    for label, width in reversed(widths(picture.width)):
        picture = scaled(picture, (width, max(1, round(width * ratio))))
        for format in ("webp", "avif"):
            yield file_name(name, "full", label, format), encoded(picture, format)


def crops(name, picture, focal):
    """(path, bytes) of the files that depend on the focal point."""
    part = cropped(picture, CARD, focal)
    for label, width in reversed(widths(part.width)):
        part = scaled(part, (width, max(1, round(width * CARD[1] / CARD[0]))))
        yield file_name(name, "3x2", label), encoded(part, "webp")
    part = cropped(picture, SHARE, focal)
    part = scaled(part, share_size(*picture.size))
    yield file_name(name, "share"), encoded(part, "jpg")


def cropped(picture, ratio, focal):
    """The largest part of `picture` with `ratio`, as near around `focal` as it goes."""
    size = crop_size(*picture.size, ratio)
    left, top = (
        min(max(round(whole * point - part / 2), 0), whole - part)
        for whole, part, point in zip(picture.size, size, focal, strict=True)
    )
    return picture.crop((left, top, left + size[0], top + size[1]))


def scaled(picture, size):
    if picture.size == size:
        return picture
    return picture.resize(size, Picture.Resampling.LANCZOS, reducing_gap=3)


def encoded(picture, format):
    buffer = BytesIO()
    picture.save(buffer, **ENCODERS[format])
    return buffer.getvalue()


def save(path, content):
    stored = default_storage.save(path, ContentFile(content))
    if stored != path:
        default_storage.delete(stored)
        raise FileExistsError(path)


def remove(name):
    """Take all files of the picture `name` out of the storage, if there are any."""
    folder = folder_of(name)
    try:
        _, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        default_storage.delete(f"{folder}/{file}")
    default_storage.delete(folder)


# Markup


def with_sizes(body, sizes):
    """A clean body with the width and height of `sizes`, {name: (width, height)}."""

    def sized(match):
        width, height = sizes.get(match["name"], (None, None))
        size = f' width="{width}" height="{height}"' if width else ""
        markup = f'<img src="/media/{match["name"]}" alt="{match["alt"]}"{size}>'
        return f"{match['link']}{markup}</a>" if match["link"] else markup

    return IMG.sub(sized, body)


# The measure of an article's pictures in static/css/article.css.
BODY_SIZES = "(min-width: 90em) 62rem, (min-width: 68em) calc(100vw - 28rem), 100vw"

IMG = re.compile(
    r'(?P<link><a [^>]*>)?<img src="/media/(?P<name>anh/[0-9a-f]{20}/goc\.jpg)" '
    r'alt="(?P<alt>[^"]*)"(?: width="(?P<width>\d+)")?(?: height="(?P<height>\d+)")?>'
    r"(?(link)</a>)"
)
TABLE = re.compile(r"<table>(?:<caption>(?P<caption>.*?)</caption>)?|</table>", re.S)


# The same of a photo story.
STORY_SIZES = "(min-width: 80em) 72rem, 100vw"


def body(html, *, first_is_eager=True, asked=False, sizes=BODY_SIZES):
    """
    A clean body as readers get it: every picture in its sizes and formats, a link to
    the large one around it, wide tables in a box that scrolls. With `asked`, a picture
    loads when the reader opens it.
    """
    eager = first_is_eager and not asked

    def with_renditions(match):
        nonlocal eager
        markup = picture_of(match, sizes, lazy=not eager)
        eager = False
        if asked:
            return on_demand(modest_of(match), markup, unescape(match["alt"]))
        return markup

    html = IMG.sub(with_renditions, html)
    html = html.replace("<blockquote>", '<blockquote class="article-quote">')
    return TABLE.sub(TableWrapper(), html)


def picture_of(match, sizes, lazy):
    width, height = match["width"], match["height"]
    markup = picture(
        match["name"],
        int(width) if width else None,
        int(height) if height else None,
        alt=unescape(match["alt"]),
        sizes=sizes,
        lazy=lazy,
    )
    if match["link"]:
        return f"{match['link']}{markup}</a>"
    return enlargeable(match["name"], markup)


def photo_story(html, *, asked=False):
    """The same for a photo story: larger, and each picture says which of how many."""
    numbers, total = count(1), len(IMG.findall(html))

    def counted(match):
        number = f'<p class="photo-count">Ảnh {next(numbers)}/{total}</p>'
        return f"<figure>{number}"

    pictures = re.compile(r"<figure>(?=<a [^>]*><img|<img)")
    return body(pictures.sub(counted, html), asked=asked, sizes=STORY_SIZES)


def poster_url(name, width, height):
    """The largest 3 x 2 part of a picture of that size up to 960 pixels."""
    labels = [label for label, _ in widths(crop_size(width, height, CARD)[0])]
    return url(name, "3x2", max(label for label in labels if label <= MODEST))


def enlargeable(name, markup):
    """A link around a picture: zoom.js opens it large, without a script the browser."""
    return (
        f'<a class="zoom" href="{url_of_original(name)}" data-zoom>{markup}'
        '<span class="hide">(xem ảnh lớn)</span></a>'
    )


def on_demand(address, markup, alt):
    """
    In place of a picture, a link to `address`. What a <template> holds is not loaded:
    asked.js puts it there. A lazy picture would load at once where no script runs.
    """
    label = escape(f"Hiện ảnh: {alt}" if alt else "Hiện ảnh")
    return (
        f'<a class="asked" href="{address}" data-asked>{label}</a>'
        f"<template>{markup}</template>"
    )


def modest_of(match):
    width = match["width"]
    return modest(match["name"], int(width) if width else None)


def modest(name, width):
    """The address of a rendition that a poor line bears; the original's without width."""
    if width is None:
        return url_of_original(name)
    return url(name, width=max(label for label, _ in widths(width) if label <= MODEST))


class TableWrapper:
    """Wraps the outermost tables; screen readers tell them apart by their names."""

    def __init__(self):
        self.depth = 0
        self.count = 0

    def __call__(self, match):
        if match[0] == "</table>":
            self.depth -= 1
            return match[0] if self.depth else "</table></div>"
        self.depth += 1
        table = match[0].replace("<table>", '<table class="table">', 1)
        return table if self.depth > 1 else self.opening(match["caption"]) + table

    def opening(self, caption):
        self.count += 1
        words = unescape(re.sub(r"<[^>]*>", "", caption or ""))
        label = escape(f"Bảng: {words}" if words else f"Bảng {self.count}")
        return (
            f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}">'
        )


def picture(name, width, height, *, alt, sizes, lazy=True):
    """<picture> of a whole picture of `width` x `height` pixels, as a str."""
    image = img(url_of_original(name), width, height, alt=alt, lazy=lazy)
    if width is None:
        return image
    sources = "".join(
        f'<source type="image/{format}" srcset="{srcset(name, "full", width, format)}" '
        f'sizes="{escape(sizes)}">'
        for format in ("avif", "webp")
    )
    return f"<picture>{sources}{image}</picture>"


def card(name, width, height, *, alt, sizes, lazy=True):
    """<img> of the 3 x 2 part of a picture of `width` x `height` pixels, as a str."""
    part = crop_size(width, height, CARD)
    label, pixels = widths(part[0])[min(1, len(widths(part[0])) - 1)]
    more = f' srcset="{srcset(name, "3x2", part[0])}" sizes="{escape(sizes)}"'
    return img(
        url(name, "3x2", label),
        pixels,
        max(1, round(pixels * CARD[1] / CARD[0])),
        alt=alt,
        lazy=lazy,
        more=more,
    )


def srcset(name, shape, width, format="webp"):
    return ", ".join(
        f"{url(name, shape, label, format)} {pixels}w"
        for label, pixels in widths(width)
    )


def img(src, width, height, *, alt, lazy, more=""):
    size = f' width="{width}" height="{height}"' if width and height else ""
    loading = ' loading="lazy"' if lazy else ' fetchpriority="high"'
    return (
        f'<img src="{src}"{more} alt="{escape(alt)}"{size}{loading} decoding="async">'
    )


def url_of_original(name):
    return settings.MEDIA_URL + name
