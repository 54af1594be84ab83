"""
Vietnamese from before Unicode. In TCVN3 (ABC) fonts, whose names begin with ".Vn", and in
VNI fonts, "VNI-...", the letters are Latin-1 characters that only the font draws as
Vietnamese. TCVN3 has one character for a letter, TCVN 5712:1993, VN3; capitals with an
accent are the small letters of a font whose name ends in "H". VNI writes a letter and an
accent after it.
"""

import re
import unicodedata

# Letter by letter: à á ả ã ạ, then what a hat, breve or horn adds.
TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
CIRCUMFLEX, BREVE = "\u0302", "\u0306"
# The accents that follow a letter; "â" and "ê" stand for a hat or a breve.
VNI_ACCENTS = {
    "ø": GRAVE,
    "ù": ACUTE,
    "û": HOOK,
    "õ": TILDE,
    "ï": DOT,
    "â": CIRCUMFLEX,
    "à": CIRCUMFLEX + GRAVE,
    "á": CIRCUMFLEX + ACUTE,
    "å": CIRCUMFLEX + HOOK,
    "ã": CIRCUMFLEX + TILDE,
    "ä": CIRCUMFLEX + DOT,
    "ê": BREVE,
    "è": BREVE + GRAVE,
    "é": BREVE + ACUTE,
    "ú": BREVE + HOOK,
    "ü": BREVE + TILDE,
    "ë": BREVE + DOT,
}
VNI_LETTERS = {
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "ô": "ơ",
    "ö": "ư",
    "î": "ỵ",
    "ñ": "đ",
}
VNI_LETTERS |= {old.upper(): new.upper() for old, new in VNI_LETTERS.items()}
ACCENTED = "".join(VNI_ACCENTS)
VNI = re.compile(f"([aeouyôöAEOUYÔÖ])([{ACCENTED}{ACCENTED.upper()}])")


def encoding_of(font):
    """ "tcvn3", "tcvn3-capitals" or "vni" of a font's name; None when it is Unicode."""
    font = font or ""
    if font.startswith(".Vn"):
        return "tcvn3-capitals" if font.endswith("H") else "tcvn3"
    return "vni" if font.upper().startswith("VNI-") else None


def to_unicode(text, encoding):
    """`text` as its font drew it, in NFC."""
    if encoding == "vni":
        return from_vni(text)
    text = "".join(TCVN3.get(character, character) for character in text)
    return text.upper() if encoding == "tcvn3-capitals" else text


def from_vni(text):
    def joined(match):
        letter, accent = match.groups()
        letter = VNI_LETTERS.get(letter, letter)
        return unicodedata.normalize("NFC", letter + VNI_ACCENTS[accent.lower()])

    # Letters of their own come last: after "a", "ó" is no accent, but "ô" may carry one.
    pieces = []
    end = 0
    for match in VNI.finditer(text):
        pieces += [alone(text[end : match.start()]), joined(match)]
        end = match.end()
    return "".join([*pieces, alone(text[end:])])


def alone(text):
    return "".join(VNI_LETTERS.get(character, character) for character in text)


def is_accent(character):
    """Whether in VNI `character` belongs to the letter before it."""
    return character.lower() in VNI_ACCENTS
