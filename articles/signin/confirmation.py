"""'Sign in again': the password or the second factor, asked once more."""

from functools import wraps

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def confirmed(view):
    """
    `view` of a model admin, for whoever has signed in again within
    ACCOUNT_REAUTHENTICATION_TIMEOUT. What was posted is not kept meanwhile: there are
    passwords in it.
    """

    @wraps(view)
    def asking(self, request, *args, **kwargs):
        # Who may not come here at all is told so by the view.
        is_refused = not self.has_module_permission(request)
        if is_refused or did_recently_reauthenticate(request):
            return view(self, request, *args, **kwargs)
        if request.method == "POST":
            messages.warning(
                request, "Chưa lưu gì: mời xác nhận lại rồi làm lại thay đổi vừa rồi."
            )
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('account_reauthenticate')}?{query}")

    return asking
