"""Marks what was asked for in the original text, and cuts out the part that shows it."""

import re
from typing import NamedTuple

from ..text import fold
from .words import SHORTEST_PREFIX, place_tone

LENGTH = 190  # characters of a snippet
BEFORE = 60  # of them before the first word that was found
GAP = "…"
# Headings and rows of tables end without a full stop.
END_OF_LINE = re.compile(r"(\w)\n")


class Piece(NamedTuple):
    text: str
    is_found: bool


class Span(NamedTuple):
    start: int
    end: int
    word: int  # which of the query's
    is_exact: bool


def highlight(text, query):
    """`text` as [Piece, ...]."""
    return pieces(text, spans_in(text, query), 0, len(text))


def snippet(lead, body, query):
    """
    The lead, unless the body shows more of what was asked for: then a part of it, from
    the place that shows most. As [Piece, ...].
    """
    body = END_OF_LINE.sub(r"\1. ", body).replace("\n", " ")
    in_lead, in_body = spans_in(lead, query), spans_in(body, query)
    first, shown = best_window(in_body)
    if worth(in_lead) >= shown:
        return pieces(lead, in_lead, 0, len(lead))
    start, end = edges(body, in_body[first].start)
    cut = pieces(body, in_body, start, end)
    before = [Piece(GAP, False)] if start else []
    after = [Piece(GAP, False)] if end < len(body) else []
    return [*before, *cut, *after]


def spans_in(text, query):
    """
    Where words of the query stand in `text`, which is NFC as everything stored; with
    their accents alone, where it has any word of the query with them.
    """
    spans = []
    for match in pattern_of(query).finditer(fold(text)):
        word = match.lastindex - 1
        original = place_tone(text[match.start() : match.end()].lower())
        is_exact = original.startswith(query.words[word].exact)
        spans.append(Span(*match.span(), word, is_exact))
    return accented(spans) if query.has_accents else spans


def pattern_of(query):
    """A group for each word of the query; the last may go on."""
    words = [f"0*{word.folded}" for word in query.words]
    if words and len(query.words[-1].folded) >= SHORTEST_PREFIX:
        words[-1] += r"[^\W_]*"
    groups = "|".join(f"({word})" for word in words)
    return re.compile(rf"(?<![^\W_])(?:{groups})(?![^\W_])")


def accented(spans):
    with_accents = {span.word for span in spans if span.is_exact}
    return [span for span in spans if span.is_exact or span.word not in with_accents]


def worth(spans):
    """Different words count, then words side by side."""
    neighbours = sum(
        later.word == span.word + 1 and later.start - span.end < 3
        for span, later in zip(spans, spans[1:], strict=False)
    )
    return 2 * len({span.word for span in spans}) + min(neighbours, 3)


def best_window(spans):
    """(number of the span that the best part begins with, its worth)."""
    best = (0, 0)
    end = 0
    for start, span in enumerate(spans):
        while end < len(spans) and spans[end].end <= span.start + LENGTH - BEFORE:
            end += 1
        found = worth(spans[start:end])
        if found > best[1]:
            best = (start, found)
    return best


def edges(text, found_at):
    """(start, end) of the part around `found_at`, between words."""
    start = max(0, found_at - BEFORE)
    if start:
        start = text.find(" ", start, found_at) + 1 or found_at
    end = start + LENGTH
    if end < len(text):
        end = max(text.rfind(" ", start, end), found_at + 1)
    return start, min(end, len(text))


def pieces(text, spans, start, end):
    """text[start:end] as [Piece, ...], found words that touch as one."""
    result, at = [], start
    for span in merged(spans, text):
        if span[0] < start or span[1] > end:
            continue
        result += [
            Piece(text[at : span[0]], False),
            Piece(text[span[0] : span[1]], True),
        ]
        at = span[1]
    return [piece for piece in [*result, Piece(text[at:end], False)] if piece.text]


def merged(spans, text):
    """(start, end) of the spans, those with a single space between them as one."""
    result = []
    for span in spans:
        if result and re.fullmatch(r"\s", text[result[-1][1] : span.start]):
            result[-1] = (result[-1][0], span.end)
        else:
            result.append((span.start, span.end))
    return result
