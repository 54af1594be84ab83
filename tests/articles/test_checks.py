"""What a writer is told to look at again, and who may approve links to new sites."""

import pytest

from articles.checks import FAULT, NOTICE, WARNING, Facts, check
from articles.links import outside_hosts
from articles.models import Article, KnownHost
from articles.place_names import near_misses
from tests.articles.newsroom import change_of, filled_in, ready, said
from tests.articles.test_drafting import KEEP, answer, typed
from tests.builders import content, make_article, make_user

NOTHING = Facts([], [], "laichau.gov.vn")
LINKED = '<p>Xem <a href="https://gia-che.example/bai">bảng giá</a>.</p>'


def findings(facts=NOTHING, **fields):
    return check(content(category=1, **{"title": "Tên", "lead": "", **fields}), facts)


def sentences(facts=NOTHING, **fields):
    return " ".join(found.sentence for found in findings(facts, **fields)[0])


def test_a_text_that_is_in_order_says_so():
    found, fine = findings(body="<h2>Đề mục</h2><p>Một đoạn ngắn ở xã Bản Bo.</p>")
    assert found == []
    assert {"đề mục", "từ cờ bạc", "tên xã, phường", "nguồn dẫn"} <= set(fine)


def test_what_must_be_mended_comes_first():
    facts = Facts(["bài chưa có sapô"], [], "laichau.gov.vn")
    found, fine = findings(facts, body=f"<p>{'dài ' * 200} cá cược</p>")
    assert [finding.rank for finding in found] == [FAULT, WARNING, NOTICE]
    assert "độ dài đoạn" not in fine


@pytest.mark.parametrize(
    ("body", "is_wrong"),
    [
        ("<h2>Một</h2><h3>Hai</h3><h2>Ba</h2>", False),
        ("<h3>Bắt đầu từ giữa</h3>", True),
        ("<h2>Một</h2><h4>Nhảy</h4>", True),
    ],
)
def test_headings_go_down_step_by_step(body, is_wrong):
    assert ("nhảy bậc" in sentences(body=body)) == is_wrong


def test_a_very_long_paragraph_is_noticed():
    assert "dài 151 chữ" in sentences(body=f"<p>{'chữ ' * 151}</p>")
    assert sentences(body=f"<p>{'chữ ' * 150}</p><p>{'chữ ' * 150}</p>") == ""


@pytest.mark.parametrize(
    "words",
    [
        "viết cho nguoi.dan@example.vn nhé",
        "gọi 0912 345 678 nhé",
        "gọi +84 912.345.678",
        "gọi 0213.3876.337",
        "số 012345678901",
        "số 012 345 678 901",
        "CMND số 045123456",
    ],
)
def test_what_belongs_to_one_person_warns(words):
    assert "chỉ đăng khi" in sentences(body=f"<p>{words}</p>")


@pytest.mark.parametrize(
    "words",
    [
        "Nghị quyết 1670/NQ-UBTVQH15",
        "01/07/2025",
        "87.292.132 lượt",
        "1.234.567.890 đồng",
        "0,5 ha, từ 2020-2025",
        "năm 2026, 9068 km2",
    ],
)
def test_other_numbers_do_not(words):
    assert sentences(body=f"<p>{words}</p>") == ""


@pytest.mark.parametrize(
    "words",
    ["Nhà cái uy tín", "soi kèo tối nay", "tài xỉu", "kubet88", "m88", "ABCBET"],
)
def test_words_of_the_gambling_trade_warn_wherever_they_stand(words):
    assert "cờ bạc" in sentences(body=f"<p>Chữ {words} chữ</p>")
    assert "cờ bạc" in sentences(title=words)


@pytest.mark.parametrize(
    "words", ["Darwin", "Tibet", "nhà có cái thang", "đề nghị", "xe tài"]
)
def test_other_words_do_not(words):
    assert sentences(body=f"<p>{words}</p>") == ""


def test_a_gambling_address_behind_harmless_words_warns():
    body = '<p><a href="https://abcbet.example/">trang này</a></p>'
    assert "cờ bạc" in sentences(body=body)


def test_a_reprint_needs_the_address_of_its_source():
    assert "chưa có địa chỉ bài gốc" in sentences(source_name="Báo Khác")
    whole = {"source_name": "Báo Khác", "source_url": "https://khac.example/bai"}
    assert sentences(**whole) == ""
    assert sentences(source_name="laichau.gov.vn") == ""


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="https://an.example/">.</a>', "không nhìn thấy"),
        ('<a href="https://an.example/">laichau.gov.vn</a>', "dẫn tới an.example"),
    ],
)
def test_a_link_that_hides_where_it_leads_warns(link, words):
    assert words in sentences(body=f"<p>Chữ {link}</p>")


def test_an_honest_link_does_not():
    body = '<p><a href="https://www.an.example/x">an.example</a></p>'
    assert sentences(body=body) == ""


# Names of places


def test_a_name_that_is_almost_right_can_be_replaced_or_kept(newsroom):
    article = ready(body="<p>Ở xã Bản Bô.</p>")

    page = newsroom.get(change_of(article)).text
    assert 'data-words="Bản Bô" data-instead="Bản Bo"' in page
    assert 'data-spelled="Bản Bô"' in page

    kept = {"name_ok": ["Bản Bô"]}
    beside = answer(newsroom.post(KEEP, typed(article, title="Gõ", **kept)))
    assert "Bản Bô" not in beside["checks"]

    newsroom.post(change_of(article), filled_in(article, **kept))
    assert "data-spelled" not in newsroom.get(change_of(article)).text
    other = ready(body="<p>Ở xã Bản Bô.</p>")
    assert "data-spelled" in newsroom.get(change_of(other)).text


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("ở xã Phong Thô", ("Phong Thô", "Phong Thổ")),
        ("ở Sìn Suối Hồ", ("Sìn Suối Hồ", "Sin Suối Hồ")),
        ("ở xã Bum Tơr", ("Bum Tơr", "Bum Tở")),
        ("về Tủa Xín Chải", ("Tủa Xín Chải", "Tủa Sín Chải")),
    ],
)
def test_a_name_that_is_almost_right_is_found(text, near):
    assert near_misses(text) == [near]


@pytest.mark.parametrize(
    "text",
    [
        "Phong Thổ, Tân Uyên, Than Uyên, Mường Than và Mường Khoa",
        "xã Nậm Chà và xã Nậm Cha cũ, thị trấn Nậm Nhùn",
        "xã Nậm Mạ, Nậm Manh, Nậm Ban",
        "bản bo, nậm cuổi viết thường",
        "Bà Lê Thị Lợi nói",
        "PHONG THÔ",
    ],
)
def test_right_names_are_never_near_misses(text):
    assert near_misses(text) == []


def test_each_of_the_38_names_is_right():
    from articles.place_names import names

    for name in names()[0]:
        assert near_misses(f"Ở xã {name} hôm qua, {name} và {name}.") == []


# New hosts


def test_hosts_are_those_of_links_and_of_the_source():
    body = (
        '<p><a href="https://www.Mot.example:8443/x">a</a> <a href="/tin-tuc/">b</a> '
        '<a href="mailto:x@y.example">c</a> <a href="http://testserver/x">d</a></p>'
    )
    found = outside_hosts(
        content(category=1, body=body, source_url="https://hai.example/")
    )
    assert found == ["mot.example", "hai.example"]


@pytest.mark.django_db
def test_whoever_brought_a_new_link_in_cannot_approve_it(newsroom, editor):
    article = ready()
    sent = filled_in(article, body=LINKED, _publish="1", host_ok="gia-che.example")

    response = newsroom.post(change_of(article), sent, follow=True)

    assert "bạn đã đưa vào liên kết tới trang mới (gia-che.example)" in said(response)
    assert not Article.objects.published().exists()
    assert "một người duyệt khác phải mở xem" in response.text


@pytest.mark.django_db
def test_a_reviewer_approves_a_new_link_by_a_tick(newsroom):
    article = ready(body=LINKED)
    page = newsroom.get(change_of(article)).text
    assert 'name="host_ok" value="gia-che.example"' in page

    refused = newsroom.post(
        change_of(article), filled_in(article, _publish="1"), follow=True
    )
    assert "đánh dấu đồng ý" in said(refused)
    newsroom.post(
        change_of(article),
        filled_in(article, _publish="1", host_ok=["gia-che.example"]),
    )

    assert Article.objects.published().get() == article
    assert KnownHost.objects.get().host == "gia-che.example"
    assert "host_ok" not in newsroom.get(change_of(ready(body=LINKED))).text


@pytest.mark.django_db
def test_a_reviewer_who_changes_a_comma_has_not_brought_the_link_in(newsroom):
    article, writer = ready(), make_user()
    article.save_revision(content(body=LINKED, authors=[]), author=writer)
    kept = article.newest_revision.content | {"authors": [1]}
    article.save_revision(kept, author=writer)
    sent = filled_in(
        article, title="Sửa một dấu phẩy", host_ok=["gia-che.example"], _publish="1"
    )

    response = newsroom.post(change_of(article), sent, follow=True)

    assert "bạn đã đưa vào" not in said(response)


@pytest.mark.django_db
def test_the_action_of_the_list_does_not_go_round_it(newsroom):
    article = ready(body=LINKED)

    response = newsroom.post(
        "/quan-tri/articles/article/",
        {"action": "publish", "_selected_action": [article.pk], "index": 0},
        follow=True,
    )

    assert "có liên kết tới trang mới" in said(response)
    assert not Article.objects.published().exists()


@pytest.mark.django_db
def test_what_readers_have_been_led_to_is_known():
    make_article(body=LINKED)
    assert list(KnownHost.objects.values_list("host", flat=True)) == ["gia-che.example"]


# In the newsroom


@pytest.mark.django_db
def test_the_checks_stand_beside_the_form(newsroom):
    article = ready(body="<p>Nhà cái ở Phong Thô</p>")
    page = newsroom.get(change_of(article)).text
    assert "“nhà cái” là từ hay gặp" in page
    assert "gần giống tên xã, phường Phong Thổ" in page
    assert "đề mục" in page


@pytest.mark.django_db
def test_the_checks_follow_what_is_typed(newsroom):
    article = ready()
    sent = typed(article, body="<p>Nhà cái ở Phong Thô</p>")
    assert "“nhà cái” là từ hay gặp" in answer(newsroom.post(KEEP, sent))["checks"]
    assert (
        "Phong Thổ"
        in answer(newsroom.post(KEEP, typed(body="<p>ở Phong Thô</p>")))["checks"]
    )


@pytest.mark.django_db
def test_a_ticked_host_stays_ticked_while_one_types(newsroom):
    article = ready(body=LINKED)
    sent = typed(article, title="Gõ tiếp", host_ok=["gia-che.example"])
    assert "checked" in answer(newsroom.post(KEEP, sent))["checks"]
