"""Files for download that belong to an article."""

from django.db import models

from .. import attachments


class Attachment(models.Model):
    """
    Never changed: a revision names those that it shows, in order, as it names tags. A new
    title is a new row for the same file.
    """

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        verbose_name="bài viết",
        related_name="all_attachments",
    )
    file = models.FileField("tệp", max_length=200)
    title = models.CharField("tên tệp", max_length=200)
    size = models.PositiveBigIntegerField("cỡ", default=0)
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "tệp đính kèm"
        default_permissions = []

    def __str__(self):
        return self.title

    @property
    def kind(self):
        """What readers are told: "PDF", "Word", ..."""
        return attachments.kind(self.file.name)
