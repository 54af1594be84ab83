"""allauth's forms: labels instead of placeholders, limits, codes that work once."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth
from django.db import transaction

from . import limits

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class Plain:
    """Labels stand above the fields, not inside them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Plain, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autofocus"] = True


class ConfirmForm(Plain, account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True


class PasswordForm(Plain, account.ChangePasswordForm):
    pass


class Code(Plain):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(CODE)


class SetUpForm(Code, totp.ActivateTOTPForm):
    pass


class OnceOnly(Code):
    """A code counts once, and after a few wrong ones none does for a while."""

    def clean_code(self):
        if not limits.may_try_code(self.user):
            raise account_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not spend(self.authenticator, code):
            raise mfa_adapter().validation_error("incorrect_code")
        return code


def spend(authenticator, code):
    """
    Whether `code` is newer than the last one that was accepted, which it then is.
    allauth remembers in the cache alone, and each process has its own.
    """
    with transaction.atomic():
        kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        step = step_of(kept.data["secret"], code)
        if step <= kept.data.get("last_step", 0):
            return False
        kept.data["last_step"] = step
        kept.save(update_fields=["data"])
        return True


def step_of(secret, code):
    """The newest time step for which `code` is right, 0 if there is none."""
    digits = "".join(filter(str.isdigit, code))
    steps = [
        step
        for step in auth.yield_hotp_counters_from_time()
        if auth.format_hotp_value(auth.hotp_value(secret, step)) == digits
    ]
    return max(steps, default=0)


class SecondFactorForm(OnceOnly, mfa.AuthenticateForm):
    pass


class SecondFactorAgainForm(OnceOnly, mfa.ReauthenticateForm):
    pass
