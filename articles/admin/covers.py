"""The field for a cover: a picture of the library, chosen by what it shows."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.forms import Media
from django.urls import reverse

from .. import renditions
from ..models import Image


def thumbnail(picture):
    """The address of `picture`, cut for a card and small."""
    return renditions.url(picture.file.name, shape="3x2", width=320)


class CoverSelect(AutocompleteSelect):
    template_name = "admin/articles/widgets/cover.html"
    can_add = False  # whether there is a link for uploading another

    known = {}  # {key: Image}; set, never changed: chosen.py

    def picture(self, value):
        """The Image with the key `value`, or None."""
        key = int(value) if str(value or "").isdecimal() else None
        return self.known.get(key) or Image.objects.filter(pk=key).first()

    def optgroups(self, name, value, attr=None):
        picture = self.picture(value[0]) if value and self.known else None
        if picture is None:
            return super().optgroups(name, value, attr)
        key = str(picture.pk)
        options = [self.create_option(name, key, str(picture), [key], 1)]
        return [(None, [self.create_option(name, "", "", [], 0), *options], 0)]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if picture := self.picture(value):
            context |= {"picture": picture, "thumbnail": thumbnail(picture)}
        if self.can_add:
            add = reverse("admin:articles_image_add", current_app=self.admin_site.name)
            context["add"] = f"{add}?_to_field=id&_popup=1"
        return context

    @property
    def media(self):
        # The script in front is what ours has to come after.
        return super().media + Media(js=["admin/js/jquery.init.js", "js/cover.js"])


class WithCover:
    """For admins of models with a `cover`."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "cover":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        kwargs["widget"] = CoverSelect(db_field, self.admin_site)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        # Django's wrapper would put its link below everything.
        wrapper, field.widget = field.widget, field.widget.widget
        field.widget.can_add = wrapper.can_add_related
        field.widget.choices = field.choices
        return field
