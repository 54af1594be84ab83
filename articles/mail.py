"""
Letters to colleagues about a step of an article, sent once the step is stored. A letter
that cannot be sent is logged and stops nothing.
"""

import logging
from email.mime.image import MIMEImage
from functools import cache, partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from . import rights
from .models import Revision, SiteSettings, Step

logger = logging.getLogger(__name__)
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"

EMBLEM = "img/icon-192.png"  # mail programs show no SVG

SUBJECTS = {
    Step.Kind.SUBMIT: "Chờ duyệt",
    Step.Kind.RETURN: "Trả lại",
    Step.Kind.PUBLISH: "Đã đăng",
    Step.Kind.PLAN: "Đã hẹn giờ",
    Step.Kind.WITHDRAW: "Đã gỡ",
}


def tell(step):
    """Send word of `step` to whoever is next, after the transaction."""
    if step.kind not in SUBJECTS:
        return
    people = next_in_line(step) if step.kind == Step.Kind.SUBMIT else writers_of(step)
    addresses = sorted({user.email for user in people if user.email} - {step.by.email})
    if addresses:
        transaction.on_commit(partial(send, letter(step), addresses))


def next_in_line(step):
    """
    Who edits, or approves when an editor has submitted or nobody edits; those who look
    after the category of the revision.
    """
    approvers = able(step, "articles.publish_article")
    if step.revision.is_edited:
        return approvers
    editors = able(step, "articles.others_article")
    return [user for user in editors if not rights.may_publish(user)] or approvers


def able(step, permission):
    """Active staff with `permission` in the step's category, without superusers."""
    users = get_user_model().objects.with_perm(
        permission, include_superusers=False, backend=MODEL_BACKEND
    )
    key = step.revision.category_id
    return [
        user
        for user in users.filter(is_staff=True).exclude(pk=step.by.pk)
        if rights.beats_of(user) is None or key in rights.beats_of(user)
    ]


def writers_of(step):
    """Who wrote or submitted what the step is about."""
    wrote = Revision.objects.filter(article=step.article).values("author")
    sent = Revision.objects.filter(article=step.article).values("submitter")
    users = get_user_model().objects.filter(is_active=True, is_staff=True)
    return users.filter(Q(pk__in=wrote) | Q(pk__in=sent)).exclude(pk=step.by.pk)


def letter(step):
    """{"subject", "text", "page"}; a title cannot write headers of its own."""
    title = step.revision.content["title"] if step.revision else step.article.title
    path = reverse("admin:articles_article_change", args=[step.article.pk])
    context = {
        "step": step,
        "title": title,
        "address": settings.SITE_URL + path,
        "site": SiteSettings.objects.first() or SiteSettings(),
    }
    subject = " ".join(f"[Tòa soạn] {SUBJECTS[step.kind]}: {title}".split())
    return {
        "subject": subject[:200],
        "text": render_to_string("articles/mail/step.txt", context),
        "page": render_to_string("articles/mail/step.html", context),
    }


def send(letter, addresses):
    try:
        for address in addresses:
            written(letter, address).send()
    except Exception:  # whatever the mail server does, the step is done
        logger.exception("Letter %r was not sent.", letter["subject"])


def written(letter, address):
    """The message to `address`: plain text, and a page with the emblem inside it."""
    message = EmailMultiAlternatives(letter["subject"], letter["text"], to=[address])
    message.attach_alternative(letter["page"], "text/html")
    message.mixed_subtype = "related"
    emblem = MIMEImage(emblem_bytes(), "png")
    emblem.add_header("Content-ID", "<emblem>")
    emblem.add_header("Content-Disposition", "inline", filename="emblem.png")
    message.attach(emblem)
    return message


@cache
def emblem_bytes():
    with open(finders.find(EMBLEM), "rb") as file:
        return file.read()
