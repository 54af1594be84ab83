"""The history of an article: its revisions and steps, compared and taken back."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from .. import rights, workflow
from ..comparison import compare, count_words
from ..templatetags.newsroom import person, when
from . import preview

PER_PAGE = 50


def called(revision):
    """'Bản 5, Hoa Ban, 07:15 02/03/2026' in the choice of two to compare."""
    return (
        f"Bản {revision.number}, {person(revision.author)}, {when(revision.created_at)}"
    )


class ComparisonForm(forms.Form):
    """Two revisions by their numbers."""

    def __init__(self, data, revisions):
        super().__init__(data)
        for name, label in (("cu", "Bản trước"), ("moi", "Bản sau")):
            self.fields[name] = forms.ModelChoiceField(
                revisions, label=label, to_field_name="number", empty_label=None
            )
            self.fields[name].label_from_instance = called


class WithHistory:
    """For the admin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:key>/so-sanh/",
                view(self.compare),
                name="articles_article_compare",
            ),
            path(
                "<int:key>/xem-truoc/<int:number>/",
                view(self.preview_revision),
                name="articles_article_preview",
            ),
            path(
                "<int:key>/lay-lai/<int:number>/",
                view(self.restore_revision),
                name="articles_article_restore",
            ),
            *super().get_urls(),
        ]

    def article_or_404(self, request, key):
        """The article, for whoever may open it."""
        article = self.get_object(request, str(key))
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def preview_revision(self, request, key, number):
        """To any revision as readers would see it, at two widths."""
        article = self.article_or_404(request, key)
        revision = get_object_or_404(article.revisions, number=number)
        return redirect(preview.address(revision, request.user, "preview_frames"))

    def history_view(self, request, object_id, extra_context=None):
        if not object_id.isdecimal():
            raise Http404
        article = self.article_or_404(request, object_id)
        revisions = (
            article.revisions.select_related("author", "reviewer")
            .prefetch_related("steps__by")
            .defer("content")
        )
        page = Paginator(revisions, PER_PAGE).get_page(request.GET.get("p"))
        loose = article.steps.filter(revision=None).select_related("by")
        context = {
            "title": "Lịch sử và khôi phục",
            "page": page,
            "loose_steps": loose[:PER_PAGE] if page.number == 1 else [],
            **self.about(request, article),
        }
        return TemplateResponse(
            request, "admin/articles/article/object_history.html", context
        )

    def about(self, request, article):
        """What the pages of one article have in common."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": article,
            "live": rights.standing(article, request.user).live,
            "is_on_line": article.is_public,
            "may_change": self.has_change_permission(request, article),
        }

    def compare(self, request, key):
        """What one revision changed in another, in whatever order they are."""
        article = self.article_or_404(request, key)
        revisions = article.revisions.select_related("author")
        form = ComparisonForm(request.GET or None, revisions)
        context = {"title": "So hai bản", "form": form, **self.about(request, article)}
        if form.is_valid():
            old, new = form.cleaned_data["cu"], form.cleaned_data["moi"]
            parts = compare(old.content, new.content)
            added, removed = count_words(parts)
            context |= {
                "old": old,
                "new": new,
                "parts": parts,
                "added": added,
                "removed": removed,
                "steps": new.steps.select_related("by"),
            }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    @method_decorator(require_POST)
    def restore_revision(self, request, key, number):
        """A new draft with what an old revision held; never a change of what is on line."""
        article = self.article_or_404(request, key)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        old = article.revisions.filter(number=number).first()
        if old is None:
            raise Http404
        revision, missing = workflow.restore_revision(old, by=request.user)
        self.log_change(request, article, f"Lấy lại bản {number}.")
        said = f"Đã lấy lại bản {number} thành bản {revision.number}."
        self.message_user(request, said, messages.SUCCESS)
        if missing:
            left_out = f"Đã bỏ ra vì không còn: {', '.join(missing)}."
            self.message_user(request, left_out, messages.WARNING)
        return redirect("admin:articles_article_change", article.pk)
