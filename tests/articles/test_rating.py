"""Votes: who replaces whose, which are held, and that sums equal rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Rating, RatingTotal
from articles.rating import figures, vote
from tests.builders import make_article

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def article():
    return make_article()


def cast(article, score=5, *, voter=None, client="may", network="mang", **details):
    return vote(
        article,
        voter=voter,
        score=score,
        client=client,
        prefix_key=network,
        now=NOW + timedelta(seconds=details.pop("after", 0)),
        **details,
    )


def cast_many(article, number, **details):
    """Votes of as many clients, each in a network of its own unless given."""
    for index in range(number):
        cast(
            article,
            client=f"{article.pk}-{index}",
            **{"network": f"mang-{index}", **details},
        )


def total(article):
    return RatingTotal.objects.values_list("sum", "count").get(article=article)


def test_a_vote_is_in_the_sum_and_the_count(article):
    cast(article, 4)
    cast(article, 1, client="may khác")

    assert total(article) == (5, 2)
    assert figures(article, None).mean == 2.5


def test_each_first_vote_gets_a_voter_of_its_own(article):
    voters = {cast(article, client=f"máy {number}").voter for number in range(3)}

    assert len(voters) == 3


def test_the_second_vote_of_a_voter_replaces_the_first(article):
    voter = cast(article, 5).voter
    cast(article, 2, voter=voter, client="máy khác", after=10**6)

    assert total(article) == (2, 1)
    assert figures(article, voter) == (2, 2, 1)


def test_a_voter_has_one_vote_on_each_article(article):
    other = make_article()
    voter = cast(article, 5).voter
    cast(other, 3, voter=voter)

    assert (total(article), total(other)) == ((5, 1), (3, 1))


@pytest.mark.parametrize(
    ("seconds", "client", "count"),
    [(59, "may", 1), (61, "may", 2), (1, "may-khac", 2)],
)
def test_the_same_client_without_a_cookie_replaces_its_vote_for_a_minute(
    article, seconds, client, count
):
    cast(article, 5)
    cast(article, 3, client=client, after=seconds)

    assert Rating.objects.count() == count
    assert total(article)[1] == count


def test_a_client_that_gets_a_new_cookie_keeps_its_one_vote(article):
    cast(article, 5)
    second = cast(article, 4, after=10)
    cast(article, 1, voter=second.voter, after=100)

    assert total(article) == (1, 1)


def test_one_network_has_thirty_votes_an_hour(article, settings):
    settings.RATING_VOTES_PER_HOUR = 10**6
    cast_many(article, 35, network="mang")

    assert total(article) == (150, 30)
    assert Rating.objects.filter(held=True).count() == 5


def test_another_network_still_counts(article, settings):
    settings.RATING_VOTES_PER_HOUR = 10**6
    cast_many(article, 31, network="mang")

    assert not cast(article, client="x", network="mang khac").held


def test_the_limit_of_a_network_is_for_one_article_and_one_hour(article, settings):
    settings.RATING_VOTES_PER_PREFIX_AND_HOUR = 1
    cast(article)

    assert cast(article, client="x").held
    assert not cast(make_article(), client="x").held
    assert not cast(article, client="y", after=3601).held


def test_a_surge_is_held_and_the_mean_does_not_move(article):
    cast_many(article, 20, score=3)
    cast_many(make_article(), 1)
    for number in range(5):
        assert cast(article, 1, client=f"x{number}", network=f"y{number}").held

    assert figures(article, None).mean == 3


def test_many_votes_are_no_surge_where_articles_get_as_many_every_hour(
    article, settings
):
    settings.RATING_VOTES_PER_HOUR = 2
    # 168 hours in a week: one vote an hour for each of two articles.
    for other in (article, make_article()):
        Rating.objects.bulk_create(
            Rating(
                article=other,
                voter=f"{number:032}",
                score=5,
                at=NOW - timedelta(hours=number),
            )
            for number in range(1, 168)
        )
    held = [cast(article, client=f"{n}", network=f"{n}").held for n in range(11)]

    # Ten times the mean of about one an hour.
    assert held == [False] * 10 + [True]


def test_a_doubtful_vote_is_held(article):
    rating = cast(article, 5, doubtful=True)

    assert rating.held
    assert figures(article, rating.voter) == (5, 0, 0)


def test_a_doubtful_vote_without_a_cookie_undoes_no_other(article):
    cast(article, 5)
    cast(article, 1, doubtful=True, after=1)

    assert total(article) == (5, 1)


def test_a_doubtful_vote_with_a_cookie_takes_the_voters_own_out_of_the_total(article):
    voter = cast(article, 5).voter
    cast(article, 1, voter=voter, doubtful=True)

    assert figures(article, voter) == (1, 0, 0)


def test_a_held_vote_stays_held_when_its_voter_votes_again(article):
    voter = cast(article, 5, doubtful=True).voter
    rating = cast(article, 4, voter=voter, after=100)

    assert rating.held
    assert total(article) == (0, 0)


def test_an_article_without_votes_has_zeros(article):
    assert figures(article, None) == (None, 0, 0)
    assert figures(article, "ai-do") == (None, 0, 0)
    assert figures(article, None).mean == 0
