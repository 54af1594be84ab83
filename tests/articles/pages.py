"""Reads a rendered page: its elements, in order, with their attributes and text."""

import json
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"br", "hr", "img", "input", "link", "meta", "source"}


class Element(NamedTuple):
    tag: str
    attributes: dict
    words: list

    @property
    def text(self):
        return " ".join("".join(self.words).split())


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements, self.open = [], []

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), [])
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append(Element(tag, dict(attributes), []))

    def handle_endtag(self, tag):
        if tag in [element.tag for element in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data):
        for element in self.open:
            element.words.append(data)


class Page:
    def __init__(self, response):
        reader = Reader()
        reader.feed(response.content.decode())
        self.elements = reader.elements

    def find(self, tag, **wanted):
        """Elements `tag` that have these attributes; class_ and data_x are spelt so."""
        wanted = {
            name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()
        }
        return [
            element
            for element in self.elements
            if element.tag == tag and has(element.attributes, wanted)
        ]

    def one(self, tag, **wanted):
        [element] = self.find(tag, **wanted)
        return element

    def links(self):
        return [element.attributes.get("href") for element in self.find("a")]

    def meta(self, name):
        """The content of <meta name> or <meta property>, "" without it."""
        for element in self.find("meta"):
            if name in (
                element.attributes.get("name"),
                element.attributes.get("property"),
            ):
                return element.attributes["content"]
        return ""

    def structured_data(self, kind):
        found = map(
            json.loads,
            (item.text for item in self.find("script", type="application/ld+json")),
        )
        [data] = [item for item in found if item["@type"] == kind]
        return data


def has(attributes, wanted):
    for name, value in wanted.items():
        if name not in attributes:
            return False
        if name == "class" and value not in attributes["class"].split():
            return False
        if name != "class" and value is not True and attributes[name] != value:
            return False
    return True
