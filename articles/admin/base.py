"""What all lists and forms of the newsroom have in common."""

from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.db import models, transaction
from django.utils.text import capfirst

from ..models import Edition
from ..text import fold, normalize
from .exports import WithExport
from .paginator import ShortPaginator

READING = ("GET", "HEAD", "OPTIONS", "TRACE")


def yes(value):
    """A cell for a truth; Django's own icons are called 'True' and 'False'."""
    return "Có" if value else "–"


class NewsroomAdmin(WithExport, admin.ModelAdmin):
    # Counting for each filter, or all rows for a search, would scan the table.
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    paginator = ShortPaginator
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_paginator(self, request, *args, **kwargs):
        page = request.GET.get("p", "")
        number = int(page) if page.isdecimal() and len(page) < 7 else 1
        return super().get_paginator(request, *args, **kwargs).reach_beyond(number)

    def get_action_choices(self, request, default_choices=()):
        return super().get_action_choices(request, [("", "Chọn việc…")])

    def get_search_results(self, request, queryset, search_term):
        """Rows with every word in `search_fields`, accents or not; for small tables."""
        words = fold(normalize(search_term)).split()
        if not words:
            return queryset, False
        found = [
            key
            for key, *texts in queryset.values_list("pk", *self.search_fields)
            if all(word in fold(" ".join(map(str, texts))) for word in words)
        ]
        return queryset.filter(pk__in=found), False

    def get_changelist_formset(self, request, **kwargs):
        """Fields in a list have no label but their column: the same words, spoken."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs["aria-label"] = capfirst(field.label)
        return formset

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )


class WithEditor:
    """For admins whose form holds CKEditor, which needs a policy of its own."""

    def changeform_view(self, request, *args, **kwargs):
        response = super().changeform_view(request, *args, **kwargs)
        response._csp_config = settings.EDITOR_CONTENT_SECURITY_POLICY
        return response


def in_one_edition(view):
    """
    `view`, with the edition bumped as the last statement of its transaction when it
    has changed something.
    """

    @wraps(view)
    def bumping(self, request, *args, **kwargs):
        if request.method in READING:
            return view(self, request, *args, **kwargs)
        with transaction.atomic():
            response = view(self, request, *args, **kwargs)
            if getattr(request, "has_changed_public", False):
                Edition.bump()
        return response

    return bumping


class PublicAdmin(NewsroomAdmin):
    """For models that readers see as they stand in their tables."""

    @in_one_edition
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    @in_one_edition
    def delete_view(self, request, *args, **kwargs):
        return super().delete_view(request, *args, **kwargs)

    @in_one_edition
    def changelist_view(self, request, *args, **kwargs):
        return super().changelist_view(request, *args, **kwargs)

    def save_model(self, request, *args, **kwargs):
        super().save_model(request, *args, **kwargs)
        request.has_changed_public = True

    def delete_model(self, request, *args, **kwargs):
        super().delete_model(request, *args, **kwargs)
        request.has_changed_public = True

    def delete_queryset(self, request, *args, **kwargs):
        super().delete_queryset(request, *args, **kwargs)
        request.has_changed_public = True
