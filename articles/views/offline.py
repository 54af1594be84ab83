"""What lets a browser keep pages for when the network fails, and the portal as an app."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ..breadcrumb import trail
from ..pages import PUBLIC, render_page, shell_for

NAME = "Đọc khi mất mạng"
PAPER, BAND = "#faf6ee", "#161f45"  # --paper and --band of css/tokens.css


@require_safe
@cache_control(no_cache=True)
def worker(request):
    """The service worker; with SERVICE_WORKER off, one that clears up and leaves."""
    script = "sw.js" if settings.SERVICE_WORKER else "sw_off.js"
    return render(request, f"articles/{script}", content_type="text/javascript")


@require_safe
def offline(request):
    """Lists what this browser has kept, and stands in for what it has not."""
    context = {"title": NAME, "crumbs": trail((NAME, request.path))}
    return render_page(request, "articles/offline.html", context)


@require_safe
def manifest(request):
    """What a phone needs to put the portal among its apps."""
    shell = shell_for(request)
    data = {
        "name": shell.site.name,
        "short_name": shell.nameplate["name"],
        "lang": "vi",
        "id": "/",
        "start_url": reverse("articles:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": BAND,
        "icons": [
            icon(192, "icon-192.png"),
            icon(512, "icon-512.png"),
            icon(512, "icon-maskable-512.png") | {"purpose": "maskable"},
        ],
    }
    response = JsonResponse(
        data,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Cache-Control"] = PUBLIC
    return response


def icon(side, name):
    return {
        "src": static(f"img/{name}"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
    }
