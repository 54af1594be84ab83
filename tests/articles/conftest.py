"""Who sits in the newsroom."""

import pytest

from tests.articles.newsroom import make_editor
from tests.builders import (
    confirm,
    make_category,
)


@pytest.fixture
def author_room(client):
    """A client of somebody who edits what others write but may not publish."""
    client.force_login(make_editor("add", "change", "view", "delete", "others"))
    return client


@pytest.fixture
def sign_in(client):
    def make(user):
        client.force_login(user)
        confirm(client, user)
        return client

    return make


@pytest.fixture
def beats():
    """(looked after, a child of it, another)"""
    mine = make_category("Kinh tế")
    return mine, make_category("Du lịch", parent=mine), make_category("Văn hóa")
