"""What the newsroom's templates write: icons, state labels, times near today."""

from datetime import timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html

from .. import renditions
from .vietnamese import clock, day, grouped, local

register = template.Library()

# The first that a browser's name for itself holds: each holds those of older ones, too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "coc_coc": "Cốc Cốc",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
ICON = '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>'


@register.simple_tag
def icon(name):
    """A symbol of img/admin.svg; the words beside it say what it means."""
    return format_html(ICON, static("img/admin.svg"), name)


@register.simple_tag
def state_label(state):
    """A states.State: its shape, its colour and always its word."""
    return format_html(
        '<span class="state state-{}">{}{}</span>',
        state.code,
        icon(state.code),
        state.label,
    )


@register.filter
def when(moment):
    """'15:20 hôm nay', '05:30 ngày mai', '23:59 01/03/2026', or '' without one."""
    if not moment:
        return ""
    days = (local(moment).date() - timezone.localdate()) / timedelta(days=1)
    near = {-1: "hôm qua", 0: "hôm nay", 1: "ngày mai"}
    return f"{clock(moment)} {near.get(days) or day(moment)}"


@register.filter
def thumbnail_of(name):
    """The address of the stored picture `name`, cut for a card and small."""
    return renditions.url(name, shape="3x2", width=320)


@register.filter
def person(user):
    """The name that colleagues know, family name first; 'Hệ thống' for no user."""
    if not user:
        return "Hệ thống"
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


SAID = {
    "submit": "gửi duyệt",
    "take_back": "rút lại",
    "return": "trả lại",
    "publish": "đăng",
    "plan": "hẹn giờ",
    "withdraw": "gỡ",
    "bin": "bỏ vào thùng rác",
    "unbin": "lấy lại từ thùng rác",
    "restore": "lấy lại bản cũ",
}


@register.filter
def said_at(step):
    """'Mây Núi gửi duyệt 15:20 hôm nay' for a Step, '' without one."""
    if not step:
        return ""
    return f"{person(step.by)} {SAID[step.kind]} {when(step.at)}"


@register.filter
def get(mapping, key):
    return mapping[key]


@register.filter
def plain(number):
    """For attributes that programs read: no dots between the thousands."""
    return str(number)


@register.filter
def cell(value):
    """A cell of a table of figures: days, numbers and text as they are read here."""
    if value is None:
        return "–"
    if hasattr(value, "year"):
        return day(value)
    return value if isinstance(value, str) else grouped(value)


@register.filter
def device(user_agent):
    """'Chrome trên Windows', as far as a browser's name for itself tells."""
    browser, system = (
        next((name for mark, name in names.items() if mark in user_agent), unknown)
        for names, unknown in [(BROWSERS, "Trình duyệt lạ"), (SYSTEMS, "máy lạ")]
    )
    return f"{browser} trên {system}"
