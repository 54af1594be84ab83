"""Readers write to the editors: a page of their own, in no cache, with Django's token."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..breadcrumb import trail
from ..forms import AboutForm, FeedbackForm
from ..models import Article, Feedback
from ..pages import render_private
from ..rating import sender_of
from .reader import SeeOther

THANKS = "da-gui"
TOO_MANY = "Mạng của bạn đã gửi nhiều góp ý trong giờ qua; hãy gửi lại sau một giờ."


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request):
    if request.method == "POST":
        return receive(request)
    if THANKS in request.GET:
        return show(request, sent=True)
    return show(request, form=FeedbackForm(), article=article_of(request.GET))


def receive(request):
    form, article = FeedbackForm(request.POST), article_of(request.POST)
    if not form.is_valid():
        return show(request, form=form, article=article, status=400)
    _, prefix_key = sender_of(request)
    if is_flood(prefix_key):
        form.add_error(None, TOO_MANY)
        return show(request, form=form, article=article, status=429)
    # A robot that fills in the hidden field is thanked and forgotten.
    if not form.cleaned_data["website"]:
        form.instance.article, form.instance.prefix_key = article, prefix_key
        form.save()
    return SeeOther(f"{reverse('articles:feedback')}?{THANKS}=1")


def article_of(data):
    """The public article that the message is about, or None."""
    form = AboutForm(data)
    if not form.is_valid() or not form.cleaned_data["bai"]:
        return None
    articles = Article.objects.published().only("title", "slug")
    return articles.filter(pk=form.cleaned_data["bai"]).first()


def is_flood(prefix_key):
    since = timezone.now() - timedelta(hours=1)
    recent = Feedback.objects.filter(prefix_key=prefix_key, at__gte=since)
    return recent.count() >= settings.FEEDBACK_PER_PREFIX_AND_HOUR


def show(request, status=200, **context):
    title = "Góp ý với ban biên tập"
    context |= {"title": title, "crumbs": trail((title, request.path))}
    return render_private(request, "articles/feedback.html", context, status)
