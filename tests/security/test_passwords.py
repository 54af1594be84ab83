"""Which passwords are taken, how they are kept, and the first account."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from laichau_portal import settings as production
from tests.builders import make_user

GOOD = "sương sớm trên đỉnh đèo"


@pytest.mark.parametrize("password", [GOOD, "abcdefghjkm1", "ổ" * 32 + "bánh mì" * 5])
def test_a_long_password_is_taken_whatever_it_is_made_of(password):
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "ngắn quá 11",
        "123456789012",
        "administrator",
        "LaiChau@2026!",
        "Lai Châu 2026",
        "toasoan-laichau",
        "mật khẩu 123456",
        "quản trị cổng TTĐT",
        "bientap.moi",
    ],
)
def test_what_anybody_would_guess_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, get_user_model()(username="bientap.moi"))


def test_the_name_of_the_site_is_no_password(settings):
    settings.SITE_URL = "https://sonnuihuongho.vn"
    with pytest.raises(ValidationError):
        validate_password("sonnuihuongho-2026")


def test_passwords_are_kept_as_argon2():
    assert production.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.django_db
def test_sixty_four_characters_sign_in(client):
    password = "ruộng " * 10 + "lúa!"
    assert len(password) == 64
    make_user("bientap", password=password)
    client.post(reverse("account_login"), {"login": "bientap", "password": password})
    assert client.get("/quan-tri/").status_code == 200


def make_admin(*arguments):
    out = io.StringIO()
    call_command("make_admin", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_first_administrator_gets_a_password_of_chance():
    said = make_admin("quantri")
    password = said.split()[-1]
    user = get_user_model().objects.get(username="quantri")

    assert user.is_superuser and user.is_staff and user.check_password(password)
    assert len(password) == 23
    assert password not in make_admin("quantri-2")


@pytest.mark.django_db
def test_an_administrator_that_is_there_stays_as_they_are_unless_reset():
    password = make_admin("quantri").split()[-1]
    assert "đã có" in make_admin("quantri")
    user = get_user_model().objects.get()
    assert user.check_password(password)

    again = make_admin("quantri", "--reset").split()[-1]
    user.refresh_from_db()
    assert user.check_password(again)


@pytest.mark.django_db
def test_the_password_may_come_from_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))
    said = make_admin("quantri", "--stdin")
    assert GOOD not in said
    assert get_user_model().objects.get().check_password(GOOD)

    monkeypatch.setattr("sys.stdin", io.StringIO("ngắn\n"))
    with pytest.raises(CommandError, match="12"):
        make_admin("quantri-2", "--stdin")
    assert get_user_model().objects.count() == 1
