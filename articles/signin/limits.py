"""
How often somebody may guess. The audit log is what counts: it is exact with any number
of processes, and sign-in needs nothing but the database.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.utils import timezone

from stats import visitors

from .. import audit
from ..models import AuditEntry
from ..text import normalize

WINDOW = timedelta(minutes=15)
PASSWORDS = 20
CODES = 5


def failures():
    """What was refused within WINDOW."""
    return AuditEntry.objects.filter(
        action=AuditEntry.Action.SIGN_IN_FAILED, at__gt=timezone.now() - WINDOW
    )


def may_try_password(request, username):
    """
    Not after PASSWORDS wrong ones for this name from this address, whether or not the
    name exists. Others in the same office go on, and so does its owner elsewhere.
    """
    tried = failures().filter(kind="", username__iexact=normalize(username)[:150])
    here = machine(visitors.client_address(request))
    addresses = tried.values_list("address", flat=True)
    return sum(machine(address) == here for address in addresses) < PASSWORDS


def may_try_code(user):
    """Not after CODES wrong ones for this account, from anywhere."""
    return failures().filter(kind=audit.SECOND_FACTOR, user=user).count() < CODES


def machine(address):
    """What one machine may call itself: an IPv4 address, or any of a /64."""
    if not address or ip_address(address).version == 4:
        return address or ""
    return str(ip_network((address, 64), strict=False))
