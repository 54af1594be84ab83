"""The editors' guide, one click away from every page of the newsroom."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe


@require_safe
def guide(request):
    context = {**admin.site.each_context(request), "title": "Hướng dẫn biên tập"}
    return TemplateResponse(request, "admin/guide.html", context)
