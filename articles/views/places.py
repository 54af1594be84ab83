"""The communes and wards: all of them on the map, and the page of one."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..breadcrumb import trail
from ..map import cells, neighbours
from ..models import Place
from ..pages import render_page, shell_for
from ..places import former_districts
from .public import list_of

NAME = "Xã, phường"


@require_safe
def places(request):
    shell = shell_for(request)
    rows = Place.objects.in_bulk()
    context = {
        "in_places": True,
        "crumbs": trail((NAME, request.path)),
        "rows": [rows[place.id] for place in shell.places if place.id in rows],
    }
    return render_page(request, "articles/places.html", context)


@require_safe
def place(request, slug):
    shell = shell_for(request)
    here = next((item for item in shell.places if item.slug == slug), None)
    if here is None:
        raise Http404
    return list_of(
        request,
        Place,
        slug,
        "articles/place.html",
        in_places=True,
        feed=reverse("articles:rss_place", args=[slug]),
        shell=shell,
        cells=cells(shell.places, here),
        neighbours=neighbours(shell.places, here),
        former_districts=former_districts(here.code),
        crumbs=trail((NAME, reverse("articles:places")), (here.full_name, here.url)),
    )
