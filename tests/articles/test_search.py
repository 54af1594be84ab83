"""What the search knows, and when it knows it."""

import io
import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.models import Article, Place, SearchEntry
from articles.places import load_units
from articles.search import Filters
from stats import most_read
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_place,
    make_tag,
    make_topic,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


def found(text, *filters, **options):
    ids, total = search.search(text, *filters, **options)
    assert total == len(ids)
    return ids


# When


def test_a_published_article_is_found_by_its_title_and_its_text():
    article = make_article(
        title="Búp chè Tân Uyên", lead="Vụ đầu năm.", body="<p>Sương tan trên đồi.</p>"
    )

    for text in ["bup che", "vụ đầu năm", "suong tan", "chè sương"]:
        assert found(text) == [article.pk], text


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "withdrawn", "scheduled", "expired", "binned"]
)
def test_what_is_not_public_is_not_found(state):
    now = timezone.now()
    options = {
        "draft": {"status": Status.DRAFT},
        "in_review": {"status": Status.IN_REVIEW},
        "withdrawn": {"status": Status.WITHDRAWN},
        "scheduled": {"published_at": now + timedelta(hours=1)},
        "expired": {"expires_at": now - timedelta(minutes=1)},
        "binned": {},
    }
    article = make_article(title="Búp chè", **options[state])
    if state == "binned":
        article.bin()

    assert found("búp chè") == []
    assert search.suggest_titles("búp") == []
    assert search.suggest_spelling("bups che") is None


def test_a_new_revision_is_found_by_its_own_words():
    article = make_article(title="Búp chè")
    _, revision = make_draft(title="Chợ phiên")
    revision = article.save_revision(revision.content)

    assert found("búp chè") == [article.pk]
    article.publish(revision)
    assert found("búp chè") == []
    assert found("chợ phiên") == [article.pk]


def test_an_article_that_comes_back_is_found_again():
    article = make_article(title="Búp chè")
    article.bin()
    article.change(deleted_at=None)

    assert found("búp chè") == [article.pk]


def test_a_publication_that_fails_leaves_the_search_as_it_was(monkeypatch):
    from articles.models import Edition

    article, revision = make_draft(title="Búp chè")
    monkeypatch.setattr(Edition, "bump", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        article.publish(revision)
    assert not SearchEntry.objects.exists()


def test_a_deleted_row_takes_its_words_along():
    make_article(title="Búp chè").delete()

    assert found("búp chè") == []
    assert not SearchEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_flushed_tables_leave_no_words_behind():
    make_article(title="Búp chè")
    call_command("flush", interactive=False, verbosity=0)
    article = make_article(title="Chợ phiên")

    assert found("búp chè") == []
    assert found("chợ phiên") == [article.pk]


def test_a_rebuild_writes_what_is_missing_and_drops_what_is_too_much():
    kept, gone = make_article(title="Búp chè"), make_article(title="Chợ phiên")
    search.remove(kept)
    Article.objects.filter(pk=gone.pk).update(status=Status.WITHDRAWN)

    for _ in range(2):
        out = io.StringIO()
        call_command("rebuild_search", stdout=out)

    assert "1 bài viết" in out.getvalue()
    assert found("búp chè") == [kept.pk]
    assert list(SearchEntry.objects.values_list("pk", flat=True)) == [kept.pk]


# A new name


MAKE = {
    "tags": make_tag,
    "topic": make_topic,
    "places": make_place,
    "authors": make_author,
}


def sorted_under(relation, name="Nông nghiệp"):
    """(subject, an article of it)."""
    subject = MAKE[relation](name)
    value = subject if relation == "topic" else [subject]
    return subject, make_article(**{relation: value})


def rename(newsroom, subject, name):
    address = admin_address(subject, "change", subject.pk)
    form = newsroom.get(address).context["adminform"].form
    sent = {field.name: field.value() or "" for field in form} | {"name": name}
    return newsroom.post(address, sent, follow=True)


def admin_address(subject, page, *arguments):
    return reverse(f"admin:articles_{subject._meta.model_name}_{page}", args=arguments)


@pytest.mark.parametrize("relation", MAKE)
def test_a_new_name_finds_the_articles_at_once(newsroom, relation):
    subject, article = sorted_under(relation)

    rename(newsroom, subject, "Lâm nghiệp")

    assert found("lâm nghiệp") == [article.pk]
    assert found("nông nghiệp") == []


def test_a_place_that_gets_its_own_name_back_is_found_by_it():
    load_units()
    place = Place.objects.get(slug="bum-to")
    Place.objects.filter(pk=place.pk).update(name="Nông nghiệp")
    article = make_article(places=[place])

    load_units()

    assert found("bum tở") == [article.pk]
    assert found("nông nghiệp") == []


@pytest.mark.parametrize("relation", ["tags", "topic", "authors"])
@pytest.mark.parametrize("several", [False, True])
def test_a_name_that_is_gone_finds_nothing(newsroom, relation, several):
    subject, _ = sorted_under(relation)
    page, sent = admin_address(subject, "delete", subject.pk), {"post": "yes"}
    if several:
        page = admin_address(subject, "changelist")
        sent |= {"action": "delete_selected", "_selected_action": [subject.pk]}

    newsroom.post(page, sent)

    assert not type(subject).objects.exists()
    assert found("nông nghiệp") == []


def test_of_many_articles_the_newest_follow_at_once_and_the_others_later(
    newsroom, monkeypatch
):
    monkeypatch.setattr(search.entries, "AT_ONCE", 1)
    author, newest = sorted_under("authors")
    day = timezone.now() - timedelta(days=1)
    older = make_article(authors=[author], published_at=day)
    withdrawn = make_article(authors=[author], published_at=day)

    answer = rename(newsroom, author, "Lâm nghiệp")
    withdrawn.withdraw()

    assert found("lâm nghiệp") == [newest.pk]
    assert "1 bài mới nhất; 2 bài cũ hơn" in answer.content.decode()
    call_command("close_day", stdout=io.StringIO())
    assert found("lâm nghiệp") == [newest.pk, older.pk]
    assert found("nông nghiệp") == []
    assert search.catch_up() == 0


def test_a_beacon_takes_a_turn_at_what_has_to_follow(client, monkeypatch):
    author, article = sorted_under("authors")
    monkeypatch.setattr(most_read, "asked_at", float("-inf"))
    type(author).objects.update(name="Lâm nghiệp")
    with monkeypatch.context() as few:
        few.setattr(search.entries, "AT_ONCE", 0)
        search.index_again([article.pk])

    client.post(
        "/luot-xem/",
        json.dumps({"article": article.pk, "path": "/", "referrer": "", "width": 360}),
        content_type="application/json",
        headers={
            "sec-fetch-site": "same-origin",
            "user-agent": "Mozilla/5.0 Firefox/140",
        },
    )

    assert found("lâm nghiệp") == [article.pk]


# What


def test_names_that_stand_around_an_article_find_it():
    article = make_article(
        tags=[make_tag("Nông nghiệp")],
        topic=make_topic("Mùa hái"),
        places=[make_place("Bum Tở")],
        authors=[make_author("Sông Đà")],
    )
    make_article()

    for text in ["nông nghiệp", "mua hai", "bum tở", "song da"]:
        assert found(text) == [article.pk], text


def test_a_phrase_does_not_go_on_from_one_part_into_the_next():
    apart = make_article(title="Chuyện nương chè", lead="Xuân về.")
    together = make_article(
        title="Chuyện đồi", lead="Vụ chè xuân.", published_at=timezone.now()
    )

    assert found("chè xuân") == [together.pk, apart.pk]


def test_exact_accents_come_first_and_others_after():
    other, exact = make_article(title="Bản Nậm Cha"), make_article(title="Bản Nậm Chà")

    assert found("nậm chà") == [exact.pk, other.pk]
    assert found("nậm cha") == [other.pk, exact.pk]
    assert len(found("nam cha")) == 2


def test_titles_come_before_texts():
    in_title = make_article(
        title="Sương muối", published_at=timezone.now() - timedelta(days=99)
    )
    in_text = make_article(body="<p>" + "Sương muối. " * 20 + "</p>")

    assert found("sương muối") == [in_title.pk, in_text.pk]


def test_the_newest_come_first_when_asked_for():
    old, new = (
        make_article(title=title, published_at=timezone.now() - timedelta(days=days))
        for title, days in [("Sương muối", 9), ("Một tin về sương muối", 1)]
    )

    assert found("sương muối") == [old.pk, new.pk]
    assert found("sương muối", order=search.NEWEST) == [new.pk, old.pk]


def test_filters_narrow_what_is_found():
    root = make_category()
    child = make_category(parent=root)
    place, author = make_place(), make_author()
    article = make_article(
        title="Búp chè",
        category=child,
        places=[place],
        authors=[author],
        published_at=timezone.make_aware(timezone.datetime(2026, 3, 3, 23, 59, 59)),
    )
    make_article(title="Búp chè")
    day = date(2026, 3, 3)

    for filters in [
        Filters(categories=[root.pk, child.pk]),
        Filters(place=place.pk),
        Filters(author=author.pk),
        Filters(since=day, until=day),
    ]:
        assert found("búp chè", filters) == [article.pk], filters
        assert found("búp chè", filters, order=search.NEWEST) == [article.pk], filters
    assert found("búp chè", Filters(until=date(2026, 3, 2))) == []
    assert found("búp chè", Filters(since=date(2026, 3, 4), place=place.pk)) == []


def test_texts_are_not_asked_when_enough_titles_match(monkeypatch):
    from articles.search import keys

    in_title = [make_article(title=f"Búp chè {n}") for n in range(3)]
    make_article(body="<p>Búp chè.</p>")
    assert len(found("búp chè")) == 4

    defaults = keys.matching.__kwdefaults__
    monkeypatch.setitem(defaults, "enough", 3)
    assert set(found("búp chè")) == {article.pk for article in in_title}
    monkeypatch.setitem(defaults, "titles", 2)
    assert found("búp chè")[:2] == [in_title[2].pk, in_title[1].pk]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "%%%",
            "' OR 1=1 --",
            "a & | ! <-> b:*",
            '"NEAR(',
            "_c1",
            "🙂",
            "chè\x00xuân",
        ),
        *("(((", "\\", "chè*", "NOT chè", "^chè", "漢字" * 40, "a" * 5000),
        "-" * 5000,
    ],
)
def test_no_character_is_an_operator(text):
    make_article(title="Búp chè xuân")

    search.search(text)
    search.suggest_titles(text)
    search.suggest_spelling(text)


def test_a_body_of_a_megabyte_can_be_published():
    words = " ".join(f"từ{n:035}" for n in range(30_000))

    article = make_article(title="Dài", body=f"<p>{words}</p>")

    assert found(f"từ{77:035}") == [article.pk]


# What may have been meant


def test_a_suggestion_is_written_as_in_the_article():
    article = make_article(title="Phòng sương muối cho chè")

    suggestion = search.suggest_spelling("suong muoii")

    assert suggestion.text == "sương muối"
    assert suggestion.ids == [article.pk]


def test_known_words_that_never_meet_may_be_misspelt_too():
    make_article(title="Sương muối trên đồi")
    make_article(title="Nuôi ong")

    assert search.suggest_spelling("sương nuoi").text == "sương muối"


def test_titles_are_offered_from_the_first_letter_on():
    article = make_article(title="Búp chè Tân Uyên")
    make_article(title="Chợ phiên", body="<p>Búp chè</p>")

    for typed in ["b", "bup c", "chè T", "tan uyên"]:
        assert search.suggest_titles(typed) == [article], typed
