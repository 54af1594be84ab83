"""The audit log: read, filtered, taken away as a spreadsheet; changed by nobody."""

from datetime import timedelta

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from ..models import AuditEntry
from ..templatetags.vietnamese import clock, day, iso
from .base import NewsroomAdmin

DAYS = {"1": "Hôm nay", "7": "7 ngày", "30": "30 ngày", "365": "365 ngày"}


class Since(admin.SimpleListFilter):
    title, parameter_name = "thời gian", "tu"

    def lookups(self, request, model_admin):
        return list(DAYS.items())

    def queryset(self, request, queryset):
        if self.value() not in DAYS:
            return queryset
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(at__gte=today - timedelta(days=int(self.value()) - 1))


@admin.register(AuditEntry)
class AuditEntryAdmin(NewsroomAdmin):
    list_display = ["time", "username", "address", "action", "what", "details"]
    list_display_links = None
    list_filter = ["action", Since]
    list_per_page = 100
    search_fields = ["username", "name"]
    search_help_text = "Tên đăng nhập, tên đối tượng"

    def get_search_results(self, request, queryset, search_term):
        """By the database: this table only grows."""
        return super(NewsroomAdmin, self).get_search_results(
            request, queryset, search_term
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="lúc", ordering="at")
    def time(self, entry):
        return format_html(
            '<time datetime="{}">{} {}</time>',
            iso(entry.at),
            day(entry.at),
            clock(entry.at),
        )

    @admin.display(description="đối tượng")
    def what(self, entry):
        return format_html("{} <strong>{}</strong>", entry.kind, entry.name)

    @admin.display(description="chi tiết")
    def details(self, entry):
        changes = format_html_join(
            "",
            '<span class="row-note">{}: <del>{}</del> → <ins>{}</ins></span>',
            (
                (label, old or "(trống)", new or "(trống)")
                for label, (old, new) in entry.changes.items()
            ),
        )
        return format_html("{}{}", entry.note, changes)
