"""Tables for Excel and its kin: typed cells, and no text that acts as a formula."""

import re
from datetime import datetime
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # characters that a cell holds
LONGEST_TITLE = 31
NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")


def xlsx_response(name, columns, rows):
    """
    A download named `name` (any text) with one sheet: `columns` is [(title, width in
    characters), ...], `rows` an iterable of lists of text, numbers, dates or None.
    """
    response = HttpResponse(content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    workbook_of(columns, rows).save(response)
    return response


def workbook_of(columns, rows):
    workbook = Workbook(write_only=True)
    add_sheet(workbook, "Dữ liệu", columns, rows)
    return workbook


def add_sheet(workbook, title, columns, rows):
    sheet = workbook.create_sheet(NOT_IN_TITLES.sub(" ", title)[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([heading(sheet, title) for title, _ in columns])
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])


def heading(sheet, title):
    made = cell(sheet, title)
    made.font = Font(bold=True)
    return made


def cell(sheet, value):
    """Text stays text, whatever it begins with; moments are local, as Excel has no zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST])
    made.data_type = TYPE_STRING
    return made
