"""What the staff enter by hand: the figures of the previous system, remarks on days."""

from django.contrib import admin

from .models import Annotation, BalanceChange, OpeningBalance


@admin.register(OpeningBalance)
class OpeningBalanceAdmin(admin.ModelAdmin):
    fields = ["period", "starts_on", "value", "as_of", "source"]
    list_display = ["__str__", "value", "as_of", "source", "entered_by"]
    list_select_related = ["entered_by"]
    ordering = ["-starts_on"]

    def save_model(self, request, balance, form, change):
        balance.entered_by = balance.changed_by = request.user
        super().save_model(request, balance, form, change)

    def delete_model(self, request, balance):
        balance.changed_by = request.user
        super().delete_model(request, balance)

    def delete_queryset(self, request, queryset):
        """One by one: the model's delete() keeps totals and record in step."""
        for balance in queryset:
            self.delete_model(request, balance)

    def construct_change_message(self, request, form, formsets, add=False):
        """What stands there now; the record has what stood there before."""
        return form.instance.told()


@admin.register(BalanceChange)
class BalanceChangeAdmin(admin.ModelAdmin):
    """The record is for reading."""

    list_display = ["at", "by", "before", "after"]
    list_display_links = None
    list_select_related = ["by"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Annotation)
class AnnotationAdmin(admin.ModelAdmin):
    list_display = ["day", "text"]
