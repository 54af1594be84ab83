"""Filters of the picture library."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from ..models import Image
from ..templatetags.newsroom import person
from .picture_places import IN_USE


class Condition(admin.SimpleListFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"
    CHOICES = {
        "thieu": ("Thiếu mô tả", lambda images: images.filter(alt="")),
        "dang": ("Đang dùng", lambda images: images.filter(IN_USE)),
        "chua": ("Chưa dùng", lambda images: images.filter(~IN_USE)),
        "thu-hoi": ("Đã thu hồi", lambda images: images.exclude(recalled_at=None)),
    }

    def lookups(self, request, model_admin):
        return [(key, words) for key, (words, _) in self.CHOICES.items()]

    def queryset(self, request, queryset):
        if self.value() in self.CHOICES:
            _, narrow = self.CHOICES[self.value()]
            return narrow(queryset)
        return queryset


class Uploader(admin.SimpleListFilter):
    title = "người tải lên"
    parameter_name = "nguoi"

    def lookups(self, request, model_admin):
        uploaded = Image.objects.filter(uploaded_by=OuterRef("pk"))
        users = get_user_model().objects.filter(Exists(uploaded))
        return sorted(
            ((str(user.pk), person(user)) for user in users), key=lambda pair: pair[1]
        )

    def queryset(self, request, queryset):
        known = dict(self.lookup_choices)
        if self.value() in known:
            return queryset.filter(uploaded_by=self.value())
        return queryset
