"""
The public page of a revision that nobody has published, behind a signed address. It is
good for an hour and for as long as whoever made it may see the article; who has the
address needs no account.
"""

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
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


def address(revision, maker):
    """Where `revision` may be read for an hour, on behalf of the user `maker`."""
    token = signing.dumps([revision.pk, maker.pk], salt=SALT)
    return reverse("admin:preview", args=[token])


@require_safe
def show(request, token):
    key, maker = read(token)
    revision = get_object_or_404(Revision, pk=key, article__deleted_at=None)
    if not is_visible(revision.article, maker):
        raise Http404
    try:
        context = preview_context(revision, shell_for(request))
    except ValidationError as error:  # its category is gone
        raise Http404 from error
    article = context["article"]
    article.published_at = article.published_at or timezone.now()
    context["revision"] = revision
    response = render_private(request, "articles/preview.html", context)
    return video.let_in(response) if context["video_key"] else response


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
