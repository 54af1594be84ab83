"""Tables of figures, as they leave the portal: CSV and XLSX."""

import csv
import io
import re
from datetime import date
from typing import NamedTuple

from openpyxl import Workbook

from ..spreadsheet import add_sheet

# What a spreadsheet would take for the beginning of a formula or of a command.
FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
WIDEST = 60  # characters


class Table(NamedTuple):
    name: str  # of the file
    title: str
    columns: list
    rows: list  # of text, whole numbers, numbers, days; None stays empty


def as_csv(table):
    """The bytes of a CSV file that spreadsheets open as Vietnamese and run nothing of."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(table.columns)
    writer.writerows([defused(cell) for cell in row] for row in table.rows)
    return file.getvalue().encode("utf-8-sig")


def defused(cell):
    """Text that begins like a formula gets an apostrophe in front."""
    if isinstance(cell, str) and FORMULA.match(cell):
        return f"'{cell}"
    return cell.isoformat() if isinstance(cell, date) else cell


def as_xlsx(tables, facts=()):
    """The bytes of a workbook: a sheet for the `facts` (name, value), one for each Table."""
    book = Workbook(write_only=True)
    about = Table("gioi-thieu", "Giới thiệu", ["Mục", "Giá trị"], list(facts))
    for table in [about, *tables]:
        columns = zip(table.columns, widths(table), strict=True)
        add_sheet(book, table.title, list(columns), table.rows)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def widths(table):
    """Of each column, from what stands in it."""
    columns = zip(*[table.columns, *table.rows], strict=True)
    return [
        min(WIDEST, 3 + max(len(str(cell)) for cell in column)) for column in columns
    ]
