"""What becomes of an article: the buttons beside the form, the actions of the list."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from ..models import Article, Revision
from ..readiness import faults
from ..templatetags.newsroom import when
from . import preview
from .article_form import PLAN, PREVIEW, PUBLISH, WITHDRAW

MAY_NOT_PUBLISH = "Bạn chưa có quyền đăng và gỡ bài."


class WithSteps:
    """For the admin of articles. Each step is open to whoever may publish."""

    actions = ["publish", "withdraw", "restore"]

    def has_publish_permission(self, request):
        """The right to decide what readers see; editing is another."""
        return request.user.has_perm("articles.publish_article")

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
            if not self.has_publish_permission(request):
                raise ValidationError(MAY_NOT_PUBLISH)
            done = self.verbs[form.step](self, request, article, form)
        except ValidationError as error:
            self.message_user(request, f"{said} {sentence(error)}", messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)

    def publish_now(self, request, article, form):
        until, revision = form.cleaned_data["until"], article.revision
        is_approved = revision.state == Revision.State.APPROVED
        if is_approved and article.is_public and until == article.expires_at:
            return f"Bản {revision.number} đang đăng rồi; không có gì thay đổi."
        self.put_on_line(request, article, revision, until=until)
        return format_html(
            'Đã đăng bản {}. <a href="{}">Xem trên cổng</a>',
            article.revision.number,
            article.get_absolute_url(),
        )

    def plan(self, request, article, form):
        at, until = form.cleaned_data["at"], form.cleaned_data["until"]
        self.put_on_line(request, article, article.revision, at=at, until=until)
        return f"Bản {article.revision.number} sẽ tự đăng lúc {when(at)}."

    def take_down(self, request, article, form):
        self.log_and_withdraw(request, article, form.cleaned_data["reason"])
        return "Đã gỡ bài khỏi cổng."

    verbs = {PUBLISH: publish_now, PLAN: plan, WITHDRAW: take_down}

    def put_on_line(self, request, article, revision, **times):
        """Publish, or raise ValidationError with what is to be mended first."""
        if found := faults(revision.content):
            raise ValidationError(f"Chưa đăng được: {'; '.join(found)}.")
        with transaction.atomic():
            self.log_change(request, article, f"Đăng bản {revision.number}.")
            article.publish(revision, by=request.user, **times)

    def log_and_withdraw(self, request, article, reason):
        if article.status != Article.Status.PUBLISHED:
            raise ValidationError("Bài này không đăng nên không có gì để gỡ.")
        with transaction.atomic():
            self.log_change(request, article, f"Gỡ bài. {reason}".strip())
            article.withdraw(reason)

    # Actions

    @admin.action(description="Đăng bản mới nhất", permissions=["publish"])
    def publish(self, request, queryset):
        done = 0
        for article in queryset:
            try:
                self.put_on_line(request, article, newest_saved(article))
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
        for article in articles:
            self.log_and_withdraw(request, article, request.POST["reason"][:500])
        self.report(request, "Đã gỡ", len(articles))

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

    @admin.action(description="Lấy lại từ thùng rác", permissions=["publish"])
    def restore(self, request, queryset):
        with transaction.atomic():
            articles = list(queryset)
            for article in articles:
                self.log_change(request, article, "Lấy lại từ thùng rác.")
                article.change(deleted_at=None)
        self.report(request, "Đã lấy lại", len(articles))

    def report(self, request, what, number):
        if number:
            self.message_user(request, f"{what} {number} bài.", messages.SUCCESS)


def newest_saved(article):
    """The newest revision; a row that was made without one gets its first."""
    return article.newest_revision or article.save_revision(
        Revision.of(article).content
    )


def sentence(error):
    return " ".join(error.messages)
