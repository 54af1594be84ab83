"""The report of a month: made once from sealed days, frozen, with a checksum."""

import json
from datetime import date, timedelta
from hashlib import sha256

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from stats import closing, periods
from stats.definitions import definitions
from stats.models import MonthlyReport
from stats.periods import DAY, Range

from ..models import SiteSettings
from ..spreadsheet import CONTENT_TYPE as XLSX
from ..templatetags.vietnamese import day as written
from ..templatetags.vietnamese import grouped
from . import dashboard_panels as panels
from .dashboard_cards import range_cards
from .dashboard_ranks import rankings
from .figure_files import answer
from .tables import Table, as_xlsx

ROWS = 20  # of each ranking
MAY_SEE = "stats.view_dashboard"


def span_of(month):
    """The Range of the month that begins on `month`."""
    end = (month + timedelta(days=31)).replace(day=1) - DAY
    return Range(month, end)


def freeze(month):
    """
    The MonthlyReport of the month that begins on `month`, made unless it is there.
    Raises ValidationError while some day of it may still change.
    """
    known = MonthlyReport.objects.filter(month=month).first()
    if known:
        return known
    check(span_of(month))
    with transaction.atomic():
        now = timezone.now()
        content = as_stored(content_of(span_of(month), now))
        checksum = digest(canonical(content))
        file = workbook(content, checksum)
        report = MonthlyReport(
            month=month,
            content=content,
            file=file,
            checksum=checksum,
            file_checksum=digest(file),
            made_at=now,
        )
        MonthlyReport.objects.bulk_create([report], ignore_conflicts=True)
    return MonthlyReport.objects.get(month=month)


def check(span):
    first, sealed = closing.first_counted(), closing.sealed_through()
    if first is None or span.last < first:
        raise ValidationError(f"Cổng chưa đếm gì trong tháng {span.first:%m/%Y}.")
    if sealed is None or sealed < span.last:
        raise ValidationError(
            f"Tháng {span.first:%m/%Y} chưa khóa sổ hết; chạy close_day sau khi tháng kết thúc."
        )


def is_intact(report):
    """Whether content and workbook are still those that were frozen."""
    return (
        digest(canonical(report.content)) == report.checksum
        and digest(bytes(report.file)) == report.file_checksum
    )


def canonical(content):
    return json.dumps(content, sort_keys=True, ensure_ascii=False).encode()


def as_stored(content):
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def digest(content):
    return sha256(content).hexdigest()


# What it says


def content_of(span, now):
    first_counted = closing.first_counted()
    days = periods.site_days(Range(span.before.first, span.last))
    tables = [
        panels.line(span, days, first_counted).table,
        *(ranking.table for ranking in rankings(span, ROWS).values()),
        panels.heat(span).table,
        panels.devices(span).table,
        panels.removed(span, days).table,
    ]
    return {
        "title": f"Báo cáo truy cập tháng {span.first:%m/%Y}",
        "site": str(SiteSettings.objects.first() or SiteSettings()),
        "first": written(span.first),
        "last": written(span.last),
        "made_at": f"{timezone.localtime(now):%H:%M ngày %d/%m/%Y}",
        "facts": [fact(card) for card in range_cards(span, days, first_counted)],
        "is_whole": first_counted <= span.first,
        "first_counted": written(first_counted),
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "columns": table.columns,
                "rows": [[plain(value) for value in row] for row in table.rows],
            }
            for table in tables
        ],
        "definitions": definitions(),
    }


def fact(card):
    """[name, number, what stands beside it]."""
    if card.change and card.change.percent:
        return [card.name, card.value, f"{card.change.told} {card.versus}"]
    return [card.name, card.value, card.note]


def plain(value):
    return written(value) if isinstance(value, date) else value


def workbook(content, checksum):
    facts = [
        (content["title"], content["site"]),
        ("Từ ngày", content["first"]),
        ("Đến ngày", content["last"]),
        ("Lập lúc", content["made_at"]),
        ("Mã kiểm (SHA-256)", checksum),
        *(
            (name, f"{grouped(value)} {note}".strip())
            for name, value, note in content["facts"]
        ),
    ]
    tables = [
        Table(table["name"], table["title"], table["columns"], table["rows"])
        for table in content["tables"]
    ]
    words = [tuple(pair) for pair in content["definitions"]]
    tables.append(Table("cach-tinh", "Cách tính", ["Từ", "Nghĩa"], words))
    return as_xlsx(tables, facts)


# The pages


def allow(request):
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied


@require_safe
def index(request):
    """All reports, and the months that may be made into one."""
    allow(request)
    made = list(MonthlyReport.objects.only("month", "made_at", "checksum"))
    known = {report.month for report in made}
    context = {
        **admin.site.each_context(request),
        "title": "Báo cáo tháng",
        "reports": made,
        "months": [month for month in sealed_months() if month not in known],
    }
    return TemplateResponse(request, "admin/stats/reports.html", context)


def sealed_months():
    """First days of the counted months that are sealed to the last day, newest first."""
    first, sealed = closing.first_counted(), closing.sealed_through()
    if not (first and sealed):
        return []
    months = periods.months(first, sealed)
    return [month for month in reversed(months) if span_of(month).last <= sealed]


@require_POST
def make(request):
    allow(request)
    month = month_of(request.POST.get("month", ""))
    try:
        freeze(month)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:reports")
    return redirect("admin:report", f"{month:%Y-%m}")


@require_safe
def show(request, month):
    allow(request)
    report = get_object_or_404(MonthlyReport, month=month_of(month))
    context = {
        **admin.site.each_context(request),
        "title": report.content["title"],
        "report": report,
        "is_intact": is_intact(report),
        **{f"its_{name}": value for name, value in report.content.items()},
    }
    return TemplateResponse(request, "admin/stats/report.html", context)


@require_safe
def download(request, month):
    allow(request)
    report = get_object_or_404(MonthlyReport, month=month_of(month))
    return answer(request, bytes(report.file), XLSX, f"bao-cao-{month}.xlsx")


def month_of(text):
    """The first day of a month written as 2026-03; Http404 for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404 from error
