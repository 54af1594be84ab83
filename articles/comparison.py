"""Two revisions of an article side by side, in the words of the newsroom."""

from typing import NamedTuple

from . import differences
from .differences import Piece
from .models import Article, Image, Revision
from .relations import keys_of, label_of, names, related_model
from .templatetags.newsroom import when

TEXTS = ["title", "lead"]
OTHERS = [name for name in Revision.SCALARS if name not in (*TEXTS, "body")]
RELATIONS = [name for name in (*Revision.KEYS, *Revision.LISTS) if name != "cover"]


class Part(NamedTuple):
    """A field in which the two differ."""

    name: str
    label: str
    pieces: list = ()
    rows: list = ()  # of the body
    pictures: list = ()  # (kind, Image or None, words)


def compare(old, new):
    """The Parts in which `new` differs from `old` (contents of revisions)."""
    parts = [
        *(texts(name, old, new) for name in TEXTS),
        Part(
            "body", label_of("body"), rows=differences.bodies(old["body"], new["body"])
        ),
        covers(old, new),
        *(relations(name, old, new) for name in RELATIONS),
        *(values(name, old, new) for name in OTHERS),
    ]
    return [part for part in parts if part.rows or part.pictures or is_different(part)]


def is_different(part):
    return any(piece.kind != "same" for piece in part.pieces)


def texts(name, old, new):
    return Part(name, label_of(name), differences.words(old[name], new[name]))


def relations(name, old, new):
    before, after = keys_of(old, name), keys_of(new, name)
    called = names(related_model(name), [*before, *after]) if before != after else {}
    pieces = differences.items(
        [called[key] for key in before] if called else [],
        [called[key] for key in after] if called else [],
    )
    return Part(name, label_of(name), pieces)


def values(name, old, new):
    before, after = shown(name, old[name]), shown(name, new[name])
    pieces = [Piece("del", before, " "), Piece("ins", after)] if before != after else []
    return Part(name, label_of(name), [piece for piece in pieces if piece.text])


def shown(name, value):
    """A column's value as the form would write it."""
    field = Article._meta.get_field(name)
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if name == "source_at":
        return when(field.to_python(value))
    return str(dict(field.flatchoices).get(value, value))


def covers(old, new):
    keys = {"del": old["cover"], "ins": new["cover"]}
    if keys["del"] == keys["ins"]:
        return Part("cover", label_of("cover"))
    chosen = [key for key in keys.values() if key is not None]
    images, called = Image.objects.in_bulk(chosen), names(Image, chosen)
    pictures = [
        (kind, images.get(key), called[key]) for kind, key in keys.items() if key
    ]
    return Part("cover", label_of("cover"), pictures=pictures)


def count_words(parts):
    """(words that are new, words that are gone) in title, lead and body."""
    added = removed = 0
    for part in parts:
        if part.name not in (*TEXTS, "body"):
            continue
        pieces = [*part.pieces, *pieces_of(part.rows)]
        added += number(pieces, "ins")
        removed += number(pieces, "del")
    return added, removed


def pieces_of(rows):
    for row in rows:
        yield from row.pieces
        if row.kind in ("new", "gone"):
            yield Piece("ins" if row.kind == "new" else "del", row.block.text)


def number(pieces, kind):
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)
