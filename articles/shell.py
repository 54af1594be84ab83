"""
What stands around every public page: menu, footer, links, notices, places, names.
It depends on the edition alone and costs one query.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace

from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.urls import reverse

from . import text
from .map import are_drawn, cells
from .models import Author, Category, Link, MenuItem, Notice, Page, Place, SiteSettings
from .slices import fetch_rows, named_rows

# The nameplate is set in two lines: what the portal is, and whose it is.
NAMEPLATE = re.compile(r"(?P<over>.+?)\s+(?P<name>(tỉnh|thành phố|xã|phường)\s.+)")
SEVERITY = [Notice.Level.DANGER, Notice.Level.WARNING, Notice.Level.INFORMATION]


@dataclass
class Shell:
    site: SiteSettings
    categories: list = field(default_factory=list)  # roots, with .children
    menu: list = field(default_factory=list)
    pages: list = field(default_factory=list)
    links: dict = field(default_factory=dict)  # by LinkGroup.Spot: groups with .links
    notices: list = field(default_factory=list)
    places: list = field(default_factory=list)  # in alphabetical order, numbered
    authors: list = field(default_factory=list)  # in alphabetical order
    fragments: dict = field(default_factory=dict)  # see templatetags/kept.py
    statements: dict = field(default_factory=dict)

    def category(self, key):
        """The category with that primary key, or None."""
        return self.by_key.get(key)

    @property
    def nameplate(self):
        """{"over", "name"}; the whole name in one line where it has no such parts."""
        match = NAMEPLATE.fullmatch(self.site.name)
        return match.groupdict() if match else {"over": "", "name": self.site.name}

    @cached_property
    def cells(self):
        """The places on the map."""
        return cells(self.places)

    @cached_property
    def has_outlines(self):
        """Whether the map shows the places as they are, not as hexagons."""
        return are_drawn(self.places)

    def statement(self, key, make):
        """What `make()` gave when it was first asked for under `key`: a compiled query."""
        if key not in self.statements:
            self.statements[key] = make()
        return self.statements[key]

    def family(self, category):
        """Keys of a category and of its children."""
        return [category.id, *(child.id for child in category.children)]


def load():
    """Everything, as it stands in the database now."""
    rows = defaultdict(list, fetch_rows(*everything()))
    shell = Shell(site=site_settings(rows["site"]))
    arrange_categories(shell, rows["category"])
    arrange_links(shell, rows["link"])
    arrange_places(shell, rows["place"])
    shell.menu = in_order(rows["menu"], "name")
    shell.pages = in_order(rows["page"], "title")
    shell.authors = sorted(rows["author"], key=lambda row: text.sort_key(row.name))
    shell.notices = rows["notice"]
    for page in shell.pages:
        page.url = reverse("articles:page", args=[page.slug])
    shell.notices.sort(key=lambda notice: SEVERITY.index(notice.level))
    for notice in shell.notices:
        notice.label = Notice.Level(notice.level).label
    return shell


def everything():
    """The parts of the one query."""
    return [
        named_rows("site", SiteSettings.objects, "id", *names_of(SiteSettings)),
        named_rows(
            "category",
            Category.objects,
            "position",
            *("id", "name", "slug", "parent_id"),
            *("position", "description", "is_service"),
        ),
        named_rows("menu", MenuItem.objects, "position", "position", "name", "url"),
        named_rows("page", Page.objects, "position", "position", "title", "slug"),
        named_rows(
            "link",
            Link.objects,
            "position",
            *("name", "url", "group_id", "position"),
            group=F("group__name"),
            spot=F("group__spot"),
            group_position=F("group__position"),
        ),
        named_rows("author", Author.objects, "id", "id", "name", "slug"),
        named_rows("notice", Notice.objects.current(), "id", "level", "text", "url"),
        named_rows(
            "place",
            Place.objects,
            "id",
            *("id", "code", "name", "slug", "kind", "tile", "drawing"),
            area_km2=Cast("area_km2", FloatField()),
        ),
    ]


def in_order(rows, name):
    """By position, and by the Vietnamese alphabet where several have the same."""
    return sorted(
        rows, key=lambda row: (row.position, text.sort_key(getattr(row, name)))
    )


def names_of(model):
    return [item.name for item in model._meta.fields]


def site_settings(rows):
    return SiteSettings(**vars(rows[0])) if rows else SiteSettings()


def arrange_categories(shell, categories):
    categories = in_order(categories, "name")
    shell.by_key = {category.id: category for category in categories}
    for category in categories:
        category.url = reverse("articles:category", args=[category.slug])
        category.children = []
        category.parent = shell.by_key.get(category.parent_id)
    for category in categories:
        if category.parent:
            category.parent.children.append(category)
        else:
            shell.categories.append(category)


def arrange_links(shell, links):
    groups = {}
    for link in in_order(links, "name"):
        group = groups.setdefault(
            link.group_id,
            SimpleNamespace(
                name=link.group,
                spot=link.spot,
                position=link.group_position,
                links=[],
            ),
        )
        group.links.append(link)
    shell.links = defaultdict(list)
    for group in in_order(groups.values(), "name"):
        shell.links[group.spot].append(group)


def arrange_places(shell, places):
    shell.places = sorted(places, key=lambda place: text.sort_key(place.name))
    for number, place in enumerate(shell.places, 1):
        place.number = number
        place.full_name = f"{place.kind.capitalize()} {place.name}"
        place.url = reverse("articles:place", args=[place.slug])
        for name in ("tile", "drawing"):
            if isinstance(value := getattr(place, name), str):  # as SQLite keeps JSON
                setattr(place, name, json.loads(value))
