"""Forms of the picture library."""

from django import forms
from django.core.exceptions import ValidationError

from .. import library
from ..models import Image
from ..templatetags.vietnamese import day
from ..uploads import SUFFIXES, store_picture

WORDS = ["alt", "caption", "credit"]


class PictureInput(forms.FileInput):
    def __init__(self):
        super().__init__(attrs={"accept": ",".join(sorted(SUFFIXES))})


class PicturesInput(PictureInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    widget = PicturesInput

    def clean(self, data, initial=None):
        """A list of files; each is looked at when it is stored."""
        files = data or [None]
        return [super(PicturesField, self).clean(file, initial) for file in files]


class UploadForm(forms.ModelForm):
    """A new picture. It is in the library as soon as the form is valid."""

    file = forms.FileField(
        label="Tệp ảnh",
        widget=PictureInput,
        help_text="JPEG, PNG, WebP, GIF tĩnh; tới 30 MB và 40 triệu điểm ảnh.",
    )
    user = None  # who uploads; ImageAdmin.get_form
    known = None  # the picture of the library that came out of the same file

    class Meta:
        model = Image
        fields = WORDS

    def clean_file(self):
        file = self.cleaned_data["file"]
        self.known = library.known(file)
        if self.known:
            raise ValidationError(known_sentence(self.known))
        return file

    def _post_clean(self):
        """Instead of a model without its files: the picture itself."""
        if not self.errors:
            try:
                self.stored = store_picture(**self.cleaned_data, user=self.user)
            except ValidationError as refusal:
                self.add_error("file", refusal)

    def save(self, commit=True):
        self.instance = self.stored
        return super().save(commit=False)


def known_sentence(image):
    words = f": “{image.alt.rstrip('.')}”" if image.alt else ""
    return f"Ảnh này đã có trong thư viện từ {day(image.uploaded_at)}{words}."


class PictureForm(forms.ModelForm):
    """A picture in the library: its words, its file, what its crops are centred on."""

    new_file = forms.FileField(
        label="Thay bằng tệp khác",
        widget=PictureInput,
        required=False,
        help_text="Mọi nơi đang dùng ảnh này sẽ hiện ảnh mới; tệp cũ mất ngay.",
    )

    class Meta:
        model = Image
        fields = [*WORDS, "focal_x", "focal_y"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            **dict.fromkeys(
                ["focal_x", "focal_y"],
                forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            ),
        }
        help_texts = {
            "focal_x": "Từ 0 (mép trái) tới 1 (mép phải). Ảnh ở thẻ tin cắt quanh điểm này.",
            "focal_y": "Từ 0 (mép trên) tới 1 (mép dưới).",
        }

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.change_files()
        except ValidationError as refusal:
            self.add_error(
                "new_file" if self.cleaned_data["new_file"] else None, refusal
            )

    def change_files(self):
        image, file = self.instance, self.cleaned_data["new_file"]
        if file:
            # The focal point that was sent is one of the old picture.
            library.replace(image, file)
        elif {"focal_x", "focal_y"} & set(self.changed_data):
            library.refocus(image, image.focal_x, image.focal_y)


class WordsForm(forms.ModelForm):
    """What is asked for in the list itself, under each picture."""

    class Meta:
        model = Image
        fields = WORDS
        labels = {"alt": "Mô tả ảnh", "caption": "Chú thích", "credit": "Nguồn ảnh"}
        widgets = {"alt": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "alt": {
                "required": "Hãy viết mô tả: người không nhìn thấy ảnh cần biết gì?"
            }
        }

    def __init__(self, *args, instance, **kwargs):
        super().__init__(
            *args,
            instance=instance,
            auto_id=f"anh-{instance.pk}-%s",
            label_suffix="",
            **kwargs,
        )
        for field in self.fields.values():
            field.help_text = ""
            # The fields stand inside another form than the one that sends them.
            field.widget.attrs["form"] = f"anh-{instance.pk}"


class ManyForm(forms.Form):
    files = PicturesField(
        allow_empty_file=True, error_messages={"required": "Chưa chọn tệp ảnh nào."}
    )


class EditorUploadForm(forms.Form):
    upload = forms.FileField(error_messages={"required": "Chưa chọn tệp ảnh nào."})


class ChoiceForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)
    trang = forms.IntegerField(min_value=1, max_value=10_000, required=False)
    cua_toi = forms.BooleanField(required=False)


def stored_or_known(file, user):
    """(image, whether it was there before). Raises ValidationError with a sentence."""
    image = library.known(file)
    if image:
        return image, True
    return store_picture(file, alt="", user=user), False
