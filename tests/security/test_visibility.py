"""Who sees what: every public address against every state of an article."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Page, SiteSettings
from stats import most_read
from stats.models import ArticleDay
from tests import public_addresses
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_image,
    make_place,
    make_tag,
    make_topic,
)

pytestmark = pytest.mark.django_db
Status = Article.Status
WORD = "bimatlamday"  # in title, lead and body, and nowhere else
REASON = "Số liệu chưa kiểm chứng."
HOUR = timedelta(hours=1)


@pytest.fixture
def around():
    """What a hidden article and a public neighbour have in common."""
    SiteSettings.objects.create(pk=1, email="banbientap@example.vn")
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>Chữ</p>")
    shared = {
        "category": make_category(parent=make_category()),
        "tags": [make_tag()],
        "authors": [make_author()],
        "places": [make_place()],
        "topic": make_topic(),
    }
    make_article(title="Tin công khai", **shared)
    return shared


def make_hidden(state, around):
    now = timezone.now()
    fields = {
        **around,
        "title": f"Bài {WORD}",
        "lead": f"Sapô {WORD}.",
        "body": f"<p>Nội dung {WORD}.</p>",
        "cover": make_image(alt=f"Ảnh {WORD}"),
        "featured_position": 1,
    }
    article = {
        "draft": lambda: made_public_once(Status.DRAFT, fields),
        "in review": lambda: made_public_once(Status.IN_REVIEW, fields),
        "scheduled": lambda: make_article(published_at=now + HOUR, **fields),
        "withdrawn": lambda: make_article(Status.WITHDRAWN, **fields),
        "withdrawn with a reason": lambda: make_article(
            Status.WITHDRAWN, withdrawn_note=REASON, **fields
        ),
        "expired": lambda: make_article(
            published_at=now - 2 * HOUR, expires_at=now - HOUR, **fields
        ),
        "deleted": lambda: make_article(**fields),
    }[state]()
    if state == "deleted":
        article.bin()
    ArticleDay.objects.create(
        article_id=article.pk, day=timezone.localdate(), views=900, reads=900
    )
    most_read.renew()
    # Hand-picked by the public neighbour, too.
    neighbour = Article.objects.get(title="Tin công khai")
    neighbour.related.add(article)
    return article


def made_public_once(status, fields):
    """The worst case: relations and date are those of a public article."""
    article = make_article(**fields)
    Article.objects.filter(pk=article.pk).update(status=status)
    article.refresh_from_db()
    return article


STATES = [
    "draft",
    "in review",
    "scheduled",
    "withdrawn",
    "withdrawn with a reason",
    "expired",
    "deleted",
]


@pytest.mark.parametrize("state", STATES)
def test_what_is_not_public_is_at_no_public_address(client, around, state):
    article = make_hidden(state, around)
    picture = article.cover.file.name.split("/")[-2]
    address = article.get_absolute_url()
    neighbour = Article.objects.get(title="Tin công khai").get_absolute_url()

    addresses = public_addresses.about(article, WORD) | {"neighbour": neighbour}
    for name, path in addresses.items():
        response = client.get(path)
        content = b"".join(response).decode()
        asked_for = response.context and response.context.get("query") == WORD
        assert WORD not in content.replace("q=" + WORD, "") or asked_for, path
        assert address not in content or name == "article", path
        assert picture not in content, path
    answer = client.get(address)
    has_reason = state == "withdrawn with a reason"
    assert answer.status_code == (410 if has_reason else 404)
    assert (REASON in answer.content.decode()) is has_reason
    assert client.get(f"/danh-gia/{article.pk}/").status_code == 404


def test_a_public_article_is_at_the_addresses_that_the_test_above_walks(client, around):
    """Otherwise it would find nothing because it looks at nothing."""
    make_article(
        **around,
        title=f"Bài {WORD}",
        lead=f"Sapô {WORD}.",
        body=f"<p>{WORD}</p>",
    )
    article = Article.objects.get(title__contains=WORD)
    shown = {
        name
        for name, path in public_addresses.about(article, WORD).items()
        if WORD in b"".join(client.get(path)).decode().replace("q=" + WORD, "")
    }
    assert shown >= {
        *("home", "article", "category", "parent category", "tag", "topic", "author"),
        *("place", "year", "month", "day", "search", "search with filters", "thanks"),
        *("rss", "atom", "rss of a category", "atom of a topic", "rss of a place"),
        *("sitemap of articles", "news sitemap", "feedback on an article"),
        *("suggestions", "suggestions by a beginning"),
    }


def test_no_public_address_is_left_out(around):
    article = make_article(**around)
    addresses = public_addresses.about(article, WORD)
    assert public_addresses.routes_left_out(addresses) == []
