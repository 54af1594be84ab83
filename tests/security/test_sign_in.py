"""Signing in: guesses, the second factor, sessions, and what nothing goes round."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver, reverse

from articles.models import AuditEntry
from articles.signin import limits
from tests.builders import confirm, make_article, make_member, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ruộng bậc thang mùa nước đổ"
HOME = "/quan-tri/"
CODE_PAGE = "/quan-tri/tai-khoan/lop-thu-hai/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def sign_in(client, name="bientap", password=PASSWORD, **extra):
    return client.post(
        reverse("account_login"), {"login": name, "password": password}, **extra
    )


def enrol(user):
    """The second factor of `user`, with recovery codes."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)


def code_now(ahead=0):
    step = int(time.time()) // 30 + ahead
    return totp.format_hotp_value(totp.hotp_value(SECRET, step))


def is_in(client):
    return client.get(HOME).status_code == 200


@pytest.fixture
def bientap(db):
    return make_user("bientap", password=PASSWORD, is_superuser=True)


@pytest.fixture
def strict(settings):
    settings.REQUIRE_SECOND_FACTOR = True


# Name and password


def test_the_address_that_was_asked_for_is_shown_after_signing_in(client, bientap):
    wanted = reverse("admin:articles_article_changelist")
    response = client.get(wanted, follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))

    entered = client.post(
        response.redirect_chain[-1][0], {"login": "bientap", "password": PASSWORD}
    )
    assert entered.url == wanted


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example"])
def test_signing_in_never_leads_to_another_site(client, bientap, elsewhere):
    address = f"{reverse('account_login')}?next={elsewhere}"
    response = client.post(address, {"login": "bientap", "password": PASSWORD})
    assert response.url == HOME


def test_an_unknown_name_and_a_wrong_password_get_the_same_words(client, bientap):
    make_user("da-nghi", password=PASSWORD, is_active=False)
    make_user("ngoai", password=PASSWORD, is_staff=False)
    answers = {
        str(sign_in(client, name, password).context["form"].non_field_errors())
        for name, password in [
            ("bientap", "sai"),
            ("khong-co-ai", "sai"),
            ("da-nghi", PASSWORD),
            ("ngoai", PASSWORD),
        ]
    }

    assert len(answers) == 1
    assert "không đúng" in answers.pop()


def test_an_unknown_name_costs_one_hash_like_a_known_one(client, bientap, settings):
    settings.PASSWORD_HASHERS = ["tests.security.test_sign_in.Counting"]
    bientap.set_password(PASSWORD)
    bientap.save()
    costs = []
    for name in ("bientap", "khong-co-ai"):
        Counting.hashed = 0
        sign_in(client, name, "sai")
        costs.append(Counting.hashed)

    assert costs == [1, 1]


def test_twenty_wrong_passwords_lock_the_name_at_that_address_alone(client, bientap):
    make_user("dong-nghiep", password=PASSWORD)
    for _ in range(limits.PASSWORDS):
        sign_in(client, password="sai")

    locked = sign_in(client)
    assert "quá nhiều lần" in locked.text
    assert not is_in(client)
    assert sign_in(Client(), "BIENTAP").status_code == 200, "in other letters, too"
    assert sign_in(Client(), "dong-nghiep").status_code == 302, "the office goes on"
    assert sign_in(Client(), REMOTE_ADDR="203.0.113.9").status_code == 302
    with time_machine.travel(time.time() + 15 * 60 + 1, tick=False):
        assert sign_in(Client()).status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(client):
    for _ in range(limits.PASSWORDS):
        sign_in(client, "khong-co-ai", "sai")
    assert "quá nhiều lần" in sign_in(client, "khong-co-ai", "sai").text


def test_another_address_of_the_same_ipv6_network_is_no_new_machine(client, bientap):
    for number in range(limits.PASSWORDS):
        sign_in(client, password="sai", REMOTE_ADDR=f"2001:db8:1:2::{number:x}")

    assert sign_in(client, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 200
    assert sign_in(client, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


# The second factor


def test_the_second_factor_is_asked_after_the_password(client, bientap):
    enrol(bientap)
    assert sign_in(client).url == CODE_PAGE
    assert not is_in(client)

    assert client.post(CODE_PAGE, {"code": code_now()}).url == HOME
    assert is_in(client)


def test_a_code_works_once_in_any_process(client, bientap):
    from django.core.cache import cache

    enrol(bientap)
    code = code_now()
    sign_in(client)
    client.post(CODE_PAGE, {"code": code})
    cache.clear()  # what one process remembers, another does not

    second = Client()
    sign_in(second)
    assert "đã dùng rồi" in second.post(CODE_PAGE, {"code": code}).text
    assert not is_in(second)


def test_a_recovery_code_works_once(client, bientap):
    enrol(bientap)
    kept = Authenticator.objects.get(user=bientap, type="recovery_codes").wrap()
    code = kept.get_unused_codes()[0]
    for visitor, enters in [(Client(), True), (Client(), False)]:
        sign_in(visitor)
        visitor.post(CODE_PAGE, {"code": code})
        assert is_in(visitor) is enters


def test_wrong_codes_are_throttled_whatever_the_address(client, bientap):
    enrol(bientap)
    for number in range(limits.CODES):
        visitor = Client(REMOTE_ADDR=f"203.0.113.{number}")
        sign_in(visitor)
        visitor.post(CODE_PAGE, {"code": "abcdef"})

    sign_in(client)
    assert "quá nhiều lần" in client.post(CODE_PAGE, {"code": code_now()}).text
    assert not is_in(client)
    refused = AuditEntry.objects.filter(action="sign_in_failed")
    assert refused.count() == limits.CODES


def test_who_may_publish_or_administer_is_led_to_set_one_up(client, strict, bientap):
    response = sign_in(client)
    assert client.get(response.url).url.startswith(reverse("admin:login"))
    page = client.get(HOME, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("mfa_activate_totp"))
    assert "Cài ứng dụng xác thực" in page.text


@pytest.mark.parametrize(
    ("right", "enters"),
    [
        ("articles.publish_article", False),
        ("auth.change_user", False),
        ("articles.change_article", True),
    ],
)
def test_the_second_factor_is_demanded_by_right(client, strict, right, enters):
    user = make_user("phong-vien", password=PASSWORD)
    label, codename = right.split(".")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label=label, codename=codename)
    )
    sign_in(client, "phong-vien")
    assert is_in(client) is enters


def admin_addresses():
    """An address for each page below /quan-tri/ that is the admin's own."""
    pages = dict(get_resolver().namespace_dict)["admin"][1].reverse_dict
    for name in filter(lambda key: isinstance(key, str), pages):
        for ((template, names), *_), *_ in pages.getlist(name):
            yield HOME + template % dict.fromkeys(names, "1")


OPEN = {
    "/quan-tri/login/",  # leads to the sign-in
    "/quan-tri/logout/",
    "/quan-tri/jsi18n/",  # words for scripts
    "/quan-tri/xem-truoc/1/",  # signed addresses: tests of the preview
    "/quan-tri/xem-truoc/1/khung/",
}


def test_no_page_of_the_admin_opens_without_the_second_factor(client, strict, bientap):
    make_article()
    sign_in(client)
    for address in sorted(set(admin_addresses()) - OPEN):
        for response in (client.get(address), client.post(address, {})):
            assert response.status_code in (301, 302), address
            assert response.url.startswith(("/quan-tri/login/", f"{address}/")), address


def test_the_pages_about_oneself_are_for_who_has_signed_in(client):
    for name in ("mfa_index", "account_change_password", "usersessions_list"):
        assert client.get(reverse(name)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("page", ["signup", "password/reset", "email", "login/code"])
def test_there_is_no_sign_up_and_no_reset_by_mail(client, page):
    response = client.get(f"/quan-tri/tai-khoan/{page}/")
    assert response.status_code == 302
    assert response.url.startswith("/quan-tri/login/")


def test_a_session_from_before_cannot_add_a_factor_by_password(client, strict, bientap):
    sign_in(client)  # then the second factor is set up on another machine
    enrol(bientap)

    for name in ("mfa_add_webauthn", "mfa_view_recovery_codes", "mfa_index"):
        assert client.get(reverse(name)).url.startswith(reverse("mfa_reauthenticate"))
    assert not is_in(client)
    client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assert is_in(client)


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_newsroom_and_is_written_down(client, strict):
    make_user("bientap", password=PASSWORD, is_superuser=True)
    sign_in(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    picture = client.get(reverse("mfa_totp_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    code = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    done = client.post(reverse("mfa_activate_totp"), {"code": code})

    assert done.url == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    names = AuditEntry.objects.filter(action="add").values_list("name", flat=True)
    assert set(names) == {"Ứng dụng xác thực", "Mã khôi phục"}

    client.post(reverse("mfa_deactivate_totp"))
    assert not is_in(client)
    removed = AuditEntry.objects.filter(action="delete", name="Ứng dụng xác thực")
    assert removed.exists()


def test_an_administrator_takes_a_lost_second_factor_away(newsroom, bientap):
    enrol(bientap)
    theirs = Client()
    sign_in(theirs)
    theirs.post(CODE_PAGE, {"code": code_now()})
    newsroom.post(
        reverse("admin:auth_user_changelist"),
        {"action": "take_second_factor_away", "_selected_action": [bientap.pk]},
    )

    assert not Authenticator.objects.filter(user=bientap).exists()
    assert not is_in(theirs)
    assert AuditEntry.objects.filter(action="delete", name="bientap").exists()


def test_an_administrator_takes_none_away_from_accounts_above(client, bientap):
    enrol(bientap)
    administrator = make_member("Quản trị")
    client.force_login(administrator)
    confirm(client, administrator)
    response = client.post(
        reverse("admin:auth_user_changelist"),
        {"action": "take_second_factor_away", "_selected_action": [bientap.pk]},
    )

    assert response.status_code == 403
    assert Authenticator.objects.filter(user=bientap).exists()


# Sessions


def test_signing_in_gives_the_session_a_new_key(client, bientap):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["toa_soan"] = before
    sign_in(client)

    assert client.cookies["toa_soan"].value != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False)])
def test_a_session_ends_after_half_an_hour_of_silence(client, bientap, minutes, lasts):
    sign_in(client)
    with time_machine.travel(time.time() + minutes * 60, tick=False):
        assert is_in(client) is lasts


def test_a_session_ends_after_eight_hours_of_work(client, bientap):
    sign_in(client)
    began = time.time()
    for minutes in range(20, 8 * 60, 20):
        with time_machine.travel(began + minutes * 60, tick=False):
            assert is_in(client), minutes
    with time_machine.travel(began + 8 * 60 * 60 + 60, tick=False):
        page = client.get(HOME, follow=True)
        assert page.redirect_chain
        assert "đã hết hạn" in page.text


def test_all_sessions_end_when_the_password_changes(client, bientap):
    other = Client()
    sign_in(client)
    sign_in(other)
    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "sương sớm trên đỉnh đèo",
            "password2": "sương sớm trên đỉnh đèo",
        },
    )

    assert is_in(client), "who has changed it goes on"
    assert not is_in(other)


def test_an_account_that_is_switched_off_is_out_for_good(newsroom, bientap):
    theirs = Client()
    sign_in(theirs)
    address = reverse("admin:auth_user_change", args=[bientap.pk])
    fields = {"username": "bientap", "is_staff": "on", "is_superuser": "on"}
    newsroom.post(address, fields)
    assert not is_in(theirs)

    newsroom.post(address, {**fields, "is_active": "on"})
    bientap.refresh_from_db()
    assert bientap.is_active
    assert not is_in(theirs), "coming back means signing in again"


def test_one_ends_ones_own_sessions_and_nobody_elses(client, bientap):
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140"})
    sign_in(client)
    sign_in(other)
    page = client.get(reverse("usersessions_list"))
    assert "Firefox trên Windows" in page.text
    session = UserSession.objects.get(session_key=other.cookies["toa_soan"].value)

    make_user("nguoi-khac", password=PASSWORD)
    stranger = Client()
    sign_in(stranger, "nguoi-khac")
    end = reverse("end_session", args=[session.pk])
    assert stranger.post(end).status_code == 404
    assert is_in(other)
    client.post(end)
    assert not is_in(other)
    assert is_in(client)


# Signing in again

CONFIRM = "/quan-tri/tai-khoan/xac-nhan/"


def test_rights_are_changed_by_who_has_just_signed_in_again(client, bientap):
    group, other = Group.objects.create(name="Cộng tác"), make_user("phong-vien")
    sign_in(client)
    address = reverse("admin:auth_user_change", args=[other.pk])
    fields = {"username": "phong-vien", "is_active": "on", "groups": [group.pk]}
    for page in (
        address,
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_delete", args=[other.pk]),
        reverse("admin:auth_user_password_change", args=[other.pk]),
        reverse("admin:auth_group_change", args=[group.pk]),
        reverse("admin:auth_group_add"),
    ):
        assert client.get(page).url.startswith(CONFIRM), page
        assert client.post(page, fields).url.startswith(CONFIRM), page
    assert not other.groups.exists()

    asked = client.get(address).url
    assert "Mật khẩu không đúng" in client.post(asked, {"password": "sai"}).text
    assert client.post(asked, {"password": PASSWORD}).url == address
    client.post(address, fields)
    assert other.groups.get() == group


def test_the_confirmation_wears_off(client, bientap):
    sign_in(client)
    confirm(client, bientap)
    page = reverse("admin:auth_user_add")
    assert client.get(page).status_code == 200
    with time_machine.travel(time.time() + 15 * 60 + 1, tick=False):
        assert client.get(page).url.startswith(CONFIRM)


def test_many_users_are_deleted_only_after_signing_in_again(client, bientap):
    other = make_user("phong-vien")
    sign_in(client)
    response = client.post(
        reverse("admin:auth_user_changelist"),
        {"action": "delete_selected", "_selected_action": [other.pk], "post": "yes"},
    )
    assert response.url.startswith(CONFIRM)
    other.refresh_from_db()


class Counting:
    """A hasher that counts its work instead of doing any."""

    algorithm = "counting"
    hashed = 0

    def salt(self):
        return "s"

    def encode(self, password, salt):
        Counting.hashed += 1
        return f"counting$1$s${password}"

    def verify(self, password, encoded):
        return self.encode(password, "s") == encoded

    def decode(self, encoded):
        return {"algorithm": "counting", "salt": "s"}

    def must_update(self, encoded):
        return False

    def harden_runtime(self, password, encoded):
        pass
