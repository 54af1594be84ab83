"""The desk for held votes: surges on a chart, accept or drop with a reason."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from .. import audit, rating_desk
from ..models import Rating, RatingDecision
from ..templatetags.vietnamese import clock, grouped
from ..templatetags.vietnamese import day as written
from .base import NewsroomAdmin

Verdict = RatingDecision.Verdict
LONGEST_REASON = 200
BAR, TALLEST = 10, 80  # of the chart, in its own units


@admin.register(Rating)
class RatingDesk(NewsroomAdmin):
    """Votes are never added, changed or deleted one by one."""

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, *args, **kwargs):
        return redirect("admin:articles_rating_changelist")

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.decide(request)
        return self.show(request)

    def show(self, request, chosen=(), fault=""):
        groups = rating_desk.waiting_groups()
        context = {
            **self.admin_site.each_context(request),
            "title": "Đánh giá chờ xét",
            "opts": self.opts,
            "groups": groups,
            "votes": sum(group.votes for group in groups),
            "chart": surge_chart(rating_desk.hourly()),
            "verdicts": Verdict,
            "may_decide": self.has_change_permission(request),
            "chosen": chosen,
            "fault": fault,
            "are_sums_right": not rating_desk.faulty_totals(),
        }
        return TemplateResponse(
            request,
            "admin/articles/rating/change_list.html",
            context,
            status=400 if fault else 200,
        )

    def decide(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        chosen = request.POST.getlist("_selected_action")
        verdict = request.POST.get("verdict")
        reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
        if not chosen or verdict not in Verdict or not reason:
            fault = "Chọn nhóm phiếu, chọn việc và ghi lý do."
            return self.show(request, chosen, fault)
        known = {group.key: group for group in rating_desk.waiting_groups()}
        done = [
            self.decide_group(request, known[key], verdict, reason)
            for key in chosen
            if key in known
        ]
        votes = sum(decision.votes for decision in done if decision)
        said = "Đã tính vào điểm" if verdict == Verdict.ACCEPTED else "Đã bỏ"
        self.message_user(request, f"{said} {votes} phiếu.", messages.SUCCESS)
        return redirect("admin:articles_rating_changelist")

    def decide_group(self, request, group, verdict, reason):
        decision = rating_desk.decide(
            group.article, group.held_for, verdict, reason=reason, by=request.user
        )
        if decision:
            audit.record(
                audit.Action.CHANGE,
                request,
                on=decision,
                note=f"{decision.get_verdict_display()}: {reason}",
            )
        return decision


def surge_chart(hours):
    """Bars of counted votes, and on top of them the held ones, as two SVG paths."""
    highest = max(counted + held for _, counted, held in hours) or 1
    scale = TALLEST / highest
    paths = {"counted": "", "held": ""}
    for place, (_, counted, held) in enumerate(hours):
        for name, begin, number in [("counted", 0, counted), ("held", counted, held)]:
            if number:
                foot = 88 - begin * scale
                paths[name] += (
                    f"M{place * BAR + 1.5:.1f} {foot:.1f}h7v-{number * scale:.1f}h-7z"
                )
    worst = max(hours, key=lambda hour: hour[2])
    return {
        **paths,
        "sentence": sentence_of(worst, highest),
        "labels": [hours[place][0] for place in (0, 12, 24, 36, 47)],
        "rows": [hour for hour in hours if hour[1] or hour[2]],
    }


def sentence_of(worst, highest):
    hour, counted, held = worst
    if not held:
        return f"Phiếu theo giờ trong hai ngày, nhiều nhất {grouped(highest)} một giờ"
    return (
        f"Phiếu theo giờ trong hai ngày; nhiều phiếu bị giữ nhất lúc {clock(hour)} ngày "
        f"{written(hour)}: {grouped(held)} trong {grouped(counted + held)}"
    )


@admin.register(RatingDecision)
class RatingDecisionAdmin(NewsroomAdmin):
    """The record is for reading."""

    list_display = ["at", "article", "verdict", "votes", "points", "reason", "by"]
    list_display_links = None
    list_select_related = ["article", "by"]
    list_filter = ["verdict"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
