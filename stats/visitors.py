"""Who is asking: the address behind the proxies, the day's key, and who is no reader."""

import re
import secrets
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


def visitor_key(day, address, user_agent):
    """32 hex digits that tell a visitor from others on `day`, and say nothing else."""
    who = f"{prefix(address)}\n{user_agent}".encode(errors="replace")
    return blake2b(who, key=salt_of(day), digest_size=16).hexdigest()


def salt_of(day):
    """
    The random bytes of `day`, the same in every process. Whoever is first makes them,
    outside the transaction that counts, so that they are safely on disk.
    """
    salt = stored_salt(day)
    if salt is None:
        fresh = DailySalt(day=day, salt=secrets.token_bytes(32))
        DailySalt.objects.bulk_create([fresh], ignore_conflicts=True)
        salt = stored_salt(day)
    return bytes(salt)


def stored_salt(day):
    rows = fetch(SALT, adapted(day=day))
    return rows[0][0] if rows else None


@lru_cache(maxsize=10_000)
def is_bot(user_agent):
    """Known crawlers, tools and libraries; kept because the list is long."""
    return bool(OTHER_BOTS.search(user_agent)) or is_crawler(user_agent)


def is_prefetch(request):
    """A browser or a proxy fetched the page before anybody asked for it."""
    purposes = ("Sec-Purpose", "Purpose", "X-Moz")
    return any("prefetch" in request.headers.get(name, "") for name in purposes)
