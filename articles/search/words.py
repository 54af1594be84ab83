"""
Text as the words that are indexed and searched. Cut here and not by the databases:
PostgreSQL's parser takes "57-NQ/TW" apart and "1670/NQ-UBTVQH15" for one word.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from ..text import TONES, fold, normalize

WORD = r"[^\W_]+"
# 57-NQ/TW, 15/2024/NĐ-CP, 01/07/2025: found as a whole, and by each part.
NUMBER = r"\d[^\W_]*(?:[-–/][^\W_]+)+"
CHUNK = re.compile(f"(?P<number>{NUMBER})|(?P<word>{WORD})")
PART = re.compile(WORD)
LONGEST_WORD = 40
MOST_WORDS = 12  # of a search
SHORTEST_PREFIX = 3  # "th" begins half of all words
# Where a tone may stand on either of two vowels.
OPEN_VOWELS = re.compile(rf"(o)([ae])([{TONES}])$|(?<!q)(u)(y)([{TONES}])$")
VOWELS_OF_QU = re.compile(rf"(?<=q)(u)([{TONES}])(y)$")


class Word(NamedTuple):
    exact: str  # "hòa", the tone in its traditional place
    folded: str  # "hoa"


class Term(NamedTuple):
    word: str
    is_prefix: bool = False


class Query(NamedTuple):
    """What is asked for: a term of every group, the more like `words` the better."""

    groups: list
    words: list

    @property
    def has_accents(self):
        return any(word.exact != word.folded for word in self.words)


def words_in(text):
    """[Word, ...] of `text`; "số" before a number is left out: many do."""
    return [word for chunk in chunks(text) for word in chunk.words]


def numbers_in(text):
    """["57_nq_tw", ...]: the document numbers and dates of `text`, each as one word."""
    return [chunk.joined for chunk in chunks(text) if chunk.joined]


def parse(text):
    """
    The Query of what a reader typed. Its last word may be the beginning of one, and so
    may a document number.
    """
    groups, words = [], []
    for chunk in chunks(text)[:MOST_WORDS]:
        words += chunk.words
        term = Term(chunk.joined, True) if chunk.joined else Term(chunk.words[0].folded)
        groups.append([term])
    if not groups:
        return Query([], [])
    last = groups.pop()[0]
    last = last._replace(is_prefix=len(last.word) >= SHORTEST_PREFIX)
    # After other words a single letter is one that has been begun: it only ranks.
    if len(last.word) > 1 or last.word.isdigit() or not groups:
        groups.append([last])
    return Query(groups, words)


class Chunk(NamedTuple):
    words: list
    joined: str  # "" for a plain word


def chunks(text):
    found = [chunk_of(match) for match in CHUNK.finditer(normalize(text).lower())]
    return [
        chunk
        for chunk, following in zip_longest(found, found[1:])
        if not (is_so(chunk) and following and following.words[0].folded[0].isdigit())
    ]


def is_so(chunk):
    return chunk.words[0].folded == "so" and not chunk.joined


def chunk_of(match):
    words = [word_of(part) for part in PART.findall(match[0])]
    joined = "_".join(word.folded for word in words) if match["number"] else ""
    return Chunk(words, joined[:LONGEST_WORD])


@lru_cache(maxsize=20_000)  # Vietnamese has few syllables, and texts have many of each
def word_of(text):
    exact = place_tone(text)[:LONGEST_WORD]
    if exact.isdecimal():
        exact = exact.lstrip("0") or "0"
    return Word(exact, fold(exact))


def place_tone(word):
    """ "hoà" -> "hòa", "thuỷ" -> "thủy", "qúy" -> "quý": one way to write a word."""
    parts = unicodedata.normalize("NFD", word)
    parts = OPEN_VOWELS.sub(r"\1\3\2\4\6\5", parts)
    parts = VOWELS_OF_QU.sub(r"\1\3\2", parts)
    return unicodedata.normalize("NFC", parts)
