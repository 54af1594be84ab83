from django.urls import path, register_converter

from .views import archive, public, reader, topics
from .views.media import media


class TwoDigits:
    """A month or day: 03, never 3, so that each page has one address."""

    regex = "[0-9]{2}"
    to_python = int

    def to_url(self, value):
        return f"{int(value):02}"


register_converter(TwoDigits, "dd")

app_name = "articles"
urlpatterns = [
    path("", public.home, name="home"),
    path("tin-tuc/<slug:slug>-<int:pk>/", public.article, name="article"),
    path("chuyen-muc/<slug:slug>/", public.category, name="category"),
    path("the/<slug:slug>/", public.tag, name="tag"),
    path("su-kien/", topics.topics, name="topics"),
    path("su-kien/<slug:slug>/", topics.topic, name="topic"),
    path("tac-gia/<slug:slug>/", public.author, name="author"),
    path("dia-phuong/", public.places, name="places"),
    path("dia-phuong/<slug:slug>/", public.place, name="place"),
    path("luu-tru/", archive.archive_index, name="archive_index"),
    path("luu-tru/<int:year>/", archive.archive, name="archive"),
    path("luu-tru/<int:year>/<dd:month>/", archive.archive, name="archive"),
    path("luu-tru/<int:year>/<dd:month>/<dd:day>/", archive.archive, name="archive"),
    path("tim-kiem/", public.search, name="search"),
    path("trang/<slug:slug>/", public.page, name="page"),
    path("danh-gia/<int:pk>/", reader.rate, name="rate"),
    path("hien-thi/", reader.display, name="display"),
    path("luot-xem/", reader.count, name="count"),
    path("luot-xem.gif", reader.pixel, name="pixel"),
    path("media/<path:path>", media, name="media"),
]
