"""The bin: what is deleted lies there with its history for a month."""

from django.contrib import admin, messages

from .. import bin, rights, workflow
from ..models import Article
from .article_list import States

# In the bin, these would not be where readers know them.
OUT = (Article.Status.PUBLISHED, Article.Status.WITHDRAWN)


class WithBin:
    """
    For the admin of articles. Whoever may delete a draft may also take it back; what
    readers see, or are told of, goes with the right to publish.
    """

    def has_delete_permission(self, request, obj=None):
        is_out = obj and obj.status in OUT
        if is_out and not rights.may_publish_in(request.user, obj.category_id):
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request, article):
        bin.put(article, by=request.user)

    def delete_queryset(self, request, queryset):
        for article in queryset:
            bin.put(article, by=request.user)

    def get_deleted_objects(self, objs, request):
        """Nothing else goes with an article: the bin keeps it whole."""
        articles = list(objs)
        lacking = {
            self.opts.verbose_name
            for article in articles
            if not self.has_delete_permission(request, article)
        }
        counted = {self.opts.verbose_name_plural: len(articles)}
        return [str(article) for article in articles], counted, lacking, []

    @admin.action(description="Lấy lại từ thùng rác", permissions=["delete"])
    def restore(self, request, queryset):
        done = 0
        for article in queryset.filter(deleted_at__isnull=False):
            if not self.has_delete_permission(request, article):
                text = f"{article}: {workflow.MAY_NOT_PUBLISH}"
                self.message_user(request, text, messages.ERROR)
                continue
            bin.take_out(article, by=request.user)
            self.log_change(request, article, "Lấy lại từ thùng rác.")
            done += 1
        self.report(request, "Đã lấy lại", done)

    def get_list_display_links(self, request, list_display):
        """An article in the bin is taken out before it is opened."""
        if self.shows_bin(request):
            return None
        return super().get_list_display_links(request, list_display)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            delete, name, _ = actions["delete_selected"]
            actions["delete_selected"] = (delete, name, "Bỏ vào thùng rác…")
        in_bin = self.shows_bin(request)
        return {
            name: action
            for name, action in actions.items()
            if (name == "restore") is in_bin
        }

    def shows_bin(self, request):
        return request.GET.get(States.parameter_name) == States.BIN
