"""What articles are sorted by: categories, topics, tags, authors, places."""

from django.contrib import admin, messages
from django.db.models import F
from django.db.models.functions import Coalesce

from .. import search
from ..models import Author, Category, Place, Tag, Topic
from .base import PublicAdmin, yes
from .covers import WithCover
from .moved import Renamable


class Findable:
    """
    For admins of what articles are found by: search follows a new name, and forgets
    one that is gone, in the same transaction.
    """

    def save_model(self, request, subject, form, change):
        super().save_model(request, subject, form, change)
        if change and "name" in form.changed_data:
            self.index_again(request, search.newest_under([subject]))

    def delete_model(self, request, subject):
        keys = search.newest_under([subject])
        super().delete_model(request, subject)
        self.index_again(request, keys)

    def delete_queryset(self, request, queryset):
        keys = search.newest_under(queryset)
        super().delete_queryset(request, queryset)
        self.index_again(request, keys)

    def index_again(self, request, keys):
        if left := search.index_again(keys):
            self.message_user(
                request,
                f"Tìm kiếm đã theo tên mới ở {len(keys) - left} bài mới nhất; "
                f"{left} bài cũ hơn được cập nhật dần, chậm nhất là trong đêm nay.",
                messages.WARNING,
            )


@admin.register(Category)
class CategoryAdmin(Renamable, PublicAdmin):
    fields = ["name", "parent", "position", "is_service", "description", "slug"]
    list_display = ["place", "position", "service"]
    list_editable = ["position"]
    list_per_page = 200
    search_fields = ["name"]

    def get_ordering(self, request):
        """Children below their parent, as in the menu."""
        return [
            Coalesce("parent__position", "position"),
            Coalesce("parent__name", "name"),
            F("parent").asc(nulls_first=True),
            "position",
            "name",
        ]

    @admin.display(description="tên")
    def place(self, category):
        return f"– {category.name}" if category.parent_id else category.name

    @admin.display(description="mục dịch vụ", ordering="is_service")
    def service(self, category):
        return yes(category.is_service)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.queryset = Category.objects.filter(parent=None)
        field.empty_label = "Không, đây là chuyên mục cấp một"
        return field


@admin.register(Topic)
class TopicAdmin(Renamable, Findable, WithCover, PublicAdmin):
    fields = ["name", "lead", "cover", "slug"]
    list_display = ["name", "lead"]
    search_fields = ["name"]


@admin.register(Tag)
class TagAdmin(Renamable, Findable, PublicAdmin):
    fields = ["name", "slug"]
    list_display = ["name"]
    search_fields = ["name"]


@admin.register(Author)
class AuthorAdmin(Renamable, Findable, PublicAdmin):
    fields = ["name", "role", "bio", "user", "slug"]
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]
    search_fields = ["name", "role"]


@admin.register(Place)
class PlaceAdmin(Findable, PublicAdmin):
    """The units are those of the resolution: none is added or taken away here."""

    fields = ["code", "kind", "name", "slug", "area_km2", "former_units"]
    readonly_fields = ["code", "former_units"]
    list_display = ["name", "kind", "area_km2", "code"]
    list_filter = ["kind"]
    search_fields = ["name"]

    @admin.display(description="thành lập từ")
    def former_units(self, place):
        return ", ".join(place.formed_from)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
