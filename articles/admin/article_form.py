"""The form of an article. It edits the newest revision and never the public row."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from .. import html, recordings, rights, video, workflow
from ..models import Article, Revision
from ..models.article import empty_content
from ..templatetags.newsroom import person, when
from .attachment_field import AttachmentsField, FilesField, Keeping
from .categories import category_choices
from .chosen import name_what_is_chosen
from .typed import pages_of, values_of

# Names of the submit buttons. Whatever is pressed, what was typed is saved first.
PREVIEW, PUBLISH, PLAN, WITHDRAW = "_preview", "_publish", "_plan", "_withdraw"
SUBMIT, RETURN = "_submit", "_return"
STEPS = [PREVIEW, PUBLISH, PLAN, WITHDRAW, SUBMIT, RETURN]

# Files. A revision holds their names; older ones may still name what was replaced.
RECORDINGS = ["video", "audio"]

# What may be made in passing, in a small window.
CAN_ADD = ["authors", "tags", "topic"]

EARLIEST = datetime(1945, 9, 2, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Stale(Exception):
    """Somebody else's revision was stored between the check and the insert."""


class ArticleForm(forms.ModelForm):
    user = None  # whose form it is; ArticleAdmin.get_form
    # The number of the revision that the writer started from.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Which page of the browser this is, and which one kept the draft that it shows.
    page = forms.CharField(widget=forms.HiddenInput, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="Lời nhắn kèm theo",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    correction = forms.CharField(
        label="Báo bạn đọc điều đã sửa",
        max_length=300,
        required=False,
    )
    attachments = AttachmentsField(label="Tệp bạn đọc tải về", required=False)
    new_attachments = FilesField(
        label="Thêm tệp",
        required=False,
        help_text="PDF, Word, Excel, PowerPoint, OpenDocument, tới 50 MB mỗi tệp; chọn "
        "được nhiều tệp. Bạn đọc thấy khi bản này được đăng.",
    )
    at = forms.SplitDateTimeField(
        label="Đăng lúc (giờ Việt Nam)", required=False, widget=AdminSplitDateTime
    )
    until = forms.SplitDateTimeField(
        label="Hết hạn lúc", required=False, widget=AdminSplitDateTime
    )
    reason = forms.CharField(
        label="Lý do, bạn đọc sẽ thấy", max_length=500, required=False
    )

    draft = None  # the Draft that is shown in place of the newest revision

    class Meta:
        model = Article
        fields = []  # the admin's fieldsets name them
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2, "class": "title-field"}),
            "lead": forms.Textarea(attrs={"rows": 3, "class": "lead-field"}),
            "body": CKEditorWidget,
        }
        help_texts = {
            "lead": "Hai, ba câu; hiện dưới tiêu đề và ở trang chuyên mục.",
            "video_url": "Bạn đọc bấm thì video mới tải từ YouTube.",
            "video": "MP4 hoặc WebM, tới 200 MB; được dùng thay cho địa chỉ ở trên.",
            "audio": "Bài đọc thành tiếng: MP3, M4A hoặc OGG, tới 50 MB.",
        }

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        self.article = instance or Article()
        self.newest = newest_of(self.article, self.user)
        self.recordings = {}  # the names under which what was uploaded is kept
        kwargs.setdefault("label_suffix", "")
        super().__init__(
            *args,
            # The instance is a copy that nobody saves.
            instance=Article(),
            initial={**initial_of(self.article, self.newest), **(initial or {})},
            **kwargs,
        )
        if self.draft:
            self.initial |= values_of(self, self.draft.form)
        self.initial |= {"page": uuid4().hex, "opened": self.opened_page()}
        for name in ("lead", "body", "category", "authors"):
            self.fields[name].required = False  # of a draft; readiness.py asks for them
        for name, field in self.fields.items():
            leave_links(field.widget, can_add=name in CAN_ADD)
        self.offer_categories()
        self.offer_related()
        name_what_is_chosen(self)

    def offer_categories(self):
        """Those that the account looks after, and the one that the article has."""
        beats = rights.beats_of(self.user)
        choices = category_choices(self.user)
        if beats is not None:
            open_to_user = {*beats, self.newest.content["category"]}
            choices = [(key, name) for key, name in choices if key in open_to_user]
            field = self.fields["category"]
            field.queryset = field.queryset.filter(pk__in=open_to_user - {None})
        self.fields["category"].choices = [("", "Chưa chọn"), *choices]

    def offer_related(self):
        """What the account may know of, and what stands there already."""
        field, chosen = self.fields["related"], self.newest.content["related"]
        known = rights.choosable(Article.objects.all(), self.user)
        field.queryset = Article.objects.filter(
            Q(pk__in=known.values("pk")) | Q(pk__in=chosen)
        )

    @property
    def step(self):
        """Which button besides 'Lưu bản nháp' was pressed, if any."""
        return next((step for step in STEPS if step in self.data), None)

    @cached_property
    def pages(self):
        """The ids of the page that sent this form, and of whose draft it shows."""
        return pages_of(self.data)

    def opened_page(self):
        return self.draft.page.hex if self.draft else ""

    # Checks

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self):
        body = self.cleaned_data["body"]
        html.check(body)
        return body

    def clean_video_url(self):
        url = self.cleaned_data["video_url"]
        if url and not video.key_of(url):
            raise ValidationError(
                "Cổng chỉ phát được video của YouTube, ví dụ "
                "https://www.youtube.com/watch?v=… Video khác hãy tải tệp lên."
            )
        return url

    def clean_video(self):
        return self.playable("video")

    def clean_audio(self):
        return self.playable("audio")

    def playable(self, name):
        file = self.cleaned_data[name]
        if isinstance(file, UploadedFile):
            recordings.check(file, name)
        return file

    def clean_source_at(self):
        return possible(self.cleaned_data["source_at"])

    def clean_at(self):
        return possible(self.cleaned_data["at"])

    def clean_until(self):
        return possible(self.cleaned_data["until"])

    def clean(self):
        super().clean()
        if self.article.pk and self.is_stale():
            raise ValidationError(self.stale_sentence(), code="stale")
        self.check_times()
        self.check_reason()
        if not self.errors:
            self.store_attachments()
        if not self.errors:
            self.store_recordings()
        if self.errors:
            self.drop_files()

    @cached_property
    def keeping(self):
        names = ("attachments", "new_attachments")
        return Keeping(
            self.article, *(self.cleaned_data.get(name, []) for name in names)
        )

    def store_attachments(self):
        """As with recordings: kept once nothing else is wrong with the form."""
        try:
            self.keeping.store()
        except ValidationError as error:
            self.add_error("new_attachments", error)

    def store_recordings(self):
        """Files are kept once nothing else is wrong with the form."""
        for name in RECORDINGS:
            file = self.cleaned_data.get(name)
            if isinstance(file, UploadedFile):
                try:
                    self.recordings[name] = recordings.store(file, name)
                except ValidationError as error:
                    self.add_error(name, error)

    def drop_files(self):
        """Nothing was saved, so no revision names them."""
        for path in self.recordings.values():
            recordings.remove(path)
        self.recordings = {}
        self.keeping.drop()

    def check_reason(self):
        """Whoever gets a text back must be told why; to take back one's own is free."""
        if self.step != RETURN or self.cleaned_data.get("note", "").strip():
            return
        if not workflow.is_submitter(self.newest, self.user):
            self.add_error("note", "Trả lại thì phải ghi lý do vào ô này.")

    def is_only_stale(self):
        """Whether nothing is wrong but that somebody else has saved in the meantime."""
        errors = self.errors.as_data()
        return list(errors) == ["__all__"] and all(
            error.code == "stale" for error in errors["__all__"]
        )

    def is_stale(self):
        return self.cleaned_data.get("based_on") != self.newest.number

    def stale_sentence(self):
        newest = self.newest
        return (
            f"Chưa lưu được: trong lúc bạn sửa, {person(newest.author)} đã lưu bản "
            f"{newest.number} lúc {when(newest.created_at)}. Những gì bạn viết vẫn còn "
            "nguyên ở dưới. Sửa các ô báo lỗi rồi lưu lại thì hai bản được đặt cạnh nhau."
        )

    def check_times(self):
        at, until = self.cleaned_data.get("at"), self.cleaned_data.get("until")
        now = timezone.now()
        if self.step == PLAN and "at" not in self.errors and (not at or at <= now):
            self.add_error("at", "Chọn ngày và giờ còn ở phía trước.")
        if self.step in (PLAN, PUBLISH) and until:
            start = at if self.step == PLAN and at else now
            if until <= start:
                self.add_error(
                    "until", "Lúc hết hạn phải sau lúc đăng; hãy đổi hoặc xóa đi."
                )

    # What is saved

    def content(self):
        """Revision.content as it stands in the form, clean; stored where it is wrong."""
        values = {name: self.newest.content[name] for name in Revision.CONTENT}
        for name in set(Revision.CONTENT) & self.cleaned_data.keys():
            chosen = self.cleaned_data[name]
            if name in RECORDINGS:
                values[name] = self.recording(name, chosen)
            elif name == "attachments":
                values[name] = self.keeping.keys()
            elif name in Revision.LISTS:
                values[name] = self.ordered_keys(name)
            elif name in Revision.KEYS:
                values[name] = chosen.pk if chosen else None
            else:
                values[name] = chosen
        return Revision.cleaned(values)

    def recording(self, name, chosen):
        """The name of a file; of the one before while a new one is not kept yet."""
        if isinstance(chosen, UploadedFile):
            return self.recordings.get(name, self.newest.content[name])
        return chosen or ""

    def is_as_stored(self):
        """Whether the form says what the newest revision says."""
        return bool(self.newest.pk) and (
            as_stored(self.content()) == as_stored(self.newest.content)
        )

    def ordered_keys(self, name):
        """The keys that were chosen, in the order in which they were sent."""
        chosen = {row.pk for row in self.cleaned_data[name]}
        sent = self.data.getlist(self.add_prefix(name))
        return [key for key in dict.fromkeys(map(int, sent)) if key in chosen]

    def save_revision(self, by):
        """
        Store what was typed and return the revision; the newest one when nothing was
        changed. A note that goes with a step is kept with the step. Raises Stale.
        """
        correction = self.cleaned_data["correction"]
        if self.is_as_stored():
            return self.keep_correction(correction)
        try:
            return self.article.save_revision(
                self.content() | {"attachments": self.keeping.save(self.article)},
                author=by,
                based_on=self.newest.number,
                note=self.cleaned_data["note"] if self.step in (None, PREVIEW) else "",
                correction=correction,
            )
        except IntegrityError as error:
            self.drop_files()
            raise Stale from error

    def keep_correction(self, correction):
        """The newest revision, with what readers are to be told when it goes on line."""
        newest = self.newest
        if newest.is_open and newest.correction != correction:
            newest.correction = correction
            newest.save(update_fields=["correction"])
        return newest


def leave_links(widget, can_add):
    """Of the links beside a select, at most the one for adding."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = False
        widget.can_view_related = False
        widget.can_add_related = widget.can_add_related and can_add


def newest_of(article, user):
    """
    The newest revision, with_standing() of `user`; one of the row when it has none; an
    empty one when new.
    """
    if article.pk is None:
        return Revision(number=0, content=empty_content())
    people = article.revisions.select_related("author", "submitter")
    newest = rights.with_standing(people.order_by("-number"), user).first()
    if newest:
        newest.article = article
    return newest or Revision.of(article)


def initial_of(article, newest):
    """What the form shows first."""
    moment = Article._meta.get_field("source_at").to_python(newest.content["source_at"])
    planned = article.published_at and article.published_at > timezone.now()
    files = {
        name: getattr(Article(**{name: newest.content[name]}), name)
        for name in RECORDINGS
    }
    return {
        **newest.content,
        **files,
        "source_at": moment,
        "based_on": newest.number,
        "at": article.published_at if planned else None,
        "until": article.expires_at,
        "reason": article.withdrawn_note,
        "correction": newest.correction if newest.is_open else "",
    }


def possible(moment):
    """`moment` when the databases and the clocks of the portal can hold it."""
    if moment and not EARLIEST <= moment <= LATEST:
        raise ValidationError("Ngày này nằm ngoài lịch của cổng.")
    return moment


def as_stored(content):
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))
