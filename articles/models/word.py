"""Word files on their way to an article."""

from django.conf import settings
from django.db import models


class WordFile(models.Model):
    """
    A file that waits for its preview to be accepted, and afterwards, without content,
    the memory of which article was made of it. In the database, for nobody but the
    uploader may read it.
    """

    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "tệp Word"
        default_permissions = []
        indexes = [models.Index(fields=["sha256"], name="word_file_known")]

    def __str__(self):
        return self.name
