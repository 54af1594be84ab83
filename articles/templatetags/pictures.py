"""
Pictures in templates. The one module that marks HTML as safe: what it marks is made by
renditions.py out of bodies that html.clean() has seen, or of escaped values.
"""

import base64
import json
from io import BytesIO

from django import template
from django.utils.safestring import mark_safe

from .. import contents, renditions

register = template.Library()

ASKED = "asked"
# No text may end the script element that it stands in.
JSON_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.filter
def with_pictures(body, pictures="all"):
    """A stored body as readers get it; `pictures` is their display choice."""
    body = contents.with_ids(body)
    return mark_safe(renditions.body(body, asked=pictures == ASKED))


@register.filter
def photo_story(body, pictures="all"):
    """The body of a photo story: as wide as there is room, each picture counted."""
    body = contents.with_ids(body)
    return mark_safe(renditions.photo_story(body, asked=pictures == ASKED))


@register.simple_tag
def poster(image):
    """The address of the picture that stands for a video before it is played."""
    return renditions.poster_url(image.file.name, image.width, image.height)


@register.filter
def draft_body(draft):
    """The body of a word.document.Draft, its pictures inside the page: none is stored."""
    body = draft.body
    for picture in draft.pictures:
        buffer = BytesIO()
        picture.preview.save(buffer, "WEBP", quality=70)
        data = base64.b64encode(buffer.getvalue()).decode()
        body = body.replace(f"/media/{picture.name}", f"data:image/webp;base64,{data}")
    return mark_safe(body)


@register.simple_tag(takes_context=True)
def whole_picture(context, image, sizes=renditions.BODY_SIZES, lead=False, zoom=False):
    """`image` uncropped, with its own alt text; `lead` loads at once, `zoom` opens large."""
    asked = wants_to_be_asked(context)
    name = image.file.name
    markup = renditions.picture(
        name,
        image.width,
        image.height,
        alt=image.alt,
        sizes=sizes,
        lazy=asked or not lead,
    )
    if zoom:
        markup = renditions.enlargeable(name, markup)
    if asked:
        address = renditions.modest(name, image.width)
        markup = renditions.on_demand(address, markup, image.alt)
    return mark_safe(markup)


@register.simple_tag(takes_context=True)
def card_picture(context, image, sizes, lead=False, alt=""):
    """
    The 3 x 2 part of `image`; "" without one, or when the reader wants pictures only
    where asked for. `sizes` is what the style sheet makes of it; `lead` loads at once.
    """
    if not image or wants_to_be_asked(context):
        return ""
    markup = renditions.card(
        image.file.name,
        image.width,
        image.height,
        alt=alt,
        sizes=sizes,
        lazy=not lead,
    )
    return mark_safe(markup)


def wants_to_be_asked(context):
    return getattr(context.get("choice"), "pictures", "") == ASKED


@register.filter
def json_ld(items):
    """Each of `items` (articles/structured_data.py) as a JSON-LD script element."""
    return mark_safe("\n".join(map(json_ld_script, items)))


def json_ld_script(item):
    data = json.dumps(item, ensure_ascii=False).translate(JSON_ESCAPES)
    return f'<script type="application/ld+json">{data}</script>'
