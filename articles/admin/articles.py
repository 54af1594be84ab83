"""Articles: the form edits and saves revisions, never the row that readers see."""

from django.contrib import admin
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join

from .. import bin, rights
from ..models import Article, KeptSpelling
from ..models.article_queries import UnfinishedFirst
from ..templatetags.newsroom import said_at, state_label, when
from ..templatetags.vietnamese import grouped, iso
from . import preview
from .article_bin import WithBin
from .article_desk import desk_of
from .article_export import EXPORTED, export_rows
from .article_form import ArticleForm, Stale
from .article_history import WithHistory
from .article_list import (
    ArticleList,
    ByAuthor,
    ByCategory,
    ByTopic,
    States,
    row_select,
    search,
)
from .article_steps import WithSteps
from .base import NewsroomAdmin, WithEditor
from .conflict import WithConflicts
from .covers import WithCover
from .drafting import WithDrafts
from .widgets import OrderedSelect

MOST_KEPT = 50  # spellings that one form may bring


@admin.register(Article)
class ArticleAdmin(
    WithConflicts,
    WithDrafts,
    WithSteps,
    WithHistory,
    WithBin,
    WithEditor,
    WithCover,
    NewsroomAdmin,
):
    form = ArticleForm
    fieldsets = [
        (None, {"fields": ["title", "lead", "body", "cover"], "classes": ["sheet"]}),
        (
            "Phân loại",
            {
                "fields": ["category", "authors", "places", "topic", "tags"],
                "classes": ["side"],
            },
        ),
        (
            "Cách hiện trên cổng",
            {
                "fields": [
                    "kind",
                    "related",
                    "featured_position",
                    "allows_rating",
                    "slug",
                ],
                "classes": ["side", "collapse"],
            },
        ),
        (
            "Tệp đính kèm",
            {
                "fields": ["attachments", "new_attachments"],
                "classes": ["side", "collapse"],
            },
        ),
        (
            "Nguồn, video, âm thanh",
            {
                "fields": [
                    "source_name",
                    "source_url",
                    "source_at",
                    "video_url",
                    "video",
                    "audio",
                ],
                "classes": ["side", "collapse"],
            },
        ),
    ]
    list_display = [
        "title_cell",
        "state_cell",
        "section",
        "who",
        "time",
        "seen",
    ]
    list_filter = [States, ByCategory, ByTopic, ByAuthor]
    search_fields = ["title"]  # shows the box; article_list.search() does the search
    search_help_text = "Tiêu đề, sapô"

    # The list

    @property
    def media(self):
        """Two filters are looked for as they are typed."""
        return super().media + row_select("topic").media

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def get_ordering(self, request):
        """Unfinished work first, then by the time at which readers see it."""
        return [UnfinishedFirst("published_at").desc(), "-id"]

    def get_queryset(self, request):
        """Articles that the account may open; for the field 'related', public ones too."""
        articles = super().get_queryset(request)
        if request.resolver_match.url_name == "autocomplete":
            return rights.choosable(articles, request.user)
        return rights.visible(articles, request.user)

    def get_search_results(self, request, queryset, search_term):
        return (search(queryset, search_term) if search_term else queryset), False

    @admin.display(description="tiêu đề")
    def title_cell(self, article):
        return format_html('<span class="row-title">{}</span>', article.headline)

    @admin.display(description="trạng thái")
    def state_cell(self, article):
        notes = [article.state.note, said_at(article.last_step)]
        if article.deleted_at:
            notes.append(f"Xóa hẳn {when(bin.leaves_at(article))}")
        lines = ((note,) for note in notes if note)
        return format_html(
            "{}{}",
            state_label(article.state),
            format_html_join("", '<span class="row-note">{}</span>', lines),
        )

    @admin.display(description="chuyên mục")
    def section(self, article):
        return article.section

    @admin.display(description="tác giả")
    def who(self, article):
        return article.byline

    @admin.display(description="thời gian", ordering="published_at")
    def time(self, article):
        moment = article.published_at or article.saved_at
        return format_html('<time datetime="{}">{}</time>', iso(moment), when(moment))

    @admin.display(description="lượt xem, đọc")
    def seen(self, article):
        if not article.views:
            return "–"
        reads = format_html(
            '<span class="row-note">{} đọc</span>', grouped(article.reads)
        )
        return format_html("{}{}", grouped(article.views), reads)

    def export_columns(self, changes):
        return EXPORTED

    def export_rows(self, changes, queryset):
        return export_rows(queryset.defer(None))

    # Saving. The row of an article is written once, when it is new; after that the
    # form writes revisions, and only the verbs of the model touch the row.

    def get_object(self, request, object_id, from_field=None):
        article = super().get_object(request, object_id, from_field)
        return article if article and not article.deleted_at else None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = OrderedSelect(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        try:
            return super().changeform_view(request, object_id, *args, **kwargs)
        except Stale:
            # Now the form sees the other revision and says so.
            return super().changeform_view(request, object_id, *args, **kwargs)

    def change_view(self, request, object_id, *args, **kwargs):
        """Who may only look sees the article as readers would."""
        if request.method == "GET" and not self.has_change_permission(request):
            article = self.get_object(request, object_id)
            revision = article and article.newest_revision
            if revision and self.has_view_permission(request, article):
                return redirect(preview.address(revision, request.user))
        return super().change_view(request, object_id, *args, **kwargs)

    def save_form(self, request, form, change):
        """The row; the form's own instance is a copy that nobody saves."""
        form.article.form = form
        return form.article

    def save_model(self, request, article, form, change):
        if not change:
            self.make_row(article, form.content())
        article.revision = form.save_revision(request.user)
        KeptSpelling.keep(article, request.POST.getlist("name_ok")[:MOST_KEPT])
        self.forget_draft(request, form)

    def make_row(self, article, content):
        for name in ("title", "slug", "lead", "body", "category_id"):
            setattr(article, name, content[name.removesuffix("_id")])
        article.save()

    def save_related(self, request, form, formsets, change):
        """Relations belong to the revision."""

    def construct_change_message(self, request, form, formsets, add=False):
        """Nothing when the form was sent back as it came."""
        number = form.article.revision.number
        return f"Lưu bản {number}." if number > form.newest.number else ""

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None

    # The page

    def render_change_form(self, request, context, add=False, change=False, **kwargs):
        form = context["adminform"].form
        context.update(
            title="Sửa bài" if change else "Viết bài mới",
            subtitle=None,
            **desk_of(form.article, form.newest, request.user),
            **self.drafting(request, form),
        )
        return super().render_change_form(request, context, add, change, **kwargs)
