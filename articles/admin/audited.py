"""Every admin of the newsroom writes the audit log beside Django's own history."""

from .. import audit

Action = audit.Action


class Audited:
    """Put before an admin class by Newsroom.register()."""

    def construct_change_message(self, request, form, formsets, add=False):
        request.audit_changes = {} if add else audit.differences(form)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        entry = super().log_addition(request, obj, message)
        self.record(Action.ADD, request, obj, entry)
        return entry

    def log_change(self, request, obj, message):
        entry = super().log_change(request, obj, message)
        if entry:  # nothing has changed otherwise
            action = getattr(request, "audit_action", Action.CHANGE)
            changes = getattr(request, "audit_changes", {})
            self.record(action, request, obj, entry, changes=changes)
        return entry

    def log_deletions(self, request, queryset):
        entries = super().log_deletions(request, queryset)
        for obj in queryset:
            self.record(Action.DELETE, request, obj)
        return entries

    def record(self, action, request, obj, entry=None, **fields):
        note = entry.get_change_message() if entry else ""
        audit.record(action, request, on=obj, note=note, **fields)
