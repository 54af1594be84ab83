"""What a revision refers to, by name, also when it has been deleted since."""

import re

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

from . import html, renditions
from .models import Article, Image, Revision
from .models.revision import existing

FIGURE = re.compile(r'<figure><img src="/media/(?P<name>[^"]*)".*?</figure>', re.S)


def related_model(name):
    return Article._meta.get_field(name).related_model


def label_of(name):
    return Article._meta.get_field(name).verbose_name


def keys_of(content, name):
    """The keys in one of the relations of Revision.content, in order."""
    value = content[name]
    if name in Revision.LISTS:
        return value
    return [] if value is None else [value]


def names(model, keys):
    """{key: name}; of what was deleted in the newsroom, as it was called then."""
    found = {key: str(row) for key, row in model.objects.in_bulk(keys).items()}
    missing = [str(key) for key in keys if key not in found]
    if missing:
        log = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model),
            object_id__in=missing,
            action_flag=DELETION,
        )
        found |= {
            int(key): name for key, name in log.values_list("object_id", "object_repr")
        }
    return {key: found.get(key, f"số {key}") for key in keys}


def still_there(content):
    """
    (`content` without what has been deleted since, ["thẻ “chè”", ...] what that is).
    """
    kept, missing = dict(content), []
    for name in (*Revision.KEYS, *Revision.LISTS):
        keys = keys_of(content, name)
        there = existing(related_model(name), keys)
        gone = [key for key in keys if key not in there]
        called = names(related_model(name), gone)
        missing += [f"{label_of(name)} “{called[key]}”" for key in gone]
        kept[name] = there if name in Revision.LISTS else next(iter(there), None)
    kept["body"], pictures = with_pictures_that_exist(content["body"])
    return kept, missing + pictures


def with_pictures_that_exist(body):
    """(the body without figures whose picture is gone, ["ảnh “...”", ...])."""
    used = set(renditions.names_in(body))
    gone = used - set(
        Image.objects.filter(file__in=used).values_list("file", flat=True)
    )
    alts = {src.removeprefix("/media/"): alt for src, alt in html.pictures(body)}
    kept = FIGURE.sub(lambda found: "" if found["name"] in gone else found[0], body)
    return kept, [
        f"ảnh “{alts.get(name) or 'không có mô tả'}”" for name in sorted(gone)
    ]
