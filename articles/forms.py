"""What readers type: every address and every word passes a form."""

import re

from django import forms

from . import display
from .models import Feedback
from .text import normalize

LAST_PAGE = 200  # What is older stands in the archive.
LARGEST_KEY = 2**63 - 1
HOST = re.compile(r"(?P<name>[a-z0-9_.-]{1,120})(:[0-9]{1,5})?")


class PageForm(forms.Form):
    trang = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def clean_trang(self):
        return self.cleaned_data["trang"] or 1


class SearchForm(PageForm):
    q = forms.CharField(label="Từ khóa", max_length=200, required=False)

    def clean_q(self):
        return normalize(self.cleaned_data["q"]).strip()


class RatingForm(forms.Form):
    score = forms.TypedChoiceField(
        choices=[(str(score), score) for score in range(1, 6)], coerce=int
    )

    def clean_score(self):
        if len(self.data.getlist("score")) > 1:
            raise forms.ValidationError("Chỉ chọn một mức điểm.")
        return self.cleaned_data["score"]


class DisplayForm(forms.Form):
    """A field left out keeps what the reader has; "-" and "+" are steps of the size."""

    text_size = forms.ChoiceField(
        choices=[(str(size), size) for size in (*display.TEXT_SIZES, "-", "+")],
        required=False,
    )
    contrast = forms.ChoiceField(
        choices=[(name, name) for name in display.CONTRASTS], required=False
    )
    pictures = forms.ChoiceField(
        choices=[(name, name) for name in display.PICTURES], required=False
    )
    next = forms.CharField(max_length=2000, required=False)

    def changed(self, choice):
        """`choice` with what the reader has asked for."""
        data = self.cleaned_data
        steps = {"": choice.text_size, "-": choice.smaller, "+": choice.larger}
        size = data["text_size"]
        return display.Choice(
            text_size=steps[size] if size in steps else int(size),
            contrast=data["contrast"] or choice.contrast,
            pictures=data["pictures"] or choice.pictures,
        )


class PixelForm(forms.Form):
    bai = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)


class BeaconForm(forms.Form):
    article = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
    path = forms.CharField(max_length=200, strip=False)
    referrer = forms.CharField(max_length=300, required=False)
    width = forms.IntegerField(min_value=0, max_value=100_000, required=False)

    def clean_referrer(self):
        """The host without its port; nothing when it does not look like one."""
        match = HOST.fullmatch(self.cleaned_data["referrer"].lower())
        return match["name"] if match else ""


class FeedbackForm(forms.ModelForm):
    """`consent` is never ticked for the reader; `website` is for robots alone."""

    text = forms.CharField(
        label="Nội dung góp ý",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Hãy viết nội dung góp ý.",
            "max_length": "Nội dung dài quá 3.000 chữ cái; hãy viết ngắn lại.",
        },
    )
    consent = forms.BooleanField(
        label="Tôi đồng ý để ban biên tập lưu nội dung này, cùng tên và cách liên hệ "
        "nếu tôi có ghi, trong 12 tháng để xử lý và trả lời.",
        error_messages={"required": "Cần bạn đánh dấu đồng ý thì mới lưu được góp ý."},
    )
    website = forms.CharField(required=False, max_length=200)

    class Meta:
        model = Feedback
        fields = ["text", "name", "contact"]

    def clean(self):
        for name in ("text", "name", "contact"):
            if self.cleaned_data.get(name):
                self.cleaned_data[name] = normalize(self.cleaned_data[name]).strip()
        return self.cleaned_data


class AboutForm(forms.Form):
    """Which article the reader comes from."""

    bai = forms.IntegerField(min_value=1, max_value=LARGEST_KEY, required=False)
