"""Figures that leave the portal as files; the audit log says who took what."""

from django.http import HttpResponse
from django.utils import timezone

from .. import audit
from ..spreadsheet import CONTENT_TYPE as XLSX
from ..templatetags.vietnamese import weekday_and_time
from .tables import as_csv, as_xlsx


def csv_answer(request, table, span):
    name = f"{table.name}-{span.first}-{span.last}.csv"
    return answer(request, as_csv(table), "text/csv; charset=utf-8", name)


def xlsx_answer(request, tables, span):
    facts = [
        ("Thống kê truy cập", "Cổng TTĐT tỉnh Lai Châu"),
        ("Từ ngày", span.first),
        ("Đến ngày", span.last),
        ("Lập lúc", weekday_and_time(timezone.now())),
        ("Cách tính", "Xem trang /thong-ke/ trên cổng"),
    ]
    name = f"thong-ke-{span.first}-{span.last}.xlsx"
    return answer(request, as_xlsx(tables, facts), XLSX, name)


def answer(request, content, content_type, name):
    """`content` as a file to save, noted in the audit log."""
    audit.record(
        audit.Action.EXPORT, request, kind="thống kê truy cập", name=f"Tệp {name}"
    )
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
