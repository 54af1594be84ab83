"""Vietnamese text and every case that Django's own `vi` gets wrong."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats, timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import text
from articles.templatetags import vietnamese

MOMENT = datetime(2026, 3, 3, 1, 27, 35, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Lai Châu", "lai chau"),
        ("ĐƯỜNG VỀ TÀ TỔNG", "duong ve ta tong"),
        ("Nghị quyết số 57-NQ/TW", "nghi quyet so 57-nq/tw"),
        ("hòa", "hoa"),
        ("hoà", "hoa"),
        ("Pắc Ta, Pu Sam Cáp", "pac ta, pu sam cap"),
        ("ưỡn ẹo ữ ợ ẫ ặ ỷ", "uon eo u o a a y"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold_strips_every_accent(written, folded):
    assert text.fold(written) == folded
    assert text.fold(unicodedata.normalize("NFD", written)) == folded


@given(st.text())
def test_fold_keeps_the_length_of_the_nfc_form(written):
    assert len(text.fold(written)) == len(unicodedata.normalize("NFC", written))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đường về Tà Tổng", "duong-ve-ta-tong"),
        ("Nghị quyết số 57-NQ/TW", "nghi-quyet-so-57-nqtw"),
        ("“Bình dân học vụ số” – 20.000 người", "binh-dan-hoc-vu-so-20000-nguoi"),
        ("Khởi công… 2,63 km", "khoi-cong-263-km"),
    ],
)
def test_slugs_keep_every_letter(title, slug):
    assert text.slugify(title) == slug


@pytest.mark.parametrize("title", ["!!!", "Новости", "新闻", ""])
def test_a_title_without_latin_letters_has_an_address_all_the_same(title):
    assert text.slugify(title).startswith("muc-")


def test_a_long_slug_ends_at_a_word():
    slug = text.slugify("nghiêng " * 40)

    assert len(slug) <= 100
    assert slug.endswith("nghieng")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lai\u200b Ch\u00e2u", "Lai Châu"),
        ("a\u202eb\u2066c", "abc"),
        ("a\x00b\x1bc", "abc"),
        ("a\U000e0041b", "ab"),
        ("a\ud800b", "ab"),
        ("hai\r\ndòng\tđây", "hai\ndòng\tđây"),
        (unicodedata.normalize("NFD", "Châu"), "Châu"),
    ],
)
def test_normalize_drops_what_nobody_sees(typed, kept):
    assert text.normalize(typed) == kept


def test_names_are_sorted_by_the_vietnamese_alphabet():
    names = ["Đoàn Kết", "Dào San", "Êm", "Em", "Sì Lở Lầu", "Sin Suối Hồ", "Sìn Hồ"]
    names += ["Ấm", "Ăn", "An", "Tà Tổng", "Tả Lèng", "Ta", "Tạ", "Pa Ủ", "Pa Tần"]

    assert sorted(names, key=text.sort_key) == [
        *["An", "Ăn", "Ấm", "Dào San", "Đoàn Kết", "Em", "Êm", "Pa Tần", "Pa Ủ"],
        *["Sì Lở Lầu", "Sin Suối Hồ", "Sìn Hồ", "Ta", "Tà Tổng", "Tả Lèng", "Tạ"],
    ]


# Django 5.2's own `vi`, in each of these cases, gives something else.
@pytest.mark.parametrize(
    ("number", "shown"),
    [(17401, "17.401"), (87292132, "87.292.132"), (1234.5, "1.234,5"), (999, "999")],
)
def test_numbers_are_grouped_with_dots(number, shown):
    assert formats.localize(number, use_l10n=True) == shown
    assert Template("{{ n }}").render(Context({"n": number})) == shown
    assert vietnamese.grouped(number) == shown


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("03/04/2026", date(2026, 4, 3)),
        ("25/12/2026", date(2026, 12, 25)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-04-03", date(2026, 4, 3)),
    ],
)
def test_dates_are_read_day_first(typed, meant):
    assert forms.DateField(localize=True).clean(typed) == meant
    assert forms.DateField().clean(typed) == meant


def test_moments_are_read_day_first_in_local_time():
    moment = forms.DateTimeField().clean("03/04/2026 08:27")

    assert timezone.localtime(moment).isoformat() == "2026-04-03T08:27:00+07:00"


def test_the_week_starts_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("DATE_FORMAT", "03/03/2026"),
        ("DATETIME_FORMAT", "08:27, 03/03/2026"),
        ("SHORT_DATETIME_FORMAT", "08:27 03/03/2026"),
        ("YEAR_MONTH_FORMAT", "tháng 03/2026"),
    ],
)
def test_dates_are_shown_day_first(name, shown):
    assert formats.date_format(timezone.localtime(MOMENT), name) == shown


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 3, 2), "Thứ hai"),
        (date(2026, 3, 3), "Thứ ba"),
        (date(2026, 3, 4), "Thứ tư"),
        (date(2026, 3, 5), "Thứ năm"),
        (date(2026, 3, 6), "Thứ sáu"),
        (date(2026, 3, 7), "Thứ bảy"),
        (date(2026, 3, 8), "Chủ nhật"),
    ],
)
def test_weekdays_have_names_not_figures(day, name):
    assert vietnamese.weekday(day) == f"{name}, {day:%d/%m/%Y}"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ at|weekday_and_time }}", "Thứ ba, 03/03/2026 - 08:27"),
        ("{{ at|iso }}", "2026-03-03T08:27:35+07:00"),
        ("{{ at|day }}", "03/03/2026"),
        ("{{ at|clock }}", "08:27"),
        ("{{ none|day }}{{ none|iso }}{{ none|clock }}{{ none|weekday }}", ""),
    ],
)
def test_moments_are_shown_in_local_time(template, shown):
    context = Context({"at": MOMENT, "none": None})

    assert Template(template).render(context) == shown


def test_midnight_belongs_to_the_day_in_vietnam():
    assert vietnamese.day(datetime(2026, 12, 31, 17, tzinfo=UTC)) == "01/01/2027"
