"""
What search knows of the articles (articles/search/). The full-text indexes over these
rows are made by a migration, for each database in its own manner. On SQLite triggers
keep them in step: a migration that alters SearchEntry there must make them again.
"""

from django.db import models


class SearchEntry(models.Model):
    """
    The words of one article, with a space on either side of each. `title` and `text`
    are folded and indexed; the others have the same words with their accents.
    """

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        primary_key=True,
        related_name="search_entry",
    )
    # Grows with the time of publication, so that the newest matches are read first and
    # dates are a range of keys: articles/search/entries.py makes it.
    key = models.BigIntegerField(unique=True)
    title = models.TextField()
    title_exact = models.TextField()
    text = models.TextField()
    text_exact = models.TextField()


class StaleEntry(models.Model):
    """An article whose entry has a name from before a renaming, until its turn comes."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        default_permissions = ()


class SearchWord(models.Model):
    """A folded word that has stood in some article: what a typing error may have meant."""

    word = models.CharField(max_length=40, primary_key=True)
