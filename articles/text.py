"""Vietnamese text: clean, folded for search, made into addresses, sorted."""

import hashlib
import unicodedata
from functools import lru_cache

from django.utils.text import slugify as django_slugify

# The 29 letters in their order; f, j, w and z stand where Latin has them.
ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Combining marks of the tones in dictionary order: level, huyền, hỏi, ngã, sắc, nặng.
TONES = "\u0300\u0309\u0303\u0301\u0323"
DROPPED_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn"}


def normalize(text):
    """
    NFC without what nobody sees: zero-width, direction and tag characters, control
    characters but tab and line feed, lone surrogates, private and unassigned ones.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(filter(is_visible, text)))


def is_visible(character):
    return (
        character in "\n\t" or unicodedata.category(character) not in DROPPED_CATEGORIES
    )


def fold(text):
    """
    Lowercase `text` and strip its accents, one character for each of its NFC form, so
    that offsets found in the result hold in the original: "Lai Châu" -> "lai chau".

    "đ" is a letter of its own, not an accented "d": Unicode decomposition (and with
    it Django's slugify) would drop it.
    """
    return "".join(map(fold_character, unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=10_000)
def fold_character(character):
    if unicodedata.combining(character):
        return " "
    decomposed = unicodedata.normalize("NFD", character.lower()[0].replace("đ", "d"))
    return decomposed[0]


def slugify(text, max_length=100):
    """
    `text` as the part of an address: "Đường về Tà Tổng" -> "duong-ve-ta-tong".
    Text without a single Latin letter or digit gets a short name made of its hash.
    """
    slug = django_slugify(fold(text))
    if not slug:
        return "muc-" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
    return slug


def sort_key(text):
    """
    A key by which `sorted` follows the Vietnamese alphabet: letters first (a, ă, â,
    ... d, đ), then tones, word by word.
    """
    return [word_key(word) for word in unicodedata.normalize("NFC", text).split()]


def word_key(word):
    letters, tones = [], []
    for character in word.lower():
        decomposed = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in decomposed if mark in TONES), "")
        letter = unicodedata.normalize("NFC", decomposed.replace(tone, ""))
        place = ALPHABET.find(letter)
        letters.append((0, place) if place >= 0 else (-1, ord(letter[0])))
        tones.append(TONES.index(tone) + 1 if tone else 0)
    return letters, tones
