"""Builders: a test names only what it is about, everything else is made up here."""

import io
import time
from datetime import timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Picture

from articles.models import (
    Article,
    Author,
    Beat,
    Category,
    Edition,
    Notice,
    Place,
    Tag,
    Topic,
)
from stats.models import OpeningBalance

numbers = count(1)


def make_user(username=None, **fields):
    fields = {"is_staff": True, "password": "mat-khau-dai-12", **fields}
    username = username or f"nguoi-dung-{next(numbers)}"
    return get_user_model().objects.create_user(username, **fields)


def make_member(team, *categories, **fields):
    """Somebody of the team "Phóng viên", ...; who looks after `categories`, if any."""
    user = make_user(**fields)
    user.groups.add(Group.objects.get(name=team))
    for category in categories:
        Beat.objects.create(user=user, category=category)
    return user


def confirm(client, user, method="password", **fields):
    """Note in the session of `client` that `user` has just proved who they are."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time(), "reauthenticated": True, **fields}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def make_category(name=None, **fields):
    return Category.objects.create(name=name or f"Chuyên mục {next(numbers)}", **fields)


def make_tag(name=None):
    return Tag.objects.create(name=name or f"Thẻ {next(numbers)}")


def make_topic(name=None, **fields):
    return Topic.objects.create(name=name or f"Dòng sự kiện {next(numbers)}", **fields)


def make_author(name=None, **fields):
    return Author.objects.create(name=name or f"Bút danh {next(numbers)}", **fields)


def make_place(name=None, **fields):
    number = next(numbers)
    fields = {
        "code": f"{number:05}",
        "kind": Place.Kind.COMMUNE,
        "slug": f"xa-{number}",
        "area_km2": 100,
        "formed_from": ["Xã cũ"],
        "tile": {"row": number // 10, "col": number % 10, "shift": False},
        **fields,
    }
    return Place.objects.create(name=name or f"Xã {number}", **fields)


def content(**fields):
    """The content of a revision; the category is made up unless given."""
    number = next(numbers)
    values = {
        "title": f"Tin số {number}",
        "slug": "",
        "lead": f"Sapô của tin số {number}.",
        "body": f"<p>Nội dung của tin số {number}.</p>",
        "kind": Article.Kind.ORDINARY,
        "source_name": "laichau.gov.vn",
        "source_url": "",
        "source_at": None,
        "video_url": "",
        "video": "",
        "audio": "",
        "featured_position": None,
        "allows_rating": True,
        "cover": None,
        "topic": None,
        "authors": [],
        "tags": [],
        "places": [],
        "related": [],
        "attachments": [],
        **fields,
    }
    values.setdefault("category", None)
    if values["category"] is None:
        values["category"] = make_category().pk
    return {name: as_key(value) for name, value in values.items()}


def as_key(value):
    if isinstance(value, list):
        return [as_key(item) for item in value]
    return getattr(value, "pk", value)


def make_article(status=Article.Status.PUBLISHED, **fields):
    """
    An article with its first revision, gone through the same verbs as in the
    newsroom. Dates may be given: published_at, expires_at.
    """
    Status = Article.Status
    published_at = fields.pop("published_at", timezone.now() - timedelta(hours=1))
    expires_at = fields.pop("expires_at", None)
    note = fields.pop("withdrawn_note", "")
    article, revision = make_draft(**fields)
    if status in (Status.PUBLISHED, Status.WITHDRAWN):
        article.publish(revision, at=published_at, until=expires_at)
    if status == Status.WITHDRAWN:
        article.withdraw(note)
    if status == Status.IN_REVIEW:
        Article.objects.filter(pk=article.pk).update(status=status)
        article.refresh_from_db()
    return article


def make_draft(**fields):
    """(article, revision) of an article that nobody has published."""
    values = content(**fields)
    article = Article.objects.create(
        title=values["title"],
        slug=values["slug"],
        lead=values["lead"],
        body=values["body"],
        category_id=values["category"],
    )
    return article, article.save_revision(values)


def make_notice(**fields):
    now = timezone.now()
    notice = Notice.objects.create(
        **{
            "level": Notice.Level.WARNING,
            "text": "Mưa lớn, đề phòng sạt lở.",
            "starts_at": now - timedelta(hours=1),
            "ends_at": now + timedelta(hours=1),
            **fields,
        }
    )
    Edition.bump()
    return notice


def picture_file(name="anh.jpg", size=(1600, 1067), kind="JPEG", **options):
    """An uploaded picture file as a browser would send it."""
    buffer = io.BytesIO()
    Picture.linear_gradient("L").resize(size).convert("RGB").save(
        buffer, kind, **options
    )
    return SimpleUploadedFile(name, buffer.getvalue(), f"image/{kind.lower()}")


def make_image(**fields):
    from articles.uploads import store_picture

    size = fields.pop("size", (800, 533))
    return store_picture(picture_file(size=size), **{"alt": "Ảnh thử nghiệm", **fields})


def make_opening_balance(period, starts_on, value):
    return OpeningBalance.objects.create(
        period=period,
        starts_on=starts_on,
        value=value,
        as_of="2026-03-03",
        source="laichau.gov.vn",
    )
