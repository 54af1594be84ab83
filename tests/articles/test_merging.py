"""Two versions of an article: where they differ, and what is made of both."""

from articles.merging import BOTH, MINE, THEIRS, differing, marked, merged
from tests.builders import content


def version(*paragraphs, **fields):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return content(category=1, **{"title": "Tên", "lead": "Sapô", **fields}, body=body)


BASE = version("Một", "Hai", "Ba")


def usual(theirs, mine):
    return {part.name: part.usual for part in differing(BASE, theirs, mine)}


def test_what_only_one_has_changed_is_taken_from_that_one():
    theirs = version("Một", "Hai", "Ba, thêm", lead="Sapô khác")
    mine = version("Một, thêm", "Hai", "Ba", title="Tên khác")

    assert usual(theirs, mine) == {
        "title": MINE,
        "lead": THEIRS,
        "body-1-1": MINE,
        "body-3-3": THEIRS,
    }
    both = merged(BASE, theirs, mine, {})
    assert both["body"] == "<p>Một, thêm</p><p>Hai</p><p>Ba, thêm</p>"
    assert (both["title"], both["lead"]) == ("Tên khác", "Sapô khác")


def test_a_paragraph_that_both_have_changed_is_kept_twice():
    theirs, mine = version("Một", "Hai, họ", "Ba"), version("Một", "Hai, tôi", "Ba")

    assert usual(theirs, mine) == {"body-2-2": BOTH}
    body = merged(BASE, theirs, mine, {})["body"]
    assert body == "<p>Một</p><p>Hai, họ</p><p>Hai, tôi</p><p>Ba</p>"


def test_what_both_have_changed_and_cannot_be_kept_twice_stays_as_the_unsaved_one():
    theirs, mine = version(title="Tên của họ"), version(title="Tên của tôi")

    assert usual(theirs, mine)["title"] == MINE


def test_paragraphs_that_one_adds_or_takes_away_stay_so():
    theirs = version("Một", "Hai", "Ba", "Bốn, của họ")
    mine = version("Không, của tôi", "Một", "Ba")

    body = merged(BASE, theirs, mine, {})["body"]

    assert body == ("<p>Không, của tôi</p><p>Một</p><p>Ba</p><p>Bốn, của họ</p>")


def test_each_choice_is_obeyed():
    theirs = version("Một, họ", "Hai", "Ba", authors=[1, 2])
    mine = version("Một, tôi", "Hai", "Ba", authors=[2, 3])

    def choose(choice):
        made = merged(BASE, theirs, mine, {"authors": choice, "body-1-1": choice})
        return made["authors"], made["body"].partition("<p>Hai")[0]

    assert choose(THEIRS) == ([1, 2], "<p>Một, họ</p>")
    assert choose(MINE) == ([2, 3], "<p>Một, tôi</p>")
    assert choose(BOTH) == ([1, 2, 3], "<p>Một, họ</p><p>Một, tôi</p>")


def test_new_words_are_marked_and_a_new_text_is_new_as_a_whole():
    assert marked("Đường dài 6,2 km nay", "Đường dài nay") == [
        ("Đường dài ", False),
        ("6,2 km ", True),
        ("nay", False),
    ]
    assert marked("Đoạn của tôi", "Nội dung của tin") == [("Đoạn của tôi", True)]
