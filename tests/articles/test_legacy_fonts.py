"""TCVN3 and VNI, letter by letter and in sentences whose Unicode is known."""

import unicodedata

import pytest

from articles.word.legacy_fonts import TCVN3, encoding_of, to_unicode

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
LETTERS = {unicodedata.normalize("NFC", v + t) for v in VOWELS for t in TONES} | {"đ"}


def test_tcvn3_writes_every_small_letter_once():
    small = [letter for letter in TCVN3.values() if letter.islower()]
    assert set(small) == LETTERS - set("aeiouy")
    assert len(small) == len(set(small))


TCVN3_TEXTS = [
    ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
    ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("Tr¨m n¨m trong câi ng\u00adêi ta", "Trăm năm trong cõi người ta"),
]
VNI_TEXTS = [
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("TÆNH LAI CHAÂU, HUYEÄN TAM ÑÖÔØNG", "TỈNH LAI CHÂU, HUYỆN TAM ĐƯỜNG"),
    ("traêm, aén, kyõ, Myõ, ngöôøi, nöôùc, lyù", "trăm, ắn, kỹ, Mỹ, người, nước, lý"),
]


@pytest.mark.parametrize(("old", "new"), TCVN3_TEXTS)
def test_tcvn3(old, new):
    assert to_unicode(old, "tcvn3") == new


@pytest.mark.parametrize(("old", "new"), VNI_TEXTS)
def test_vni(old, new):
    assert to_unicode(old, "vni") == new


def test_vni_writes_every_letter():
    accents = ["ø", "ù", "û", "õ", "ï"]
    hats, breves = ["â", "à", "á", "å", "ã", "ä"], ["ê", "è", "é", "ú", "ü", "ë"]
    pairs = [v + a for v in "aeouyôö" for a in accents if v + a != "yï"]
    pairs += [v + a for v in "aeo" for a in hats]
    pairs += ["a" + a for a in breves] + list("íìæóòôöîñ")
    written = [to_unicode(pair, "vni") for pair in pairs]
    assert set(written) == LETTERS - set("aeiouy")
    assert len(written) == len(set(written))
    assert to_unicode("".join(pairs).upper(), "vni") == "".join(written).upper()


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnArial NarrowH", "tcvn3-capitals"),
        ("VNI-Times", "vni"),
        ("Vni-Helve", "vni"),
        ("Times New Roman", None),
        ("", None),
        (None, None),
    ],
)
def test_the_name_of_a_font_says_how_it_is_written(font, encoding):
    assert encoding_of(font) == encoding
