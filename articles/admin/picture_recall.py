"""'Thu hồi ảnh': the files go, after a question."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from .. import library
from ..models import Image
from .picture_places import with_places


class WithRecall:
    """For the admin of pictures. Whoever may delete one may recall it."""

    def recall_urls(self):
        view = self.admin_site.admin_view(self.recall_view)
        return [path("<int:key>/thu-hoi/", view, name="articles_image_recall")]

    @admin.action(description="Thu hồi ảnh…", permissions=["delete"])
    def recall(self, request, queryset):
        return self.ask_or_recall(request, queryset.filter(recalled_at=None))

    def recall_view(self, request, key):
        if not self.has_delete_permission(request):
            raise PermissionDenied
        images = Image.objects.filter(pk=key, recalled_at=None)
        if not images:
            raise Http404
        return self.ask_or_recall(request, images) or redirect(
            "admin:articles_image_changelist"
        )

    def ask_or_recall(self, request, images):
        """The question; None once it was answered."""
        if "recall" in request.POST:
            for image in images:
                self.recall_one(request, image)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Thu hồi ảnh",
            "opts": self.opts,
            "images": with_places(images),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/image/recall.html", context)

    def recall_one(self, request, image):
        try:
            library.recall(image)
        except ValidationError as error:
            self.message_user(request, f"{image}: {error.messages[0]}", messages.ERROR)
        else:
            self.log_change(request, image, "Thu hồi ảnh.")
            self.message_user(request, f"Đã thu hồi: {image}.", messages.SUCCESS)
