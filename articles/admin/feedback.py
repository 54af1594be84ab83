"""What readers wrote. The staff read, answer elsewhere, and note what was done."""

from django.contrib import admin
from django.utils import timezone

from ..models import Feedback
from ..templatetags.newsroom import when
from .base import NewsroomAdmin, yes


class Handled(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "xu-ly"

    def lookups(self, request, model_admin):
        return [("chua", "Chưa xử lý"), ("roi", "Đã xử lý")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(handled_at__isnull=self.value() == "chua")


@admin.register(Feedback)
class FeedbackAdmin(NewsroomAdmin):
    fields = ["text", "article", "name", "contact", "sent", "result"]
    readonly_fields = ["text", "article", "name", "contact", "sent"]
    list_display = ["__str__", "article", "sent", "handled"]
    list_filter = [Handled]
    list_select_related = ["article"]
    search_fields = ["text", "name", "contact"]
    actions = ["mark_handled"]

    def has_add_permission(self, request):
        return False

    @admin.display(description="gửi lúc", ordering="at")
    def sent(self, feedback):
        return when(feedback.at)

    @admin.display(description="đã xử lý")
    def handled(self, feedback):
        return yes(feedback.handled_at)

    def save_model(self, request, feedback, form, change):
        """Whoever writes what was done has handled it."""
        if feedback.result and not feedback.handled_at:
            feedback.handled_at, feedback.handled_by = timezone.now(), request.user
        super().save_model(request, feedback, form, change)

    @admin.action(description="Đánh dấu đã xử lý", permissions=["change"])
    def mark_handled(self, request, queryset):
        number = queryset.filter(handled_at=None).update(
            handled_at=timezone.now(), handled_by=request.user
        )
        self.message_user(request, f"Đã đánh dấu {number} góp ý.")
