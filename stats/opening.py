"""The entrance of the previous system's figures from a file."""

import csv
import io
import re
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .models import OpeningBalance
from .parts import WRITTEN, first_day

COLUMNS = ["period", "starts_on", "value", "as_of", "source"]
DAYS = re.compile(
    r"(?P<y>\d{4})(-(?P<m>\d\d)(-(?P<d>\d\d))?)?"
    r"|((?P<d2>\d\d)/)?(?P<m2>\d\d)/(?P<y2>\d{4})"
)


class Row(NamedTuple):
    line: int
    period: str
    starts_on: date | None
    value: int
    as_of: date
    source: str


def read(text, name):
    """
    The Rows of a CSV file with the columns period, starts_on, value, as_of, source; a
    period may also be written as its date, and the last two may be left out. Raises
    ValidationError with a sentence for each line that makes no sense.
    """
    dialect = ";" if text.partition("\n")[0].count(";") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=dialect)
    names = [column.strip().lower() for column in reader.fieldnames or []]
    if not {"period", "value"} <= set(names) or set(names) - set(COLUMNS):
        raise ValidationError(f"Dòng đầu phải là {','.join(COLUMNS)}.")
    reader.fieldnames = names
    rows, faults = [], []
    for values in reader:
        try:
            rows.append(parsed(reader.line_num, values, name))
        except ValueError as error:
            faults.append(f"Dòng {reader.line_num}: {error}")
    if faults:
        raise ValidationError(faults)
    return rows


def parsed(line, values, name):
    cells = {key: (values.get(key) or "").strip() for key in COLUMNS}
    number = re.sub(r"[. ]", "", cells["value"])
    if None in values or not number.isdecimal():
        raise ValueError(f"số lượt {cells['value']!r} không phải số tự nhiên.")
    period, starts_on = period_of(cells["period"], cells["starts_on"])
    as_of = day_of(cells["as_of"])[1] if cells["as_of"] else timezone.localdate()
    return Row(line, period, starts_on, int(number), as_of, cells["source"] or name)


def period_of(period, starts_on):
    """("month", 1 March 2026) out of "month" and "2026-03-01", or out of "2026-03"."""
    if period == OpeningBalance.Period.TOTAL:
        return period, None
    if period in WRITTEN:
        return period, day_of(starts_on)[1]
    return day_of(period)


def day_of(text):
    """(period, its first day) of "2026", "2026-03", "03/2026", "03/03/2026", ..."""
    match = DAYS.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} không phải ngày, tháng hay năm.")
    year, month, day = (match[name] or match[f"{name}2"] for name in "ymd")
    period = "day" if day else "month" if month else "year"
    return period, date(int(year), int(month or 1), int(day or 1))


def store(rows, *, replace=False):
    """
    Enter `rows`, all or none; (new, changed, unchanged). Another value for a period
    that is there is refused without `replace`. Raises ValidationError.
    """
    done = {"new": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        # The whole before its parts: a part is checked against it.
        for row in sorted(rows, key=lambda row: WRITTEN[row.period]):
            try:
                done[enter(row, replace)] += 1
            except ValidationError as error:
                told = " ".join(error.messages)
                raise ValidationError(f"Dòng {row.line}: {told}") from error
    return done["new"], done["changed"], done["unchanged"]


def enter(row, replace):
    starts_on = first_day(row.period, row.starts_on)
    known = OpeningBalance.objects.filter(period=row.period, starts_on=starts_on)
    balance = known.first() or OpeningBalance(period=row.period, starts_on=starts_on)
    if balance.pk and (balance.value, balance.source) == (row.value, row.source):
        return "unchanged"
    if balance.pk and not replace:
        raise ValidationError(
            f"{balance} đã có số {balance.value}; thêm --replace nếu muốn thay."
        )
    done = "changed" if balance.pk else "new"
    balance.value, balance.as_of, balance.source = row.value, row.as_of, row.source
    balance.full_clean()
    balance.save()
    return done
