"""Reads the demo content of this folder into the database, through the real verbs."""

import hashlib
import json
import re
from datetime import datetime, time, timedelta
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from stats.models import OpeningBalance

from ..models import (
    Article,
    Author,
    Category,
    Edition,
    Image,
    Link,
    LinkGroup,
    MenuItem,
    Page,
    Place,
    SiteSettings,
    Tag,
    Topic,
)
from ..places import load_units
from ..text import slugify
from ..uploads import store_picture

FOLDER = Path(__file__).parent
SOURCE_NAME = "laichau.gov.vn, bài viết minh họa"
CREDIT = "Tranh minh họa"
DEMO_PICTURE = re.compile(r'<img src="demo:(?P<name>[a-z-]+)" alt="(?P<alt>[^"]*)">')
# What the present site showed on 3 March 2026.
OPENING_BALANCE = [
    ("total", None, 87_292_132),
    ("year", "2026-01-01", 775_672),
    ("month", "2026-03-01", 60_347),
    ("day", "2026-03-02", 24_021),
    ("day", "2026-03-03", 17_401),
]


def load(report):
    """Load what is not there yet; `report(sentence)` is told each step."""
    site = json.loads((FOLDER / "site.json").read_text())
    report(f"{load_units()} xã, phường")
    with transaction.atomic():
        load_site(site)
        load_categories(site["categories"])
        for author in site["authors"]:
            Author.objects.get_or_create(slug=author["slug"], defaults=author)
        load_opening_balance()
        Edition.bump()
    drafts = read_articles()
    pictures = load_pictures(drafts, site["topics"], report)
    load_topics(site["topics"], pictures)
    made = [load_article(draft, pictures) for draft in drafts]
    report(f"{sum(made)} bài viết mới, {len(drafts)} bài cả thảy")


def load_site(site):
    SiteSettings.objects.get_or_create(pk=1, defaults=site["settings"])
    for position, item in enumerate(site["menu"]):
        MenuItem.objects.get_or_create(
            name=item["name"], defaults={"url": item["url"], "position": position}
        )
    for position, page in enumerate(site["pages"]):
        Page.objects.get_or_create(
            slug=page["slug"], defaults={**page, "position": position}
        )
    for position, group in enumerate(site["links"]):
        row, is_new = LinkGroup.objects.get_or_create(
            name=group["name"], spot=group["spot"], defaults={"position": position}
        )
        if is_new:
            Link.objects.bulk_create(
                Link(group=row, position=number, **link)
                for number, link in enumerate(group["links"])
            )


def load_categories(categories, parent=None):
    for position, category in enumerate(categories):
        children = category.pop("children", [])
        row, _ = Category.objects.get_or_create(
            slug=category["slug"],
            defaults={**category, "parent": parent, "position": position},
        )
        load_categories(children, row)


def load_opening_balance():
    for period, starts_on, value in OPENING_BALANCE:
        OpeningBalance.objects.get_or_create(
            period=period,
            starts_on=starts_on,
            defaults={
                "value": value,
                "as_of": "2026-03-03",
                "source": "Số hiển thị trên cổng cũ ngày 03/03/2026",
            },
        )


def read_articles():
    """The articles of the folder, oldest first, each a dictionary with its body."""
    drafts = []
    for file in sorted((FOLDER / "articles").glob("*.html")):
        head, _, body = file.read_text().partition("\n---\n")
        drafts.append({**json.loads(head), "slug": file.stem, "body": body.strip()})
    return sorted(drafts, key=lambda draft: (-draft["days_ago"], draft["at"]))


def load_pictures(drafts, topics, report):
    """{"tea-hills": Image, ...} for every picture that an article or topic uses."""
    used = {}
    for draft in drafts:
        for match in DEMO_PICTURE.finditer(draft["body"]):
            used.setdefault(match["name"], match["alt"])
        used.setdefault(draft["cover"], draft["cover_alt"])
    for topic in topics:
        used.setdefault(topic["cover"], topic["name"])
    pictures = {name: load_picture(name, alt) for name, alt in used.items()}
    report(f"{len(pictures)} tranh")
    return pictures


def load_picture(name, alt):
    path = FOLDER / "pictures" / f"{name}.jpg"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    known = Image.objects.filter(sha256=digest).first()
    if known:
        return known
    with path.open("rb") as file:
        return store_picture(File(file, name=path.name), alt=alt, credit=CREDIT)


def load_topics(topics, pictures):
    for topic in topics:
        defaults = {**topic, "cover": pictures[topic["cover"]]}
        Topic.objects.get_or_create(slug=topic["slug"], defaults=defaults)


def load_article(draft, pictures):
    """Publish one article on its day; False when it is there already."""
    if Article.objects.filter(slug=draft["slug"]).exists():
        return False
    content = content_of(draft, pictures)
    with transaction.atomic():
        names = ("title", "slug", "lead", "body")
        article = Article.objects.create(
            category_id=content["category"], **{name: content[name] for name in names}
        )
        revision = article.save_revision(content)
        article.publish(revision, at=moment_of(draft))
        # A story of last month does not read 'updated today'.
        Article.objects.filter(pk=article.pk).update(updated_at=article.published_at)
    return True


def content_of(draft, pictures):
    def picture(match):
        image = pictures[match["name"]]
        return (
            f'<img src="{image.file.url}" alt="{match["alt"]}" '
            f'width="{image.width}" height="{image.height}">'
        )

    return {
        "title": draft["title"],
        "slug": draft["slug"],
        "lead": draft["lead"],
        "body": DEMO_PICTURE.sub(picture, draft["body"]),
        "kind": draft.get("kind", Article.Kind.ORDINARY),
        "source_name": SOURCE_NAME,
        "source_url": "",
        "source_at": None,
        "video_url": "",
        "video": "",
        "audio": "",
        "featured_position": draft.get("featured_position"),
        "allows_rating": True,
        "category": Category.objects.get(slug=draft["category"]).pk,
        "cover": pictures[draft["cover"]].pk,
        "topic": topic_key(draft["topic"]),
        "authors": keys(Author, draft["authors"]),
        "tags": [tag_key(name) for name in draft["tags"]],
        "places": keys(Place, draft["places"]),
        "related": keys(Article, draft.get("related", [])),
    }


def topic_key(slug):
    return Topic.objects.get(slug=slug).pk if slug else None


def tag_key(name):
    return Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0].pk


def keys(model, slugs):
    found = dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return [found[slug] for slug in slugs]


def moment_of(draft):
    """The draft's day and hour in local time, in any case before now."""
    now = timezone.localtime()
    day = now.date() - timedelta(days=draft["days_ago"])
    moment = timezone.make_aware(datetime.combine(day, time.fromisoformat(draft["at"])))
    if moment < now:
        return moment
    # Early in the day, today's stories fit between midnight and now.
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    share = (moment - midnight) / timedelta(days=1)
    return midnight + (now - midnight) * share
