"""What was read most: articles, categories, authors, places; who sent readers."""

from typing import NamedTuple

from django.urls import reverse

from stats import periods
from stats.models import Tally

from .. import audience
from ..models import Article, Author, Category, Place
from .sparkline import Sparkline, sparkline
from .tables import Table

Kind = Tally.Kind
LENGTH = 8  # on the page; files hold more


class Row(NamedTuple):
    name: str
    numbers: tuple  # the first of them ranks
    url: str | None = None
    spark: Sparkline | None = None
    share: str = "0"  # of the first row, per cent


class Ranking(NamedTuple):
    table: Table
    rows: list
    note: str


READ = ["Lượt đọc", "Lượt xem"]


def rankings(span, length=LENGTH):
    """The Rankings of `span` by name."""
    fresh = audience.groups_between(*periods.open_part(span))
    made = [
        articles(span, length),
        groups(span, length, Kind.CATEGORY, fresh, "Chuyên mục", category_names),
        groups(span, length, Kind.AUTHOR, fresh, "Tác giả", author_names),
        groups(span, length, Kind.PLACE, fresh, "Xã, phường", place_names),
        counted(
            "noi-gioi-thieu",
            "Nơi giới thiệu",
            ["Trang", "Lượt xem"],
            periods.referrers(span, length),
            "Trang khác đưa bạn đọc tới cổng; giữ 400 ngày.",
        ),
        counted(
            "tim-khong-thay",
            "Tìm không thấy",
            ["Từ tìm", "Số lần"],
            periods.search_misses(span, length),
            "Bạn đọc tìm mà cổng không có; giữ 90 ngày.",
        ),
    ]
    return {ranking.table.name: ranking for ranking in made}


def articles(span, length):
    top = periods.top_articles(span, length)
    keys = [rank.key for rank in top]
    titles = dict(Article.objects.filter(pk__in=keys).values_list("pk", "title"))
    lines = periods.article_lines(keys, span)
    rows = [
        Row(
            titles.get(key, f"Bài {key} (đã xóa)"),
            (reads, views),
            reverse("admin:articles_article_change", args=[key])
            if key in titles
            else None,
            line_of(lines[key], span),
        )
        for key, views, reads in top
    ]
    return ranking("bai-doc-nhieu", "Bài đọc nhiều", "Bài", READ, rows)


def groups(span, length, kind, fresh, title, names_of):
    """`fresh`: what the open days have of every kind."""
    sums = periods.group_sums(kind, span)
    today = {key: numbers for (of, key), numbers in fresh.items() if of == kind}
    for key, (views, reads) in today.items():
        old = sums.get(key, (0, 0))
        sums[key] = (old[0] + views, old[1] + reads)
    keys = sorted(sums, key=lambda key: (-sums[key][1], key))[:length]
    names, lines = names_of(keys), periods.lines(kind, keys, span)
    for key in keys:
        last = span.step_of(span.last)
        lines[key][last] = lines[key].get(last, 0) + today.get(key, (0, 0))[1]
    rows = [
        Row(
            names.get(key, f"Số {key} (đã xóa)"),
            sums[key][::-1],
            spark=line_of(lines[key], span),
        )
        for key in keys
    ]
    return ranking(f"theo-{kind.value}", title, title, READ, rows)


def counted(name, title, columns, found, note):
    rows = [Row(text, (number,)) for text, number in found]
    return ranking(name, title, columns[0], columns[1:], rows, note)


def ranking(name, title, first, numbers, rows, note="Xếp theo lượt đọc."):
    most = rows[0].numbers[0] if rows else 0
    table = Table(
        name, title, [first, *numbers], [(row.name, *row.numbers) for row in rows]
    )
    shared = [
        row._replace(share=f"{100 * row.numbers[0] / (most or 1):.1f}") for row in rows
    ]
    return Ranking(table, shared, note)


def line_of(steps, span):
    return sparkline([steps.get(step, 0) for step in span.steps()])


def category_names(keys):
    rows = Category.objects.filter(pk__in=keys).select_related("parent")
    return {row.pk: f"{row.parent}: {row}" if row.parent else str(row) for row in rows}


def author_names(keys):
    return dict(Author.objects.filter(pk__in=keys).values_list("pk", "name"))


def place_names(keys):
    return {place.pk: str(place) for place in Place.objects.filter(pk__in=keys)}
