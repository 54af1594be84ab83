"""What articles are sorted by: categories, tags, topics, authors, places."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ..text import normalize, slugify


class Named(models.Model):
    """A name and the address made of it once."""

    name = models.CharField("tên", max_length=120)
    slug = models.SlugField(
        "đường dẫn",
        max_length=120,
        unique=True,
        blank=True,
        help_text="Để trống thì lấy theo tên.",
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.name = normalize(self.name)
        self.slug = self.slug or slugify(self.name)
        super().save(**kwargs)

    def clean(self):
        self.slug = self.slug or slugify(self.name)


class Category(Named):
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="thuộc chuyên mục",
        related_name="children",
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    description = models.TextField("giới thiệu", max_length=300, blank=True)
    is_service = models.BooleanField(
        "là mục dịch vụ",
        default=False,
        help_text="Tin của mục này giúp người dân làm được một việc; nhãn màu xanh.",
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = verbose_name_plural = "chuyên mục"
        constraints = [
            models.CheckConstraint(
                name="category_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Chuyên mục không thể thuộc chính nó.",
            )
        ]

    def get_absolute_url(self):
        return reverse("articles:category", args=[self.slug])

    def clean(self):
        super().clean()
        if self.parent and self.parent.parent_id:
            raise ValidationError({"parent": "Chuyên mục chỉ có hai cấp."})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError(
                {"parent": "Chuyên mục này có mục con nên phải ở cấp một."}
            )


class Tag(Named):
    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "thẻ"

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])


class Topic(Named):
    lead = models.TextField("giới thiệu", max_length=500, blank=True)
    cover = models.ForeignKey(
        "articles.Image",
        models.SET_NULL,
        verbose_name="ảnh bìa",
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "dòng sự kiện"

    def get_absolute_url(self):
        return reverse("articles:topic", args=[self.slug])


class Author(Named):
    role = models.CharField("chức danh", max_length=120, blank=True)
    bio = models.TextField("giới thiệu", max_length=1000, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="tài khoản",
        null=True,
        blank=True,
        related_name="author",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "tác giả"

    def get_absolute_url(self):
        return reverse("articles:author", args=[self.slug])


class PlaceManager(models.Manager):
    def get_queryset(self):
        """Without boundaries, unless they are asked for: one may have a megabyte."""
        return super().get_queryset().defer("boundary")


class Place(models.Model):
    """
    One of the 38 units of Nghị quyết 1670/NQ-UBTVQH15. `tile` is its cell in the
    hexagon schematic: {"row", "col", "shift"}; `boundary` is GeoJSON, when loaded, and
    `drawing` what the map makes of it (articles/outlines.py).
    """

    class Kind(models.TextChoices):
        COMMUNE = "xã", "Xã"
        WARD = "phường", "Phường"

    code = models.CharField("mã đơn vị", max_length=5, unique=True)
    name = models.CharField("tên", max_length=60)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    slug = models.SlugField("đường dẫn", max_length=80, unique=True)
    area_km2 = models.DecimalField("diện tích (km²)", max_digits=7, decimal_places=2)
    formed_from = models.JSONField("thành lập từ", default=list, blank=True)
    tile = models.JSONField("ô trên lược đồ")
    boundary = models.JSONField("địa giới", null=True, blank=True)
    drawing = models.JSONField("hình vẽ", null=True, blank=True, editable=False)

    objects = PlaceManager()

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "xã, phường"

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}"

    def get_absolute_url(self):
        return reverse("articles:place", args=[self.slug])

    @property
    def is_unchanged(self):
        """One of those that the resolution has left as they were."""
        return self.formed_from == [str(self)]
