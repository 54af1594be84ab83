"""
Cuts static/fonts/ out of Newsreader: a headline and a reading cut, Latin-1 and the
Vietnamese letters, woff2. `make fonts` calls it; the outputs are committed.
"""

import os
import unicodedata
from importlib.resources import files
from pathlib import Path

# Font files carry the time of their making; a fixed one makes equal bytes each time.
os.environ.setdefault("SOURCE_DATE_EPOCH", "0")

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE = files("fontpkg_newsreader") / "files" / "Newsreader[opsz,wght].ttf"
TARGET = Path(__file__).resolve().parent.parent / "static" / "fonts"
CUTS = {
    # Read at 15-19 px: drawn for small sizes, a little heavier than regular.
    "lc-serif-400.woff2": {"wght": 420, "opsz": 12},
    # Headlines.
    "lc-serif-600.woff2": {"wght": 600, "opsz": 40},
}
LIMIT = 55_000  # bytes, both together

LATIN_1 = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)]))
VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
PUNCTUATION = "–—‘’“”•…′″₫−"
# The letters with marks of both cases, and the marks by themselves.
VIETNAMESE = [
    unicodedata.normalize("NFC", letter + tone)
    for letter in VOWELS
    for tone in ["", *TONES]
] + ["đ"]
CHARACTERS = {
    *LATIN_1,
    *TONES,
    *PUNCTUATION,
    *VIETNAMESE,
    *(letter.upper() for letter in VIETNAMESE),
}
# Pairs, marks above and below, fi; figures of one width in tables.
FEATURES = ["kern", "mark", "mkmk", "liga", "pnum", "tnum"]


def cut(axes):
    """The variable font at one point of its axes, with our characters alone."""
    font = instantiateVariableFont(TTFont(SOURCE), axes)
    options = Options(layout_features=FEATURES, flavor="woff2", hinting=False)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the licence stays in the file
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(CHARACTERS))
    subsetter.subset(font)
    missing = set(map(ord, CHARACTERS)) - set(font.getBestCmap())
    if missing:
        raise SystemExit(f"Newsreader lacks {sorted(map(chr, missing))}")
    font.flavor = "woff2"
    return font


def main():
    TARGET.mkdir(exist_ok=True)
    total = 0
    for name, axes in CUTS.items():
        cut(axes).save(TARGET / name)
        size = (TARGET / name).stat().st_size
        print(f"{name}: {size} bytes")
        total += size
    if total > LIMIT:
        raise SystemExit(f"{total} bytes together; at most {LIMIT} are allowed")


if __name__ == "__main__":
    main()
