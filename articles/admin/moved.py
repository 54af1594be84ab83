"""Addresses that lead elsewhere: those of renamed pages, and others by hand."""

from django import forms
from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site

from .. import redirects
from .base import PublicAdmin


class Renamable:
    """For admins of models with a slug: what was at the old one is found at the new."""

    def save_model(self, request, subject, form, change):
        super().save_model(request, subject, form, change)
        if change and "slug" in form.changed_data:
            redirects.rename(subject, form.initial["slug"])


class RedirectForm(forms.ModelForm):
    class Meta:
        model = Redirect
        fields = ["old_path", "new_path"]
        labels = {"old_path": "Địa chỉ cũ", "new_path": "Địa chỉ mới"}
        help_texts = {
            "old_path": "Chỉ có tác dụng khi ở đó không còn trang nào.",
            "new_path": "Phần sau tên miền, ví dụ: /chuyen-muc/kinh-te/.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.site_id = redirects.SITE
        self.fields["new_path"].required = True

    def clean_old_path(self):
        redirects.check_own(self.cleaned_data["old_path"])
        return self.cleaned_data["old_path"]

    def clean_new_path(self):
        redirects.check_own(self.cleaned_data["new_path"])
        return self.cleaned_data["new_path"]

    def clean(self):
        super().clean()
        old, new = self.cleaned_data.get("old_path"), self.cleaned_data.get("new_path")
        if old and old == new:
            self.add_error("new_path", "Địa chỉ mới phải khác địa chỉ cũ.")
        others = redirects.known().exclude(pk=self.instance.pk)
        if others.filter(old_path=old).exists():
            self.add_error("old_path", "Địa chỉ này đã được chuyển hướng.")


admin.site.unregister([Redirect, Site])


@admin.register(Redirect)
class RedirectAdmin(PublicAdmin):
    form = RedirectForm
    list_display = ["old", "new"]
    list_display_links = ["old"]
    list_filter = []
    search_fields = ["old_path", "new_path"]

    @admin.display(description="địa chỉ cũ", ordering="old_path")
    def old(self, redirect):
        return redirect.old_path

    @admin.display(description="địa chỉ mới", ordering="new_path")
    def new(self, redirect):
        return redirect.new_path
