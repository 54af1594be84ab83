"""Pages for what is not there, not allowed or broken."""

import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from .. import redirects
from ..pages import render_page

RETRY_AFTER = "5"  # seconds
# PostgreSQL calls a write into a database that only reads an internal error.
AWAY = (OperationalError, InterfaceError, InternalError)


def page_not_found(request, exception):
    """
    The same page for every address that there is not; where something was once, the
    way to where it is now.
    """
    if target := redirects.target(request.path):
        response = HttpResponsePermanentRedirect(with_query(request, target))
        # A name changed there and back would loop in a browser that kept this.
        response["Cache-Control"] = "no-cache"
        return response
    return render_page(request, "404.html", {"path": "/"}, status=404)


def with_query(request, path):
    """The second page of a renamed category is its second page still."""
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path


def server_error(request):
    """503 when the database is away or only reads, else 500; neither touches it."""
    if isinstance(sys.exc_info()[1], AWAY):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable():
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception):
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request, exception):
    return HttpResponse(render_to_string("403.html"), status=403)


def csrf_failure(request, reason=""):
    """A form of the newsroom came back without its token, mostly after a long break."""
    return render(request, "403_csrf.html", status=403)
