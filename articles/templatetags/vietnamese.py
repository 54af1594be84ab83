"""Dates and numbers as Vietnamese readers write them. Loaded in every template."""

from django import template
from django.utils import timezone

register = template.Library()

WEEKDAYS = [
    "Thứ hai",
    "Thứ ba",
    "Thứ tư",
    "Thứ năm",
    "Thứ sáu",
    "Thứ bảy",
    "Chủ nhật",
]


def local(moment):
    """`moment` in Asia/Ho_Chi_Minh; a plain date stays as it is."""
    return timezone.localtime(moment) if hasattr(moment, "tzinfo") else moment


@register.filter
def day(moment):
    """'03/03/2026', or '' without a moment."""
    return f"{local(moment):%d/%m/%Y}" if moment else ""


@register.filter
def weekday(moment):
    """'Thứ ba, 03/03/2026'; Django's own locale would write 'Thứ 3'."""
    return f"{WEEKDAYS[local(moment).weekday()]}, {day(moment)}" if moment else ""


@register.filter
def weekday_and_time(moment):
    """'Thứ ba, 03/03/2026 - 08:27', the date line of an article."""
    return f"{weekday(moment)} - {local(moment):%H:%M}" if moment else ""


@register.filter
def clock(moment):
    """'08:27'."""
    return f"{local(moment):%H:%M}" if moment else ""


@register.filter
def iso(moment):
    """
    For `<time datetime>`, feeds and JSON-LD: '2026-03-03T08:27:00+07:00'. Seconds
    are the end: microseconds are invalid in HTML. A plain date gives '2026-03-03'.
    """
    if not moment:
        return ""
    if not hasattr(moment, "tzinfo"):
        return moment.isoformat()
    return local(moment).isoformat(timespec="seconds")


@register.filter
def grouped(number):
    """'87.292.132', '1.234,5'; '' for None."""
    if number is None:
        return ""
    return f"{number:,}".translate(str.maketrans(",.", ".,"))
