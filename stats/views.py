"""The page that says how many came, and how that is counted."""

from django.views.decorators.http import require_safe

from .definitions import definitions


@require_safe
def totals(request, render):
    """`render(request, template, context)` sets the page into the site's frame."""
    title = "Thống kê truy cập"
    crumbs = [("Trang chủ", "/"), (title, request.path)]
    crumbs = [{"name": name, "url": url} for name, url in crumbs]
    context = {"title": title, "crumbs": crumbs, "definitions": definitions()}
    return render(request, "stats/totals.html", context)
