"""The way from the home page to where the reader is."""

from typing import NamedTuple

from django.urls import reverse


class Crumb(NamedTuple):
    name: str
    url: str


def trail(*steps):
    """[Crumb, ...] from the home page through `steps`, each (name, url)."""
    home = Crumb("Trang chủ", reverse("articles:home"))
    return [home, *(Crumb(name, url) for name, url in steps)]


def category_trail(category):
    """The same for a category of the shell, through its parent."""
    path = [category.parent, category] if category.parent else [category]
    return trail(*((item.name, item.url) for item in path))
