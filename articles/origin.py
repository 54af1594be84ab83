"""
Where a request comes from, for the few addresses that take forms without a CSRF token
because the pages they stand on are the same bytes for everybody.
"""

from urllib.parse import urlsplit

ALLOWED, REFUSED, DOUBTFUL = "allowed", "refused", "doubtful"


def judge(request):
    """
    ALLOWED from a page of our own, REFUSED from another site's, DOUBTFUL where the
    browser says nothing: an old one, or one on plain http, may leave out all three
    headers. Schemes are not compared, as a proxy may speak https for us.
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return ALLOWED if site == "same-origin" else REFUSED
    source = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER")
    if not source or source == "null":
        return DOUBTFUL
    return ALLOWED if host_of(source) == request.get_host().lower() else REFUSED


def host_of(address):
    """Host and port, "" when `address` has none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
