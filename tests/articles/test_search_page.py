"""The search page and the suggestions, as readers ask for them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from articles.search.snippets import LENGTH, highlight, snippet
from articles.search.words import parse
from stats.models import SearchMiss
from tests.articles import pages
from tests.builders import make_article, make_author, make_category, make_place

pytestmark = pytest.mark.django_db
HOSTILE = [
    *("%%%", "' OR 1=1 --", "a & | ! <-> b:*", '"NEAR(', "((", "\\", "*", "🙂", "_"),
    "a" * 200,
]
REFUSED = ["a" * 10_000, "a&trang=abc", "a&trang=0", f"a&trang={10**9}", "a%00b"]


def read(client, query="", status=200):
    response = client.get(f"/tim-kiem/{query}")
    assert response.status_code == status
    return pages.Page(response)


def test_what_is_found_is_counted_and_linked(client):
    article = make_article(title="Vụ chè xuân")
    make_article(title="Đường đèo")
    page = read(client, "?q=che+xuan")

    assert "1 kết quả cho “che xuan”" in page.one("main").text
    assert article.get_absolute_url() in page.links()
    assert page.one("input", id="tu-khoa").attributes["value"] == "che xuan"
    assert page.one("title").text.startswith("Kết quả tìm “che xuan”")


def test_the_next_page_keeps_the_words_and_the_filters(client):
    category = make_category("Kinh tế")
    for _ in range(21):
        make_article(title="Vụ chè & xuân", category=category)
    page = read(client, "?q=ch%C3%A8+%26&muc=kinh-te&xep=moi&noi=&tu=01/01/2026")

    assert page.one("a", rel="next").attributes["href"] == (
        "/tim-kiem/?q=ch%C3%A8+%26&muc=kinh-te&tu=01%2F01%2F2026&xep=moi&trang=2"
    )
    assert "hiện từ 1 đến 20" in page.one("p", role="status").text
    last = read(client, "?q=chè&trang=2").one("p", role="status").text
    assert "21 kết quả" in last and "hiện từ 21 đến 21" in last
    assert client.get("/tim-kiem/?q=chè&trang=3").status_code == 404


def test_each_filter_can_be_chosen_by_name(client):
    root = make_category("Kinh tế")
    child = make_category("Nông nghiệp", parent=root)
    place, author = make_place("Bum Tở", slug="bum-to"), make_author("Sông Đà")
    wanted = make_article(
        title="Búp chè", category=child, places=[place], authors=[author]
    )
    old = timezone.now() - timedelta(days=90)
    make_article(title="Búp chè", published_at=old)
    today = timezone.localdate()

    for choice in [
        "muc=kinh-te",
        "muc=nong-nghiep",
        "noi=bum-to",
        f"tac_gia={author.slug}",
        f"tu={today - timedelta(days=2)}",
        f"tu={today - timedelta(days=2)}&den={today}",
    ]:
        page = read(client, f"?q=chè&{choice}")
        assert "1 kết quả" in page.one("p", role="status").text, choice
        assert wanted.get_absolute_url() in page.links()
    chosen = [item.text for item in read(client, "?muc=kinh-te").find("option")]
    assert "– Nông nghiệp" in chosen and "Bum Tở" in chosen and "Sông Đà" in chosen


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=" + "a" * 10_000, "200"),
        ("q=a&tu=2026-02-30", "31/12/2026"),
        ("q=a&tu=2026-02-02&den=2026-02-01", "phải sau"),
        ("q=a&muc=khong-co", "không có"),
        ("q=a&noi=%27;--", "không có"),
        ("q=a&xep=abc", "không có"),
        ("q=a&trang=abc", "Số trang"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(client, query, sentence):
    page = read(client, f"?{query}", status=400)

    assert sentence in page.one("p", role="alert").text
    assert len(page.one("input", id="tu-khoa").attributes["value"]) <= 200


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", ["/tim-kiem/", "/tim-kiem/goi-y/"])
def test_hostile_words_find_nothing_and_break_nothing(client, path, query):
    make_article()

    assert client.get(path, {"q": query}).status_code == 200


@pytest.mark.parametrize("query", REFUSED)
def test_hostile_addresses_are_refused(client, query):
    assert client.get(f"/tim-kiem/?q={query}").status_code == 400


@pytest.mark.parametrize("query", ["a" * 10_000, "a%00b"])
def test_hostile_beginnings_are_refused(client, query):
    assert client.get(f"/tim-kiem/goi-y/?q={query}").status_code == 400


def test_words_are_shown_as_they_were_typed_and_do_nothing(client):
    make_article(title="Script <b>alert</b>", lead="<script>alert(1)</script> alert")
    for query in ["<script>alert(1)</script>", "alert"]:
        response = client.get("/tim-kiem/", {"q": query})

        assert b"<script>alert" not in response.content
        assert b"<b>" not in response.content


@pytest.mark.parametrize("path", ["/tim-kiem/?q=a", "/tim-kiem/goi-y/?q=a"])
def test_answers_are_in_no_cache_and_no_index(client, path):
    response = client.get(path)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_without_words_the_page_leads_to_the_categories(client):
    make_category("Kinh tế")
    page = read(client)

    assert "/chuyen-muc/kinh-te/" in page.links()
    assert not page.find("p", role="status")


# Nothing found


def test_when_nothing_is_found_the_page_says_so_and_helps_on(client):
    make_category("Kinh tế")
    page = read(client, "?q=khongcogi")

    assert "Không tìm thấy tin nào cho “khongcogi”" in page.one("main").text
    assert "/chuyen-muc/kinh-te/" in page.links()


def test_a_typing_error_is_answered_with_what_may_be_meant(client):
    article = make_article(title="Sương muối")
    with CaptureQueriesContext(connection) as queries:
        page = read(client, "?q=suong+muoii&xep=moi")

    assert "Có phải bạn tìm: sương muối?" in page.one("main").text
    assert "/tim-kiem/?q=s%C6%B0%C6%A1ng+mu%E1%BB%91i&xep=moi" in page.links()
    assert article.get_absolute_url() in page.links()
    reads = [query for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads) <= 6


def test_a_search_without_result_is_counted_once_for_each_time(client):
    for query in ["Không Có", "không  có", "khác"]:
        read(client, f"?q={query}")

    misses = dict(SearchMiss.objects.values_list("query", "count"))
    assert misses == {"không có": 2, "khác": 1}


@pytest.mark.parametrize("query", ["?q=tin", "?q=xyz&muc=kinh-te", "", "?q=a%00"])
def test_other_searches_are_not_counted(client, query):
    make_category("Kinh tế")
    make_article(title="Tin")
    client.get(f"/tim-kiem/{query}")

    assert not SearchMiss.objects.exists()


# Snippets


def marked(pieces):
    return "".join(f"[{text}]" if is_found else text for text, is_found in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Vụ chè xuân: sương vừa tan", "che xuan", "Vụ [chè xuân]: sương vừa tan"),
        ("Búp chè Tân Uyên", "CHE U", "Búp [chè] Tân Uyên"),
        ("Búp chè Tân Uyên", "chè uyê", "Búp [chè] Tân [Uyên]"),
        ("Che mái, trồng chè", "chè", "Che mái, trồng [chè]"),
        ("Bản Hoà Bình", "hòa bình", "Bản [Hoà Bình]"),
        ("Nghị quyết 57-NQ/TW", "57-NQ/TW", "Nghị quyết [57]-[NQ]/[TW]"),
        ("Đường đèo", "duong", "[Đường] đèo"),
        ("Chăm sóc", "cham", "[Chăm] sóc"),
        ("Không có gì", "chè", "Không có gì"),
    ],
)
def test_what_was_found_is_marked_in_the_original_text(text, query, expected):
    assert marked(highlight(text, parse(query))) == expected


def test_a_snippet_is_cut_from_the_text_around_what_was_found():
    body = "Mở đầu dài. " * 40 + "Nương chè xuân đang lên búp. " + "Kết thúc dài. " * 40
    text = marked(snippet("Sapô về đồi chè.", body, parse("chè xuân")))

    assert text.startswith("…") and text.endswith("…")
    assert "Nương [chè xuân] đang lên búp." in text
    assert len(text) <= LENGTH + 10


def test_a_snippet_is_the_lead_when_the_text_shows_no_more():
    text = marked(snippet("Sapô về đồi chè.", "Cây chè ở trên đồi.", parse("chè")))

    assert text == "Sapô về đồi [chè]."


# Suggestions


def test_suggestions_are_titles_with_their_addresses(client):
    article = make_article(title="Búp chè “Tân Uyên”")
    answer = client.get("/tim-kiem/goi-y/?q=bup+ch")

    assert answer["Content-Type"] == "application/json"
    assert answer.json() == {
        "suggestions": [{"title": article.title, "url": article.get_absolute_url()}]
    }


def test_a_withdrawn_article_is_suggested_no_more(client):
    article = make_article(title="Búp chè")
    article.withdraw("Đăng nhầm.")

    assert client.get("/tim-kiem/goi-y/?q=bup").json() == {"suggestions": []}
    assert not Article.objects.published().exists()


def test_every_search_field_knows_where_to_ask(client):
    for path in ["/", "/tim-kiem/", "/khong-co/"]:
        page = pages.Page(client.get(path))
        fields = page.find("input", name="q")

        assert fields
        assert {field.attributes["data-suggest"] for field in fields} == {
            "/tim-kiem/goi-y/"
        }
        assert [item for item in page.find("script") if "suggest" in str(item)]
