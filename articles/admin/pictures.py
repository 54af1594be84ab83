"""The picture library, and how the editor uploads into it and chooses out of it."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from ..models import Article, Image, Page, Topic
from ..uploads import SUFFIXES, refocus, store_picture
from .base import PublicAdmin

PER_PAGE = 24


class PictureInput(forms.FileInput):
    def __init__(self):
        super().__init__(attrs={"accept": ",".join(sorted(SUFFIXES))})


class UploadForm(forms.ModelForm):
    """A new picture. It is in the library as soon as the form is valid."""

    file = forms.FileField(
        label="Tệp ảnh",
        widget=PictureInput,
        help_text="JPEG, PNG, WebP, GIF tĩnh; tới 30 MB và 40 triệu điểm ảnh.",
    )
    user = None  # who uploads; ImageAdmin.get_form

    class Meta:
        model = Image
        fields = ["alt", "caption", "credit"]

    def _post_clean(self):
        """Instead of a model without its files: the picture itself."""
        if not self.errors:
            try:
                self.stored = store_picture(**self.cleaned_data, user=self.user)
            except ValidationError as refusal:
                self.add_error("file", refusal)

    def save(self, commit=True):
        self.instance = self.stored
        return super().save(commit=False)


class PictureForm(forms.ModelForm):
    """A picture in the library: its words, and what its crops are centred on."""

    class Meta:
        model = Image
        fields = ["alt", "caption", "credit", "focal_x", "focal_y"]
        widgets = dict.fromkeys(
            ["focal_x", "focal_y"],
            forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        )
        help_texts = {
            "focal_x": "Từ 0 (mép trái) tới 1 (mép phải). Ảnh ở thẻ tin cắt quanh điểm này.",
            "focal_y": "Từ 0 (mép trên) tới 1 (mép dưới).",
        }

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and {"focal_x", "focal_y"} & set(self.changed_data):
            image = self.instance
            try:
                refocus(image, image.focal_x, image.focal_y)
            except ValidationError as refusal:
                self.add_error(None, refusal)


class EditorUploadForm(forms.Form):
    upload = forms.FileField(error_messages={"required": "Chưa chọn tệp ảnh nào."})


class ChoiceForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    trang = forms.IntegerField(min_value=1, max_value=10_000, required=False)


class Condition(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"
    CHOICES = {
        "thieu": ("Thiếu mô tả", {"alt": ""}),
        "dang": ("Đang dùng", {"used__gt": 0}),
        "chua": ("Chưa dùng", {"used": 0}),
    }

    def lookups(self, request, model_admin):
        return [(key, words) for key, (words, _) in self.CHOICES.items()]

    def queryset(self, request, queryset):
        if self.value() in self.CHOICES:
            _, condition = self.CHOICES[self.value()]
            return queryset.filter(**condition)
        return queryset


@admin.register(Image)
class ImageAdmin(PublicAdmin):
    change_list_template = "admin/articles/image/change_list.html"
    list_display = ["alt"]
    list_filter = [Condition, ("uploaded_by", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "uploaded_at"
    search_fields = ["alt", "caption", "credit"]
    search_help_text = "Mô tả, chú thích, nguồn"
    list_per_page = PER_PAGE

    def get_urls(self):
        site = self.admin_site
        return [
            path(
                "tai-len/", site.admin_view(self.upload), name="articles_image_upload"
            ),
            path("chon/", site.admin_view(self.choose), name="articles_image_choose"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(used=Count("uses"))

    def changelist_view(self, request, extra_context=None):
        title = {"title": "Thư viện ảnh", **(extra_context or {})}
        return super().changelist_view(request, title)

    # Forms

    def get_fields(self, request, image=None):
        words = ["alt", "caption", "credit"]
        return [*words, "focal_x", "focal_y"] if image else ["file", *words]

    def get_form(self, request, image=None, change=False, **kwargs):
        kwargs["form"] = PictureForm if image else UploadForm
        form = super().get_form(request, image, change, **kwargs)
        form.user = request.user
        return form

    def save_model(self, request, image, form, change):
        if change:
            super().save_model(request, image, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["places"] = places_of(obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # Deletion

    def get_deleted_objects(self, images, request):
        """A picture that is in use stays; the page says where it is."""
        deleted, counts, missing, _ = super().get_deleted_objects(images, request)
        return deleted, counts, missing, [p for i in images for p in places_of(i)]

    def delete_queryset(self, request, images):
        for image in images:
            image.delete()  # one by one: their files go, too
        request.has_changed_public = True

    # The editor

    @method_decorator(require_POST)
    def upload(self, request):
        """What CKEditor's picture dialog sends: {"uploaded": 1, "url"} or a sentence."""
        if not self.has_add_permission(request):
            return refusal("Tài khoản của bạn không được tải ảnh lên.", 403)
        form = EditorUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return refusal(form.errors["upload"][0], 400)
        file = form.cleaned_data["upload"]
        try:
            image = store_picture(file, alt="", user=request.user)
        except ValidationError as error:
            return refusal(error.messages[0], 400)
        self.log_addition(request, image, [{"added": {}}])
        return JsonResponse(
            {"uploaded": 1, "fileName": file.name, "url": image.file.url}
        )

    @method_decorator(require_safe)
    def choose(self, request):
        """The library in the window that the picture dialog opens."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = ChoiceForm(request.GET)
        form.is_valid()
        words = form.cleaned_data.get("q", "")
        images, _ = self.get_search_results(request, Image.objects.all(), words)
        page = Paginator(images, PER_PAGE).get_page(form.cleaned_data.get("trang"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Chọn ảnh",
            "is_popup": True,
            "page": page,
            "words": words,
        }
        return TemplateResponse(request, "admin/articles/image/choose.html", context)


def refusal(sentence, status):
    return JsonResponse({"uploaded": 0, "error": {"message": sentence}}, status=status)


def places_of(image):
    """Where `image` is used, in words."""
    used = Q(image_uses__image=image) | Q(cover=image)
    articles = Article.objects.filter(used).distinct()
    topics = Topic.objects.filter(cover=image)
    pages = Page.objects.filter(body__contains=image.file.name)
    return [
        *(f"Bài “{each}”" for each in articles),
        *(f"Dòng sự kiện “{each}”" for each in topics),
        *(f"Trang “{each}”" for each in pages),
    ]
