"""Articles out of Word files: upload, preview, draft."""

from csp.constants import SELF
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from .. import audit
from ..models import Author, Category, WordFile
from ..word import files
from ..word.document import read_draft
from ..word.recognition import names_in
from ..word.saving import save_draft
from .categories import category_choices

# The preview shows pictures that are stored nowhere.
PREVIEW_POLICY = settings.ADMIN_CONTENT_SECURITY_POLICY | {"img-src": [SELF, "data:"]}


class WordForm(forms.Form):
    file = forms.FileField(
        label="Tệp Word",
        widget=forms.FileInput(
            attrs={
                "accept": ".docx,application/vnd.openxmlformats-officedocument."
                "wordprocessingml.document"
            }
        ),
        error_messages={
            "required": "Chưa chọn tệp Word nào.",
            "empty": "Tệp rỗng, không có gì để nhập.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.draft = read_draft(file)
        return file


class DraftForm(forms.Form):
    """What the file does not say, or may have said wrong."""

    category = forms.ModelChoiceField(
        Category.objects.all(),
        label="Chuyên mục",
        error_messages={"required": "Hãy chọn chuyên mục."},
    )
    authors = forms.CharField(
        label="Tác giả",
        max_length=300,
        required=False,
        help_text="Nhiều người thì cách nhau bằng dấu phẩy. Ai chưa có sẽ được thêm vào "
        "danh sách tác giả.",
    )

    def __init__(self, *args, draft, user, **kwargs):
        initial = {"authors": ", ".join(draft.parts.authors)}
        super().__init__(*args, initial=initial, label_suffix="", **kwargs)
        self.fields["category"].choices = [("", "Chưa chọn"), *category_choices(user)]
        for number, picture in enumerate(draft.pictures, 1):
            self.fields[f"alt_{number}"] = forms.CharField(
                label=f"Mô tả ảnh {number}",
                max_length=300,
                required=False,
                initial=picture.alt,
            )

    def put_into(self, draft):
        draft.parts.authors = names_in(self.cleaned_data["authors"])
        for number, picture in enumerate(draft.pictures, 1):
            picture.alt = " ".join(self.cleaned_data[f"alt_{number}"].split())


def may_write(request):
    return request.user.has_perm("articles.add_article")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, site):
    if not may_write(request):
        raise PermissionDenied
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WordForm(*sent)
    if request.method == "POST" and form.is_valid():
        kept = files.keep(form.cleaned_data["file"], request.user)
        return redirect("admin:word_preview", kept.pk)
    context = {
        **site.each_context(request),
        "title": "Nhập bài từ tệp Word",
        "form": form,
    }
    return TemplateResponse(request, "admin/articles/word_upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request, key, site):
    """What the file will become. Nothing is stored in the newsroom before 'Lưu'."""
    if not may_write(request):
        raise PermissionDenied
    kept = get_object_or_404(
        WordFile, pk=key, uploaded_by=request.user, article__isnull=True
    )
    if "_drop" in request.POST:
        kept.delete()
        return redirect("admin:word")
    draft = read_draft(files.opened(kept))
    sent = [request.POST] if request.method == "POST" else []
    form = DraftForm(*sent, draft=draft, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(
                "admin:articles_article_change",
                keep_as_draft(request, kept, draft, form).pk,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {
        **site.each_context(request),
        "title": "Xem trước bài từ tệp Word",
        "kept": kept,
        "size": len(kept.content),
        "draft": draft,
        "form": form,
        "known": files.article_of(kept.sha256),
        "silent": sum(not picture.alt for picture in draft.pictures),
        "new_authors": unknown(draft.parts.authors),
    }
    response = TemplateResponse(request, "admin/articles/word_preview.html", context)
    response._csp_config = PREVIEW_POLICY
    return response


def keep_as_draft(request, kept, draft, form):
    form.put_into(draft)
    category = form.cleaned_data["category"]
    article = save_draft(draft, category=category, name=kept.name, user=request.user)
    with transaction.atomic():
        files.remember(kept, article)
        audit.record(
            audit.Action.ADD, request, on=article, note=f"Từ tệp Word {kept.name}."
        )
    messages.success(
        request, format_html("Đã lưu bài từ tệp <b>{}</b> thành bản nháp.", kept.name)
    )
    return article


def unknown(names):
    """Those of `names` that no author has yet."""
    known = {name.casefold() for name in Author.objects.values_list("name", flat=True)}
    return [name for name in names if name.casefold() not in known]
