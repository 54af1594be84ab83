"""Fragments that are rendered once an edition."""

import pytest
from django.template import Context, engines

from articles.shell import Shell
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def render(shell, source, **values):
    template = engines["django"].from_string(source)
    return template.template.render(Context({"shell": shell, **values}))


TITLES = '{% kept "articles/_titles.html" articles=articles %}'


def test_a_fragment_is_rendered_once_for_the_same_values():
    shell, article = Shell(site=None), make_article(title="Một tin")
    first = render(shell, TITLES, articles=[article])
    article.title = "Tin khác"

    assert "Một tin" in first
    assert render(shell, TITLES, articles=[article]) == first
    assert "Tin khác" in render(Shell(site=None), TITLES, articles=[article])


def test_a_fragment_sees_nothing_of_the_page_but_its_values():
    article = make_article()
    source = '{% kept "articles/_titles.html" articles=articles %}'

    page = render(Shell(site=None), source, articles=[article], time=True)

    assert "<time" not in page


def test_other_values_make_another_fragment():
    shell, article = Shell(site=None), make_article()
    plain = render(shell, TITLES, articles=[article])
    timed = '{% kept "articles/_titles.html" articles=articles time=True %}'

    assert "<time" in render(shell, timed, articles=[article])
    assert render(shell, TITLES, articles=[article]) == plain


def test_text_in_a_fragment_is_escaped_once():
    article = make_article(title="A & B <i>")

    page = render(Shell(site=None), TITLES, articles=[article])

    assert "A &amp; B &lt;i&gt;" in page
