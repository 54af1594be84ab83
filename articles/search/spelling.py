"""'Có phải bạn tìm: …' for words that stand nowhere: what may have been meant by them."""

import re
from itertools import islice, product
from typing import NamedTuple

from ..models.search import SearchEntry, SearchWord
from .entries import is_spelt
from .keys import EVERYTHING, matching
from .words import Term, parse

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST = 12  # letters of a word that is spelt anew
NEWEST = 60  # articles that are looked at
MOST_CHOICES = 200  # in one of them
# Written without an input method: "suwowng muoois" for "sương muối".
TELEX = [(r"(a)a|(e)e|(o)o|(d)d|([aou])w", r"\1\2\3\4\5"), (r"(?<=.)[fsrxjw]$", "")]


class Suggestion(NamedTuple):
    text: str  # as it is written in the articles
    ids: list  # of some that have it, the newest first


class Choice(NamedTuple):
    """A way to spell all words that one article has; the greatest is the likeliest."""

    kept: int  # words that stay as they were typed
    in_title: bool
    in_text: bool  # side by side, both
    key: int
    words: tuple
    entry: SearchEntry

    @property
    def is_likely(self):
        """Words that are nowhere side by side are no better than what was typed."""
        return self.in_text or self.kept >= len(self.words) - 1


def suggest_spelling(text, filters=EVERYTHING):
    """A Suggestion that some published article answers, or None."""
    asked = [group[0].word for group in parse(text).groups]
    variants = known_variants(asked)
    if not variants:
        return None
    groups = [[Term(word) for word in words] for words in variants]
    found = matching(groups, filters, titles=NEWEST, enough=1, texts=NEWEST)
    entries = SearchEntry.objects.filter(pk__in=found.values("pk"))
    choices = [
        choice
        for entry in entries
        for choice in choices_in(entry, variants, asked)
        if choice.is_likely
    ]
    if not choices:
        return None
    best = max(choices)
    alike = [choice for choice in choices if choice.words == best.words]
    return Suggestion(
        as_written(best), [choice.entry.pk for choice in sorted(alike, reverse=True)]
    )


def as_written(choice):
    """The words of `choice` with the accents that they have in its article."""
    entry, number = choice.entry, len(choice.words)
    for folded, exact in [
        (entry.title, entry.title_exact),
        (entry.text, entry.text_exact),
    ]:
        folded, exact = folded.split(), exact.split()
        for start in range(len(exact) - number + 1):
            if tuple(folded[start : start + number]) == choice.words:
                return " ".join(exact[start : start + number])
    # Not side by side: each as it stands first.
    return " ".join(exact[folded.index(word)] for word in choice.words)


def known_variants(asked):
    """
    [[word, ...], ...]: for every word that may be found what it may be, the likeliest
    first. While some words are unknown the known ones are taken to be right.
    """
    near = {word: spellings(word) for word in asked if is_spelt(word)}
    wanted = {word for words in near.values() for word in words}
    rows = SearchWord.objects.filter(word__in=wanted)
    known = set(rows.values_list("word", flat=True))
    has_error = any(word not in known for word in near)
    result = []
    for word in asked:
        if word not in near or (has_error and word in known):
            result.append([word])
        else:
            result.append([other for other in near[word] if other in known])
    return [words for words in result if words]


def spellings(word):
    """`word`, what it is in Telex, and what is one letter away from it."""
    others = [word, telex(word)]
    if len(word) <= LONGEST:
        others += sorted(one_letter_away(word))
    return list(dict.fromkeys(others))


def telex(word):
    """ "suowng" -> "suong", "muoois" -> "muoi"."""
    for pattern, letter in TELEX:
        word = re.sub(pattern, letter, word)
    return word


def one_letter_away(word):
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    for head, tail in cuts:
        yield from (head + letter + tail for letter in LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


def choices_in(entry, variants, asked):
    """Every Choice of one of each of `variants` that `entry` has."""
    has = [[word for word in words if f" {word} " in entry.text] for words in variants]
    for words in islice(product(*has), MOST_CHOICES):
        phrase = f" {' '.join(words)} "
        yield Choice(
            sum(word in asked for word in words),
            phrase in entry.title,
            phrase in entry.text,
            entry.key,
            words,
            entry,
        )
