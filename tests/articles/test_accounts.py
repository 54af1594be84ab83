"""Administrators, accounts and teams."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from tests.builders import (
    make_category,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db


def account(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def as_filled(user, **fields):
    return {
        "username": user.username,
        "is_active": "1",
        "is_staff": "1",
        "groups": list(user.groups.values_list("pk", flat=True)),
        **fields,
    }


def test_an_administrator_puts_people_into_teams_and_gives_them_categories(sign_in):
    reporter, category = make_member("Phóng viên"), make_category()
    approver = make_member("Duyệt")
    team = approver.groups.get()

    client = sign_in(make_member("Quản trị"))
    client.post(
        account(reporter),
        as_filled(reporter, groups=[team.pk], categories=[category.pk]),
    )

    assert reporter.groups.get() == team
    assert reporter.beats.get().category == category
    client.post(account(reporter), as_filled(reporter, groups=[team.pk]))
    assert not reporter.beats.exists()


def test_an_administrator_makes_nobody_a_superuser(sign_in):
    reporter = make_member("Phóng viên")

    page = sign_in(make_member("Quản trị")).get(account(reporter)).text
    sign_in(make_member("Quản trị")).post(
        account(reporter), as_filled(reporter, is_superuser="1", user_permissions=[1])
    )

    reporter.refresh_from_db()
    assert not reporter.is_superuser
    assert not reporter.user_permissions.exists()
    assert "is_superuser" not in page


def test_an_administrator_does_not_grant_groups_above_the_own(sign_in):
    above = Group.objects.create(name="Trên nữa")
    above.permissions.set(Permission.objects.all())
    reporter = make_member("Phóng viên")

    sign_in(make_member("Quản trị")).post(
        account(reporter), as_filled(reporter, groups=[above.pk])
    )

    assert reporter.groups.get().name == "Phóng viên"


@pytest.mark.parametrize("whose", ["own", "superuser", "more rights", "switched off"])
def test_an_administrator_does_not_change_accounts_above_or_the_own(sign_in, whose):
    administrator = make_member("Quản trị")
    other = {
        "own": lambda: administrator,
        "superuser": lambda: make_user(is_superuser=True),
        "more rights": make_user,
        "switched off": lambda: make_user(is_active=False),
    }[whose]()
    if whose in ("more rights", "switched off"):
        other.user_permissions.set(Permission.objects.filter(codename="delete_user"))
    password = reverse("admin:auth_user_password_change", args=[other.pk])
    new = {"password1": "mot-mat-khau-moi-9", "password2": "mot-mat-khau-moi-9"}
    client = sign_in(administrator)

    assert (
        client.post(account(other), as_filled(other, email="x@y.vn")).status_code == 403
    )
    assert client.post(password, new).status_code == 403


@pytest.mark.parametrize("team", ["Phóng viên", "Biên tập", "Duyệt"])
def test_other_teams_open_no_accounts(sign_in, team):
    client = sign_in(make_member(team))

    for address in (
        account(make_user()),
        "/quan-tri/auth/user/",
        "/quan-tri/auth/group/",
    ):
        assert client.get(address).status_code == 403


def test_an_administrator_limited_to_categories_looks_after_no_accounts(sign_in):
    reporter = make_member("Phóng viên")

    client = sign_in(make_member("Quản trị", make_category()))

    assert client.post(account(reporter), as_filled(reporter)).status_code == 403


def test_administrators_do_not_delete_accounts_or_open_groups(sign_in):
    client, other = sign_in(make_member("Quản trị")), make_member("Phóng viên")

    address = reverse("admin:auth_user_delete", args=[other.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert client.get("/quan-tri/auth/group/").status_code == 403
