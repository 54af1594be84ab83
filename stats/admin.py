"""What the staff enter by hand: the figures of the previous system, remarks on days."""

from django.contrib import admin

from .models import Annotation, OpeningBalance


@admin.register(OpeningBalance)
class OpeningBalanceAdmin(admin.ModelAdmin):
    fields = ["period", "starts_on", "value", "as_of", "source"]
    list_display = ["__str__", "value", "as_of", "source", "entered_by"]
    list_select_related = ["entered_by"]
    ordering = ["-starts_on"]

    def save_model(self, request, balance, form, change):
        balance.entered_by = request.user
        super().save_model(request, balance, form, change)

    def delete_queryset(self, request, queryset):
        """One by one: the model's delete() keeps the totals in step."""
        for balance in queryset:
            balance.delete()


@admin.register(Annotation)
class AnnotationAdmin(admin.ModelAdmin):
    list_display = ["day", "text"]
