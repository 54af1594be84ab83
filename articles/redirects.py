"""Old addresses of pages that were renamed. They are looked up when nothing is found."""

import re

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.core.exceptions import ValidationError
from django.urls import reverse

SITE = settings.SITE_ID  # the portal is one; its row need not be asked for
FEEDS = {"category", "topic"}  # the models that have them
OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*")


def check_own(path):
    """Raise ValidationError unless `path` is an address of this portal."""
    if not OWN_PATH.fullmatch(path):
        raise ValidationError("Địa chỉ phải là của cổng và bắt đầu bằng một dấu /.")


def known():
    """Those of the portal."""
    return Redirect.objects.filter(site_id=SITE)


def target(path):
    """Where `path` has moved to; None when it never was anything."""
    if "\0" in path:  # PostgreSQL takes none
        return None
    new = known().filter(old_path=path).values_list("new_path", flat=True).first()
    return new if new and OWN_PATH.fullmatch(new) else None


def move(old, new):
    """Lead from the address `old` to `new`, also those who come by an older one."""
    if old == new:
        return
    known().filter(old_path=new).delete()  # it is an address again
    known().filter(new_path=old).update(new_path=new)
    known().update_or_create(site_id=SITE, old_path=old, defaults={"new_path": new})


def addresses(subject):
    """The pages of a category, tag, topic or author: its list and its feeds."""
    kind = subject._meta.model_name
    names = [f"articles:{feed}_{kind}" for feed in ("rss", "atom") if kind in FEEDS]
    return [
        subject.get_absolute_url(),
        *(reverse(name, args=[subject.slug]) for name in names),
    ]


def rename(subject, old_slug):
    """Lead from the pages that `subject` had under `old_slug` to those it has now."""
    before = type(subject)(slug=old_slug)
    for old, new in zip(addresses(before), addresses(subject), strict=True):
        move(old, new)
