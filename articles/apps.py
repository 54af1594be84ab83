from django.apps import AppConfig
from django.contrib.auth.signals import (
    user_logged_in,
    user_logged_out,
    user_login_failed,
)
from django.db.backends.signals import connection_created


def ask_about_json(connection, **kwargs):
    """SQLite is asked once whether it knows JSON: here, not in a reader's request."""
    connection.features.supports_json_field  # noqa: B018


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Tòa soạn"

    def ready(self):
        connection_created.connect(ask_about_json)
        self.follow_sign_ins()
        # The admin site is itself a part of articles.admin, so that package may not
        # register anything while it is being imported: its modules come after it.
        from .admin import (  # noqa: F401
            accounts,
            articles,
            audit_log,
            feedback,
            moved,
            pictures,
            portal,
            ratings,
            taxonomy,
        )

    def follow_sign_ins(self):
        from allauth.mfa import signals

        from . import audit
        from .signin import second_factor, sessions

        user_logged_in.connect(sessions.begin)
        user_logged_in.connect(audit.signed_in)
        user_logged_out.connect(audit.signed_out)
        user_login_failed.connect(audit.refused)
        signals.authenticator_added.connect(second_factor.added)
        signals.authenticator_added.connect(audit.factor_added)
        signals.authenticator_removed.connect(second_factor.removed)
        signals.authenticator_removed.connect(audit.factor_removed)
        signals.authenticator_reset.connect(audit.codes_made_anew)
        signals.authentication_failed.connect(audit.code_refused)
