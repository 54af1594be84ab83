"""What stands around every page."""

import pytest

from articles import shell
from articles.models import Link, LinkGroup, MenuItem, Notice, SiteSettings
from tests.articles import pages
from tests.builders import make_category, make_notice, make_place

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "Cổng thông tin điện tử tỉnh Lai Châu",
            {"over": "Cổng thông tin điện tử", "name": "tỉnh Lai Châu"},
        ),
        ("Báo Lai Châu", {"over": "", "name": "Báo Lai Châu"}),
        (
            "Trang tin xã Sin Suối Hồ",
            {"over": "Trang tin", "name": "xã Sin Suối Hồ"},
        ),
    ],
)
def test_the_nameplate_sets_the_place_in_a_line_of_its_own(name, lines):
    SiteSettings.objects.create(pk=1, name=name)

    assert shell.load().nameplate == lines


def test_a_new_database_has_a_shell():
    assert shell.load().site.name == "Cổng thông tin điện tử tỉnh Lai Châu"


def test_categories_stand_in_their_order_below_their_parents():
    second, first = make_category(position=2), make_category(position=1)
    child = make_category(parent=second)

    roots = shell.load().categories
    assert [root.id for root in roots] == [first.pk, second.pk]
    assert [item.id for item in roots[1].children] == [child.pk]


def test_places_are_numbered_by_the_vietnamese_alphabet():
    for name in ("Đoàn Kết", "Dào San", "Bum Tở", "Bum Nưa"):
        make_place(name, kind="phường" if name == "Đoàn Kết" else "xã")

    assert [(place.number, place.full_name) for place in shell.load().places] == [
        (1, "Xã Bum Nưa"),
        (2, "Xã Bum Tở"),
        (3, "Xã Dào San"),
        (4, "Phường Đoàn Kết"),
    ]


def test_links_lie_in_their_groups_by_spot():
    group = LinkGroup.objects.create(name="Trung ương", spot=LinkGroup.Spot.FOOTER)
    for position, name in ((2, "Quốc hội"), (1, "Chính phủ")):
        Link.objects.create(group=group, name=name, url="/", position=position)
    links = shell.load().links

    assert [link.name for link in links["footer"][0].links] == [
        *("Chính phủ", "Quốc hội"),
    ]
    assert links["tasks"] == []


def test_menu_items_of_one_position_stand_by_the_alphabet():
    for name, position in (("Điện thoại", 1), ("Dịch vụ công", 1), ("Xã", 0)):
        MenuItem.objects.create(name=name, url="/", position=position)

    assert [item.name for item in shell.load().menu] == [
        *("Xã", "Dịch vụ công", "Điện thoại"),
    ]


def test_the_gravest_notice_stands_first():
    for level in (Notice.Level.INFORMATION, Notice.Level.DANGER, Notice.Level.WARNING):
        make_notice(level=level)

    assert [notice.label for notice in shell.load().notices] == [
        *("Khẩn cấp", "Cảnh báo", "Thông báo"),
    ]


def formset(prefix, rows, **more):
    """What the browser sends for `rows`, [{field: value}, ...], of a formset."""
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return sent | more


def test_the_newsroom_orders_the_menu(newsroom, client):
    first, second = (MenuItem.objects.create(name=name, url="/") for name in "AB")
    rows = [{"id": first.pk, "position": 2}, {"id": second.pk, "position": 1}]
    path = "/quan-tri/articles/menuitem/"
    newsroom.post(path, formset("form", rows, _save=""))

    bar = pages.Page(client.get("/")).one("ul", class_="header-bar")
    assert bar.text.split() == ["B", "A"]


def test_the_newsroom_orders_links_and_their_groups(newsroom, client):
    near, far = (
        LinkGroup.objects.create(name=name, position=position)
        for position, name in enumerate(["Của tỉnh", "Trung ương"])
    )
    links = [
        near.links.create(name=name, url="https://a.vn/", position=position)
        for position, name in enumerate(["Công báo", "Dịch vụ công"])
    ]
    far.links.create(name="Chính phủ", url="https://b.vn/")
    rows = [
        {"id": link.pk, "group": near.pk, "name": link.name, "url": link.url}
        | {"position": 9 - link.position}
        for link in links
    ]
    group = {"name": near.name, "spot": near.spot, "position": 5}
    path = f"/quan-tri/articles/linkgroup/{near.pk}/change/"
    response = newsroom.post(path, formset("links", rows, **group))

    assert response.status_code == 302
    shown = pages.Page(client.get("/")).one("div", class_="list-groups").text
    order = [*("Trung ương", "Chính phủ", "Của tỉnh", "Dịch vụ công", "Công báo")]
    assert sorted(order, key=shown.index) == order
