"""What stands around the articles: pages, menu, links, warnings, names."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone

from .. import html
from ..models import KnownHost, Link, LinkGroup, MenuItem, Notice, Page, SiteSettings
from ..models.pictures import with_sizes
from ..templatetags.newsroom import person, when
from .base import NewsroomAdmin, PublicAdmin, WithEditor, yes


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ["title", "body", "position", "slug"]
        widgets = {"body": CKEditorWidget}

    def clean_body(self):
        body = self.cleaned_data["body"]
        html.check(body)
        return with_sizes(html.clean(body))


@admin.register(Page)
class PageAdmin(WithEditor, PublicAdmin):
    form = PageForm
    list_display = ["title", "position", "updated"]
    list_editable = ["position"]
    search_fields = ["title"]

    @admin.display(description="cập nhật lúc", ordering="updated_at")
    def updated(self, page):
        return when(page.updated_at)


@admin.register(MenuItem)
class MenuItemAdmin(PublicAdmin):
    list_display = ["name", "url", "position"]
    list_editable = ["position"]
    search_fields = ["name", "url"]


class LinkInline(admin.TabularInline):
    model = Link
    extra = 1


@admin.register(LinkGroup)
class LinkGroupAdmin(PublicAdmin):
    inlines = [LinkInline]
    list_display = ["name", "spot", "position"]
    list_editable = ["position"]
    search_fields = ["name"]


@admin.register(Notice)
class NoticeAdmin(PublicAdmin):
    fields = ["level", "text", "url", "starts_at", "ends_at"]
    radio_fields = {"level": admin.HORIZONTAL}
    list_display = ["text", "level", "begins", "ends", "is_shown"]
    list_filter = ["level"]
    search_fields = ["text"]

    @admin.display(description="hiện từ", ordering="starts_at")
    def begins(self, notice):
        return when(notice.starts_at)

    @admin.display(description="đến", ordering="ends_at")
    def ends(self, notice):
        return when(notice.ends_at)

    @admin.display(description="đang hiện")
    def is_shown(self, notice):
        return yes(notice.starts_at <= timezone.now() < notice.ends_at)


@admin.register(SiteSettings)
class SiteSettingsAdmin(PublicAdmin):
    """One row: the list leads straight to it."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        # Without a row the portal shows the defaults; now they can be edited.
        row, _ = SiteSettings.objects.get_or_create(pk=1)
        return redirect("admin:articles_sitesettings_change", row.pk)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(KnownHost)
class KnownHostAdmin(NewsroomAdmin):
    """Sites that links may lead to without a second look."""

    fields = ["host"]
    list_display = ["host", "by", "approved"]
    list_select_related = ["approved_by"]
    search_fields = ["host"]

    @admin.display(description="người duyệt")
    def by(self, row):
        return person(row.approved_by)

    @admin.display(description="duyệt lúc", ordering="approved_at")
    def approved(self, row):
        return when(row.approved_at)

    def save_model(self, request, obj, form, change):
        obj.approved_by = request.user
        super().save_model(request, obj, form, change)
