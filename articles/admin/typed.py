"""A form as it was typed, between the browser, the draft that is kept, and the form."""

from datetime import datetime
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import timezone

from ..models import Revision
from ..text import normalize

NOT_TYPED = {"csrfmiddlewaretoken", "page", "opened", "typed", "leaving", "over"}


def typed_in(data):
    """{name: [values]} of the QueryDict `data`, as a database can hold it."""
    return {
        name: [normalize(value) for value in values]
        for name, values in data.lists()
        if name not in NOT_TYPED and not name.startswith("_")
    }


def as_sent(form):
    """The QueryDict that a browser would send for a draft's `form`."""
    data = QueryDict(mutable=True)
    for name, values in form.items():
        data.setlist(name, values)
    return data


def values_of(form, typed):
    """What the fields of `form` show when `typed` has been typed into them."""
    data = as_sent(typed)
    keys = [*Revision.KEYS, *Revision.LISTS]
    for name in keys:  # of anything else the database would make an error
        data.setlist(name, [key for key in data.getlist(name) if is_key(key)])
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.needs_multipart_form  # a file is not typed
    }


def is_key(value):
    return value.isascii() and value.isdecimal() and len(value) < 19


def pages_of(data):
    """The UUIDs in `page` and `opened`; made up when the browser has sent none."""
    found = [as_uuid(data.get(name, "")) for name in ("page", "opened")]
    return [page for page in found if page] or [uuid4()]


def as_uuid(text):
    """The UUID that `text` writes, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


def typed_of(content, **more):
    """What a form that shows the Revision.content `content` would send."""
    typed = {}
    for name, value in content.items():
        if name == "source_at":
            typed |= moment_of(name, value)
        elif isinstance(value, list):
            typed[name] = [str(key) for key in value]
        elif value is True:
            typed[name] = ["on"]
        elif value not in (None, False):
            typed[name] = [str(value)]
    return typed | {name: [str(value)] for name, value in more.items()}


def moment_of(name, value):
    """The two fields of a moment; as stored it may be a string."""
    if not value:
        return {}
    moment = timezone.localtime(
        datetime.fromisoformat(value) if isinstance(value, str) else value
    )
    return {f"{name}_0": [f"{moment:%d/%m/%Y}"], f"{name}_1": [f"{moment:%H:%M:%S}"]}
