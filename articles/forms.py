"""What readers type: every address and every word passes a form (beacons.py apart)."""

from django import forms

from . import display
from .models import Feedback
from .search import Filters
from .text import normalize

LAST_PAGE = 200  # What is older stands in the archive.
LARGEST_KEY = 2**63 - 1


# As a browser's date field sends it, and as people write it.
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def day_field(label):
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY_FORMATS[0]),
        input_formats=DAY_FORMATS,
        error_messages={"invalid": "Ngày phải viết như 31/12/2026."},
    )


def in_tree(categories):
    for category in categories:
        yield category
        yield from category.children


def indented(category):
    return f"– {category.name}" if category.parent else category.name


def named(rows, slug):
    """The row of that slug, None for none."""
    return next((row for row in rows if slug and row.slug == slug), None)


def slugs(rows):
    return [(row.slug, row.name) for row in rows]


class PageForm(forms.Form):
    trang = forms.IntegerField(min_value=1, max_value=LAST_PAGE, required=False)

    def clean_trang(self):
        return self.cleaned_data["trang"] or 1


class SearchForm(PageForm):
    """A search; `shell` has the categories, places and authors to choose from."""

    q = forms.CharField(
        label="Từ khóa",
        max_length=200,
        required=False,
        error_messages={
            "max_length": "Từ khóa dài quá 200 chữ cái; hãy viết ngắn lại."
        },
    )
    muc = forms.ChoiceField(label="Chuyên mục", required=False)
    noi = forms.ChoiceField(label="Xã, phường", required=False)
    tac_gia = forms.ChoiceField(label="Tác giả", required=False)
    tu = day_field("Từ ngày")
    den = day_field("Đến ngày")
    xep = forms.ChoiceField(
        label="Sắp xếp",
        required=False,
        choices=[("", "Sát từ khóa nhất"), ("moi", "Mới nhất")],
    )

    def __init__(self, data, shell):
        super().__init__(data)
        self.shell = shell
        self.fields["muc"].choices = [
            ("", "Tất cả chuyên mục"),
            *((item.slug, indented(item)) for item in in_tree(shell.categories)),
        ]
        self.fields["noi"].choices = [("", "Toàn tỉnh"), *slugs(shell.places)]
        self.fields["tac_gia"].choices = [("", "Mọi tác giả"), *slugs(shell.authors)]
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = "Lựa chọn này không có."

    def clean_q(self):
        return normalize(self.cleaned_data["q"]).strip()

    def clean(self):
        since, until = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if since and until and since > until:
            self.add_error("den", "Đến ngày phải sau Từ ngày.")
        return self.cleaned_data

    @property
    def asked(self):
        """What was asked for, as the parameters of an address; without the page."""
        return {
            name: self.cleaned_data["q"] if name == "q" else self.data[name]
            for name in self.fields
            if name != "trang" and self.cleaned_data.get(name)
        }

    @property
    def choices(self):
        """The fields besides the words."""
        return [self[name] for name in self.fields if name not in ("trang", "q")]

    @property
    def has_filters(self):
        return bool(self.asked.keys() & {"muc", "noi", "tac_gia", "tu", "den"})

    @property
    def filters(self):
        """The search's Filters; a category stands for its children, too."""
        data, shell = self.cleaned_data, self.shell
        category = named(in_tree(shell.categories), data["muc"])
        place, author = (
            named(shell.places, data["noi"]),
            named(shell.authors, data["tac_gia"]),
        )
        return Filters(
            categories=shell.family(category) if category else [],
            place=place and place.id,
            author=author and author.id,
            since=data["tu"],
            until=data["den"],
        )

    @property
    def sentence(self):
        """The first thing that is wrong."""
        names = [name for name in self.fields if name in self.errors]
        label = self.fields[names[0]].label if names else ""
        sentence = self.errors[names[0]][0] if names else ""
        return f"{label}: {sentence}" if label else "Số trang không đúng."


class SuggestionForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)

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
