"""Who is asking: the address behind the proxies, the day's key, and who is no reader."""

import re
import secrets
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b
from ipaddress import ip_address
from socket import AF_INET, AF_INET6, inet_ntop, inet_pton

from crawleruseragents import is_crawler
from django.conf import settings

from .models import DailySalt
from .sql import TABLES, adapted, fetch

# What the list of crawlers lacks. A browser always names itself.
OTHER_BOTS = re.compile(r"^\s*$|^java/|zalobot|selenium|headless", re.IGNORECASE)
USER_AGENT_LENGTH = 400
IPV4_INSIDE_IPV6 = bytes(10) + b"\xff\xff"

known_salt = (None, None)  # day and salt, replaced together

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
    bare = address.strip("[]").partition("%")[0]
    for family in (AF_INET, AF_INET6):
        try:
            packed = inet_pton(family, bare)
        except (OSError, ValueError):
            continue
        if packed.startswith(IPV4_INSIDE_IPV6):
            return inet_ntop(AF_INET, packed[-4:])
        return inet_ntop(family, packed)
    return ""


def prefix(address):
    """The network that one household or office has: /24, or /48 in IPv6."""
    if not address:
        return ""
    if ":" in address:
        network = inet_pton(AF_INET6, address)[:6]
        return f"{inet_ntop(AF_INET6, network + bytes(10))}/48"
    return f"{address.rpartition('.')[0]}.0/24"


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
    shared = settings.SHARED_NETWORKS
    if shared and address and any(ip_address(address) in network for network in shared):
        return settings.SHARED_NETWORK_VISITS_PER_HOUR
    return settings.NETWORK_VISITS_PER_HOUR


def salt_of(day):
    """
    The random bytes of `day`, the same in every process. A process remembers those of
    the day that it last counted for.
    """
    global known_salt
    known_day, salt = known_salt
    if known_day != day:
        salt = stored_salt(day) or made_salt(day)
        known_salt = (day, salt)
    return salt


def made_salt(day):
    """
    Whoever is first makes the salt, outside the transaction that counts, so that it is
    safely on disk before a key is made with it.
    """
    fresh = DailySalt(day=day, salt=secrets.token_bytes(32))
    DailySalt.objects.bulk_create([fresh], ignore_conflicts=True)
    # Even where nobody closes the days, no salt outlives the next day.
    DailySalt.objects.filter(day__lt=day - timedelta(days=1)).delete()
    return stored_salt(day)


def stored_salt(day):
    rows = fetch(SALT, adapted(day=day))
    return bytes(rows[0][0]) if rows else None


@lru_cache(maxsize=10_000)
def is_bot(user_agent):
    """Known crawlers, tools and libraries; kept because the list is long."""
    return bool(OTHER_BOTS.search(user_agent)) or is_crawler(user_agent)


def asks_for_no_key(request):
    """Do-Not-Track or Global Privacy Control, where the portal obeys them."""
    asks = "1" in (request.META.get("HTTP_DNT"), request.META.get("HTTP_SEC_GPC"))
    return asks and settings.RESPECT_DO_NOT_TRACK


def is_prefetch(request):
    """A browser or a proxy fetched the page before anybody asked for it."""
    purposes = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")
    return any("prefetch" in request.META.get(name, "") for name in purposes)
