"""What a Word file's styles say of font, weight and place; mammoth reads runs alone."""

from typing import NamedTuple
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
PART = "word/styles.xml"
MAX_ANCESTORS = 12


class Style(NamedTuple):
    """None where nothing is said."""

    font: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    alignment: str | None = None


class Styles:
    """The styles of a ZipFile that package.py has let in."""

    def __init__(self, package):
        self.own, self.parents, self.default = {}, {}, {}
        self.base = Style()
        if PART in package.namelist():
            self.read(ElementTree.fromstring(package.read(PART)))

    def read(self, root):
        w = STRICT if root.tag.startswith(STRICT) else W
        defaults = root.find(f"{w}docDefaults/{w}rPrDefault")
        if defaults is not None:
            self.base = style_of(defaults, w)
        for element in root.iter(f"{w}style"):
            key = element.get(f"{w}styleId")
            self.own[key] = style_of(element, w)
            parent = element.find(f"{w}basedOn")
            self.parents[key] = None if parent is None else parent.get(f"{w}val")
            if element.get(f"{w}default") in ("1", "true"):
                self.default[element.get(f"{w}type")] = key

    def of_paragraph(self, key):
        """The whole Style of paragraphs with the style `key`; None is the default."""
        return self.merged(key or self.default.get("paragraph"), self.base)

    def of_run(self, key):
        return self.merged(key, Style())

    def merged(self, key, base):
        chain = []
        while key in self.own and len(chain) < MAX_ANCESTORS:
            chain.append(self.own[key])
            key = self.parents[key]
        for style in reversed(chain):
            base = over(base, style)
        return base


def over(base, style):
    """`style`, and what `base` says where it says nothing."""
    pairs = zip(base, style, strict=True)
    return Style(*(below if own is None else own for below, own in pairs))


def style_of(element, w):
    fonts = element.find(f"{w}rPr/{w}rFonts")
    place = element.find(f"{w}pPr/{w}jc")
    return Style(
        font=None if fonts is None else fonts.get(f"{w}ascii"),
        bold=truth(element.find(f"{w}rPr/{w}b"), w),
        italic=truth(element.find(f"{w}rPr/{w}i"), w),
        alignment=None if place is None else place.get(f"{w}val"),
    )


def truth(element, w):
    if element is None:
        return None
    return element.get(f"{w}val") not in ("0", "false", "off")
