"""Accounts and groups, for administrators alone: nobody raises their own rights."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst

from ..templatetags.newsroom import when
from .base import NewsroomAdmin, yes

VERBS = {"add": "thêm", "change": "sửa", "delete": "xóa", "view": "xem"}


class Permissions(forms.ModelMultipleChoiceField):
    """Rights in the words of the newsroom: 'Bài viết: sửa'."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, permission):
        verb, _, _ = permission.codename.partition("_")
        what = VERBS.get(verb) or permission.name.lower()
        return f"{capfirst(permission.content_type.name)}: {what}"


def known_permissions():
    """Those of the models that the newsroom shows."""
    types = ContentType.objects.get_for_models(*admin.site._registry).values()
    permissions = Permission.objects.filter(content_type__in=types)
    return permissions.select_related("content_type").order_by("content_type", "id")


class ForAdministrators(NewsroomAdmin):
    """What only superusers may open."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is Permission:
            return Permissions(known_permissions(), label="Quyền", required=False)
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class PasswordForm(AdminPasswordChangeForm):
    # Django's own is partly English; its script looks for the id.
    usable_password_help_text = (
        '<ul id="id_unusable_warning" class="messagelist"><li class="warning">'
        "Tắt thì mật khẩu đang dùng bị xóa và tài khoản không đăng nhập được.</li></ul>"
    )


admin.site.unregister([User, Group])


@admin.register(User)
class AccountAdmin(ForAdministrators, UserAdmin):
    change_password_form = PasswordForm
    list_display = ["username", "last_name", "first_name", "email", "active", "seen"]
    list_filter = ["is_active", "is_superuser", "groups"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Người dùng", {"fields": ["last_name", "first_name", "email"]}),
        (
            "Quyền",
            {
                "fields": [
                    "is_active",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                ]
            },
        ),
    ]

    @admin.display(description="còn dùng", ordering="is_active")
    def active(self, user):
        return yes(user.is_active)

    @admin.display(description="đăng nhập lần cuối", ordering="last_login")
    def seen(self, user):
        return when(user.last_login) or None


@admin.register(Group)
class TeamAdmin(ForAdministrators, GroupAdmin):
    filter_horizontal = []
