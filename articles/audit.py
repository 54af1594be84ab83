"""Writes the audit log: one row for each deed in the newsroom."""

from django.forms import ModelChoiceField
from django.utils.html import strip_tags

from stats import visitors

from .models import AuditEntry
from .text import normalize

Action = AuditEntry.Action
SECRET = "password"
SECOND_FACTOR = "lớp bảo vệ thứ hai"
LONGEST = 500  # characters of a value; a body's own history is in its revisions


def record(action, request=None, *, user=None, on=None, kind="", name="", **fields):
    """
    Store that `user` (unless given: who makes `request`) did `action`, on the model
    instance `on` where there is one; `fields` are others of AuditEntry.
    """
    user = user or getattr(request, "user", None)
    is_known = bool(user and user.is_authenticated)
    if on is not None:
        kind = kind or on._meta.verbose_name
        name = name or str(on)
        fields.setdefault("key", str(on.pk or "")[:40])
    return AuditEntry.objects.create(
        action=action,
        user=user if is_known else None,
        username=(
            fields.pop("username", "") or (user.get_username() if is_known else "")
        )[:150],
        address=(visitors.client_address(request) if request else "") or None,
        kind=kind,
        name=normalize(name)[:300],
        **fields,
    )


def differences(form):
    """{label: [old, new]} of what a bound form changes, in words; never a password."""
    return {
        str(form.fields[name].label or name): [
            shown(
                name,
                form.fields[name],
                form.get_initial_for_field(form.fields[name], name),
            ),
            shown(name, form.fields[name], form.cleaned_data.get(name)),
        ]
        for name in form.changed_data
        if name in form.fields
    }


def shown(name, field, value):
    if SECRET in name:
        return "…"
    if isinstance(field, ModelChoiceField):
        return ", ".join(names_of(field, value))
    if isinstance(value, list):
        return ", ".join(shown(name, field, each) for each in value)
    choices = dict(getattr(field, "choices", None) or ())
    if value in (None, ""):
        return ""
    return normalize(strip_tags(str(choices.get(value, value))))[:LONGEST]


def names_of(field, value):
    """What the rows are called that a choice of rows holds: instances or their keys."""
    values = (
        value if isinstance(value, (list, tuple)) or hasattr(value, "all") else [value]
    )
    keys = [getattr(item, "pk", item) for item in values if item not in (None, "")]
    return [str(row) for row in field.queryset.filter(pk__in=keys)]


# Signing in; received from Django's own signals (articles/apps.py).


def signed_in(request, user, **kwargs):
    record(Action.SIGN_IN, request, user=user)


def signed_out(request, user, **kwargs):
    if user:
        record(Action.SIGN_OUT, request, user=user)


def refused(credentials, request=None, **kwargs):
    name = str(credentials.get("username", ""))
    record(Action.SIGN_IN_FAILED, request, username=normalize(name))


# The second factor; received from allauth's signals.


def factor_added(request, user, authenticator, **kwargs):
    record_factor(Action.ADD, request, user, authenticator)


def factor_removed(request, user, authenticator, **kwargs):
    record_factor(Action.DELETE, request, user, authenticator)


def codes_made_anew(request, user, authenticator, **kwargs):
    record_factor(Action.CHANGE, request, user, authenticator)


def record_factor(action, request, user, authenticator):
    name = {
        "totp": "Ứng dụng xác thực",
        "recovery_codes": "Mã khôi phục",
    }.get(authenticator.type) or f"Khóa truy cập: {authenticator}"
    record(action, request, user=user, kind=SECOND_FACTOR, name=name)


def code_refused(request, user, **kwargs):
    record(Action.SIGN_IN_FAILED, request, user=user, kind=SECOND_FACTOR)
