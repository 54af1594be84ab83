"""Word files between upload and article (models.WordFile)."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ..models import WordFile
from ..text import normalize
from ..uploads import digest

KEPT_FOR = timedelta(days=1)


def keep(file, user):
    """Keep the uploaded `file` for `user` until its preview is answered."""
    forget_old()
    sha256 = digest(file)
    file.seek(0)
    return WordFile.objects.create(
        name=normalize(file.name)[:200],
        sha256=sha256,
        content=file.read(),
        uploaded_by=user,
    )


def forget_old():
    """What nobody has answered for a day goes."""
    old = timezone.now() - KEPT_FOR
    WordFile.objects.filter(article=None, uploaded_at__lt=old).delete()


def opened(word_file):
    """The file as it was uploaded."""
    return SimpleUploadedFile(word_file.name, bytes(word_file.content))


def article_of(sha256):
    """The article that was made of the same file before and is not deleted, or None."""
    known = WordFile.objects.filter(sha256=sha256, article__deleted_at=None)
    row = known.exclude(article=None).select_related("article").order_by("pk").first()
    return row and row.article


def remember(word_file, article):
    word_file.article, word_file.content = article, None
    word_file.save(update_fields=["article", "content"])


def remember_file(file, article):
    WordFile.objects.create(
        name=normalize(file.name)[:200], sha256=digest(file), article=article
    )
