"""
The public page of a revision that nobody has published, behind a signed address. It is
good for an hour and for as long as whoever made it may see the article; who has the
address needs no account.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import video
from ..article_page import preview_context
from ..models import Revision
from ..pages import render_private, shell_for
from ..rights import is_visible

SALT = "articles.preview"
SECONDS = 60 * 60


def address(revision, maker, name="preview"):
    """
    Where `revision` may be read for an hour, on behalf of the user `maker`: the page
    itself, or with "preview_frames" that page at two widths.
    """
    token = signing.dumps([revision.pk, maker.pk], salt=SALT)
    return reverse(f"admin:{name}", args=[token])


@require_safe
def show(request, token):
    revision = revision_behind(token)
    try:
        context = preview_context(revision, shell_for(request))
    except ValidationError as error:  # its category is gone
        raise Http404 from error
    article = context["article"]
    article.published_at = article.published_at or timezone.now()
    context |= {
        "revision": revision,
        "until": end_of(token),
        "frames": reverse("admin:preview_frames", args=[token]),
    }
    response = render_private(request, "articles/preview.html", context)
    if context["video_key"]:
        return video.let_in(response, ancestors="'self'")
    return response


@require_safe
def frames(request, token):
    """The page behind `token` on a phone and on a desktop, and its address to send."""
    page = reverse("admin:preview", args=[token])
    context = {
        **admin.site.each_context(request),
        "title": "Xem trước trên điện thoại và máy tính",
        # Whoever was sent the address has no place in the newsroom.
        "is_popup": not request.user.is_authenticated,
        "revision": revision_behind(token),
        "until": end_of(token),
        "page": page,
        "link": settings.SITE_URL + page,
    }
    response = TemplateResponse(request, "admin/articles/preview_frames.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def revision_behind(token):
    """The Revision that `token` shows; Http404 when it may not be seen."""
    key, maker = read(token)
    revision = get_object_or_404(Revision, pk=key, article__deleted_at=None)
    if not is_visible(revision.article, maker):
        raise Http404
    return revision


def end_of(token):
    """When `token`, which has been read, ends: the signer writes its start into it."""
    start = signing.b62_decode(token.rsplit(":", 2)[1])
    return datetime.fromtimestamp(start, UTC) + timedelta(seconds=SECONDS)


def read(token):
    """
    (key of the revision, maker) in `token`; Http404 when it is forged, old, or its
    maker's right is gone.
    """
    try:
        key, maker = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    user = get_user_model().objects.filter(pk=maker).first()
    if user is None or not may_see_articles(user):
        raise Http404
    return key, user


def may_see_articles(user):
    """Whether the newsroom shows `user` what is not published."""
    rights = ("view", "add", "change")
    return (
        user.is_active
        and user.is_staff
        and any(user.has_perm(f"articles.{right}_article") for right in rights)
    )
