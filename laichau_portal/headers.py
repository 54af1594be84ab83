"""Headers that no setting of Django has."""

from csp.utils import build_policy
from django.conf import settings

from articles.video import PLAYER

# A player in a frame may start and fill the screen; only pages with a video let it in.
PLAYERS = f'(self "{PLAYER}")'
PERMISSIONS = (
    f"accelerometer=(), autoplay={PLAYERS}, camera=(), display-capture=(), "
    f"fullscreen={PLAYERS}, geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=()"
)
ADMIN_PATH = "/quan-tri/"


def fixed_headers():
    """[(name, value)] of a public page that Django does not make."""
    return [
        ("Content-Security-Policy", build_policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", PERMISSIONS),
    ]


def security_headers(get_response):
    """
    Every answer has the headers of a public page, static files and errors too, unless
    a view or a middleware further in has set its own.
    """

    def middleware(request):
        response = get_response(request)
        for name, value in fixed_headers():
            response.setdefault(name, value)
        if request.path.startswith(ADMIN_PATH):
            response["X-Frame-Options"] = "SAMEORIGIN"
            # Not even a 404: somebody else may find a page at its address.
            if "public" in response.get("Cache-Control", "public"):
                response["Cache-Control"] = "no-store"
        return response

    return middleware


def newsroom_policy(get_response):
    """Inside the CSP middleware: the policy of /quan-tri/, unless a view has its own."""

    def middleware(request):
        response = get_response(request)
        if request.path.startswith(ADMIN_PATH) and not hasattr(response, "_csp_config"):
            response._csp_config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return response

    return middleware
