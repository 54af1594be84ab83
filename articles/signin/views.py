"""The way into the newsroom, and what allauth has no page for."""

from functools import wraps

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import second_factor


@never_cache
def enter(request):
    """Leads to the sign-in, to the second factor, or back to where one came from."""
    then = get_next_redirect_url(request) or reverse("admin:index")
    if request.user.is_anonymous:
        return redirect_to_login(then, reverse("account_login"))
    if not request.user.is_staff:
        return render(request, "admin/no_access.html", status=403)
    if second_factor.is_missing(request):
        return redirect(second_factor.next_step(request, then))
    return redirect(then)


def own_security(view):
    """
    `view` of allauth about one's own account. A session that began before a second
    factor was set up elsewhere must show it first, or the password alone would add a
    new one.
    """

    @login_required
    @wraps(view)
    def asking(request, *args, **kwargs):
        if second_factor.is_enrolled(request.user) and not second_factor.is_given(
            request
        ):
            return redirect(second_factor.next_step(request, request.get_full_path()))
        return view(request, *args, **kwargs)

    return asking


@require_safe
@never_cache
def code_picture(request):
    """The QR code of the secret that is being set up in this session."""
    adapter = get_adapter()
    address = adapter.build_totp_url(request.user, get_totp_secret())
    return HttpResponse(adapter.build_totp_svg(address), content_type="image/svg+xml")


@require_POST
def end_session(request, pk):
    """Ends one of one's own sessions."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, "Đã kết thúc phiên đó.")
    return redirect("usersessions_list")


def newsroom(request):
    """Context processor: allauth's pages have the newsroom's frame."""
    if not request.path.startswith(reverse("mfa_index")):
        return {}
    return admin.site.each_context(request)
