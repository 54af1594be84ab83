"""
The teams of a newsroom and what each may do. Called by migrations and idempotent: it
adds what is missing and takes nothing away. What readers see as it stands in its table
(pictures' words, topics, notices) is changed by those who approve.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db.models import Q

APPS = ["auth", "articles", "stats", "redirects"]

REPORTER = {
    "article": "add change view delete",
    "image": "add view",
    "category": "view",
    "topic": "view",
    "tag": "view",
    "author": "view",
    "place": "view",
}
EDITOR = {
    **REPORTER,
    "article": "add change view delete others",
    "topic": "add view",
    "tag": "add view",
    "author": "add view",
    "feedback": "view change",
    "dashboard": "view",
}
APPROVER = {
    **EDITOR,
    "article": "add change view delete others publish",
    "image": "add view change delete",
    "topic": "add view change delete",
    "tag": "add view change delete",
    "author": "add view change delete",
    "category": "view change",
    "notice": "add view change delete",
    "rating": "view change delete",
    "ratingdecision": "view",
    "annotation": "add view change",
}
TEAMS = {"Phóng viên": REPORTER, "Biên tập": EDITOR, "Duyệt": APPROVER}
# Everything of the portal, and accounts up to their own rights (admin/accounts.py).
ADMINISTRATORS = "Quản trị"
OF_ACCOUNTS = ["add_user", "change_user", "view_user"]


def make(apps=installed):
    """The groups with their permissions, of those models that there are by now."""
    for label in APPS:
        create_permissions(installed.get_app_config(label), apps=apps, verbosity=0)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, rights in TEAMS.items():
        group, _ = Group.objects.get_or_create(name=name)
        codes = [
            f"{verb}_{model}"
            for model, verbs in rights.items()
            for verb in verbs.split()
        ]
        found = Permission.objects.filter(
            content_type__app_label__in=["articles", "stats"], codename__in=codes
        )
        group.permissions.add(*found)
    group, _ = Group.objects.get_or_create(name=ADMINISTRATORS)
    portal = Q(content_type__app_label__in=APPS[1:])
    accounts = Q(content_type__app_label="auth", codename__in=OF_ACCOUNTS)
    group.permissions.add(*Permission.objects.filter(portal | accounts))
