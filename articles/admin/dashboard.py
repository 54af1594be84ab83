"""'/quan-tri/thong-ke/': how many came, when, to read what, from where, with what."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stats import closing, periods
from stats.periods import Range

from . import dashboard_panels as panels
from . import figure_files
from .dashboard_cards import cards, range_cards
from .dashboard_ranks import LENGTH, rankings
from .ranges import LENGTHS, RangeForm

IN_FILES = 500  # rows of a ranking
TITLE = "Thống kê truy cập"


def may_see(user):
    return user.has_perm("stats.view_dashboard")


@require_safe
def show(request):
    form = asked(request)
    span = form.range()
    context = {
        **admin.site.each_context(request),
        "title": TITLE,
        "form": form,
        "lengths": LENGTHS,
        "query": f"tu={span.first:%Y-%m-%d}&den={span.last:%Y-%m-%d}",
        "now": timezone.now(),
        **figures(span, LENGTH),
    }
    return TemplateResponse(request, "admin/stats/dashboard.html", context)


def asked(request):
    if not may_see(request.user):
        raise PermissionDenied
    return RangeForm(request.GET or {"ky": 30})


def figures(span, length):
    """Everything that the dashboard says about `span`."""
    first_counted, today = closing.first_counted(), timezone.localdate()
    last_year = date(today.year - 1, 1, 1)
    days = periods.site_days(Range(min(span.before.first, last_year), today))
    return {
        "span": span,
        "cards": cards(days, first_counted),
        "range_cards": range_cards(span, days, first_counted),
        "line": panels.line(span, days, first_counted),
        "rankings": rankings(span, length),
        "heat": panels.heat(span),
        "devices": panels.devices(span),
        "removed": panels.removed(span, days),
        "quality": panels.quality(span, days, first_counted),
        "opening": panels.opening(),
    }


def all_tables(found):
    """The Tables of figures(), in the order of the page."""
    tables = [found["line"].table, *(each.table for each in found["rankings"].values())]
    tables += [found[name].table for name in ("heat", "devices", "removed")]
    return tables + ([found["opening"]] if found["opening"] else [])


@require_safe
def table(request, name):
    """One table of the range as CSV."""
    span = asked(request).range()
    for found in all_tables(figures(span, IN_FILES)):
        if found.name == name:
            return figure_files.csv_answer(request, found, span)
    raise Http404


@require_safe
def workbook(request):
    """All tables of the range as XLSX."""
    span = asked(request).range()
    return figure_files.xlsx_answer(request, all_tables(figures(span, IN_FILES)), span)
