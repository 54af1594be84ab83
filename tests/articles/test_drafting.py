"""What is typed and not saved is kept, offered again, and put beside what others saved."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from articles.models import Article, Draft, Presence, Revision
from tests.articles.newsroom import (
    ADD,
    change_of,
    filled_in,
    make_editor,
    ready,
)
from tests.builders import content, make_author, make_category, make_user

pytestmark = pytest.mark.django_db
KEEP = "/quan-tri/articles/article/giu/"
DROP = "/quan-tri/articles/article/bo-giu/"


def typed(article=None, page=None, **fields):
    """What the script sends for the form of `article` with `fields` typed in."""
    about = {"article": article.pk if article else "", "typed": "1"}
    return {
        **filled_in(article, **fields),
        **about,
        "page": (page or uuid4()).hex,
    }


def answer(response):
    assert response.status_code == 200, response.text
    return json.loads(response.text)


def opened(client, article=None):
    """The form as it is opened from the first offer on it."""
    address = change_of(article) if article else ADD
    offer = Draft.objects.get(article=article)
    assert f"?mo-lai={offer.page.hex}" in client.get(address).text
    return client.get(f"{address}?mo-lai={offer.page.hex}").text


# Keeping


def test_what_is_typed_is_kept_and_offered_again(newsroom):
    article = ready()

    kept = answer(newsroom.post(KEEP, typed(article, title="Gõ dở")))

    assert kept["kept"]
    assert "Gõ dở" not in newsroom.get(change_of(article)).text
    page = opened(newsroom, article)
    assert "Gõ dở</textarea>" in page
    assert "phần bạn viết mà chưa lưu" in page


def test_an_article_that_is_not_saved_yet_is_kept_too(newsroom):
    category, author = make_category(), make_author()

    newsroom.post(
        KEEP, typed(title="Bài mới gõ dở", category=category, authors=[author])
    )

    assert not Article.objects.exists()
    page = opened(newsroom)
    assert "Bài mới gõ dở</textarea>" in page
    assert f'<option value="{category.pk}" selected>' in page
    assert f'<option value="{author.pk}" selected>' in page


def test_everything_that_can_be_typed_comes_back(newsroom):
    article = ready()
    sent = typed(
        article,
        lead="Sapô gõ dở",
        body="<p>Thân bài gõ dở</p>",
        note="Nhắn người duyệt",
        source_at_0="01/02/2026",
        source_at_1="10:20",
        until_0="31/12/2030",
        until_1="08:30",
        allows_rating=False,
    )
    newsroom.post(KEEP, sent)

    page = opened(newsroom, article)

    for words in ("Sapô gõ dở", "Thân bài gõ dở", "Nhắn người duyệt"):
        assert words in page
    for value in ("01/02/2026", "10:20", "31/12/2030", "08:30"):
        assert f'value="{value}"' in page
    assert 'name="allows_rating" id="id_allows_rating">' in page


def test_what_is_kept_is_offered_on_the_first_page(newsroom):
    article = ready()
    newsroom.post(KEEP, typed(article, title="Gõ dở bài cũ"))
    newsroom.post(KEEP, typed(title="Gõ dở bài mới"))

    page = newsroom.get("/quan-tri/").text

    for draft in Draft.objects.all():
        assert draft.title in page
        assert f"?mo-lai={draft.page.hex}" in page


def test_what_is_kept_is_in_no_history_and_changes_nothing(newsroom):
    article = ready()
    before = Article.objects.values().get()

    newsroom.post(KEEP, typed(article, title="Gõ dở"))

    assert article.revisions.count() == 1
    assert Article.objects.values().get() == before


def test_a_draft_is_for_its_writer_alone(newsroom, client):
    article = ready()
    newsroom.post(KEEP, typed(article, title="Gõ dở"))
    page = Draft.objects.get().page.hex

    client.force_login(make_user(is_superuser=True))

    assert "?mo-lai=" + page not in client.get(change_of(article)).text
    assert "Gõ dở" not in client.get(f"{change_of(article)}?mo-lai={page}").text
    assert client.post(DROP, {"page": page}).status_code == 404


def test_there_is_one_draft_of_a_person_and_an_article(newsroom):
    article, page = ready(), uuid4()

    for words in ("Một", "Hai"):
        newsroom.post(KEEP, typed(article, page, title=words))

    assert Draft.objects.get().title == "Hai"


def test_another_page_does_not_write_over_what_it_has_not_seen(newsroom):
    article = ready()
    newsroom.post(KEEP, typed(article, title="Trang trước"))
    first = Draft.objects.get().page

    refused = answer(newsroom.post(KEEP, typed(article, title="Trang sau")))
    assert not refused["kept"]
    assert Draft.objects.get().title == "Trang trước"

    went_on = typed(article, title="Viết tiếp", opened=first.hex)
    assert answer(newsroom.post(KEEP, went_on))["kept"]
    assert Draft.objects.get().title == "Viết tiếp"


def test_saving_ends_the_draft(newsroom):
    article, page = ready(), uuid4()
    sent = typed(article, page, title="Gõ rồi lưu")
    newsroom.post(KEEP, sent)

    newsroom.post(change_of(article), sent)

    assert not Draft.objects.exists()
    assert page.hex in newsroom.get(change_of(article)).text  # for the browser's copy
    assert page.hex not in newsroom.get(change_of(article)).text


def test_saving_a_new_article_ends_its_draft_and_no_other(newsroom):
    page = uuid4()
    newsroom.post(KEEP, typed(title="Bài khác còn dở"))
    newsroom.post(KEEP, typed(page=page, title="Bài mới"))

    newsroom.post(ADD, typed(page=page, title="Bài mới"))

    assert Draft.objects.get().title == "Bài khác còn dở"


def test_a_form_that_is_as_it_is_stored_leaves_no_draft(newsroom):
    article = ready()

    assert answer(newsroom.post(KEEP, typed(article)))["kept"]
    assert not Draft.objects.exists()


def test_a_draft_that_is_not_wanted_is_dropped(newsroom):
    article = ready()
    newsroom.post(KEEP, typed(article, title="Bỏ đi"))

    response = newsroom.post(DROP, {"page": Draft.objects.get().page.hex})

    assert response["Location"] == change_of(article)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {
            "title": "a\0b\ud800".encode("utf-8", "surrogatepass").decode(
                "utf-8", "replace"
            )
        },
        {"category": "không phải số", "authors": ["x", "9" * 40]},
        {"based_on": "x", "source_at_0": "hôm qua"},
        {"page": "không phải mã", "opened": "x" * 5000},
        {"body": '<img src="data:image/png;base64,AA==">'},
    ],
)
def test_nonsense_in_the_form_is_kept_or_refused_and_never_an_error(newsroom, fields):
    article = ready()

    assert newsroom.post(KEEP, {**typed(article), **fields}).status_code == 200

    for draft in Draft.objects.all():
        address = f"{change_of(article)}?mo-lai={draft.page.hex}"
        assert newsroom.get(address).status_code == 200


@pytest.mark.parametrize("page", ["x", "0" * 32, ""])
def test_an_unknown_draft_shows_the_form_as_it_is(newsroom, page):
    article = ready()
    assert newsroom.get(f"{change_of(article)}?mo-lai={page}").status_code == 200
    assert newsroom.post(DROP, {"page": page}).status_code == 404


def test_who_may_not_write_keeps_nothing(client):
    article = ready()
    client.force_login(make_editor("view"))

    assert client.post(KEEP, typed(article)).status_code == 403
    assert client.post(KEEP, typed()).status_code == 403
    assert not Draft.objects.exists()
    client.logout()
    assert client.post(KEEP, typed(article)).status_code == 302


def test_keeping_needs_a_post(newsroom):
    assert newsroom.get(KEEP).status_code == 405
    assert newsroom.get(DROP).status_code == 405


# Who else is here


def test_whoever_has_the_form_open_is_seen_by_the_others(newsroom, client):
    article = ready()
    client.force_login(make_user(last_name="Mây", first_name="Núi", is_superuser=True))
    client.get(change_of(article))
    client.post(KEEP, typed(article, title="Đang gõ"))

    newsroom.force_login(make_user(is_superuser=True))
    page = newsroom.get(change_of(article)).text

    assert "Mây Núi" in page
    assert "cũng đang mở bài này, gõ lần cuối" in page
    told = answer(newsroom.post(KEEP, typed(article)))["presence"]
    assert "Mây Núi" in told


def test_nobody_sees_oneself(newsroom):
    article = ready()
    newsroom.get(change_of(article))

    assert "cũng đang mở" not in newsroom.get(change_of(article)).text


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_presence_ends_when_its_page_is_left_or_silent(newsroom, is_gone):
    article, other = ready(), make_user()
    Presence.note(other, article)
    if is_gone:
        Presence.leave(other, article)
    else:
        Presence.objects.update(seen_at=timezone.now() - Presence.LASTS * 2)

    assert "cũng đang mở" not in newsroom.get(change_of(article)).text


def test_leaving_sweeps_up_what_is_no_longer_true(newsroom):
    article = ready()
    Presence.note(make_user(), article)
    Presence.objects.update(seen_at=timezone.now() - timedelta(hours=1))

    newsroom.post(KEEP, {"article": article.pk, "leaving": "1"})

    assert not Presence.objects.exists()


def test_a_writer_hears_that_somebody_has_saved(newsroom):
    article = ready()
    mine = typed(article, title="Của tôi")
    article.save_revision(
        content(), author=make_user(last_name="Đá", first_name="Trắng")
    )

    told = answer(newsroom.post(KEEP, mine))

    assert "Đá Trắng</strong> đã lưu bản 2" in told["presence"]
    assert told["kept"]


# Both texts side by side


@pytest.fixture
def overtaken(newsroom):
    """(article, the page on which a stale save ended)."""
    article = ready(body="<p>Một</p><p>Hai</p>", title="Tên cũ")
    mine = typed(article, title="Tên của tôi", body="<p>Một, của tôi</p><p>Hai</p>")
    theirs = article.newest_revision.content | {
        "body": "<p>Một</p><p>Hai, của họ</p>",
        "lead": "Sapô của họ",
    }
    article.save_revision(theirs, author=make_user(last_name="Đá", first_name="Trắng"))
    return article, newsroom.post(change_of(article), mine)


def choose(client, article, **choices):
    """The form to which the choices lead."""
    sent = {"newest": article.newest_revision.number, **choices}
    response = client.post(f"/quan-tri/articles/article/{article.pk}/hai-ban/", sent)
    assert response.status_code == 302
    return response["Location"], client.get(response["Location"]).text


def test_a_stale_save_shows_both_texts_and_keeps_the_unsaved_one(overtaken):
    article, page = overtaken

    assert page.status_code == 409
    for words in ("Tên của tôi", "của tôi", "của họ", "Sapô của họ", "Đá Trắng"):
        assert words in page.text
    assert Draft.objects.get().title == "Tên của tôi"
    assert article.revisions.count() == 2


def test_the_page_with_both_texts_can_be_opened_again(newsroom, overtaken):
    article, page = overtaken
    again = newsroom.get(f"/quan-tri/articles/article/{article.pk}/hai-ban/")
    assert "Tên của tôi" in again.text


def test_both_texts_put_together_open_in_the_form_and_are_saved_as_the_next(
    newsroom, overtaken
):
    article, _ = overtaken

    address, page = choose(newsroom, article, _merge="1")

    assert "Tên của tôi</textarea>" in page
    assert "Sapô của họ</textarea>" in page
    assert "&lt;p&gt;Một, của tôi&lt;/p&gt;&lt;p&gt;Hai, của họ&lt;/p&gt;" in page
    draft = Draft.objects.get()
    assert draft.based_on == 2
    sent = {**draft.form, "page": draft.page.hex}
    assert newsroom.post(change_of(article), sent).status_code == 302
    assert article.newest_revision.content["lead"] == "Sapô của họ"
    assert article.newest_revision.number == 3


def test_all_of_ones_own_can_be_taken(newsroom, overtaken):
    article, _ = overtaken

    _, page = choose(newsroom, article, _mine="1")

    assert "&lt;p&gt;Một, của tôi&lt;/p&gt;&lt;p&gt;Hai&lt;/p&gt;" in page


def test_all_of_the_others_can_be_taken(newsroom, overtaken):
    article, _ = overtaken

    address, _ = choose(newsroom, article, _theirs="1")
    assert address == change_of(article)
    assert not Draft.objects.exists()


def test_a_third_save_is_not_passed_over(newsroom, overtaken):
    article, _ = overtaken
    article.save_revision(content(title="Bản thứ ba"))

    response = newsroom.post(
        f"/quan-tri/articles/article/{article.pk}/hai-ban/",
        {"newest": 2, "_merge": "1"},
    )

    assert response.status_code == 409
    assert "Bản thứ ba" in response.text


def test_ones_own_text_can_be_taken_away_as_a_file(newsroom, overtaken):
    article, _ = overtaken

    response = newsroom.get(
        f"/quan-tri/articles/article/{article.pk}/hai-ban/?tai-ve=1"
    )

    assert response["Content-Disposition"].startswith("attachment")
    assert "Tên của tôi" in response.text
    assert "Một, của tôi\nHai" in response.text


def test_nobody_else_sees_the_two_texts(client, overtaken):
    article, _ = overtaken
    client.force_login(make_user(is_superuser=True))

    response = client.get(f"/quan-tri/articles/article/{article.pk}/hai-ban/")

    assert response.status_code == 404


def test_every_kind_of_field_is_shown_in_words(newsroom):
    article = ready()
    other = make_author("Lò Thị Mai")
    mine = typed(
        article,
        authors=[other],
        kind="photos",
        allows_rating=False,
        source_at_0="01/02/2026",
        source_at_1="10:20",
    )
    article.save_revision(article.newest_revision.content | {"lead": "Khác"})

    page = newsroom.post(change_of(article), mine).text

    for words in ("Lò Thị Mai", "Phóng sự ảnh", "Không", "10:20 01/02/2026"):
        assert words in page


def test_a_revision_of_a_draft_is_like_any_other(newsroom):
    article = ready()
    newsroom.post(KEEP, typed(article, title="Gõ dở"))
    draft = Draft.objects.get()

    newsroom.post(change_of(article), {**draft.form, "page": draft.page.hex})

    assert set(article.newest_revision.content) == set(Revision.CONTENT)
