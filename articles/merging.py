"""
Two versions of an article that began as one: where they differ, and a third made of
both. A version is a Revision.content.
"""

from dataclasses import dataclass

from .differences import opcodes, words
from .html import plain
from .html_tree import blocks
from .models import Revision

THEIRS, MINE, BOTH = "theirs", "mine", "both"
ALIKE = 0.6  # of the words in common


@dataclass
class Part:
    """A field, or a stretch of the body, in which two versions differ."""

    name: str  # in the form that asks which to take
    field: str
    theirs: object
    mine: object
    place: int = 0  # of the stretch's first paragraph in their body, from 1
    usual: str = MINE  # what is chosen until somebody chooses
    can_keep_both: bool = False

    def chosen(self, choice):
        """The value by `choice`; lists and stretches of the body may be put together."""
        if choice == BOTH and self.can_keep_both:
            return [*self.theirs, *(x for x in self.mine if x not in self.theirs)]
        return self.theirs if choice == THEIRS else self.mine


def differing(base, theirs, mine):
    """The Parts in which `theirs` and `mine` differ; `base` is what both began with."""
    parts = [
        field_part(name, base[name], theirs[name], mine[name])
        for name in Revision.CONTENT
        if name != "body" and theirs[name] != mine[name]
    ]
    stretches = [part for part in body_parts(base, theirs, mine) if part.name]
    at = next(
        (i for i, part in enumerate(parts) if part.field not in TEXTS), len(parts)
    )
    return [*parts[:at], *stretches, *parts[at:]]


TEXTS = ["title", "slug", "lead"]


def field_part(name, base, theirs, mine):
    part = Part(name, name, theirs, mine, can_keep_both=name in Revision.LISTS)
    part.usual = usual_of(theirs == base, mine == base, part)
    return part


def usual_of(they_kept, i_kept, part):
    """
    Whoever has changed a part is taken. Where both have, both are kept; where that
    cannot be, the unsaved one, as the other stays in the history.
    """
    if i_kept and not they_kept:
        return THEIRS
    if they_kept or not part.can_keep_both:
        return MINE
    return BOTH


def body_parts(base, theirs, mine):
    """The bodies from end to end; a Part without a name is the same in both."""
    known = set(blocks(base["body"]))
    left, right = blocks(theirs["body"]), blocks(mine["body"])
    for kind, i, j, k, m in opcodes(left, right):
        if kind == "equal":
            yield Part("", "body", left[i:j], left[i:j])
            continue
        for a, b in stretches(left[i:j], right[k:m]):
            part = Part(f"body-{i + 1}-{k + 1}", "body", a, b, place=i + 1)
            part.can_keep_both = bool(a and b)
            part.usual = usual_of(known.issuperset(a), known.issuperset(b), part)
            yield part
            i, k = i + len(a), k + len(b)


def stretches(left, right):
    """As many paragraphs on both sides are compared one by one, others at once."""
    if len(left) == len(right):
        return [([a], [b]) for a, b in zip(left, right, strict=True)]
    return [(left, right)]


def merged(base, theirs, mine, choices):
    """The content that {name of a Part: THEIRS, MINE or BOTH} makes of the two."""
    content = dict(mine)
    for part in differing(base, theirs, mine):
        if part.field != "body":
            content[part.field] = part.chosen(choices.get(part.name, part.usual))
    content["body"] = "".join(
        block
        for part in body_parts(base, theirs, mine)
        for block in part.chosen(choices.get(part.name, part.usual))
    )
    return content


# Showing where a text differs from what both began with


def marked(text, base):
    """
    [(words, whether they are not in `base`)] from one end of `text` to the other; a
    text that has little in common with `base` is new as a whole.
    """
    pieces = words(base, text)
    same = sum(number(piece.text) for piece in pieces if piece.kind == "same")
    if 2 * same < ALIKE * (number(text) + number(base)):
        return [(text, True)]
    return [
        (piece.text + piece.tail, piece.kind != "same")
        for piece in pieces
        if piece.kind != "del"
    ]


def number(text):
    return len(text.split())


def nearest(block, base):
    """The text of that paragraph of the body `base` which is most like `block`."""
    known = set(plain(block).split())
    texts = [plain(other) for other in blocks(base)]
    return max(texts, key=lambda text: len(known & set(text.split())), default="")
