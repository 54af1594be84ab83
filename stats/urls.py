from django.urls import path

from . import views

urlpatterns = [path("", views.totals, name="totals")]
