"""The picture library."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from .. import html, renditions
from ..text import fold

FRACTION = [MinValueValidator(0), MaxValueValidator(1)]


class Image(models.Model):
    """
    A picture as the portal keeps it: re-encoded, without metadata, under a random
    name. uploads.store_picture() makes the row together with its files.
    """

    file = models.ImageField(
        "tệp ảnh", max_length=200, width_field="width", height_field="height"
    )
    alt = models.CharField(
        "mô tả ảnh",
        max_length=300,
        help_text="Người không nhìn thấy ảnh sẽ nghe câu này: trong ảnh có gì?",
    )
    caption = models.CharField("chú thích", max_length=500, blank=True)
    credit = models.CharField("nguồn ảnh", max_length=120, blank=True)
    width = models.PositiveIntegerField("rộng", editable=False)
    height = models.PositiveIntegerField("cao", editable=False)
    focal_x = models.FloatField("điểm chính, ngang", default=0.5, validators=FRACTION)
    focal_y = models.FloatField("điểm chính, dọc", default=0.5, validators=FRACTION)
    sha256 = models.CharField("dấu tệp gốc", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người tải lên",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    # Its files are gone; the row stays for the drafts that name it.
    recalled_at = models.DateTimeField("thu hồi lúc", null=True, editable=False)
    # The words without accents: the library is searched by them.
    folded = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = verbose_name_plural = "ảnh"
        constraints = [
            models.CheckConstraint(
                name="focal_point_lies_in_the_picture",
                condition=Q(focal_x__range=(0, 1)) & Q(focal_y__range=(0, 1)),
                violation_error_message="Điểm chính phải nằm trong ảnh.",
            )
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="image_library"),
            models.Index(fields=["sha256"], name="image_duplicates"),
        ]

    def __str__(self):
        return self.alt or f"Ảnh {self.pk}"

    def save(self, **kwargs):
        self.folded = fold(f"{self.alt}\n{self.caption}\n{self.credit}")
        super().save(**kwargs)

    def delete(self, **kwargs):
        """The files go when the row is gone for good."""
        names = self.names()
        result = super().delete(**kwargs)
        transaction.on_commit(lambda: [renditions.remove(name) for name in names])
        return result

    def names(self):
        """All stored names that this picture has had, the present one first."""
        return [self.file.name, *self.former_names.values_list("name", flat=True)]


class FormerName(models.Model):
    """
    A stored name that a picture had before its crops or its file changed. Texts that
    were typed meanwhile still name it; a page that a reader has open asks for its files.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200, unique=True)
    # When the files may go; empty when they are gone.
    files_until = models.DateTimeField(null=True, db_index=True)


def with_present_names(body):
    """A clean body with the names that its pictures have now."""
    names = renditions.names_in(body)
    if not names:
        return body
    former = FormerName.objects.filter(name__in=names)
    for old, new in former.values_list("name", "image__file"):
        body = body.replace(old, new)
    return body


def with_sizes(body):
    """
    A clean body in which each picture of the library has its true width and height:
    the renditions that a page offers follow from them.
    """
    names = renditions.names_in(body)
    if not names:
        return body
    rows = Image.objects.filter(file__in=names).values_list("file", "width", "height")
    return renditions.with_sizes(body, {name: size for name, *size in rows})


def refuse_recalled(body, cover):
    """
    Lock the pictures of a clean body and the one with the key `cover` until the
    transaction ends. Raises ValidationError when the files of one are gone.
    """
    used = Q(file__in=renditions.names_in(body)) | Q(pk=cover)
    pictures = Image.objects.select_for_update().filter(used).order_by("pk")
    for image in list(pictures):
        if image.recalled_at:
            raise ValidationError(f"Ảnh “{image}” đã thu hồi; hãy thay hoặc bỏ ảnh ấy.")


def learn_alts(body):
    """
    The editor's upload asks for alt in the text alone; pictures in the library that
    still have none take it over from there.
    """
    alts = {src.removeprefix("/media/"): alt for src, alt in html.pictures(body) if alt}
    if not alts:
        return
    for image in Image.objects.filter(file__in=alts, alt=""):
        alt = alts[image.file.name][: Image._meta.get_field("alt").max_length]
        image.alt = alt
        image.save(update_fields=["alt", "folded"])


class ImageUse(models.Model):
    """A picture stands in some revision of an article, or on its public row."""

    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="image_uses"
    )

    class Meta:
        verbose_name = verbose_name_plural = "nơi dùng ảnh"
        constraints = [
            models.UniqueConstraint(
                name="one_use_per_image_and_article", fields=["image", "article"]
            )
        ]
