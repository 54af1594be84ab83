"""Spellings that look like a mistake and are none."""

from django.db import models


class KeptSpelling(models.Model):
    """Words that nearly are the name of a place, and are meant as they stand."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    words = models.CharField(max_length=120)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="one_kept_spelling_of_article_and_words",
                fields=["article", "words"],
            )
        ]

    def __str__(self):
        return self.words

    @classmethod
    def keep(cls, article, spellings):
        """From now on nobody is asked about `spellings` in `article`."""
        cls.objects.bulk_create(
            (cls(article=article, words=words[:120]) for words in spellings),
            ignore_conflicts=True,
        )
