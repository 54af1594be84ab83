"""Held votes: what the staff see of them, and what becomes of them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone

from articles import rating_desk
from articles.models import AuditEntry, Rating, RatingDecision, RatingTotal
from articles.rating import figures, vote
from tests.builders import make_article, make_user

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/articles/rating/"
NOW = timezone.now()


@pytest.fixture
def article():
    return make_article(title="Bài bị dội phiếu")


def cast(article, score=5, number=0, **details):
    details = {"network": "mang", **details}
    return vote(
        article,
        voter=None,
        score=score,
        client=f"may-{number}",
        prefix_key=details.pop("network"),
        now=NOW,
        **details,
    )


@pytest.fixture
def held(article, settings):
    """One vote that counts and three that are held, for two reasons."""
    settings.RATING_VOTES_PER_PREFIX_AND_HOUR = 1
    cast(article, 4)
    cast(article, 1, 1)
    cast(article, 1, 2)
    cast(article, 5, 3, network="khac", doubtful=True)
    return article


def total(article):
    return RatingTotal.objects.values_list("sum", "count").get(article=article)


def decide(
    client, article, verdict="accepted", reason="Phiếu thật", held_for="network"
):
    sent = {
        "_selected_action": [f"{article.pk}:{held_for}"],
        "verdict": verdict,
        "reason": reason,
    }
    return client.post(DESK, sent)


def test_votes_wait_by_article_and_reason(newsroom, held):
    groups = {group.held_for: group for group in newsroom.get(DESK).context["groups"]}

    network = groups["network"]
    assert (network.votes, network.scores, network.networks) == (2, {1: 2}, 1)
    assert (network.mean, network.mean_with, network.votes_with) == ("4,0", "2,0", 3)
    assert groups["origin"].votes == 1


def test_the_desk_says_it_in_words(newsroom, held):
    page = newsroom.get(DESK).text

    assert "Bài bị dội phiếu" in page
    assert "Quá nhiều phiếu một giờ từ một mạng" in page
    assert "2 nhóm, 3 phiếu. Tổng điểm của mọi bài khớp với từng phiếu." in page
    assert "3 trong 4" in page  # what the chart says


def test_a_surge_is_held_for_its_reason(article, settings):
    settings.RATING_VOTES_PER_HOUR = 2
    for number in range(3):
        cast(article, 5, number, network=f"mang-{number}")

    assert Rating.objects.get(held=True).held_for == "surge"


def test_accepted_votes_count_and_the_others_wait_on(newsroom, editor, held):
    assert decide(newsroom, held).status_code == 302

    assert total(held) == (6, 3)
    assert rating_desk.waiting().get().held_for == "origin"
    decision = RatingDecision.objects.get()
    assert (decision.votes, decision.points, decision.by) == (2, 2, editor)
    assert rating_desk.faulty_totals() == []


def test_dropped_votes_stay_out_and_their_voters_see_no_difference(newsroom, held):
    dropped = Rating.objects.filter(held_for="network").first()
    decide(newsroom, held, "dropped", "Một người bấm nhiều lần")

    assert total(held) == (4, 1)
    assert rating_desk.waiting().count() == 1
    assert figures(held, dropped.voter).score == 1


def test_a_decision_is_in_the_record_and_in_the_audit_log(newsroom, editor, held):
    decide(newsroom, held, "dropped", "Một người bấm nhiều lần")

    entry = AuditEntry.objects.get(kind="sổ quyết định đánh giá")
    assert (entry.user, entry.note) == (editor, "Bỏ: Một người bấm nhiều lần")
    page = newsroom.get("/quan-tri/articles/ratingdecision/").text
    assert "Một người bấm nhiều lần" in page


def test_deciding_twice_decides_once(newsroom, held):
    decide(newsroom, held)
    decide(newsroom, held)

    assert total(held) == (6, 3)
    assert RatingDecision.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"reason": "  "}, {"verdict": "delete"}, {"held_for": "x", "reason": ""}]
)
def test_a_decision_needs_a_reason(newsroom, held, fields):
    response = decide(newsroom, held, **fields)

    assert response.status_code == 400
    assert "ghi lý do" in response.text
    assert rating_desk.waiting().count() == 3


def test_deciding_needs_the_right(client, held):
    user = make_user()
    client.force_login(user)
    assert client.get(DESK).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="view_rating"))
    assert 'value="Quyết định"' not in client.get(DESK).text
    assert decide(client, held).status_code == 403
    assert total(held) == (4, 1)


def test_an_empty_desk_says_so(newsroom):
    assert "Không có phiếu nào chờ xét." in newsroom.get(DESK).text


def test_the_hours_of_two_days_are_shown(held):
    Rating.objects.create(
        article=held, voter="cũ", score=5, at=NOW - timedelta(hours=49)
    )
    hours = rating_desk.hourly()

    assert len(hours) == 48
    assert sum(counted for _, counted, _ in hours) == 1
    assert sum(held for _, _, held in hours) == 3


def verify(*options):
    said = StringIO()
    call_command("rating_verify", *options, stdout=said)
    return said.getvalue()


def test_totals_that_differ_from_the_votes_are_found_and_mended(held):
    assert "khớp với từng phiếu" in verify()
    RatingTotal.objects.update(sum=9, count=2)
    with pytest.raises(SystemExit):
        verify("--dry-run")
    assert total(held) == (9, 2)

    assert (
        f"Bài {held.pk}: đang ghi 9 trong 2, các phiếu cộng lại 4 trong 1" in verify()
    )
    assert total(held) == (4, 1)


def test_a_missing_total_is_made(held):
    RatingTotal.objects.all().delete()
    verify()

    assert total(held) == (4, 1)
