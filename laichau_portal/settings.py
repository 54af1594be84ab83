"""
Settings of the portal. What differs between installations comes from the environment;
every default is production's. README.md lists the variables.
"""

import re
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import lazy

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def read(reader, name, **options):
    """The variable `name`, or a sentence that stops the start."""
    try:
        return reader(name, **options)
    except (ImproperlyConfigured, ValueError) as error:
        if name not in env.ENVIRON:
            raise ImproperlyConfigured(f"{name} is not set.") from error
        raise ImproperlyConfigured(f"{name} is not usable: {error}") from error


def read_boolean(name, default):
    """Stricter than django-environ, which reads every unknown word as False."""
    word = env.ENVIRON.get(name, str(default)).strip().lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off", ""):
        return False
    raise ImproperlyConfigured(f"{name} must be True or False, not {word!r}.")


def read_networks(name):
    """Networks written as 203.0.113.0/24, with commas between."""
    try:
        return [ip_network(text) for text in read(env.list, name, default=[])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not usable: {error}") from error


def read_natural(name, default):
    """A whole number, zero or more."""
    number = read(env.int, name, default=default)
    if number < 0:
        raise ImproperlyConfigured(f"{name} must not be negative: {number}.")
    return number


# What this installation is

SECRET_KEY = read(env.str, "SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY must have at least 32 characters.")

DEBUG = read_boolean("DEBUG", False)

SITE_URL = read(env.str, "SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
if not re.fullmatch(
    r"https?://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?", SITE_URL, re.I
):
    raise ImproperlyConfigured(
        f"SITE_URL must look like https://laichau.gov.vn, not {SITE_URL!r}."
    )
HTTPS = SITE_URL.startswith("https://")

ALLOWED_HOSTS = read(
    env.list, "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "127.0.0.1"]
)

# How many proxies stand in front; the client's address is that many hops from the
# right of X-Forwarded-For.
TRUSTED_PROXIES = read_natural("TRUSTED_PROXIES", 0)

REQUIRE_SECOND_FACTOR = read_boolean("REQUIRE_SECOND_FACTOR", True)

# Encrypts backups (laichau_portal/backup.py). Kept apart from them, or they are lost.
BACKUP_KEY = read(env.str, "BACKUP_KEY", default="")
if BACKUP_KEY and len(BACKUP_KEY) < 20:
    raise ImproperlyConfigured("BACKUP_KEY must have at least 20 characters.")

# Where `manage.py doctor` looks for them.
BACKUP_DIR = Path(read(env.str, "BACKUP_DIR", default="/srv/portal-data/backups"))

# Bytes of finished pages that one process may hold.
PAGE_CACHE_BYTES = read_natural("PAGE_CACHE_BYTES", 64 * 1024 * 1024)


# Applications

INSTALLED_APPS = [
    "laichau_portal",
    "laichau_portal.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",  # redirects belong to one; nothing else asks for it
    "django.contrib.redirects",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "ckeditor",
    "articles",
    "stats",
]

MIDDLEWARE = [
    "laichau_portal.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "laichau_portal.headers.newsroom_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "articles.staff.mark_staff",
    "django.contrib.messages.middleware.MessageMiddleware",
    "articles.signin.sessions.limit",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "laichau_portal.urls"
WSGI_APPLICATION = "laichau_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.signin.views.newsroom",
            ],
            "builtins": [
                "articles.templatetags.kept",
                "articles.templatetags.vietnamese",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
# Widgets come from templates/ too, so that the newsroom can redraw them.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Databases and caches

DEFAULT_DATABASE_URL = f"sqlite:///{BASE_DIR / 'db.sqlite3'}"
if not read(env.str, "DATABASE_URL", default=DEFAULT_DATABASE_URL).startswith(
    ("sqlite://", "postgres://", "postgresql://")
):
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
DATABASES = {"default": read(env.db_url, "DATABASE_URL", default=DEFAULT_DATABASE_URL)}
ON_POSTGRESQL = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
if ON_POSTGRESQL:
    DATABASES["default"]["ENGINE"] = "laichau_portal.postgresql"
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # libpq has no shorter time-out than two seconds.
        connect_timeout=2,
        # Ends a statement that a live server takes too long over; when answers are
        # lost on the way, laichau_portal/patience.py ends the wait.
        options="-c statement_timeout=20000 -c lock_timeout=10000",
    )
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
else:
    DATABASES["default"]["OPTIONS"] = {
        # Without IMMEDIATE a transaction that reads first and then writes fails at
        # once when another has written in between, whatever the time-out.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
        ),
    }
    DATABASES["default"].update(CONN_MAX_AGE=60)

CACHES = {"default": read(env.cache_url, "CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith("RedisCache"):
    CACHES["default"].update(
        BACKEND="laichau_portal.shared_cache.SharedCache",
        OPTIONS={
            "serializer": "laichau_portal.shared_cache.JSONSerializer",
            "socket_connect_timeout": 0.5,
            "socket_timeout": 0.5,
        },
    )
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SITE_ID = 1


# Letters to colleagues

vars().update(read(env.email_url, "EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 5  # seconds; whoever presses a button waits that long at most
DEFAULT_FROM_EMAIL = read(
    env.str, "EMAIL_FROM", default=f"toa-soan@{urlsplit(SITE_URL).hostname}"
)


# Language and time

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
# Django's own Vietnamese formats group and read wrongly: formats/vi says how.
FORMAT_MODULE_PATH = "laichau_portal.formats"
LOCALE_PATHS = [BASE_DIR / "laichau_portal" / "locale"]


# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(read(env.str, "STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "laichau_portal.static_files.AppFinder",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(read(env.str, "MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "laichau_portal.static_files.Storage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# An article pasted from Word may reach 5 MB before it is cleaned.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000


# Sign-in

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# allauth; which of its pages there are: articles/signin/urls.py
ACCOUNT_ADAPTER = "articles.signin.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "articles.signin.forms.SignInForm",
    "reauthenticate": "articles.signin.forms.ConfirmForm",
    "change_password": "articles.signin.forms.PasswordForm",
}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Guesses are counted in the audit log (articles/signin/limits.py), not by address
# alone: a whole office has one.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
# After so many seconds the password is asked again before accounts are changed.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "articles.signin.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is ever verified here
MFA_FORMS = {
    "authenticate": "articles.signin.forms.SecondFactorForm",
    "reauthenticate": "articles.signin.forms.SecondFactorAgainForm",
    "activate_totp": "articles.signin.forms.SetUpForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Tòa soạn Lai Châu"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "articles.signin.passwords.SiteWordsValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
SESSION_COOKIE_NAME = "toa_soan"
SESSION_COOKIE_PATH = "/quan-tri/"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 60 * 60
# Readers' one form with a token is /gop-y/; no other page sets or reads the cookie.
CSRF_COOKIE_PATH = "/"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "articles.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


# Headers (headers.py adds those that no setting has)

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
)
SECURE_HSTS_SECONDS = read_natural("HSTS_SECONDS", 3600 if HTTPS else 0)
SECURE_SSL_REDIRECT = False  # nginx redirects; an intranet may have plain http alone.
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["portal"],
    }
}
# The admin's jQuery sets innerHTML as it loads, so no trusted types there.
ADMIN_CONTENT_SECURITY_POLICY = {
    **{
        name: sources
        for name, sources in CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        if "trusted-types" not in name
    },
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
}
# CKEditor 4 writes event handlers and style attributes of its own: the strictest
# policy under which it works.
EDITOR_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "font-src": [SELF],
    "script-src": [SELF],
    "script-src-attr": [UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


# Editor: offers what articles/html.py keeps. Further setup: static/js/editor-setup.js

CKEDITOR_CONFIGS = {
    "default": {
        "customConfig": lazy(static, str)("js/editor-setup.js"),
        "plugins": (
            "a11yhelp,autogrow,basicstyles,blockquote,clipboard,contextmenu,divarea,"
            "elementspath,enterkey,entities,filebrowser,find,format,horizontalrule,"
            "htmlwriter,image2,indentlist,link,list,magicline,maximize,notification,"
            "pastefromgdocs,pastefromlibreoffice,pastefromword,pastetext,portal,"
            "removeformat,showborders,tab,table,tableselection,tabletools,toolbar,undo,"
            "uploadimage"
        ),
        "toolbar": [
            ["Format"],
            ["Bold", "Italic", "Superscript", "Subscript", "RemoveFormat"],
            ["BulletedList", "NumberedList", "Outdent", "Indent", "Blockquote"],
            ["Link", "Unlink"],
            ["Image", "Table", "HorizontalRule"],
            ["Undo", "Redo", "Find", "PasteText", "Maximize"],
        ],
        "format_tags": "p;h2;h3;h4",
        "allowedContent": (
            "p h2 h3 h4 strong em sub sup ul ol li blockquote hr br caption thead tbody "
            "tr table figcaption; a[!href]; th[scope,colspan,rowspan]; "
            # data-widget marks a picture while it is on its way up.
            "td[colspan,rowspan]; figure(image); img[!src,alt,width,height,data-widget]"
        ),
        "removeDialogTabs": "link:upload;link:target;link:advanced",
        "linkDefaultProtocol": "https://",
        "entities": False,
        "clipboard_handleImages": False,  # uploadimage does
        "disableNativeSpellChecker": False,
        "contentsCss": [],
        "stylesSet": False,
        "resize_enabled": False,
        "image2_disableResizer": True,
        "autoGrow_onStartup": True,
        "autoGrow_minHeight": 400,
        "height": 400,
        "filebrowserUploadMethod": "xhr",
        "filebrowserImageUploadUrl": reverse_lazy("admin:articles_image_upload"),
        "imageUploadUrl": reverse_lazy("admin:articles_image_upload"),
        "filebrowserImageBrowseUrl": reverse_lazy("admin:articles_image_choose"),
    }
}


# Readers

# Votes beyond these limits are stored but held for the staff (articles/rating.py).
RATING_VOTES_PER_PREFIX_AND_HOUR = 30
RATING_VOTES_PER_HOUR = 20
RATING_SURGE_FACTOR = 10
# Messages to the editors from one network (articles/views/feedback.py).
FEEDBACK_PER_PREFIX_AND_HOUR = 5
# One visitor's views beyond this are not counted (stats/counting.py).
VISITOR_VIEWS_PER_WINDOW = 60
VISITOR_WINDOW_SECONDS = 600
# Visits that one network (/24, /48) may begin in an hour; more is a flood, except where
# many people share few addresses: mobile carriers, the province's own offices.
NETWORK_VISITS_PER_HOUR = 1000
SHARED_NETWORKS = read_networks("SHARED_NETWORKS")
SHARED_NETWORK_VISITS_PER_HOUR = 10_000
# Keep no key of readers whose browser sends Do-Not-Track or Global Privacy Control.
RESPECT_DO_NOT_TRACK = read_boolean("RESPECT_DO_NOT_TRACK", False)
# Whether browsers keep pages for when the network fails (templates/articles/sw.js).
SERVICE_WORKER = read_boolean("SERVICE_WORKER", True)
ZALO_SHARE_URL = read(
    env.str, "ZALO_SHARE_URL", default="https://sp.zalo.me/share_inline?d="
)


# Whom to tell of a hole: security.txt names it. Without one, the site's own e-mail.
SECURITY_CONTACT = read(env.str, "SECURITY_CONTACT", default="")
if SECURITY_CONTACT and not re.fullmatch(
    r"(mailto:|https://|tel:)\S+", SECURITY_CONTACT
):
    raise ImproperlyConfigured(
        "SECURITY_CONTACT must begin with mailto:, https:// or tel:, "
        f"not {SECURITY_CONTACT!r}."
    )


# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "laichau_portal.logs.JSONLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django would otherwise mail each error to ADMINS and print requests twice.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}

SILENCED_SYSTEM_CHECKS = [
    # CKEditor 4.22.1 is no longer mended. It runs for signed-in editors only, under a
    # policy of its own, and what it sends passes html.clean(). Looked at 2026-11-22.
    "ckeditor.W001",
    # nginx redirects to https and an intranet may have none.
    "security.W008",
    # HSTS is ramped up by HSTS_SECONDS; sub-domains belong to other offices.
    "security.W004",
    "security.W005",
    "security.W021",
    # Cookies are Secure when SITE_URL is https.
    "security.W012",
    "security.W016",
]
