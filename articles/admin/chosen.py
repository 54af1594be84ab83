"""What the form of an article shows of other tables, in one query for all its fields."""

from django.db.models import F

from ..models import Article, Attachment, Author, Image, Place, Tag, Topic
from ..slices import fetch_rows, named_rows
from ..text import sort_key
from .widgets import OrderedSelect

NO_TOPIC = ("", "Không thuộc dòng sự kiện nào")


def name_what_is_chosen(form):
    """Give the widgets of `form` the words for what it holds before anybody types."""
    found = rows_of(form.initial)
    for name in ("authors", "tags", "places", "related"):
        label_choices(form.fields[name], found.get(name, []))
    topics = sorted(found.get("topic", []), key=lambda row: sort_key(row.name))
    form.fields["topic"].choices = [NO_TOPIC, *((row.id, row.name) for row in topics)]
    for name, model in (("cover", Image), ("attachments", Attachment)):
        form.fields[name].widget.known = {
            row.id: model(**vars(row)) for row in found.get(name, [])
        }


def label_choices(field, rows):
    labels = {str(row.id): str(label_of(row)) for row in rows}
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, OrderedSelect):
        widget.labels = labels


def label_of(row):
    kind = getattr(row, "kind", "")
    return f"{Place.Kind(kind).label} {row.name}" if kind else row.name


def rows_of(content):
    """{name of a field: [namespace]}; of topics all."""
    cover = ("file", "alt", "credit", "width", "height")
    attachment = ("file", "title", "size")
    own = Attachment.objects.filter(pk__in=keys_of(content["attachments"]))
    return fetch_rows(
        named("authors", Author, content),
        named("tags", Tag, content),
        named("places", Place, content, "kind"),
        named("related", Article, content, name=F("title")),
        named_rows("topic", Topic.objects.all(), "id", "id", "name"),
        named_rows(
            "cover",
            Image.objects.filter(pk=content["cover"] or None),
            "id",
            "id",
            *cover,
        ),
        named_rows("attachments", own, "id", "id", *attachment),
    )


def keys_of(rows):
    """Of attachments as a revision or as a draft has them."""
    return [getattr(row, "key", row) for row in rows]


def named(field, model, content, *more, **words):
    chosen = model.objects.filter(pk__in=content[field])
    if not words:
        more = ("name", *more)
    return named_rows(field, chosen, "id", "id", *more, **words)
