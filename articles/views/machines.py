"""Small answers for programs: robots.txt, security.txt, OpenSearch, the icon."""

from datetime import timedelta

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..pages import PUBLIC, shell_for
from ..structured_data import absolute
from ..templatetags.vietnamese import iso

# What robots shall leave alone: answers to one reader, and endless combinations.
DISALLOWED = [
    "/quan-tri/",
    "/tim-kiem/",
    "/danh-gia/",
    "/hien-thi/",
    "/luot-xem",
    "/gop-y/",
]
SECURITY_VALID_FOR = timedelta(days=180)  # RFC 9116: less than a year
SHORT_NAME_LENGTH = 16  # OpenSearch 1.1


@require_safe
def robots(request):
    return plain(
        "User-agent: *",
        *(f"Disallow: {path}" for path in DISALLOWED),
        "",
        *(
            f"Sitemap: {absolute(reverse(f'articles:{name}'))}"
            for name in ("sitemap", "news_sitemap")
        ),
    )


@require_safe
def security(request):
    """
    RFC 9116. Whoever keeps the site up keeps this true, so `Expires` moves along; at
    the start of a day, that the bytes stay the same until the next.
    """
    contact = settings.SECURITY_CONTACT or mail_of(shell_for(request).site)
    if not contact:
        raise Http404
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return plain(
        f"Contact: {contact}",
        f"Expires: {iso(today + SECURITY_VALID_FOR)}",
        "Preferred-Languages: vi, en",
        f"Canonical: {absolute(request.path)}",
    )


def mail_of(site):
    return f"mailto:{site.email}" if site.email else ""


def plain(*lines):
    response = HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = PUBLIC
    return response


@require_safe
def opensearch(request):
    """Lets a browser search here from its address bar."""
    site = shell_for(request).site
    context = {
        "short_name": site.source_name[:SHORT_NAME_LENGTH],
        "name": site.name,
        "icon": absolute(static("img/favicon.ico")),
        "home": absolute(reverse("articles:home")),
        "search": absolute(reverse("articles:search")),
        "here": absolute(request.path),
    }
    response = render(
        request,
        "articles/opensearch.xml",
        context,
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
    response["Cache-Control"] = PUBLIC
    return response


@require_safe
def favicon(request):
    """Browsers that read no <link rel=icon> ask at this fixed address."""
    return HttpResponseRedirect(staticfiles_storage.url("img/favicon.ico"))
