"""Where an article leads its readers, out of a Revision.content."""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)


class Link(NamedTuple):
    address: str
    text: str  # what readers see of it


def links_in(body):
    """The Links of a clean body, in order."""
    return [
        Link(unescape(address), unescape(re.sub(r"<[^>]*>", "", text)))
        for address, text in LINK.findall(body)
    ]


def host_of(address):
    """The host of a web address without 'www.'; '' for any other."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:253] if parts.scheme in ("http", "https") else ""


def outside_hosts(content):
    """The hosts, other than the portal's own, that an article leads to."""
    addresses = [link.address for link in links_in(content["body"])]
    hosts = map(host_of, [*addresses, content["source_url"] or ""])
    own = {"", host_of(settings.SITE_URL)}
    return [host for host in dict.fromkeys(hosts) if host not in own]
