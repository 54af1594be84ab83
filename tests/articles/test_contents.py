"""Headings: the ids that links find them by, and the table of contents."""

import pytest

from articles import contents
from tests.articles.pages import Page
from tests.builders import make_article

LONG = "<h2>Mở đầu</h2><p>A</p><h3>Chè &amp; <em>sương</em></h3><p>B</p><h2>Mở đầu</h2>"


def test_a_heading_is_found_by_its_words():
    assert contents.headings(LONG) == [
        ("h2", "muc-mo-dau", "Mở đầu"),
        ("h3", "muc-che-suong", "Chè & sương"),
        ("h2", "muc-mo-dau-2", "Mở đầu"),
    ]


def test_other_headings_do_not_change_the_id_of_one():
    assert '<h2 id="muc-mo-dau">' in contents.with_ids("<h2>Khác</h2>" + LONG)


def test_a_heading_without_letters_has_an_id_all_the_same():
    assert contents.with_ids("<h2>!!!</h2>").startswith('<h2 id="muc')


def test_with_fewer_than_three_headings_there_is_no_table():
    assert contents.table_of_contents("<h2>Một</h2><p>A</p><h2>Hai</h2>") == []


@pytest.mark.django_db
def test_every_entry_of_the_table_leads_to_its_heading(client):
    page = Page(client.get(make_article(body=LONG).get_absolute_url()))

    links = [href for href in page.links() if href.startswith("#muc")]
    assert links == ["#muc-mo-dau", "#muc-che-suong", "#muc-mo-dau-2"]
    for link in links:
        [heading] = [
            element
            for element in page.elements
            if element.attributes.get("id") == link[1:]
        ]
        assert heading.tag in ("h2", "h3")
