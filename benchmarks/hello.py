"""A Django view that does nothing, beside the portal's own addresses."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def hello(request):
    return HttpResponse("hello")


django.setup()
if os.environ["BENCH_MIDDLEWARE"] == "none":
    settings.MIDDLEWARE = []  # only now: allauth looks for its own at the start
application = WSGIHandler()

from laichau_portal.urls import urlpatterns as portal  # noqa: E402  needs the apps

urlpatterns = [path("hello/", hello), *portal]
