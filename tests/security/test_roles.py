"""
Every address of the newsroom against every role: who gets in, and that nobody changes
what readers see, or anybody's rights, without the right to.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from articles.models import Article, Edition
from tests.articles.test_admin_site import MAKE
from tests.builders import make_article, make_author, make_member, make_user

pytestmark = pytest.mark.django_db
# Open to whoever has the address: signing in and out, the words of scripts, previews
# (which are signed).
OPEN = {"login", "logout", "jsi18n", "preview", "preview_frames"}
TEAMS = ["Phóng viên", "Biên tập", "Duyệt", "Quản trị"]


def newsroom_patterns():
    """[(name, converters of its arguments)] of every address below /quan-tri/."""
    newsroom = next(
        pattern
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) == "quan-tri/"
    )
    return sorted(
        {
            (pattern.name, tuple(pattern.pattern.regex.groupindex))
            for pattern in flat(newsroom)
            if pattern.name
        }
    )


def flat(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from flat(pattern)


def addresses():
    """{name: path} of them all, about rows that exist."""
    rows = {
        f"{model._meta.app_label}_{model._meta.model_name}": make()
        for model, make in MAKE.items()
    }
    found = {}
    for name, arguments in newsroom_patterns():
        known = [key for key in rows if name.startswith(f"{key}_")]
        row = rows[max(known, key=len)] if known else None
        values = {argument: value_of(argument, row) for argument in arguments}
        found[name] = reverse(f"admin:{name}", kwargs=values)
    return found


def value_of(argument, row):
    return {
        "object_id": row and row.pk,
        "id": row and row.pk,
        "app_label": "articles",
        "url": "x",
        "content_type_id": 1,
        "token": "x",
    }.get(argument, row.pk if row else 1)


def test_nobody_gets_in_without_signing_in(client):
    for name, path in addresses().items():
        if name in OPEN or path == "/quan-tri/x":
            continue
        for answer in (client.get(path), client.post(path, ATTACK)):
            assert answer.status_code in (302, 403, 404, 405), path
            if answer.status_code == 302:
                assert answer.url.startswith(reverse("admin:login")), path


def test_an_account_without_rights_opens_no_model(client):
    client.force_login(make_user())
    prefixes = {
        f"{model._meta.app_label}_{model._meta.model_name}"
        for model in admin.site._registry
    }
    for name, path in addresses().items():
        if name.startswith(tuple(prefixes)):
            answer = client.get(path, follow=True)
            assert answer.status_code in (403, 404, 405), path


# What an attacker would send, whatever the form: every button, every action.
ATTACK = {
    "_publish": "1",
    "_plan": "1",
    "_withdraw": "1",
    "_return": "1",
    "_save": "1",
    "post": "yes",
    "confirm": "1",
    "reason": "x",
    "note": "x",
    "result": "x",
    "title": "Tiêu đề bị đổi",
    "lead": "Sapô bị đổi",
    "body": "<p>Thân bài bị đổi</p>",
    "status": "published",
    "name": "Tên bị đổi",
    "username": "ke-gian",
    "is_active": "on",
    "is_staff": "on",
    "is_superuser": "on",
}


def attacks(path, keys):
    """Each thing to send to `path`, about the rows with those keys."""
    everybody = list(Permission.objects.values_list("pk", flat=True))
    rights = {"groups": list(Group.objects.values_list("pk", flat=True))}
    yield {**ATTACK, **rights, "user_permissions": everybody, "permissions": everybody}
    if not any(path == reverse(list_of(model)) for model in admin.site._registry):
        return
    actions = {
        name
        for model_admin in admin.site._registry.values()
        for name in [*(model_admin.actions or []), "delete_selected"]
        if isinstance(name, str)
    }
    for action in sorted(actions):
        yield {**ATTACK, "action": action, "index": "0", "_selected_action": keys}


def list_of(model):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"


def what_readers_see():
    return list(
        Article.objects.published()
        .order_by("pk")
        .values("pk", "title", "lead", "body", "status", "published_at", "expires_at")
    )


def what_accounts_may():
    return {
        user.username: (
            user.is_superuser,
            user.is_active,
            sorted(user.groups.values_list("name", flat=True)),
            sorted(user.user_permissions.values_list("codename", flat=True)),
        )
        for user in User.objects.all()
    }


@pytest.mark.parametrize("team", ["Phóng viên", "Biên tập"])
def test_who_may_not_publish_changes_nothing_that_readers_see(client, team):
    paths = addresses()
    article = make_article(authors=[make_author()])
    scheduled = make_article(published_at=timezone.now() + timezone.timedelta(hours=1))
    paths["own"] = reverse("admin:articles_article_change", args=[article.pk])
    paths["planned"] = reverse("admin:articles_article_change", args=[scheduled.pk])
    client.force_login(make_member(team))
    seen, rights = what_readers_see(), what_accounts_may()
    edition = Edition.current()

    for name, path in paths.items():
        if name in ("logout",):
            continue
        for sent in attacks(path, [article.pk, scheduled.pk]):
            client.post(path, sent)
    assert what_readers_see() == seen
    assert what_accounts_may() == rights
    if team == "Phóng viên":
        assert Edition.current() == edition
    scheduled.refresh_from_db()
    assert scheduled.status == Article.Status.PUBLISHED
    assert not scheduled.is_public


@pytest.mark.parametrize("team", TEAMS)
def test_nobody_but_a_superuser_makes_superusers_or_raises_himself(client, team):
    user = make_member(team)
    paths = {
        name: path for name, path in addresses().items() if name.startswith("auth_")
    }
    for name in ("change", "delete", "password_change"):
        paths[f"own {name}"] = reverse(f"admin:auth_user_{name}", args=[user.pk])
    superuser = make_user(is_superuser=True)
    paths["above"] = reverse("admin:auth_user_change", args=[superuser.pk])
    client.force_login(user)
    before = what_accounts_may()[user.username]

    for path in paths.values():
        for sent in attacks(path, [user.pk, superuser.pk]):
            client.post(path, sent)
    assert what_accounts_may()[user.username] == before
    assert what_accounts_may()[superuser.username][0] is True
    assert User.objects.filter(is_superuser=True).count() == 1


@pytest.mark.parametrize("team", TEAMS)
def test_no_address_breaks_for_any_role(client, team):
    paths = addresses()
    client.force_login(make_member(team))
    for path in paths.values():
        assert client.get(path).status_code < 500, path
