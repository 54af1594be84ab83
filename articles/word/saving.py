"""An article out of a draft: pictures into the library, a revision, authors."""

import re
from contextlib import contextmanager
from html import escape

from django.core.exceptions import ValidationError
from django.db import transaction

from .. import library
from ..models import Article, Author
from ..models.article import empty_content
from ..readiness import faults
from ..text import normalize, slugify
from ..uploads import store_picture


def save_draft(draft, *, category, name, user=None, publish=False):
    """
    Store `draft` as a new article and return it: a draft, unless `publish`. Raises
    ValidationError with one sentence, and then nothing is stored.
    """
    with removed_on_failure() as made:
        images = [image_of(picture, user, made) for picture in draft.pictures]
        with transaction.atomic():
            content = content_of(draft, images, category)
            article = new_article(content)
            revision = article.save_revision(
                content, author=user, note=f"Từ tệp Word {name}."[:500]
            )
            if publish:
                refuse_faults(revision.content)
                article.publish(revision, by=user)
    return article


def publish_article(article):
    """Publish the newest revision of `article`. Raises ValidationError."""
    revision = article.newest_revision
    refuse_faults(revision.content)
    article.publish(revision)


@contextmanager
def removed_on_failure():
    """A list for new pictures, which go again when something fails."""
    made = []
    try:
        yield made
    except BaseException:
        for image in made:
            image.delete()
        raise


def image_of(picture, user, made):
    image = library.known(picture.file)
    if image is None:
        image = store_picture(
            picture.file,
            alt=picture.alt,
            caption=picture.caption,
            credit=picture.credit,
            user=user,
        )
        made.append(image)
    return image


def content_of(draft, images, category):
    body = draft.body
    for picture, image in zip(draft.pictures, images, strict=True):
        body = re.sub(
            rf'src="/media/{picture.name}" alt="[^"]*"',
            lambda _, picture=picture, image=image: (
                f'src="{image.file.url}" alt="{escape(picture.alt or image.alt)}"'
            ),
            body,
        )
    return empty_content() | {
        "title": draft.parts.title,
        "lead": draft.parts.lead,
        "body": body,
        "category": category.pk,
        "cover": images[0].pk if images else None,
        "authors": [author_named(name).pk for name in draft.parts.authors],
    }


def new_article(content):
    names = ("title", "slug", "lead", "body")
    return Article.objects.create(
        category_id=content["category"], **{name: content[name] for name in names}
    )


def author_named(name):
    """The Author of that name, made when nobody has it."""
    name = normalize(name)[:120]
    for author in Author.objects.all():
        if author.name.casefold() == name.casefold():
            return author
    return Author.objects.create(name=name, slug=free_slug(slugify(name)))


def free_slug(slug):
    taken = set(
        Author.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    )
    numbered = (f"{slug}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (slug, *numbered) if each not in taken)


def refuse_faults(content):
    if found := faults(content):
        raise ValidationError(f"Chưa đăng được: {'; '.join(found)}.")
