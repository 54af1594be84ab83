"""What is planned, month by month, in the time of Vietnam."""

import calendar
from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import rights
from ..models import Article
from ..templatetags.vietnamese import WEEKDAYS
from .preview import may_see_articles

# Of what is on line already; the list has the rest.
MOST_A_DAY = 6
FIRST_YEAR, LAST_YEAR = 1946, 2199


class MonthForm(forms.Form):
    thang = forms.DateField(input_formats=["%Y-%m"], required=False)

    def month(self):
        """The first day of the month that is asked for, else of this one."""
        asked = self.cleaned_data.get("thang") if self.is_valid() else None
        if asked and FIRST_YEAR <= asked.year <= LAST_YEAR:
            return asked
        return timezone.localdate().replace(day=1)


@require_safe
def months(request):
    """The page of one month."""
    if not may_see_articles(request.user):
        raise PermissionDenied
    first = MonthForm(request.GET).month()
    days = list(calendar.Calendar().itermonthdates(first.year, first.month))
    entries = entries_of(days, request.user)
    today = timezone.localdate()
    weeks = [
        [day_of(day, first, today, entries.get(day, [])) for day in days[at : at + 7]]
        for at in range(0, len(days), 7)
    ]
    context = {
        **admin.site.each_context(request),
        "title": f"Lịch đăng tháng {first.month} năm {first.year}",
        "weeks": weeks,
        "weekdays": WEEKDAYS,
        "this_month": first,
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=31),
        "today": today,
        "is_empty": not any(entries.get(day) for day in days),
        "may_add": request.user.has_perm("articles.add_article"),
    }
    return TemplateResponse(request, "admin/articles/calendar.html", context)


def day_of(day, first, today, entries):
    planned = [entry for entry in entries if entry["code"] != "live"]
    live = [entry for entry in entries if entry["code"] == "live"]
    shown = sorted([*planned, *live[:MOST_A_DAY]], key=lambda entry: entry["at"])
    return {
        "date": day,
        "weekday": WEEKDAYS[day.weekday()],
        "is_out": day.month != first.month,
        "is_today": day == today,
        "may_come": day >= today,
        "entries": shown,
        "more": len(entries) - len(shown),
    }


def entries_of(days, user):
    """{day: [{"at", "code", "label", "article"}]} of what begins or ends on `days`."""
    start, end = midnight(days[0]), midnight(days[-1] + timedelta(days=1))
    begins = Q(published_at__gte=start, published_at__lt=end)
    ends = Q(expires_at__gte=start, expires_at__lt=end)
    articles = rights.visible(
        Article.objects.filter(
            begins | ends, status=Article.Status.PUBLISHED, deleted_at=None
        ),
        user,
    ).only("title", "published_at", "expires_at")
    found, now = {}, timezone.now()
    for article in articles.order_by("published_at", "id"):
        for entry in moments_of(article, start, end, now):
            found.setdefault(timezone.localdate(entry["at"]), []).append(entry)
    return found


def moments_of(article, start, end, now):
    at, until = article.published_at, article.expires_at
    if start <= at < end:
        code, label = ("planned", "Hẹn giờ") if at > now else ("live", "Đã đăng")
        yield {"at": at, "code": code, "label": label, "article": article}
    if until and start <= until < end:
        yield {"at": until, "code": "expired", "label": "Hết hạn", "article": article}


def midnight(day):
    """The first instant of `day` in the portal's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def asked_day(text):
    """The date that '2026-03-14' writes, or None."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
