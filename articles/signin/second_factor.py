"""Who must prove more than a password, and whether this session has."""

from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.shortcuts import resolve_url
from django.utils.http import urlencode

DEMANDING = ("articles.publish_article", "auth.change_user", "auth.change_group")


def is_demanded_of(user):
    """Whoever may publish or administer; in the demo nobody."""
    return settings.REQUIRE_SECOND_FACTOR and any(map(user.has_perm, DEMANDING))


def is_given(request):
    """A code, a recovery code or a passkey was accepted in this very session."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def is_missing(request):
    return is_demanded_of(request.user) and not is_given(request)


def is_enrolled(user):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def next_step(request, then):
    """The address where the second factor is set up or asked for; afterwards `then`."""
    enrolled = is_enrolled(request.user)
    step = "mfa_reauthenticate" if enrolled else "mfa_activate_totp"
    return f"{resolve_url(step)}?{urlencode({'next': then})}"


def take_away(user):
    """Remove all that `user` has and end their sessions; how many there were."""
    from allauth.mfa.models import Authenticator

    from . import sessions

    removed, _ = Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user)
    return removed


# Received from allauth (articles/apps.py). Recovery codes come by themselves with the
# first of the others, so they prove nothing when they are made.


def added(request, user, authenticator, **kwargs):
    """Whoever has just set one up has shown that they hold it."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type
        )


def removed(request, user, authenticator, **kwargs):
    """Without any left, nothing that was proved before counts in this session."""
    if user == request.user and not is_enrolled(user):
        records = get_authentication_records(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            record for record in records if record["method"] != "mfa"
        ]
