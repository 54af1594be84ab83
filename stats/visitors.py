"""Who is asking: the address behind the proxies, the day's key, and who is no reader."""

import re
import secrets
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from ipaddress import ip_address, ip_network

from crawleruseragents import is_crawler
from django.conf import settings

from .models import DailySalt
from .sql import TABLES, adapted, fetch

# What the list of crawlers lacks. A browser always names itself.
OTHER_BOTS = re.compile(r"^\s*$|^java/|zalobot|selenium|headless", re.IGNORECASE)
USER_AGENT_LENGTH = 400

SALT = "SELECT salt FROM {DailySalt} WHERE day = %(day)s".format_map(TABLES)


def client_address(request):
    """
    The reader's address as text, "" when there is none: TRUSTED_PROXIES hops from the
    right of X-Forwarded-For, because whatever stands further left may be made up.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    chain = [*hops, request.META.get("REMOTE_ADDR", "")]
    return canonical(chain[max(0, len(chain) - 1 - settings.TRUSTED_PROXIES)])


def canonical(address):
    """One spelling for each address: no zone, IPv4 inside IPv6 as IPv4."""
    try:
        parsed = ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def prefix(address):
    """The network that one household or office has: /24, or /48 in IPv6."""
    if not address:
        return ""
    length = 24 if ip_address(address).version == 4 else 48
    return str(ip_network((address, length), strict=False))


def user_agent(request):
    """The name of the browser, cut to a length that no pattern chokes on."""
    return request.META.get("HTTP_USER_AGENT", "")[:USER_AGENT_LENGTH]


def keys(day, address, user_agent):
    """
    (visitor, network): 32 hex digits each, which tell a visitor and the network from
    others on `day`, and say nothing else.
    """
    salt, network = salt_of(day), prefix(address)
    return salted(salt, f"{network}\n{user_agent}"), salted(salt, network)


def salted(salt, text):
    return blake2b(text.encode(errors="replace"), key=salt, digest_size=16).hexdigest()


def network_limit(address):
    """How many visits the network of `address` may begin in an hour."""
    if address and any(
        ip_address(address) in shared for shared in settings.SHARED_NETWORKS
    ):
        return settings.SHARED_NETWORK_VISITS_PER_HOUR
    return settings.NETWORK_VISITS_PER_HOUR


def salt_of(day):
    """
    The random bytes of `day`, the same in every process. Whoever is first makes them,
    outside the transaction that counts, so that they are safely on disk.
    """
    salt = stored_salt(day)
    if salt is None:
        fresh = DailySalt(day=day, salt=secrets.token_bytes(32))
        DailySalt.objects.bulk_create([fresh], ignore_conflicts=True)
        # Even where nobody closes the days, no salt outlives the next day.
        DailySalt.objects.filter(day__lt=day - timedelta(days=1)).delete()
        salt = stored_salt(day)
    return bytes(salt)


def stored_salt(day):
    rows = fetch(SALT, adapted(day=day))
    return rows[0][0] if rows else None


@lru_cache(maxsize=10_000)
def is_bot(user_agent):
    """Known crawlers, tools and libraries; kept because the list is long."""
    return bool(OTHER_BOTS.search(user_agent)) or is_crawler(user_agent)


def asks_for_no_key(request):
    """Do-Not-Track or Global Privacy Control, where the portal obeys them."""
    asks = "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    return asks and settings.RESPECT_DO_NOT_TRACK


def is_prefetch(request):
    """A browser or a proxy fetched the page before anybody asked for it."""
    purposes = ("Sec-Purpose", "Purpose", "X-Moz")
    return any("prefetch" in request.headers.get(name, "") for name in purposes)
