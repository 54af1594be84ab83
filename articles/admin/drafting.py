"""
Text that is typed and not saved: kept as a private draft while it is being typed, with
the same request that says who is here, and offered again on the next visit.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from ..models import Draft, Presence
from ..templatetags.vietnamese import iso
from .article_checks import checks_of
from .calendar import asked_day, midnight
from .typed import as_uuid, typed_in

MORNING = timedelta(hours=7)
OPEN = "mo-lai"  # ?mo-lai=<page> shows the draft that this page has kept
SAVED = "saved_pages"  # in the session: whose copies a browser may throw away


class WithDrafts:
    """For the admin of articles."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("giu/", view(self.keep_view), name="articles_article_keep"),
            path("bo-giu/", view(self.drop_view), name="articles_article_drop"),
            *super().get_urls(),
        ]

    # What the script beside the form sends

    @method_decorator(require_POST)
    def keep_view(self, request):
        """
        Keep what was typed (`typed`), note who is here, and answer with what belongs
        beside the form: {"kept", "time", "presence", "checks"}, the last two as HTML.
        """
        article = self.article_at(request)
        if request.POST.get("leaving") and article:
            Presence.leave(request.user, article)
        elif article:
            Presence.note(request.user, article, has_typed="typed" in request.POST)
        form = self.bound_form(request, article, request.POST)
        answer = {"presence": self.presence(request, form)}
        if "typed" in request.POST:
            answer |= self.keep(request, article, form)
        return JsonResponse(answer)

    def bound_form(self, request, article, data):
        """The form of `article` with `data` typed in, checked."""
        form = self.get_form(request, article, change=bool(article))
        form = form(data, instance=article)
        form.is_valid()
        return form

    def article_at(self, request):
        """The article that the form is about; None for a new one. Checks the right."""
        key = request.POST.get("article", "")
        article = self.get_object(request, key) if key else None
        allowed = (
            self.has_change_permission(request, article)
            if article
            else self.has_add_permission(request) and not key
        )
        if not allowed:
            raise PermissionDenied
        return article

    def keep(self, request, article, form):
        now = timezone.now()
        if form.is_valid() and form.is_as_stored() and not form.cleaned_data["note"]:
            Draft.drop(request.user, form.pages)
            kept = True
        else:
            keep = Draft.keep_over if "over" in request.POST else Draft.keep
            typed = typed_in(request.POST)
            kept = bool(keep(request.user, article, typed, form.pages))
        checks = checks_of(
            article,
            form.content(),
            request.user,
            agreed=request.POST.getlist("host_ok"),
            kept=request.POST.getlist("name_ok"),
        )
        return {
            "kept": kept,
            "time": iso(now),
            "checks": render_to_string("admin/articles/article/_checks.html", checks),
        }

    def presence(self, request, form):
        """Who else is here, and whether somebody has saved in the meantime."""
        article = form.article
        context = {
            "others": Presence.others(request.user, article) if article.pk else [],
            "overtaken_by": form.newest if article.pk and form.is_stale() else None,
        }
        return render_to_string("admin/articles/article/_presence.html", context)

    @method_decorator(require_POST)
    def drop_view(self, request):
        """The draft is not wanted; back to where it was offered."""
        draft = get_object_or_404(
            Draft, user=request.user, page=as_uuid(request.POST.get("page", ""))
        )
        draft.delete()
        return redirect(form_address(draft.article_id))

    # The form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        # A class made for this request alone.
        form.draft = opened_draft(request, obj)
        return form

    def get_changeform_initial_data(self, request):
        """A day out of the calendar: published in its morning."""
        day = asked_day(request.GET.get("ngay", ""))
        return {"at": midnight(day) + MORNING} if day else {}

    def forget_draft(self, request, form):
        """What was typed is saved: neither server nor browser need keep it apart."""
        Draft.drop(request.user, form.pages)
        request.session[SAVED] = [page.hex for page in form.pages]

    def drafting(self, request, form):
        """The context around a form that is about to be shown."""
        article = form.article
        if article.pk:
            Presence.note(request.user, article)
        drafts = Draft.objects.filter(user=request.user, article=article.pk)
        return {
            "opened": form.draft,
            "offers": [draft for draft in drafts if draft != form.draft][:5],
            "others": Presence.others(request.user, article) if article.pk else [],
            "saved_pages": " ".join(request.session.pop(SAVED, [])),
        }


def opened_draft(request, article):
    """The Draft that the address asks to open again, if it is this person's."""
    page = as_uuid(request.GET.get(OPEN, ""))
    if request.method != "GET" or page is None:
        return None
    return Draft.objects.filter(user=request.user, article=article, page=page).first()


def form_address(key):
    """The form of the article `key`; of a new one without."""
    if key is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[key])


def draft_address(draft):
    """Where `draft` is opened again."""
    return f"{form_address(draft.article_id)}?{OPEN}={draft.page.hex}"
