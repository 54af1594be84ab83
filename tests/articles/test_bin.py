"""What is deleted lies in the bin for a month."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles import bin
from articles.models import Article, Step
from tests.articles.newsroom import LIST, beside_live, ready, written_by
from tests.builders import (
    make_article,
    make_member,
)

pytestmark = pytest.mark.django_db
Status = Article.Status


def test_deleting_puts_an_article_into_the_bin(newsroom, client):
    article = make_article()
    delete = reverse("admin:articles_article_delete", args=[article.pk])

    asked = newsroom.get(delete)
    newsroom.post(delete, {"post": "yes"})

    article.refresh_from_db()
    assert "thùng rác" in asked.text
    assert article.deleted_at
    assert article.revisions.count() == 1
    assert client.get(article.get_absolute_url()).status_code == 404


def test_several_go_into_the_bin_and_come_back(newsroom):
    articles = [make_article(), ready()]
    keys = [article.pk for article in articles]

    newsroom.post(
        LIST, {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    )
    assert Article.objects.filter(deleted_at__isnull=False).count() == 2

    newsroom.post(
        f"{LIST}?trang-thai=thung-rac",
        {"action": "restore", "_selected_action": keys, "index": 0},
    )
    assert Article.objects.filter(deleted_at__isnull=True).count() == 2
    assert Article.objects.published().count() == 1


def test_a_reporter_bins_and_takes_back_an_own_draft(sign_in):
    reporter = make_member("Phóng viên")
    article = written_by(reporter, title="Bài bỏ đi")
    client = sign_in(reporter)
    bin_list = f"{LIST}?trang-thai=thung-rac"

    client.post(
        reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}
    )
    listed = client.get(bin_list).text
    client.post(bin_list, {"action": "restore", "_selected_action": article.pk})

    assert "Bài bỏ đi" in listed
    assert "Xóa hẳn" in listed
    article.refresh_from_db()
    assert article.deleted_at is None
    assert [step.kind for step in article.steps.all()] == [
        Step.Kind.UNBIN,
        Step.Kind.BIN,
    ]


def test_a_reporter_does_not_bring_a_binned_live_article_back(sign_in):
    reporter = make_member("Phóng viên")
    article = beside_live(reporter)
    bin.put(article)

    sign_in(reporter).post(
        f"{LIST}?trang-thai=thung-rac",
        {"action": "restore", "_selected_action": article.pk},
    )

    assert not Article.objects.published().exists()


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.WITHDRAWN])
def test_what_readers_know_of_is_binned_by_approvers_alone(sign_in, status):
    article = make_article(status=status, withdrawn_note="Đăng nhầm.")
    address = reverse("admin:articles_article_delete", args=[article.pk])

    sign_in(make_member("Biên tập")).post(address, {"post": "yes"})
    article.refresh_from_db()
    assert article.deleted_at is None

    sign_in(make_member("Duyệt")).post(address, {"post": "yes"})
    article.refresh_from_db()
    assert article.deleted_at


def test_the_bin_is_emptied_after_thirty_days_and_not_before(capsys):
    old, new, kept = (make_article(title=name) for name in ("Cũ", "Mới", "Còn"))
    bin.put(old)
    bin.put(new)
    moment = timezone.now() - bin.KEPT_FOR
    Article.objects.filter(pk=old.pk).update(deleted_at=moment)
    Article.objects.filter(pk=new.pk).update(deleted_at=moment + timedelta(hours=1))

    call_command("empty_bin")
    call_command("empty_bin")

    assert capsys.readouterr().out == "Đã xóa hẳn: Cũ\n"
    assert set(Article.objects.all()) == {new, kept}
