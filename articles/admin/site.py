"""The newsroom: Django's admin site with its places in the order of the work."""

from functools import partial

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.shortcuts import redirect
from django.urls import path, reverse

GROUPS = {
    "Tòa soạn": ["articles.Article", "articles.Image"],
    "Phân loại": [
        "articles.Category",
        "articles.Topic",
        "articles.Tag",
        "articles.Author",
        "articles.Place",
    ],
    "Bạn đọc": [
        "articles.Feedback",
        "articles.Rating",
        "articles.RatingDecision",
        "stats.OpeningBalance",
        "stats.BalanceChange",
        "stats.Annotation",
    ],
    "Cổng": [
        "articles.Notice",
        "articles.Page",
        "articles.MenuItem",
        "articles.LinkGroup",
        "articles.SiteSettings",
        "articles.KnownHost",
        "articles.AuditEntry",
        "redirects.Redirect",
        "auth.User",
        "auth.Group",
    ],
}
PLACES = {name: place for group in GROUPS.values() for place, name in enumerate(group)}


def waiting_work(request):
    """How many articles wait for the account."""
    from .desk import count_waiting  # imports models, which this module may not

    return count_waiting(request.user)


class Choices(AutocompleteJsonView):
    """Whoever may fill in a form may also look up what its fields offer."""

    def has_perm(self, request, obj=None):
        return super().has_perm(request, obj) or self.may_fill_in(request)

    def serialize_result(self, obj, to_field_name):
        """Pictures come with their address: js/cover.js shows them."""
        result = super().serialize_result(obj, to_field_name)
        if obj._meta.label == "articles.Image":
            from .covers import thumbnail

            result["thumbnail"] = thumbnail(obj)
        return result

    def may_fill_in(self, request):
        try:
            form = self.admin_site.get_model_admin(self.source_field.model)
        except NotRegistered:
            return False
        is_account = self.source_field.related_model._meta.app_label == "auth"
        may = form.has_add_permission(request) or form.has_change_permission(request)
        return may and not is_account


class Newsroom(admin.AdminSite):
    site_header = "Tòa soạn"
    site_title = "Tòa soạn Cổng TTĐT tỉnh Lai Châu"
    index_title = "Việc của tôi"
    empty_value_display = "Chưa có"
    site_url = "/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Whatever is registered writes the audit log."""
        from .audited import Audited

        admin_class = admin_class or admin.ModelAdmin
        audited = type(admin_class.__name__, (Audited, admin_class), {})
        super().register(model_or_iterable, audited, **options)

    def get_urls(self):
        # They import models, which this module may not.
        from . import calendar, guide, preview

        return [
            path("huong-dan/", self.admin_view(guide.guide), name="guide"),
            path("lich/", self.admin_view(calendar.months), name="calendar"),
            path("xem-truoc/<str:token>/", preview.show, name="preview"),
            path("xem-truoc/<str:token>/khung/", preview.frames, name="preview_frames"),
            *self.statistics(),
            *self.word_files(),
            *super().get_urls(),
        ]

    def word_files(self):
        from . import word

        views = [
            ("nhap-word/", word.upload, "word"),
            ("nhap-word/<int:key>/", word.preview, "word_preview"),
        ]
        return [
            path(at, self.admin_view(view), {"site": self}, name=name)
            for at, view, name in views
        ]

    def statistics(self):
        from . import dashboard, monthly, own_articles

        views = [
            ("thong-ke/", dashboard.show, "dashboard"),
            ("thong-ke/bai-cua-toi/", own_articles.show, "own_articles"),
            ("thong-ke/thong-ke.xlsx", dashboard.workbook, "dashboard_xlsx"),
            ("thong-ke/<slug:name>.csv", dashboard.table, "dashboard_csv"),
            ("thong-ke/bao-cao/", monthly.index, "reports"),
            ("thong-ke/bao-cao/lap/", monthly.make, "make_report"),
            ("thong-ke/bao-cao/<slug:month>/", monthly.show, "report"),
            ("thong-ke/bao-cao/<slug:month>.xlsx", monthly.download, "report_xlsx"),
        ]
        return [path(at, self.admin_view(view), name=name) for at, view, name in views]

    def has_permission(self, request):
        """Staff; whoever may publish or administer, with a second factor only."""
        from ..signin import second_factor

        return super().has_permission(request) and not second_factor.is_missing(request)

    def login(self, request, extra_context=None):
        from ..signin import views

        return views.enter(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def each_context(self, request):
        return {
            **super().each_context(request),
            "has_second_factor": settings.REQUIRE_SECOND_FACTOR,
            # Asked for by the pages that show it.
            "waiting_work": partial(waiting_work, request),
        }

    def index(self, request, extra_context=None):
        from .desk import desk_for

        return super().index(
            request, {**desk_for(request.user), **(extra_context or {})}
        )

    def autocomplete_view(self, request):
        return Choices.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """The models under the headings of GROUPS; what is in none stands at the end."""
        apps = self._build_app_dict(request, app_label)
        models = {
            f"{app['app_label']}.{model['object_name']}": model
            for app in apps.values()
            for model in app["models"]
        }
        groups = {
            heading: [models.pop(name) for name in names if name in models]
            for heading, names in GROUPS.items()
        }
        groups["Mục khác"] = list(models.values())
        return [
            {
                "name": heading,
                "app_label": f"nhom-{place}",
                "app_url": f"{reverse('admin:index', current_app=self.name)}#tat-ca",
                "has_module_perms": True,
                "models": found,
            }
            for place, (heading, found) in enumerate(groups.items(), 1)
            if found
        ]
