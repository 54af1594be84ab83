"""
Links to sites that the portal has never led to: somebody other than whoever brought
them in looks at them before readers can follow them.
"""

from django.core.exceptions import ValidationError

from .links import outside_hosts
from .models import KnownHost


def check_hosts(article, revision, by, agreed):
    """
    Raise ValidationError unless `by` may put `revision` before readers, having looked
    at the new hosts `agreed`.
    """
    new = KnownHost.unknown(outside_hosts(revision.content))
    if own := brought_in(article, new, by):
        raise ValidationError(
            f"Chưa đăng được: bạn đã đưa vào liên kết tới trang mới ({', '.join(own)}). "
            "Một người duyệt khác phải mở xem và đồng ý."
        )
    if missing := [host for host in new if host not in agreed]:
        raise ValidationError(
            f"Chưa đăng được: có liên kết tới trang mới ({', '.join(missing)}). Hãy mở "
            "xem rồi đánh dấu đồng ý ở phần Kiểm tra khi viết."
        )


def brought_in(article, hosts, user):
    """Those of `hosts` that were first in a revision which `user` has written."""
    if not hosts:
        return []
    writers = {}
    revisions = article.revisions.order_by("number")
    for content, writer in revisions.values_list("content", "author"):
        for host in outside_hosts(content):
            writers.setdefault(host, writer)
    return [host for host in hosts if writers.get(host) == user.pk]
