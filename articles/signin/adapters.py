"""What allauth does otherwise here: limits, staff alone, Vietnamese words."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from stats import visitors

from .. import audit
from . import limits

# allauth wants an address of every session; a unix socket alone gives none.
NO_ADDRESS = "0.0.0.0"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "Tên đăng nhập hoặc mật khẩu không đúng. Mời kiểm tra bộ gõ và phím Caps "
            "Lock rồi nhập lại."
        ),
        "too_many_login_attempts": (
            "Đã nhập sai quá nhiều lần. Mời thử lại sau 15 phút, hoặc gặp quản trị cổng."
        ),
        "incorrect_password": "Mật khẩu không đúng.",
        "enter_current_password": "Mật khẩu đang dùng không đúng.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return visitors.client_address(request) or NO_ADDRESS

    def pre_authenticate(self, request, **credentials):
        if not limits.may_try_password(request, credentials.get("username", "")):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        """The user, or None: the same for a wrong password and for no staff."""
        user = super().authenticate(request, **credentials)
        if user and not user.is_staff:
            audit.refused(credentials, request)
            return None
        return user

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just signed in sets up a second factor without signing in again."""
        records = get_authentication_records(self.request, self.request.user)
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": (
            "Mã khôi phục đi cùng ứng dụng xác thực hoặc khóa truy cập: mời cài trước."
        ),
        "incorrect_code": "Mã không đúng, đã hết hạn hoặc đã dùng rồi.",
    }

    def get_totp_label(self, user):
        return user.get_username()

    def generate_authenticator_name(self, user, type):
        kept = Authenticator.objects.filter(user=user, type=type).count()
        return f"Khóa {kept + 1}"
