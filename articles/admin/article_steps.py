"""What becomes of an article: the buttons beside the form, the actions of the list."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from .. import rights, workflow
from ..models import Article, AuditEntry, Revision
from ..templatetags.newsroom import when
from . import preview
from .article_form import PLAN, PREVIEW, PUBLISH, RETURN, SUBMIT, WITHDRAW


class WithSteps:
    """For the admin of articles; workflow.py knows who may take which step."""

    actions = ["publish", "withdraw", "restore"]

    def has_publish_permission(self, request):
        """The right to decide what readers see; editing is another."""
        return rights.may_publish(request.user)

    # Buttons

    def response_add(self, request, article, post_url_continue=None):
        return self.response_change(request, article)

    def response_change(self, request, article):
        """What the pressed button asks for, once everything has been saved."""
        form, revision = article.form, article.revision
        if form.step == PREVIEW and revision.content["category"]:
            return redirect(preview.address(revision, request.user))
        said = f"Đã lưu bản {revision.number}."
        if form.step == PREVIEW:
            self.message_user(
                request, f"{said} Hãy chọn chuyên mục rồi xem trước.", messages.WARNING
            )
        elif form.step is None:
            self.message_user(request, said, messages.SUCCESS)
        else:
            self.take_step(request, article, form, said)
        if not self.has_change_permission(request):
            return redirect("admin:index")
        return redirect("admin:articles_article_change", article.pk)

    def take_step(self, request, article, form, said):
        try:
            done = self.verbs[form.step](self, request, article, form)
        except ValidationError as error:
            self.message_user(request, f"{said} {sentence(error)}", messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)

    def publish_now(self, request, article, form):
        until, revision = form.cleaned_data["until"], article.revision
        is_approved = revision.state == Revision.State.APPROVED
        if is_approved and article.is_public and until == article.expires_at:
            return self.only_correct(request, article, form)
        self.put_on_line(request, article, revision, until=until, **words_of(form))
        return format_html(
            'Đã đăng bản {}. <a href="{}">Xem trên cổng</a>',
            article.revision.number,
            article.get_absolute_url(),
        )

    def only_correct(self, request, article, form):
        """What is on line already may still be explained to readers."""
        correction = form.cleaned_data["correction"]
        if not correction:
            number = article.revision.number
            return f"Bản {number} đang đăng rồi; không có gì thay đổi."
        with transaction.atomic():
            self.log_change(request, article, f"Báo bạn đọc: {correction}")
            workflow.correct(article, correction, by=request.user)
        return "Đã báo bạn đọc điều đã sửa."

    def plan(self, request, article, form):
        at, until = form.cleaned_data["at"], form.cleaned_data["until"]
        times = {"at": at, "until": until}
        self.put_on_line(request, article, article.revision, **times, **words_of(form))
        return f"Bản {article.revision.number} sẽ tự đăng lúc {when(at)}."

    def submit(self, request, article, form):
        number = article.revision.number
        with transaction.atomic():
            self.log_change(request, article, f"Gửi duyệt bản {number}.")
            workflow.submit(
                article.revision, by=request.user, note=form.cleaned_data["note"]
            )
        return f"Đã gửi duyệt bản {number}."

    def give_back(self, request, article, form):
        revision, note = article.revision, form.cleaned_data["note"]
        own = workflow.is_submitter(revision, request.user)
        with transaction.atomic():
            what = "Rút lại" if own else "Trả lại"
            self.log_change(request, article, f"{what} bản {revision.number}. {note}")
            workflow.give_back(revision, by=request.user, note=note)
        return f"Đã {what.lower()} bản {revision.number}."

    def take_down(self, request, article, form):
        self.log_and_withdraw(request, article, form.cleaned_data["reason"])
        return "Đã gỡ bài khỏi cổng."

    verbs = {
        PUBLISH: publish_now,
        PLAN: plan,
        SUBMIT: submit,
        RETURN: give_back,
        WITHDRAW: take_down,
    }

    def put_on_line(self, request, article, revision, **how):
        """Publish, or raise ValidationError with what is to be mended first."""
        revision.article = article
        how["agreed"] = request.POST.getlist("host_ok")
        request.audit_action = AuditEntry.Action.PUBLISH
        with transaction.atomic():
            self.log_change(request, article, deed(revision, how.get("at")))
            workflow.publish(revision, by=request.user, **how)

    def log_and_withdraw(self, request, article, reason):
        request.audit_action = AuditEntry.Action.WITHDRAW
        with transaction.atomic():
            self.log_change(request, article, f"Gỡ bài. {reason}".strip())
            workflow.withdraw(article, reason, by=request.user)

    # Actions

    @admin.action(description="Đăng bản mới nhất", permissions=["publish"])
    def publish(self, request, queryset):
        done = 0
        for article in queryset:
            try:
                revision = newest_saved(article)
                correction = revision.correction
                self.put_on_line(request, article, revision, correction=correction)
            except ValidationError as error:
                self.message_user(
                    request, f"{article}: {sentence(error)}", messages.ERROR
                )
            else:
                done += 1
        self.report(request, "Đã đăng", done)

    @admin.action(description="Gỡ khỏi cổng…", permissions=["publish"])
    def withdraw(self, request, queryset):
        """Asks for the reason first."""
        articles = list(queryset.filter(status=Article.Status.PUBLISHED))
        if "reason" not in request.POST:
            return self.ask_for_reason(request, articles)
        done = 0
        for article in articles:
            try:
                self.log_and_withdraw(request, article, request.POST["reason"][:500])
            except ValidationError as error:
                text = f"{article}: {sentence(error)}"
                self.message_user(request, text, messages.ERROR)
            else:
                done += 1
        self.report(request, "Đã gỡ", done)

    def ask_for_reason(self, request, articles):
        if not articles:
            self.message_user(
                request,
                "Trong số đã chọn không có bài nào đang đăng.",
                messages.WARNING,
            )
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Gỡ bài khỏi cổng",
            "opts": self.opts,
            "articles": articles,
        }
        return TemplateResponse(
            request, "admin/articles/article/withdraw.html", context
        )

    def report(self, request, what, number):
        if number:
            self.message_user(request, f"{what} {number} bài.", messages.SUCCESS)


def deed(revision, at):
    if at:
        return f"Hẹn giờ đăng bản {revision.number}, {when(at)}."
    return f"Đăng bản {revision.number}."


def newest_saved(article):
    """The newest revision; a row that was made without one gets its first."""
    return article.newest_revision or article.save_revision(
        Revision.of(article).content
    )


def words_of(form):
    """What was said to colleagues, and what is to be said to readers."""
    data = form.cleaned_data
    return {"note": data["note"], "correction": data["correction"]}


def sentence(error):
    return " ".join(error.messages)
