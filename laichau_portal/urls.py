from django.contrib import admin
from django.urls import include, path

from . import health

urlpatterns = [
    path("quan-tri/tai-khoan/", include("articles.signin.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("articles.urls")),
]

handler400 = "articles.views.errors.bad_request"
handler403 = "articles.views.errors.permission_denied"
handler404 = "articles.views.errors.page_not_found"
handler500 = "articles.views.errors.server_error"
