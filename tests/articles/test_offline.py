"""The service worker's script, the page of what is kept, the manifest."""

import json

import pytest
from django.conf import settings
from PIL import Image

from articles.models import SiteSettings
from tests.articles.pages import Page

pytestmark = pytest.mark.django_db


def test_the_worker_is_served_for_the_whole_site(client):
    response = client.get("/sw.js")

    assert response["Content-Type"] == "text/javascript"
    assert response["Cache-Control"] == "no-cache"
    assert 'addEventListener("fetch"' in response.text


def test_pages_register_the_worker(client):
    scripts = [
        script.attributes["src"]
        for script in Page(client.get("/")).find("script", src=True)
    ]
    assert "/static/js/register.js" in scripts


def test_a_setting_takes_the_worker_out_of_every_browser(client, settings):
    settings.SERVICE_WORKER = False
    worker = client.get("/sw.js").text

    assert "registration.unregister()" in worker
    assert "caches.delete" in worker
    assert 'addEventListener("fetch"' not in worker
    assert "register.js" not in client.get("/").text


def test_without_a_script_the_offline_page_says_what_to_do(client):
    response = client.get("/ngoai-tuyen/")

    assert "Lưu trang" in Page(response).one("noscript").text
    assert "no-store" not in response["Cache-Control"]


def test_the_manifest_makes_the_portal_an_app(client):
    SiteSettings.objects.create(pk=1, name="Cổng thông tin điện tử tỉnh Lai Châu")
    response = client.get("/manifest.webmanifest")
    manifest = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert manifest["name"] == "Cổng thông tin điện tử tỉnh Lai Châu"
    assert manifest["short_name"] == "tỉnh Lai Châu"
    assert (manifest["start_url"], manifest["scope"]) == ("/", "/")
    assert manifest["display"] == "minimal-ui"
    for icon in manifest["icons"]:
        path = settings.BASE_DIR / icon["src"].removeprefix("/")
        with Image.open(path) as picture:
            assert icon["sizes"] == "{}x{}".format(*picture.size)
    assert {icon.get("purpose") for icon in manifest["icons"]} == {None, "maskable"}
    head = Page(client.get("/"))
    assert (
        head.one("link", rel="manifest").attributes["href"]
        == response.request["PATH_INFO"]
    )
