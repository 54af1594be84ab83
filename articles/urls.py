from django.urls import path

from .views import public, reader
from .views.media import media

app_name = "articles"
urlpatterns = [
    path("", public.home, name="home"),
    path("tin-tuc/<slug:slug>-<int:pk>/", public.article, name="article"),
    path("chuyen-muc/<slug:slug>/", public.category, name="category"),
    path("the/<slug:slug>/", public.tag, name="tag"),
    path("su-kien/<slug:slug>/", public.topic, name="topic"),
    path("tac-gia/<slug:slug>/", public.author, name="author"),
    path("dia-phuong/", public.places, name="places"),
    path("dia-phuong/<slug:slug>/", public.place, name="place"),
    path("luu-tru/<int:year>/<int:month>/<int:day>/", public.archive, name="archive"),
    path("tim-kiem/", public.search, name="search"),
    path("trang/<slug:slug>/", public.page, name="page"),
    path("danh-gia/<int:pk>/", reader.rate, name="rate"),
    path("hien-thi/", reader.display, name="display"),
    path("luot-xem/", reader.count, name="count"),
    path("luot-xem.gif", reader.pixel, name="pixel"),
    path("media/<path:path>", media, name="media"),
]
