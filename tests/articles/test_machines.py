"""What programs ask of the portal, and the page about the totals."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.models import SiteSettings
from tests.articles.pages import Page
from tests.builders import make_opening_balance

pytestmark = pytest.mark.django_db


def lines(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


def test_robots_are_led_to_the_maps_and_kept_from_the_rest(client):
    found = lines(client, "/robots.txt")

    assert "Sitemap: http://testserver/sitemap.xml" in found
    assert "Sitemap: http://testserver/news-sitemap.xml" in found
    assert "Disallow: /quan-tri/" in found
    assert "Disallow: /tim-kiem/" in found
    assert "Disallow: /" not in found


def test_security_txt_is_valid_and_never_expired(client, settings, time_machine):
    settings.SECURITY_CONTACT = "mailto:an-ninh@example.vn"
    for years in (0, 3):
        time_machine.move_to(timezone.now() + timedelta(days=365 * years), tick=False)
        fields = dict(
            line.split(": ", 1) for line in lines(client, "/.well-known/security.txt")
        )
        assert fields["Contact"] == "mailto:an-ninh@example.vn"
        expires = datetime.fromisoformat(fields["Expires"]) - timezone.now()
        assert timedelta(days=1) < expires < timedelta(days=365)


def test_security_txt_falls_back_on_the_sites_mail(client):
    assert client.get("/.well-known/security.txt").status_code == 404

    SiteSettings.objects.create(pk=1, email="banbientap@example.vn")
    assert "Contact: mailto:banbientap@example.vn" in lines(
        client, "/.well-known/security.txt"
    )


def test_a_browser_can_search_from_its_address_bar(client):
    response = client.get("/opensearch.xml")
    document = ElementTree.fromstring(response.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"

    templates = [item.get("template") for item in document.iter(f"{space}Url")]
    assert "http://testserver/tim-kiem/?q={searchTerms}" in templates
    assert len(document.find(f"{space}ShortName").text) <= 16


def test_the_fixed_address_of_the_icon_leads_to_it(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert response["Location"].endswith("img/favicon.ico")


def test_the_home_page_says_whose_it_is(client):
    SiteSettings.objects.create(pk=1, telephone="0213 000 0000")
    data = Page(client.get("/")).structured_data("GovernmentOrganization")

    assert data["name"] == "Cổng thông tin điện tử tỉnh Lai Châu"
    assert data["parentOrganization"]["name"] == "Ủy ban nhân dân tỉnh Lai Châu"
    assert data["telephone"] == "0213 000 0000"
    assert data["url"] == "http://testserver/"


def test_the_page_of_totals_gives_five_figures_and_explains_them(client):
    make_opening_balance("total", None, 87_292_132)
    page = Page(client.get("/thong-ke/"))

    assert page.one("dd", data_total="total").text == "87.292.132"
    assert len(page.find("dd")) == 5
    assert page.one("h2", id="cach-tinh").text == "Cách tính"
    assert page.one("h1").text == "Thống kê truy cập"


def test_the_map_of_the_portal_links_every_part(client):
    links = Page(client.get("/so-do-trang/")).links()

    for path in (
        "/gop-y/",
        "/thong-ke/",
        "/dia-phuong/",
        "/tim-kiem/",
        "/rss/",
        "/atom/",
    ):
        assert path in links
