from django.urls import include, path, register_converter

from . import feeds, pages, sitemaps
from .views import (
    archive,
    beacon,
    feedback,
    machines,
    offline,
    places,
    public,
    reader,
    search,
    topics,
)
from .views.media import media


def feed_patterns(kind):
    given = {"kind": kind}
    return [
        path("", feeds.everything, given, name=kind),
        path("<slug:slug>/", feeds.category, given, name=f"{kind}_category"),
        path("su-kien/<slug:slug>/", feeds.topic, given, name=f"{kind}_topic"),
        path("dia-phuong/<slug:slug>/", feeds.place, given, name=f"{kind}_place"),
    ]


class TwoDigits:
    """A month or day: 03, never 3, so that each page has one address."""

    regex = "[0-9]{2}"
    to_python = int

    def to_url(self, value):
        return f"{int(value):02}"


register_converter(TwoDigits, "dd")

app_name = "articles"
urlpatterns = [
    path("luot-xem/", beacon.count, name="count"),
    path("", public.home, name="home"),
    path("tin-tuc/<slug:slug>-<int:pk>/", public.article, name="article"),
    path("chuyen-muc/<slug:slug>/", public.category, name="category"),
    path("the/<slug:slug>/", public.tag, name="tag"),
    path("su-kien/", topics.topics, name="topics"),
    path("su-kien/<slug:slug>/", topics.topic, name="topic"),
    path("tac-gia/<slug:slug>/", public.author, name="author"),
    path("dia-phuong/", places.places, name="places"),
    path("dia-phuong/<slug:slug>/", places.place, name="place"),
    path("luu-tru/", archive.archive_index, name="archive_index"),
    path("luu-tru/<int:year>/", archive.archive, name="archive"),
    path("luu-tru/<int:year>/<dd:month>/", archive.archive, name="archive"),
    path("luu-tru/<int:year>/<dd:month>/<dd:day>/", archive.archive, name="archive"),
    path("tim-kiem/", search.results, name="search"),
    path("tim-kiem/goi-y/", search.suggestions, name="suggestions"),
    path("trang/<slug:slug>/", public.page, name="page"),
    path("so-do-trang/", public.site_map, name="site_map"),
    path("gop-y/", feedback.feedback, name="feedback"),
    path("danh-gia/<int:pk>/", reader.rate, name="rate"),
    path("hien-thi/", reader.display, name="display"),
    path("luot-xem.gif", beacon.pixel, name="pixel"),
    path("rss/", include(feed_patterns("rss"))),
    path("atom/", include(feed_patterns("atom"))),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("thong-ke/", include("stats.urls"), {"render": pages.render_page}),
    path("ngoai-tuyen/", offline.offline, name="offline"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("media/<path:path>", media, name="media"),
]
