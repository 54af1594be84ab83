"""A Django view that does nothing, beside the portal's own addresses."""

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
def hello(request):
    return HttpResponse("hello")


application = get_wsgi_application()

from laichau_portal.urls import urlpatterns as portal  # noqa: E402  needs the apps

urlpatterns = [path("hello/", hello), *portal]
