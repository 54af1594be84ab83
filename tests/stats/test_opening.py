"""The previous system's figures: parts inside parts, the file, the record."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from stats.models import BalanceChange, OpeningBalance
from stats.parts import breakdown, inside, opening_balance
from stats.reports import totals
from tests.builders import make_opening_balance
from tests.stats.test_reports import NOW, REAL_PAGE

pytestmark = pytest.mark.django_db

REAL = """period,starts_on,value,as_of,source
total,,87.292.132,2026-03-03,laichau.gov.vn
year,2026-01-01,775.672,2026-03-03,laichau.gov.vn
month,2026-03-01,60.347,2026-03-03,laichau.gov.vn
day,2026-03-02,24.021,2026-03-03,laichau.gov.vn
day,2026-03-03,17.401,2026-03-03,laichau.gov.vn
"""


@pytest.fixture
def load(tmp_path):
    """load(text, *options) -> what import_totals says of a file with that text."""

    def load(text, *options):
        file, said = tmp_path / "so-cu.csv", StringIO()
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("import_totals", file, *options, stdout=said)
        return said.getvalue()

    return load


def test_the_figures_of_the_real_page_come_out_of_its_file(load):
    assert load(REAL) == "5 số mới, 0 số thay, 0 số đã có.\n"
    assert totals(NOW) == REAL_PAGE


def test_a_file_that_is_loaded_twice_changes_nothing(load):
    load(REAL)
    changes = BalanceChange.objects.count()

    assert load(REAL) == "0 số mới, 0 số thay, 5 số đã có.\n"
    assert totals(NOW) == REAL_PAGE
    assert BalanceChange.objects.count() == changes == 5


def test_another_value_is_refused_unless_it_is_meant_to_replace(load):
    load(REAL)
    other = REAL.replace("24.021", "24.000")
    with pytest.raises(CommandError, match="Dòng 5: .*24021.*--replace"):
        load(other)
    assert totals(NOW) == REAL_PAGE

    assert load(other, "--replace") == "0 số mới, 1 số thay, 4 số đã có.\n"
    change = BalanceChange.objects.first()
    assert ("24.021 lượt" in change.before, "24.000 lượt" in change.after) == (
        True,
        True,
    )


@pytest.mark.parametrize(
    "line",
    [
        "total,,-1,2026-03-03,x",
        "total,,2147483648,2026-03-03,x",
        "total,,nhiều,2026-03-03,x",
        "total,,,2026-03-03,x",
        "century,2001-01-01,5,2026-03-03,x",
        "year,,5,2026-03-03,x",
        "year,2026-13-01,5,2026-03-03,x",
        "month,2026-03-01,5,31/02/2026,x",
        "year,2027-01-01,5,2026-03-03,x",
        "year,2026-01-01,5,2999-01-01,x",
        "total,,5,2026-03-03,x,thừa",
    ],
)
def test_a_file_with_a_line_that_makes_no_sense_enters_nothing(load, line):
    with pytest.raises(CommandError, match="Dòng 3: "):
        load(f"period,starts_on,value,as_of,source\nyear,2020-01-01,7,,x\n{line}\n")
    assert not OpeningBalance.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "kỳ,số\n", "period\ntotal\n", "period,value,note\n", b"\xff\xfe\x00"]
)
def test_a_file_that_is_no_such_file_is_refused(load, text):
    with pytest.raises(CommandError):
        load(text)


def test_a_file_from_a_spreadsheet_is_read(load):
    load("\ufeffperiod;value\r\n2025;700\r\n02/2026;80\r\n03/03/2026;9\r\n")

    entered = {str(row): row.value for row in OpeningBalance.objects.all()}
    assert entered == {"Năm 2025": 700, "Tháng 02/2026": 80, "Ngày 03/03/2026": 9}
    assert OpeningBalance.objects.first().source == "so-cu.csv"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("year", "2026-01-01", 100), ("month", "2026-03-01", 101)),
        (("month", "2026-03-01", 101), ("year", "2026-01-01", 100)),
        (("total", None, 100), ("day", "2026-03-01", 101)),
    ],
)
def test_parts_that_are_more_than_their_whole_are_refused(load, first, second):
    make_opening_balance(*first)
    period, starts_on, value = second
    with pytest.raises(CommandError, match="nhiều hơn chính nó"):
        load(f"period,starts_on,value\n{period},{starts_on or ''},{value}\n")
    assert OpeningBalance.objects.count() == 1


def test_every_change_is_in_the_record(newsroom, editor):
    balance = make_opening_balance("total", None, 5)
    change = f"/quan-tri/stats/openingbalance/{balance.pk}/change/"
    sent = {"period": "total", "as_of": "03/03/2026", "source": "laichau.gov.vn"}
    newsroom.post(change, {**sent, "value": 5})
    newsroom.post(change, {**sent, "value": 6})
    newsroom.post(
        f"/quan-tri/stats/openingbalance/{balance.pk}/delete/", {"post": "yes"}
    )

    record = BalanceChange.objects.order_by("pk").values_list("by", "before", "after")
    told = "Toàn bộ: {} lượt, tính đến 03/03/2026; laichau.gov.vn"
    assert list(record) == [
        (None, "", told.format(5)),
        (editor.pk, told.format(5), told.format(6)),
        (editor.pk, told.format(6), ""),
    ]


def test_the_record_is_for_reading(newsroom):
    make_opening_balance("total", None, 5)
    change = BalanceChange.objects.get()
    address = "/quan-tri/stats/balancechange/"

    assert "Toàn bộ: 5 lượt" in newsroom.get(address).text
    assert newsroom.post(f"{address}{change.pk}/change/", {}).status_code == 403
    assert newsroom.post(f"{address}{change.pk}/delete/", {}).status_code == 403
    assert newsroom.post(f"{address}add/", {}).status_code == 403


PERIODS = st.sampled_from(
    ["", "2025", "2026", "2025-12", "2026-03", "2026-03-02", "2026-03-03", "2024-05-06"]
)


@given(st.dictionaries(PERIODS, st.integers(0, 1000)))
def test_the_lines_of_a_whole_always_add_up(values):
    """Whatever fits inside its whole, as the form and the file make sure."""
    fits = all(inside(values, period) <= values[period] for period in values)
    if not fits:
        return
    lines = breakdown(values)
    for place, line in enumerate(lines):
        below = [
            part.value
            for part in take_below(lines[place + 1 :], line.depth)
            if part.depth == line.depth + 1
        ]
        assert not below or sum(below) == line.value
    assert lines[0].value == opening_balance(values, "")


def take_below(lines, depth):
    for line in lines:
        if line.depth <= depth:
            return
        yield line


def test_what_no_year_is_known_of_is_the_rest():
    lines = breakdown({"": 100, "2026": 40, "2026-03": 15})

    assert [(line.depth, line.value, line.is_rest) for line in lines] == [
        (0, 100, False),
        (1, 40, False),
        (2, 15, False),
        (2, 25, True),
        (1, 60, True),
    ]
