"""
Names of communes and wards that are written almost right. Right are the 38 units of
units.json, and those that they were formed from: news of earlier years name them.
"""

import json
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from .text import TONES, fold

UNITS = Path(__file__).parent / "units.json"
KIND = re.compile(r"^(?:xã|phường|thị trấn) ", re.IGNORECASE)
# Words that begin with a capital, one space apart.
NAMES = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
# Shorter names are one letter away from too many others.
LONG = 7


@cache
def names():
    """(names of the 38 units, spellings of every right name)."""
    units = json.loads(UNITS.read_text())["units"]
    formed_from = (old for unit in units for old in unit["formed_from"])
    right = [unit["name"] for unit in units]
    former = {KIND.sub("", old) for old in formed_from}
    return right, {spelling(name) for name in (*right, *former)}


def spelling(name):
    """`name` with the tone of each word behind it: 'hòa' and 'hoà' are one."""
    decomposed = unicodedata.normalize("NFD", name)
    words = []
    for word in decomposed.split():
        tone = "".join(mark for mark in word if mark in TONES)
        letters = "".join(mark for mark in word if mark not in TONES)
        words.append(unicodedata.normalize("NFC", letters) + tone)
    return " ".join(words)


def near_misses(text):
    """[(what is written, the name that it nearly is)] of `text`, each once."""
    right, spellings = names()
    by_length = {}
    for name in right:
        by_length.setdefault(name.count(" ") + 1, []).append(name)
    found = {}
    for run in NAMES.findall(text):
        words = run.split(" ")
        is_taken = taken(words, spellings)
        for length, candidates in by_length.items():
            for start in range(len(words) - length + 1):
                span = range(start, start + length)
                written = words[start : start + length]
                if any(is_taken[place] for place in span) or not proper(written):
                    continue
                written = " ".join(written)
                after_kind = start and words[start - 1].lower() in ("xã", "phường")
                if near := nearest(written, candidates, after_kind):
                    found.setdefault(written, near)
    return list(found.items())


def taken(words, spellings):
    """For each of `words`, whether it belongs to a name that is written right."""
    result = [False] * len(words)
    for length in (4, 3, 2):
        for start in range(len(words) - length + 1):
            if spelling(" ".join(words[start : start + length])) in spellings:
                result[start : start + length] = [True] * length
    return result


def proper(words):
    return all(word[0].isupper() and not word.isupper() for word in words)


def nearest(written, candidates, after_kind):
    """
    The name that differs from `written` in accents alone or, when it is long or stands
    behind 'xã' or 'phường', in one letter.
    """
    folded = fold(written)
    allowed = 1 if after_kind or len(folded) >= LONG else 0
    for name in candidates:
        if is_within(folded, fold(name), allowed):
            return name
    return None


def is_within(left, right, allowed):
    """Whether at most `allowed` letters have to be changed, added or taken away."""
    if abs(len(left) - len(right)) > allowed:
        return False
    return distance(left, right) <= allowed


def distance(left, right):
    """The edit distance of Levenshtein."""
    row = list(range(len(right) + 1))
    for place, letter in enumerate(left, 1):
        new = [place]
        for (diagonal, above), other in zip(pairwise(row), right, strict=True):
            new.append(min(above + 1, new[-1] + 1, diagonal + (letter != other)))
        row = new
    return row[-1]
