"""The picture library: its list, its form, the window in which the editor chooses."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from ..models import Edition, Image
from ..text import fold, normalize
from .base import PublicAdmin
from .picture_filters import Condition, Uploader
from .picture_forms import WORDS, ChoiceForm, PictureForm, UploadForm, WordsForm
from .picture_places import choices, places_of, with_places
from .picture_recall import WithRecall
from .picture_uploads import WithUploads

PER_PAGE = 24


@admin.register(Image)
class ImageAdmin(WithUploads, WithRecall, PublicAdmin):
    change_list_template = "admin/articles/image/change_list.html"
    list_display = ["alt", "caption", "credit", "uploaded_by", "uploaded_at"]
    list_filter = [Condition, Uploader]
    date_hierarchy = "uploaded_at"
    search_fields = WORDS  # shows the box; get_search_results() does the search
    search_help_text = "Mô tả, chú thích, nguồn"
    list_per_page = PER_PAGE
    actions = ["recall"]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            *self.upload_urls(),
            *self.recall_urls(),
            path("chon/", wrap(self.choose), name="articles_image_choose"),
            path("<int:key>/chu/", wrap(self.words), name="articles_image_words"),
            *super().get_urls(),
        ]

    # The list

    def get_search_results(self, request, images, search_term):
        """Pictures with every word, accents or not; for covers those that have files."""
        if "/autocomplete/" in request.path:
            images = images.filter(recalled_at=None)
        words = fold(normalize(search_term)).split()
        return images.filter(*(Q(folded__contains=word) for word in words)), False

    def changelist_view(self, request, extra_context=None):
        context = {
            "title": "Thư viện ảnh",
            "may_add": self.has_add_permission(request),
            "may_change": self.has_change_permission(request),
        }
        response = super().changelist_view(request, context | (extra_context or {}))
        cl = getattr(response, "context_data", {}).get("cl")
        if cl:
            cl.result_list = with_places(cl.result_list)
            for image in cl.result_list:
                image.words = WordsForm(instance=image)
        return response

    @method_decorator(require_POST)
    def words(self, request, key):
        """The words under a picture, saved in place: its card anew, or the list."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        with transaction.atomic():
            image = get_object_or_404(Image.objects.select_for_update(), pk=key)
            form = WordsForm(request.POST, instance=image)
            if form.is_valid():
                form.save()
                if form.changed_data:
                    self.log_change(request, image, "Sửa chữ của ảnh.")
                    Edition.bump()
        if "application/json" in request.headers.get("Accept", ""):
            with_places([image])
            return JsonResponse(
                {"saved": form.is_valid(), "card": self.card(request, image, form)}
            )
        self.say_whether_saved(request, image, form)
        query = request.GET.urlencode()
        return redirect(f"{reverse('admin:articles_image_changelist')}?{query}")

    def say_whether_saved(self, request, image, form):
        if form.is_valid():
            self.message_user(request, f"Đã lưu: {image}.", messages.SUCCESS)
        else:
            sentences = [each for errors in form.errors.values() for each in errors]
            self.message_user(
                request, f"Chưa lưu ảnh {image.pk}: {sentences[0]}", messages.ERROR
            )

    # Forms

    def get_fields(self, request, image=None):
        return [*WORDS, "focal_x", "focal_y", "new_file"] if image else ["file", *WORDS]

    def get_form(self, request, image=None, change=False, **kwargs):
        kwargs["form"] = PictureForm if image else UploadForm
        form = super().get_form(request, image, change, **kwargs)
        form.user = request.user
        return form

    def add_view(self, request, form_url="", extra_context=None):
        """With `_known`, the picture that is there already instead of a second one."""
        known = request.POST.get("_known", "")
        if not known.isdecimal():
            return super().add_view(request, form_url, extra_context)
        if not self.has_add_permission(request):
            raise PermissionDenied
        image = choices().filter(pk=known).first()
        if image is None:
            raise Http404
        if self.is_popup(request):
            return self.response_add(request, image)
        return redirect("admin:articles_image_change", image.pk)

    def is_popup(self, request):
        return "_popup" in request.POST or "_popup" in request.GET

    def save_model(self, request, image, form, change):
        if change:
            super().save_model(request, image, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["places"] = places_of([obj])[obj.pk] if obj else []
        context["known"] = getattr(context["adminform"].form, "known", None)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # Deletion

    def get_deleted_objects(self, images, request):
        """A picture that is in use stays; the page says where it is."""
        deleted, counts, missing, _ = super().get_deleted_objects(images, request)
        places = places_of(images)
        used = [place.words for image in images for place in places[image.pk]]
        return deleted, counts, missing, used

    def delete_queryset(self, request, images):
        for image in images:
            image.delete()  # one by one: their files go, too
        request.has_changed_public = True

    # The editor

    @method_decorator(require_safe)
    def choose(self, request):
        """The library in the window that the picture dialog opens."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ChoiceForm(request.GET)
        form.is_valid()
        asked = form.cleaned_data
        images, _ = self.get_search_results(request, choices(), asked.get("q", ""))
        if asked.get("cua_toi"):
            images = images.filter(uploaded_by=request.user)
        page = Paginator(images, PER_PAGE).get_page(asked.get("trang"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh",
            "is_popup": True,
            "page": page,
            "words": asked.get("q", ""),
            "mine": asked.get("cua_toi"),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/articles/image/choose.html", context)
