"""The attachments in the form of an article: titles and order, and new files."""

from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from .. import attachments
from ..models import Attachment
from ..text import normalize


class Row(NamedTuple):
    """What the browser says of one attachment; without a title it keeps its own."""

    key: int
    title: str
    place: float
    is_dropped: bool

    def __str__(self):
        return self.title or f"số {self.key}"


class AttachmentsInput(forms.Widget):
    template_name = "admin/articles/widgets/attachments.html"
    use_fieldset = True
    known = {}  # {key: Attachment}; set, never changed: chosen.py

    def value_from_datadict(self, data, files, name):
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [
            Row(
                int(key),
                " ".join(normalize(data.get(f"{name}-{key}-title", "")).split()),
                number(data.get(f"{name}-{key}-place"), place),
                f"{name}-{key}-drop" in data,
            )
            for place, key in enumerate(dict.fromkeys(map(str, keys)), 1)
            if key.isascii() and key.isdecimal() and len(key) < 19
        ]

    def value_omitted_from_data(self, data, files, name):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [row for row in map(as_row, value or []) if row]
        keys = {row.key for row in rows}
        known = self.known
        if not known.keys() >= keys:
            known = Attachment.objects.in_bulk(keys)
        context["rows"] = [(row, known[row.key]) for row in rows if row.key in known]
        return context


def as_row(value):
    """A Row of what was sent, or of a key in a revision."""
    return value if isinstance(value, Row) else Row(value, "", 0, False)


def number(text, otherwise):
    try:
        return min(max(float(text), -1000), 1000)
    except (TypeError, ValueError):
        return otherwise


class AttachmentsField(forms.Field):
    """Cleans to the Rows that stay, in their order."""

    widget = AttachmentsInput

    def clean(self, value):
        kept = (row for row in value if not row.is_dropped)
        return sorted(kept, key=lambda row: row.place)

    def has_changed(self, initial, data):
        kept = [row.key for row in data if not row.is_dropped]
        return kept != [as_row(value).key for value in initial or []]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self):
        accept = ",".join(f".{suffix}" for suffix in attachments.KINDS)
        super().__init__(attrs={"accept": accept})


class FilesField(forms.FileField):
    """Cleans to the list of uploads, each of a kind that may be kept."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files, errors = [file for file in data or [] if file is not None], []
        for file in files:
            try:
                attachments.check(file)
            except ValidationError as error:
                errors.append(f"{normalize(file.name)}: {error.messages[0]}")
        if errors:
            raise ValidationError(errors)
        return files


class Keeping:
    """What becomes of the attachments that were sent for `article`."""

    def __init__(self, article, rows, files):
        known = article.all_attachments.all() if article.pk and rows else []
        self.known = {row.pk: row for row in known}
        self.rows = [row for row in rows if row.key in self.known]
        self.files = [(file, attachments.title_of(file.name)) for file in files]
        self.paths = []

    def keys(self):
        """As a revision names them; None for what save() has yet to make."""
        kept = [None if self.is_retitled(row) else row.key for row in self.rows]
        return kept + [None] * len(self.files)

    def is_retitled(self, row):
        return row.title[:200] not in ("", self.known[row.key].title)

    def store(self):
        """Keep the new files. Raises ValidationError with a sentence."""
        for file, title in self.files:
            self.paths.append(attachments.store(file, title))

    def drop(self):
        """Nothing was saved, so no revision names them."""
        for path in self.paths:
            attachments.remove(path)
        self.paths = []

    def save(self, article):
        """The keys of all, in order, new rows made."""
        keys = [self.saved(article, row) for row in self.rows]
        for (file, title), path in zip(self.files, self.paths, strict=True):
            made = article.all_attachments.create(
                file=path, title=title, size=file.size
            )
            keys.append(made.pk)
        return keys

    def saved(self, article, row):
        if not self.is_retitled(row):
            return row.key
        old = self.known[row.key]
        made = article.all_attachments.create(
            file=old.file.name, title=row.title[:200], size=old.size
        )
        return made.pk
