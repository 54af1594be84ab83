"""How the blocks of the home page are laid out."""

import pytest

from articles.front_page import rows_of


def blocks(*numbers):
    """Blocks with that many articles each, named by their place."""
    return [
        {"category": place, "articles": ["bài"] * number}
        for place, number in enumerate(numbers)
    ]


def layout(*numbers):
    return [
        (row.layout, *(block["category"] for block in row.blocks))
        for row in rows_of(blocks(*numbers))
    ]


def test_layouts_take_turns():
    assert layout(6, 6, 6, 6, 6, 6) == [
        *(("lead", 0), ("three", 1), ("pair", 2, 3), ("lead", 4), ("three", 5)),
    ]


def test_a_block_with_few_articles_shares_its_row():
    assert layout(6, 1, 6, 2) == [("lead", 0), ("three", 2), ("pair", 1, 3)]


def test_a_half_without_another_stands_alone():
    assert layout(1) == [("pair", 0)]
    assert layout(6, 6, 6) == [("lead", 0), ("three", 1), ("pair", 2)]


@pytest.mark.parametrize("number", range(12))
def test_no_block_is_lost(number):
    rows = rows_of(blocks(*range(1, number + 1)))

    shown = [block["category"] for row in rows for block in row.blocks]
    assert sorted(shown) == list(range(number))
