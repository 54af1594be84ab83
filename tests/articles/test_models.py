"""Articles, revisions and the verbs between them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Category, Edition, ImageUse, Revision
from tests.builders import (
    content,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_place,
    make_tag,
    make_topic,
)

pytestmark = pytest.mark.django_db
Status = Article.Status
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("fields", "is_public"),
    [
        ({}, True),
        ({"published_at": timezone.now() + HOUR}, False),
        ({"expires_at": timezone.now() + HOUR}, True),
        (
            {
                "published_at": timezone.now() - 2 * HOUR,
                "expires_at": timezone.now() - HOUR,
            },
            False,
        ),
        ({"status": Status.DRAFT}, False),
        ({"status": Status.IN_REVIEW}, False),
        ({"status": Status.WITHDRAWN}, False),
    ],
)
def test_the_public_sees_published_articles_from_their_date_until_they_expire(
    fields, is_public
):
    article = make_article(**fields)

    assert Article.objects.published().exists() is is_public
    assert article.is_public is is_public


def test_a_deleted_article_is_not_public():
    article = make_article()
    article.bin()

    assert not Article.objects.published().exists()
    assert not article.is_public
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_database_refuses_a_published_article_without_a_date():
    article, _ = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)


def everything_different():
    return content(
        title="Tiêu đề khác",
        slug="dia-chi-khac",
        lead="Sapô khác.",
        body="<p>Nội dung khác.</p>",
        kind=Article.Kind.PHOTOS,
        source_name="Nguồn khác",
        source_url="https://example.vn/khac",
        source_at="2026-03-03T08:27:00+07:00",
        video_url="https://www.youtube.com/watch?v=x",
        video="video/x.mp4",
        audio="audio/x.mp3",
        featured_position=2,
        allows_rating=False,
        cover=make_image(),
        topic=make_topic(),
        authors=[make_author(), make_author()],
        tags=[make_tag(), make_tag()],
        places=[make_place()],
        related=[make_article()],
    )


def test_a_revision_covers_every_field_and_relation_that_readers_see():
    not_content = {
        *("id", "status", "published_at", "expires_at", "first_published_at"),
        *("updated_at", "withdrawn_note", "deleted_at", "folded"),
    }
    fields = {
        field.name for field in [*Article._meta.fields, *Article._meta.many_to_many]
    }

    assert set(Revision.CONTENT) == fields - not_content


def test_saving_a_revision_changes_nothing_public():
    article = make_article(tags=[make_tag()], authors=[make_author()])
    row = Article.objects.values().get(pk=article.pk)
    before = Revision.of(article).content
    different = everything_different()
    counter = Edition.current()

    article.save_revision(different)

    assert Article.objects.values().get(pk=article.pk) == row
    assert Revision.of(article).content == before
    assert Edition.current() == counter


def test_publishing_makes_the_whole_revision_public():
    article = make_article(tags=[make_tag()], authors=[make_author()])
    revision = article.save_revision(everything_different())

    article.publish(revision)

    published = Revision.of(Article.objects.get(pk=article.pk)).content
    expected = dict(revision.content)
    assert str(published.pop("source_at")) == "2026-03-03 01:27:00+00:00"
    expected.pop("source_at")
    assert published == expected


def test_relations_keep_the_order_of_the_revision():
    first, second, third = make_author(), make_author(), make_author()
    article = make_article(authors=[third, first])

    article.publish(article.save_revision(content(authors=[second, third, first])))

    order = Revision.of(article).content["authors"]
    assert order == [second.pk, third.pk, first.pk]


def test_what_a_revision_names_but_is_gone_is_left_out():
    tag, kept = make_tag(), make_tag()
    article, revision = make_draft(tags=[tag, kept], topic=make_topic(), cover=9999)
    tag.delete()

    article.publish(revision)

    assert list(article.tags.all()) == [kept]
    assert article.cover is None


def test_a_revision_without_its_category_cannot_be_published():
    article, _ = make_draft()
    category = make_category()
    revision = article.save_revision(content(category=category))
    Category.objects.filter(pk=category.pk).delete()

    with pytest.raises(ValidationError, match="Chuyên mục"):
        article.publish(revision)

    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_the_second_of_two_who_started_from_the_same_revision_is_refused():
    article, first = make_draft()
    article.save_revision(content(), based_on=first.number)

    with pytest.raises(IntegrityError), transaction.atomic():
        article.save_revision(content(), based_on=first.number)


def test_every_verb_that_readers_could_notice_bumps_the_edition():
    article, revision = make_draft()
    counters = [Edition.current()]
    for verb in (
        lambda: article.publish(revision),
        lambda: article.withdraw("Có sai sót"),
        lambda: article.bin(),
    ):
        verb()
        counters.append(Edition.current())

    assert counters == sorted(set(counters))


def test_a_failed_publication_changes_nothing():
    article, revision = make_draft()
    counter = Edition.current()
    now = timezone.now()

    with pytest.raises(ValidationError):
        article.publish(revision, at=now, until=now - HOUR)

    article.refresh_from_db()
    assert article.status == Status.DRAFT
    assert Edition.current() == counter


def test_an_article_keeps_its_date_when_it_is_published_again():
    yesterday = timezone.now() - timedelta(days=1)
    article = make_article(published_at=yesterday)

    article.publish(article.save_revision(content(title="Đã sửa")))

    assert article.published_at == yesterday
    assert article.first_published_at == yesterday
    assert article.is_updated


def test_a_planned_article_can_be_published_at_once():
    article = make_article(published_at=timezone.now() + HOUR)

    article.publish(article.newest_revision)

    assert article.is_public
    assert article.first_published_at == article.published_at


def test_a_live_article_cannot_be_planned_away():
    article = make_article()

    with pytest.raises(ValidationError, match="gỡ bài trước"):
        article.publish(article.newest_revision, at=timezone.now() + HOUR)

    assert article.is_public


def test_an_expiry_stays_when_a_change_is_published():
    expires_at = timezone.now() + HOUR
    article = make_article(expires_at=expires_at)

    article.publish(article.save_revision(content()))
    assert article.expires_at == expires_at

    article.publish(article.save_revision(content()), until=None)
    assert article.expires_at is None


def test_a_deleted_article_cannot_be_published():
    article, revision = make_draft()
    article.bin()

    with pytest.raises(ValidationError, match="thùng rác"):
        article.publish(revision)


def test_pictures_know_the_articles_that_use_them():
    inside, cover, unused = make_image(), make_image(), make_image()
    body = f'<p>A</p><figure><img src="{inside.file.url}" alt="Ảnh"></figure>'

    article, _ = make_draft(body=body, cover=cover)

    uses = ImageUse.objects.filter(article=article).values_list("image", flat=True)
    assert set(uses) == {inside.pk, cover.pk}
    assert unused.pk not in uses


def test_two_articles_of_the_same_title_both_live():
    first, second = make_article(title="Cùng tên"), make_article(title="Cùng tên")

    assert first.get_absolute_url() != second.get_absolute_url()


def test_categories_have_two_levels():
    root = make_category()
    child = make_category(parent=root)

    with pytest.raises(ValidationError, match="hai cấp"):
        Category(name="Cấp ba", parent=child).full_clean()
    root.parent = make_category()
    with pytest.raises(ValidationError, match="mục con"):
        root.full_clean()
