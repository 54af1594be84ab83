"""Any list of the newsroom as a spreadsheet, filtered and searched as it stands."""

from django.contrib.admin.utils import label_for_field, lookup_field
from django.utils.html import strip_tags
from django.utils.text import capfirst

from .. import audit
from ..spreadsheet import xlsx_response

PARAMETER = "xuat"
MOST_ROWS = 50_000
WIDTH = 24


class WithExport:
    """`?xuat=xlsx` on a list gives the whole of it, not a page, up to MOST_ROWS rows."""

    def changelist_view(self, request, extra_context=None):
        if PARAMETER not in request.GET:
            return super().changelist_view(request, extra_context)
        request.GET = request.GET.copy()
        del request.GET[PARAMETER]
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return self.export(request)

    def export(self, request):
        changes = self.get_changelist_instance(request)
        rows = changes.get_queryset(request)[:MOST_ROWS]
        name = capfirst(self.opts.verbose_name_plural)
        audit.record(
            audit.Action.EXPORT, request, kind=self.opts.verbose_name, name=name
        )
        return xlsx_response(
            name, self.export_columns(changes), self.export_rows(changes, rows)
        )

    def export_columns(self, changes):
        """[(title, width), ...]"""
        return [
            (capfirst(str(label_for_field(name, self.model, self))), WIDTH)
            for name in self.exported(changes)
        ]

    def export_rows(self, changes, queryset):
        """The cells of the list, without their HTML."""
        for row in queryset.iterator(chunk_size=500):
            yield [self.plain_cell(name, row) for name in self.exported(changes)]

    def exported(self, changes):
        return [name for name in changes.list_display if name != "action_checkbox"]

    def plain_cell(self, name, row):
        field, _, value = lookup_field(name, row, self)
        if field is not None and field.flatchoices:
            value = dict(field.flatchoices).get(value, value)
        if isinstance(value, bool):
            return "Có" if value else "Không"
        if value is None or isinstance(value, (int, float)) or hasattr(value, "year"):
            return value
        return " ".join(strip_tags(str(value)).split())
