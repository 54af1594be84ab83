"""Somebody else has saved first: both texts side by side, and one made of them."""

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from ..html import pictures, plain
from ..merging import BOTH, MINE, THEIRS, differing, marked, merged, nearest
from ..models import Article, Draft
from ..templatetags.newsroom import when
from .article_form import as_stored, empty_content
from .drafting import draft_address, form_address
from .typed import as_sent, typed_in, typed_of

CONFLICT = 409


class WithConflicts:
    """For the admin of articles, which keeps drafts."""

    def get_urls(self):
        both = self.admin_site.admin_view(self.both_view)
        return [
            path("<int:pk>/hai-ban/", both, name="articles_article_both"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if form.is_bound and form.is_only_stale():
            draft = Draft.keep_over(
                request.user, form.article, typed_in(request.POST), form.pages
            )
            return self.side_by_side(request, form, draft)
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_http_methods(["GET", "POST"]))
    def both_view(self, request, pk):
        """The draft of this person beside the newest revision; what was chosen."""
        article = self.get_object(request, str(pk))
        draft = Draft.objects.filter(user=request.user, article=article).first()
        if article is None or draft is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        form = self.bound_form(request, article, as_sent(draft.form))
        if form.is_valid() or not form.is_only_stale():
            return redirect(draft_address(draft))
        if "tai-ve" in request.GET:
            return as_file(form.content())
        is_seen = request.POST.get("newest") == str(form.newest.number)
        if request.method == "GET" or not is_seen:
            return self.side_by_side(request, form, draft)
        return self.merge(request, form, draft)

    def merge(self, request, form, draft):
        """The form opened with what was chosen, as an unsaved draft."""
        if "_theirs" in request.POST:
            draft.delete()
            return redirect(form_address(draft.article_id))
        mine, theirs = form.content(), form.newest.content
        if "_mine" not in request.POST:
            mine = merged(base_of(form), theirs, as_stored(mine), request.POST)
        typed = typed_of(mine, based_on=form.newest.number)
        draft.form = {**kept_apart(draft.form), **typed}
        draft.save(update_fields=["form"])
        return redirect(draft_address(draft))

    def side_by_side(self, request, form, draft):
        base, theirs, mine = (
            base_of(form),
            form.newest.content,
            as_stored(form.content()),
        )
        parts = differing(base, theirs, mine)
        context = {
            **self.admin_site.each_context(request),
            "title": "Bài đã có người lưu trước bạn",
            "opts": self.opts,
            "original": form.article,
            "newest": form.newest,
            "next_number": form.newest.number + 1,
            "based_on": draft.based_on,
            "draft": draft,
            "parts": [shown(part, base) for part in parts],
            "same": same_labels(parts),
        }
        return TemplateResponse(
            request, "admin/articles/article/conflict.html", context, status=CONFLICT
        )


def base_of(form):
    """What both writers began with."""
    number = form.cleaned_data.get("based_on")
    base = form.article.revisions.filter(number=number).first()
    return base.content if base else empty_content()


def kept_apart(typed):
    """What the form of a draft holds beside the content of a revision."""
    names = ("note", "at_0", "at_1", "until_0", "until_1", "reason")
    return {name: typed[name] for name in names if name in typed}


# What the page shows


def shown(part, base):
    return {
        "part": part,
        "label": label_of(part),
        "options": [
            (THEIRS, side(part, part.theirs, base)),
            (MINE, side(part, part.mine, base)),
        ],
        "both": BOTH if part.can_keep_both else "",
        "is_body": part.field == "body",
    }


def label_of(part):
    if part.field == "body":
        return f"Nội dung, đoạn {part.place}"
    label = Article._meta.get_field(part.field).verbose_name
    return label[:1].upper() + label[1:]


def side(part, value, base):
    """[[(words, whether they are new)] for each paragraph] of one side of `part`."""
    if part.field == "body":
        return [marked(text_of(block), nearest(block, base["body"])) for block in value]
    if part.field in ("title", "lead"):
        return [marked(value, base[part.field])] if value else []
    text = words_for(part.field, value)
    return [[(text, value != base[part.field])]] if text else []


def text_of(block):
    """A paragraph as plain text, its pictures by what they show."""
    shows = "".join(f"[Ảnh: {alt or 'chưa có mô tả'}] " for _, alt in pictures(block))
    return f"{shows}{plain(block)}".strip() or "[Đường kẻ ngang]"


def words_for(name, value):
    """A value of the form in words; relations by their names."""
    field = Article._meta.get_field(name)
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        rows = field.related_model.objects.in_bulk([key for key in keys if key])
        return ", ".join(str(rows[key]) for key in keys if key in rows)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if name == "source_at":
        return when(field.to_python(value))
    return str(dict(field.choices or {}).get(value, value) or "")


def same_labels(parts):
    differ = {part.field for part in parts}
    return [
        Article._meta.get_field(name).verbose_name
        for name in ("title", "lead", "body", "cover", "category", "authors", "places")
        if name not in differ
    ]


def as_file(content):
    """Title, lead and body as a text file for the writer's own disk."""
    text = "\n\n".join([content["title"], content["lead"], plain(content["body"])])
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = quote(f"{content['slug']}.txt")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
