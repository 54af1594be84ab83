"""
How well search fits: what a reader types, and the article that must come first, by the
end of its address. Over the demo articles and a few more about names that look alike.
"""

import unicodedata

import pytest

from articles import search
from articles.models import Article
from tests.articles import demo_articles
from tests.builders import make_article

MORE = {
    "nam-cha": "Nậm Cha làm lại con đường vào bản",
    "nam-cha-huyen": "Nậm Chà làm lại con đường vào bản",
    "hoa-binh": "Bản Hòa Bình có nước sạch",
    "thuy-loi": "Kiên cố thuỷ lợi trước vụ mùa",
    "nq-57": "Triển khai Nghị quyết số 57-NQ/TW ở cấp xã",
    "nd-15": "Nghị định 15/2024/NĐ-CP có điểm gì mới",
    "nd-151": "Nghị định 151/2024/NĐ-CP có điểm gì mới",
}

# Typed, and what comes first.
FIT = [
    # As it is written.
    ("Sương muối", "suong-muoi"),
    ("sâm lai châu", "sam-lai-chau-duoi-tan-rung"),
    ("sợi miến Bình Lư", "soi-mien-binh-lu"),
    ("hầm Hoàng Liên", "ham-hoang-lien-qua-nhung-con-so"),
    ("đốn chè", "don-che-cuoi-nam"),
    ("lịch lễ hội", "lich-le-hoi-theo-thang-am"),
    ("trạm y tế", "moi-xa-phuong-mot-tram-y-te"),
    ("bản đồ tổ ong", "doc-ban-do-to-ong"),
    # Without accents, wholly or in part.
    ("suong muoi", "suong-muoi"),
    ("mam com thai", "mam-com-thai"),
    ("giu am cho trau bo", "giu-am-cho-trau-bo"),
    ("nop ho so", "nop-ho-so-tu-nha-trong-sau-buoc"),
    ("khung cui ban hon", "ben-khung-cui-ban-hon"),
    ("đường hầm xuyen nui", "dao-mot-duong-ham-xuyen-nui"),
    ("SIN SUOI HO", "truoc-khi-len-sin-suoi-ho"),
    ("tem OCOP", "doc-tem-ocop"),
    # Both ways to place a tone.
    ("vòng xoè", "lich-le-hoi-theo-thang-am"),
    ("hoà bình", "hoa-binh"),
    ("hòa bình", "hoa-binh"),
    ("thủy lợi", "thuy-loi"),
    ("thuỷ lợi", "thuy-loi"),
    # Decomposed, as some keyboards and file names have it.
    (unicodedata.normalize("NFD", "Sìn Hồ"), "cho-phien-sin-ho"),
    (unicodedata.normalize("NFD", "đèo"), "doc-duong-deo"),
    # Numbers of documents, whole and in part, with and without "số".
    ("1670/NQ-UBTVQH15", "nghi-quyet-1670-va-ban-do-moi"),
    ("1670/nq", "nghi-quyet-1670-va-ban-do-moi"),
    ("nghị quyết 1670", "nghi-quyet-1670-va-ban-do-moi"),
    ("nghi quyet so 1670", "nghi-quyet-1670-va-ban-do-moi"),
    ("57-NQ/TW", "nq-57"),
    ("nghị quyết 57", "nq-57"),
    ("57 nq tw", "nq-57"),
    ("15/2024/NĐ-CP", "nd-15"),
    ("nghị định số 151/2024/nđ-cp", "nd-151"),
    # Names that a tone tells apart.
    ("Nậm Cha", "nam-cha"),
    ("Nậm Chà", "nam-cha-huyen"),
    ("đường vào bản nậm chà", "nam-cha-huyen"),
    ("Sìn Hồ", "cho-phien-sin-ho"),
    ("Sin Suối Hồ", "truoc-khi-len-sin-suoi-ho"),
    # The last word is being typed.
    ("then kin p", "then-kin-pang"),
    ("mười giây trước khi bấ", "muoi-giay-truoc-khi-bam"),
    ("một cử", "di-mot-cua-mot-lan-la-xong"),
    # Words out of their order, and words of a text.
    ("chè đồi một năm", "chin-nghin-hec-ta-che"),
    ("chợ phiên Sìn Hồ", "cho-phien-sin-ho"),
    ("chạy bộ dốc", "tam-tuan-tap-chay-duong-doc"),
    ("hai cấp chính quyền", "hai-cap-chinh-quyen-ai-lo-viec-gi"),
]

# Typed wrongly, and what was meant.
MISSPELT = [
    ("suong muoii", "suong-muoi"),
    ("hoang lein", "ham-hoang-lien-qua-nhung-con-so"),
    ("binh lux", "soi-mien-binh-lu"),
    ("bìnhh lư", "soi-mien-binh-lu"),
    ("sam lai chau duoi tann rung", "sam-lai-chau-duoi-tan-rung"),
    ("nop hoo so tu nha", "nop-ho-so-tu-nha-trong-sau-buoc"),
    ("khung cuir", "ben-khung-cui-ban-hon"),
    ("suwowng muoois", "suong-muoi"),
    ("ddoons chef", "don-che-cuoi-nam"),
    ("then kin pabg", "then-kin-pang"),
    ("lich le hoii", "lich-le-hoi-theo-thang-am"),
]


@pytest.fixture
def articles(db):
    for slug, title in MORE.items():
        make_article(title=title, slug=slug)
    demo_articles.load()
    return dict(Article.objects.values_list("pk", "slug"))


def test_the_article_that_is_meant_comes_first(articles):
    wrong = []
    for typed, wanted in FIT:
        ids, _ = search.search(typed)
        if not ids or articles[ids[0]] != wanted:
            wrong.append((typed, wanted, [articles[key] for key in ids[:3]]))

    assert not wrong


def test_a_typing_error_leads_to_what_was_meant(articles):
    wrong = []
    for typed, wanted in MISSPELT:
        ids, _ = search.search(typed)
        suggestion = search.suggest_spelling(typed)
        if suggestion:
            ids, _ = search.search(suggestion.text)
        if not ids or articles[ids[0]] != wanted:
            wrong.append(
                (typed, wanted, suggestion, [articles[key] for key in ids[:3]])
            )

    assert not wrong
