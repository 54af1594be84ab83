"""The pages of allauth that there are here, under its own names; no others exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path
from django.views.generic import RedirectView

from .views import code_picture, end_session, own_security

own = own_security

urlpatterns = [
    path("", own(mfa.index), name="mfa_index"),
    path("dang-nhap/", account.login, name="account_login"),
    path("thoat/", account.logout, name="account_logout"),
    path("lop-thu-hai/", mfa.authenticate, name="mfa_authenticate"),
    path("xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("xac-nhan/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "xac-nhan/khoa/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("mat-khau/", own(account.password_change), name="account_change_password"),
    path("ung-dung/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("ung-dung/ma-qr.svg", own(code_picture), name="mfa_totp_picture"),
    path("ung-dung/go/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("khoa/them/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "khoa/<int:pk>/go/", own(passkeys.remove_webauthn), name="mfa_remove_webauthn"
    ),
    # Where allauth goes when a key has been removed.
    path(
        "khoa/",
        RedirectView.as_view(pattern_name="mfa_index"),
        name="mfa_list_webauthn",
    ),
    path(
        "ma-khoi-phuc/",
        own(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "ma-khoi-phuc/tao/",
        own(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "ma-khoi-phuc/tai-ve/",
        own(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("phien/", own(sessions.list_usersessions), name="usersessions_list"),
    path("phien/<int:pk>/ket-thuc/", own(end_session), name="end_session"),
]
