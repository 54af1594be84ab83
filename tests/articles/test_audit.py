"""The audit log: every deed in the newsroom, by whom and from where."""

import io
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from articles import audit
from articles.admin.typed import typed_of
from articles.models import AuditEntry
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_draft,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-dai-12"
LOG = "/quan-tri/articles/auditentry/"


def newest():
    return AuditEntry.objects.first()


def test_a_change_tells_who_from_where_and_what(newsroom, editor):
    category = make_category("Kinh tế", position=3)
    newsroom.post(
        reverse("admin:articles_category_change", args=[category.pk]),
        {"name": "Kinh tế, đầu tư", "position": "3", "slug": category.slug},
    )

    entry = newest()
    assert (entry.user, entry.username) == (editor, editor.username)
    assert entry.address == "127.0.0.1"
    assert (entry.action, entry.kind) == ("change", "chuyên mục")
    assert entry.key == str(category.pk)
    assert entry.changes == {"Tên": ["Kinh tế", "Kinh tế, đầu tư"]}


def test_rights_given_are_named(newsroom):
    group, user = Group.objects.create(name="Cộng tác"), make_user("phong-vien")
    newsroom.post(
        reverse("admin:auth_user_change", args=[user.pk]),
        {"username": "phong-vien", "is_active": "on", "groups": [group.pk]},
    )

    changes = newest().changes
    assert changes["Nhóm"] == ["", "Cộng tác"]


def test_adding_and_deleting_are_written_down(newsroom):
    newsroom.post(reverse("admin:articles_tag_add"), {"name": "chè"})
    assert (newest().action, newest().name) == ("add", "chè")

    tag = make_tag("sâm")
    newsroom.post(reverse("admin:articles_tag_delete", args=[tag.pk]), {"post": "yes"})
    assert (newest().action, newest().name) == ("delete", "sâm")


def test_what_the_staff_of_the_totals_do_is_written_down_too(newsroom):
    newsroom.post(
        reverse("admin:stats_annotation_add"), {"day": "03/03/2026", "text": "Mất điện"}
    )
    assert newest().name == "Mất điện"


@pytest.mark.parametrize(
    "model", admin.site._registry, ids=lambda model: model.__name__
)
def test_every_admin_of_the_newsroom_is_audited(model):
    assert type(admin.site._registry[model]).__mro__[1].__name__ == "Audited"


def test_signing_in_well_and_in_vain_is_written_down(client):
    make_user("bientap", password=PASSWORD)
    sign_in = reverse("account_login")
    client.post(sign_in, {"login": "bientap", "password": "sai-mật-khẩu"})
    assert (newest().action, newest().username) == ("sign_in_failed", "bientap")
    assert newest().user is None

    client.post(sign_in, {"login": "bientap", "password": PASSWORD})
    assert (newest().action, newest().username) == ("sign_in", "bientap")

    client.post(reverse("admin:logout"))
    assert newest().action == "sign_out"
    for entry in AuditEntry.objects.all():
        assert PASSWORD not in f"{entry.note}{entry.changes}{entry.name}"


def test_a_password_is_never_written_down(newsroom):
    user = make_user("phong-vien")
    newsroom.post(
        reverse("admin:auth_user_password_change", args=[user.pk]),
        {
            "password1": "mot-mat-khau-moi-99",
            "password2": "mot-mat-khau-moi-99",
            "usable_password": "true",
        },
    )

    entry = newest()
    assert entry.action == "change"
    assert "mot-mat-khau-moi-99" not in f"{entry.note}{entry.changes}"


def test_the_address_is_the_clients_behind_the_proxies(newsroom, settings):
    settings.TRUSTED_PROXIES = 1
    newsroom.post(
        reverse("admin:articles_tag_add"),
        {"name": "chè"},
        headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"},
    )
    assert newest().address == "203.0.113.9"


def test_nobody_changes_the_log(newsroom):
    newsroom.post(reverse("admin:articles_tag_add"), {"name": "chè"})
    entry = newest()

    with pytest.raises(TypeError):
        entry.save()
    for page in ("change", "delete"):
        response = newsroom.post(
            f"{LOG}{entry.pk}/{page}/", {"post": "yes", "name": "x"}
        )
        assert response.status_code == 403
    assert newsroom.post(f"{LOG}add/", {}).status_code == 403
    assert newest().name == "chè"


def test_only_who_has_the_right_reads_the_log(client):
    client.force_login(make_user())
    assert client.get(LOG).status_code == 403


def test_the_log_is_filtered_and_searched(newsroom):
    for name in ("chè Tân Uyên", "sâm"):
        audit.record(audit.Action.ADD, name=name)

    found = newsroom.get(LOG, {"q": "Tân Uyên"}).text
    assert "chè Tân Uyên" in found
    assert "sâm" not in found
    assert "sâm" in newsroom.get(LOG, {"action__exact": "add"}).text
    assert "sâm" not in newsroom.get(LOG, {"action__exact": "delete"}).text


# Spreadsheets


def sheet_of(response):
    assert response.status_code == 200
    return list(load_workbook(io.BytesIO(response.content)).active.values)


def test_any_list_is_taken_away_whole_and_that_is_written_down(newsroom):
    for number in range(60):
        make_tag(f"thẻ số {number}")
    rows = sheet_of(newsroom.get("/quan-tri/articles/tag/", {"xuat": "xlsx"}))

    assert rows[0] == ("Tên",)
    assert len(rows) == 61
    assert (newest().action, newest().kind) == ("export", "thẻ")


def test_a_spreadsheet_follows_search_and_filters(newsroom):
    make_tag("chè")
    make_tag("sâm")
    rows = sheet_of(
        newsroom.get("/quan-tri/articles/tag/", {"xuat": "xlsx", "q": "che"})
    )

    assert rows[1:] == [("chè",)]


def test_articles_come_with_views_and_words(newsroom):
    article = make_article(title="=1+1", body="<p>Một hai ba bốn.</p>")
    rows = sheet_of(newsroom.get("/quan-tri/articles/article/", {"xuat": "xlsx"}))

    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Tiêu đề"] == "=1+1"
    assert row["Số chữ"] == 4
    assert row["Chuyên mục"] == article.category.name
    assert row["Lượt xem"] == 0
    assert row["Địa chỉ"].endswith(article.get_absolute_url())


def test_a_cell_never_becomes_a_formula(newsroom):
    make_article(title='=HYPERLINK("https://evil.example")')
    response = newsroom.get("/quan-tri/articles/article/", {"xuat": "xlsx"})
    cell = load_workbook(io.BytesIO(response.content)).active["A2"]

    assert cell.data_type == "s"


def test_who_may_not_see_a_list_cannot_take_it_away():
    client = Client()
    client.force_login(make_user())
    response = client.get("/quan-tri/articles/article/", {"xuat": "xlsx"})
    assert response.status_code == 403


def test_lists_offer_the_spreadsheet(newsroom):
    page = newsroom.get("/quan-tri/articles/tag/", {"q": "x", "p": "1"}).text
    assert 'href="?q=x&amp;xuat=xlsx"' in page


def entries_of(newsroom, path, **data):
    """(action, note) of what a POST has written down."""
    AuditEntry.objects.all().delete()
    newsroom.post(path, data)
    return list(AuditEntry.objects.order_by("id").values_list("action", "note"))


def test_publishing_planning_and_withdrawing_are_deeds_of_their_own(newsroom):
    article, _ = make_draft(authors=[make_author()], body="<p>Đủ</p>")
    form = f"/quan-tri/articles/article/{article.pk}/change/"
    sent = {"based_on": 1, **typed_of(article.newest_revision.content)}
    tomorrow = timezone.localtime() + timedelta(days=1)
    moment = {"at_0": f"{tomorrow:%d/%m/%Y}", "at_1": "08:00"}

    for step, action, words in [
        ({"_plan": "1", **moment}, "publish", "Hẹn giờ đăng bản 1, 08:00"),
        ({"_withdraw": "1", "reason": "Sai số"}, "withdraw", "Gỡ bài. Sai số"),
        ({"_publish": "1"}, "publish", "Đăng bản 1."),
    ]:
        [(deed, note)] = entries_of(newsroom, form, **sent, **step)
        assert (deed, note[: len(words)]) == (action, words)


def test_what_is_published_and_withdrawn_in_a_list_is_written_down_one_by_one(newsroom):
    articles = [make_draft(authors=[make_author()])[0] for _ in range(2)]
    chosen = {"_selected_action": [article.pk for article in articles], "index": 0}
    path = "/quan-tri/articles/article/"

    published = entries_of(newsroom, path, action="publish", **chosen)
    withdrawn = entries_of(newsroom, path, action="withdraw", reason="Lỗi", **chosen)

    assert published == [("publish", "Đăng bản 1.")] * 2
    assert withdrawn == [("withdraw", "Gỡ bài. Lỗi")] * 2


def test_what_was_refused_is_not_written_down(newsroom):
    article, _ = make_draft(authors=[])
    chosen = {"_selected_action": article.pk, "index": 0, "action": "publish"}

    assert entries_of(newsroom, "/quan-tri/articles/article/", **chosen) == []
