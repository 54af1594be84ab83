"""
Who works here is not counted as a reader. The session's cookie stays below /quan-tri/,
so a small cookie of its own tells the beacon, and nothing but the beacon.
"""

from django.conf import settings
from django.urls import reverse

COOKIE = "can_bo"
COOKIE_AGE = 30 * 24 * 60 * 60
SALT = "articles.staff"


def mark_staff(get_response):
    """Middleware: whoever is signed in to the newsroom gets the cookie from there."""

    def middleware(request):
        response = get_response(request)
        is_newsroom = request.path.startswith(settings.SESSION_COOKIE_PATH)
        if is_newsroom and request.user.is_staff:
            response.set_signed_cookie(
                COOKIE,
                "1",
                salt=SALT,
                max_age=COOKIE_AGE,
                path=reverse("articles:count"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Strict",
            )
        return response

    return middleware


def is_staff(request):
    """Does this beacon come from somebody who has signed in within a month?"""
    return (
        request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE)
        == "1"
    )
