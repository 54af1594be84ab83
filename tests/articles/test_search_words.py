"""Text cut into words, for the index and for what readers type."""

import unicodedata

import pytest

from articles.search.words import Term, numbers_in, parse, words_in


@pytest.mark.parametrize(
    ("text", "exact", "folded"),
    [
        ("Búp chè, Tân Uyên!", "búp chè tân uyên", "bup che tan uyen"),
        ("hoà khoẻ thuỷ", "hòa khỏe thủy", "hoa khoe thuy"),
        ("quý qúy hoàn toán", "quý quý hoàn toán", "quy quy hoan toan"),
        ("Đường dốc", "đường dốc", "duong doc"),
        ("57-NQ/TW", "57 nq tw", "57 nq tw"),
        ("01/07/2025", "1 7 2025", "1 7 2025"),
        ("Nghị quyết số 1670", "nghị quyết 1670", "nghi quyet 1670"),
        ("số phận, so 5", "số phận 5", "so phan 5"),
        ("_p1 %%% & | ! ' \" * :", "p1", "p1"),
        ("", "", ""),
    ],
)
def test_text_becomes_words(text, exact, folded):
    for form in ("NFC", "NFD"):
        words = words_in(unicodedata.normalize(form, text))
        assert " ".join(word.exact for word in words) == exact
        assert " ".join(word.folded for word in words) == folded


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nghị quyết số 57-NQ/TW ngày 22/12/2024", ["57_nq_tw", "22_12_2024"]),
        ("1670/NQ-UBTVQH15", ["1670_nq_ubtvqh15"]),
        ("Nghị định 15/2024/NĐ-CP", ["15_2024_nd_cp"]),
        ("kinh tế-xã hội, năm 2025", []),
    ],
)
def test_document_numbers_are_words_as_a_whole(text, numbers):
    assert numbers_in(text) == numbers


def test_the_last_word_may_be_the_beginning_of_one():
    assert parse("trồng ch").groups == [[Term("trong")], [Term("ch")]]
    assert parse("trồng che").groups == [[Term("trong")], [Term("che", True)]]
    assert parse("theo 57-NQ").groups == [[Term("theo")], [Term("57_nq", True)]]
    assert parse("trồng c").groups == [[Term("trong", False)]]
    assert parse("").groups == []


def test_a_long_question_is_cut():
    assert len(parse("một hai " * 50).groups) == 12
