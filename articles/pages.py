"""
Renders public pages: the same bytes for everybody with the same display choice. No
session, user or CSRF token may get into a context made here.
"""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from stats import reports

from . import display, shell

PUBLIC = "public, max-age=0, s-maxage=1, stale-if-error=3600"
# Where the page cache leaves what it knows of the edition (laichau_portal/page_cache).
EDITION = "laichau_portal.edition"

held_shell = (None, None)  # (edition, shell) of this process


def render_page(request, template, context=None, status=200):
    """A public page that caches may hold for a second and the portal for a minute."""
    context = context or {}
    around = context.get("shell") or shell_for(request)
    context = {
        "shell": around,
        **place_in_menu(around, request.path, context),
        "totals": reports.totals(),
        "choice": display.parse(request.COOKIES.get(display.COOKIE)),
        "now": timezone.now(),
        "today": timezone.localdate(),
        "path": request.path,
        "canonical": settings.SITE_URL + request.path,
        "keeps_pages": settings.SERVICE_WORKER,
        **context,
    }
    response = render(request, template, context, status=status)
    response["Cache-Control"] = PUBLIC
    return response


def place_in_menu(shell, path, context):
    """{"section", "here"}: the key of the category and the address of the menu's item."""
    category = context.get("category")
    here = reverse("articles:places") if context.get("in_places") else path
    return {
        "section": (category.parent or category).id if category else None,
        "here": here if any(item.url == here for item in shell.menu) else "",
    }


def render_private(request, template, context=None, status=200):
    """A page of one reader, such as the thanks for a vote: in no cache, no index."""
    response = render_page(request, template, context, status)
    del response["Cache-Control"]
    patch_cache_control(response, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def shell_for(request):
    """
    The shell, kept per process while the edition is the one that the page cache saw
    before this request. Without the page cache in front each request reads it.
    """
    global held_shell
    if not hasattr(request, "shell"):
        edition = request.environ.get(EDITION)
        known, request.shell = held_shell
        if edition is None or edition is not known:
            request.shell = shell.load()
            held_shell = (edition, request.shell)
    return request.shell
