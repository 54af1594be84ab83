"""A session ends 30 minutes after its last request and 8 hours after it began."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.utils import timezone

IDLE = 30 * 60
LONGEST = 8 * 60 * 60
NOTE_EVERY = 60  # seconds: not a row written for each request
BEGAN, SEEN = "signin.began", "signin.seen"


def begin(request, **kwargs):
    """Received from Django's user_logged_in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def limit(get_response):
    """Middleware: ends the sessions that have lasted or slept too long."""

    def middleware(request):
        is_newsroom = request.path.startswith(settings.SESSION_COOKIE_PATH)
        if is_newsroom and request.user.is_authenticated:
            if is_over(request.session, time.time()):
                logout(request)
                messages.info(request, "Phiên làm việc đã hết hạn. Mời đăng nhập lại.")
            else:
                note(request.session)
        return get_response(request)

    return middleware


def is_over(session, now):
    return now - session.get(SEEN, 0) > IDLE or now - session.get(BEGAN, 0) > LONGEST


def note(session):
    now = int(time.time())
    if now - session[SEEN] >= NOTE_EVERY:
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(
            last_seen_at=timezone.now()
        )


def end_all(user):
    """Sign `user` out everywhere, for good: an account that comes back starts anew."""
    for session in UserSession.objects.filter(user=user):
        session.end()
