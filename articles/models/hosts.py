"""Sites to which the portal has led its readers before."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class KnownHost(models.Model):
    """A host that a reviewer has looked at. A link to any other waits for one."""

    host = models.CharField("tên máy chủ", max_length=253, unique=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người duyệt",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    approved_at = models.DateTimeField(
        "duyệt lúc", default=timezone.now, editable=False
    )

    class Meta:
        ordering = ["host"]
        verbose_name = verbose_name_plural = "trang ngoài đã duyệt"

    def __str__(self):
        return self.host

    @classmethod
    def unknown(cls, hosts):
        """Those of `hosts` that nobody has approved, in their order."""
        if not hosts:
            return []
        known = set(cls.objects.filter(host__in=hosts).values_list("host", flat=True))
        return [host for host in hosts if host not in known]

    @classmethod
    def learn(cls, hosts, by=None):
        """From now on `hosts` are known."""
        cls.objects.bulk_create(
            (cls(host=host, approved_by=by) for host in hosts), ignore_conflicts=True
        )
