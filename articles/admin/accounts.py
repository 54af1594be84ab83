"""
Accounts and groups. Who looks after accounts without being a superuser may only give
what they have themselves: nobody raises their own rights, nor those of an ally.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.text import capfirst

from .. import audit
from ..models import Category
from ..rights import beats_of
from ..signin import second_factor, sessions
from ..signin.confirmation import confirmed
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


class Confirmed:
    """For the admins of accounts and rights: whoever changes one signs in again."""

    @confirmed
    def changeform_view(self, request, *args, **kwargs):
        return super().changeform_view(request, *args, **kwargs)

    @confirmed
    def delete_view(self, request, *args, **kwargs):
        return super().delete_view(request, *args, **kwargs)

    @confirmed
    def response_action(self, request, *args, **kwargs):
        return super().response_action(request, *args, **kwargs)


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


class BeatsForm(forms.ModelForm):
    """With the categories that an account or a group looks after."""

    categories = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label="Chuyên mục phụ trách",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn mục nào thì làm việc được với mọi chuyên mục.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "categories" in self.fields:
            field = self.fields["categories"]
            field.queryset = Category.objects.all()
            if self.instance.pk:
                field.initial = self.instance.beats.values_list("category", flat=True)

    def save_beats(self):
        if "categories" not in self.fields:
            return
        chosen = self.cleaned_data["categories"]
        self.instance.beats.exclude(category__in=chosen).delete()
        for category in chosen:
            self.instance.beats.get_or_create(category=category)


class AccountForm(BeatsForm, UserChangeForm):
    """Django's form of an account, and its beats."""


class WithBeats:
    """For the admins of those forms."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if isinstance(form, BeatsForm):  # a new account is asked for a password alone
            form.save_beats()


admin.site.unregister([User, Group])
# Everybody has their own on 'Bảo mật tài khoản'; secrets are nobody else's to see.
admin.site.unregister([EmailAddress, Authenticator, UserSession])


def permissions_of(user):
    """Keys of what `user` may do, or may again once the account is switched on."""
    given = Permission.objects.filter(Q(user=user) | Q(group__user=user))
    return set(given.values_list("pk", flat=True))


def may_look_after(user, account):
    """Whether `user` may change `account`: never one's own, never one with more rights."""
    if user.is_superuser:
        return True
    if account.is_superuser or account.pk == user.pk or beats_of(user) is not None:
        return False
    return permissions_of(account) <= permissions_of(user)


def grantable(user):
    """The groups that `user` may put somebody into."""
    if user.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=permissions_of(user))
    return Group.objects.exclude(permissions__in=beyond)


@admin.register(User)
class AccountAdmin(Confirmed, WithBeats, UserAdmin, NewsroomAdmin):
    form = AccountForm
    change_password_form = PasswordForm
    list_display = ["username", "last_name", "first_name", "email", "active", "seen"]
    list_filter = ["is_active", "is_superuser", "groups"]
    filter_horizontal = []
    actions = ["take_second_factor_away"]

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_look_after(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        rights = ["is_active", "is_staff", "groups", "categories"]
        if request.user.is_superuser:
            rights[2:2] = ["is_superuser"]
            rights.append("user_permissions")
        return [
            (None, {"fields": ["username", "password"]}),
            ("Người dùng", {"fields": ["last_name", "first_name", "email"]}),
            ("Quyền", {"fields": rights}),
        ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["queryset"] = grantable(request.user)
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.related_model is Permission:
            return Permissions(known_permissions(), label="Quyền", required=False)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @confirmed
    def user_change_password(self, request, *args, **kwargs):
        return super().user_change_password(request, *args, **kwargs)

    def save_model(self, request, user, form, change):
        super().save_model(request, user, form, change)
        if not (user.is_active and user.is_staff):
            sessions.end_all(user)

    @admin.action(
        description="Gỡ lớp bảo vệ thứ hai (khi mất máy, hết mã)",
        permissions=["change"],
    )
    def take_second_factor_away(self, request, queryset):
        for user in queryset:
            if not self.has_change_permission(request, user):
                raise PermissionDenied
            second_factor.take_away(user)
            audit.record(
                audit.Action.DELETE, request, kind=audit.SECOND_FACTOR, name=str(user)
            )
        self.message_user(
            request, "Đã gỡ. Lần đăng nhập tới, người dùng sẽ được mời cài lại."
        )

    @admin.display(description="còn dùng", ordering="is_active")
    def active(self, user):
        return yes(user.is_active)

    @admin.display(description="đăng nhập lần cuối", ordering="last_login")
    def seen(self, user):
        return when(user.last_login) or None


@admin.register(Group)
class TeamAdmin(Confirmed, WithBeats, ForAdministrators, GroupAdmin):
    form = BeatsForm
    fields = ["name", "permissions", "categories"]
    filter_horizontal = []
