"""The public page of a revision, before it is public."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles.admin import preview
from articles.models import Article
from tests.articles.newsroom import LIST, change_of, filled_in, ready
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_place,
    make_tag,
)

pytestmark = pytest.mark.django_db


def main_part(page):
    return page.split('<main id="noi-dung">')[1].split("</main>")[0]


def test_the_preview_is_the_public_page(newsroom, client, editor):
    article = make_article(
        authors=[make_author()],
        tags=[make_tag()],
        places=[make_place()],
        category=make_category(),
    )
    public = client.get(article.get_absolute_url()).text

    address = preview.address(article.newest_revision, editor)

    page = newsroom.get(address).text

    # Where the display buttons lead back to is each page's own.
    page = page.replace(address, article.get_absolute_url())
    assert main_part(page) == main_part(public)


def test_the_preview_is_neither_kept_nor_indexed_nor_counted(client, editor):
    address = preview.address(make_draft()[1], editor)

    response = client.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert "Bản xem trước" in response.text
    assert "visit.js" not in response.text
    assert reverse("articles:pixel") not in response.text


def test_the_preview_button_saves_and_shows_what_was_typed(newsroom):
    article = ready()

    response = newsroom.post(
        change_of(article),
        filled_in(article, title="Vừa gõ để xem", _preview="1"),
        follow=True,
    )

    assert "Vừa gõ để xem" in main_part(response.text)
    assert article.newest_revision.number == 2
    assert not Article.objects.published().exists()


def test_the_preview_ends_after_an_hour(client, editor, time_machine):
    time_machine.move_to(timezone.now())
    address = preview.address(make_draft()[1], editor)

    time_machine.shift(preview.SECONDS + 1)

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"is_staff": False}, {"is_superuser": False}]
)
def test_the_preview_ends_with_the_right_of_its_maker(client, editor, change):
    address = preview.address(make_draft()[1], editor)
    assert client.get(address).status_code == 200

    type(editor).objects.filter(pk=editor.pk).update(**change)

    assert client.get(address).status_code == 404


def frames_of(client, address):
    return client.get(f"{address}khung/")


def test_a_preview_is_shown_at_two_widths_to_whoever_has_the_address(client, editor):
    address = preview.address(make_draft(title="Bản để gửi")[1], editor)

    response = frames_of(client, address)

    assert response.status_code == 200
    assert response.text.count(f'<iframe src="{address}"') == 2
    assert f'value="http://testserver{address}"' in response.text
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    for page in (response, client.get(address)):
        assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_preview_with_a_video_may_stand_in_a_frame_too(client, editor):
    link = "https://www.youtube.com/watch?v=abcdefghijk"
    address = preview.address(make_draft(video_url=link)[1], editor)

    policy = client.get(address)["Content-Security-Policy"]

    assert "frame-ancestors 'self'" in policy
    assert "youtube-nocookie" in policy


def test_the_two_widths_end_with_the_preview(client, editor, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    address = preview.address(make_draft()[1], editor)
    end = timezone.localtime(timezone.now() + timedelta(seconds=preview.SECONDS))
    assert f"{end:%H:%M}" in frames_of(client, address).text

    time_machine.shift(preview.SECONDS + 1)

    assert frames_of(client, address).status_code == 404


def test_any_revision_can_be_previewed(newsroom):
    article = ready(title="Bản đầu")
    article.save_revision(article.newest_revision.content | {"title": "Bản sau"})

    for number, title in [(1, "Bản đầu"), (2, "Bản sau")]:
        shown = newsroom.get(f"{LIST}{article.pk}/xem-truoc/{number}/", follow=True)
        assert title in shown.text
        assert f"/xem-truoc/{number}/" in newsroom.get(change_of(article)).text
    assert newsroom.get(f"{LIST}{article.pk}/xem-truoc/3/").status_code == 404


def test_a_preview_is_bound_to_its_revision(client, editor):
    article, revision = make_draft(title="Bản đã gửi đi")
    address = preview.address(revision, editor)
    article.save_revision(revision.content | {"title": "Bản viết sau đó"})

    page = client.get(address).text

    assert "Bản đã gửi đi" in page
    assert "Bản viết sau đó" not in page


def test_a_forged_preview_is_not_found(client, editor):
    revision = make_draft()[1]
    forged = signing.dumps([revision.pk, editor.pk], salt="another")

    for token in (forged, "x", f"{revision.pk}:{editor.pk}"):
        address = f"/quan-tri/xem-truoc/{token}/"
        assert client.get(address).status_code == 404
        assert frames_of(client, address).status_code == 404


def test_a_binned_article_has_no_preview(client, editor):
    article, revision = make_draft()
    address = preview.address(revision, editor)
    article.bin()

    assert client.get(address).status_code == 404
