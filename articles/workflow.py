"""
The way of a text through the newsroom: submitted, returned, published, withdrawn. Each
step is checked, done and written down (models.Step) in one transaction, and whoever is
next hears of it. A step that is refused raises ValidationError with a sentence.
"""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction

from . import mail, rights
from .hosts import check_hosts
from .models import Article, Revision, SiteSettings, Step
from .readiness import faults
from .relations import still_there

Kind, State, Status = Step.Kind, Revision.State, Article.Status

MAY_NOT_PUBLISH = "Bạn chưa có quyền đăng và gỡ bài."
NOT_YOUR_CATEGORY = "Bạn không phụ trách chuyên mục này nên không đăng, gỡ được bài."
OWN_TEXT = (
    "Cổng cần hai người cho mỗi bài: bạn đã viết hoặc sửa bản này, nên một người khác "
    "phải duyệt."
)
REPLACED = "Vừa có bản mới hơn; hãy mở lại bài để xem."


@contextmanager
def turn(revision):
    """The row of the newest `revision`, locked; refused when there is a newer one."""
    with transaction.atomic():
        article = revision.article.lock()
        if article.deleted_at:
            raise ValidationError("Bài nằm trong thùng rác.")
        if article.newest_revision.number != revision.number:
            raise ValidationError(REPLACED)
        yield article


def note_down(kind, article, by, note="", revision=None):
    return Step.objects.create(
        article=article, revision=revision, kind=kind, by=by, note=note
    )


def submit(revision, *, by, note=""):
    """Put `revision` before whoever edits or approves."""
    if revision.state == State.APPROVED:
        raise ValidationError("Bản này đã đăng nên không có gì để gửi.")
    if not revision.category_id:
        raise ValidationError("Hãy chọn chuyên mục rồi gửi, để bài tới đúng người.")
    with turn(revision) as article:
        revision.state, revision.submitter = State.SUBMITTED, by
        revision.is_edited = revision.is_edited or rights.may_open_others(by)
        revision.save(update_fields=["state", "submitter", "is_edited"])
        if article.status == Status.DRAFT:
            Article.objects.filter(pk=article.pk).update(status=Status.IN_REVIEW)
        mail.tell(note_down(Kind.SUBMIT, article, by, note, revision))


def is_submitter(revision, user):
    """Whether `user` has put `revision` before the others."""
    return revision.submitter_id is not None and revision.submitter_id == user.pk


def give_back(revision, *, by, note=""):
    """Return what was submitted, with the reason; the submitter takes it back."""
    with turn(revision) as article:
        current = Revision.objects.get(pk=revision.pk)
        if current.state != State.SUBMITTED:
            raise ValidationError("Bản này không chờ duyệt nên không trả lại được.")
        own = is_submitter(current, by)
        check_may_return(by, note, own)
        revision.state = State.DRAFT if own else State.REJECTED
        revision.is_edited = False
        revision.reviewer = None if own else by
        revision.save(update_fields=["state", "is_edited", "reviewer"])
        if article.status == Status.IN_REVIEW:
            Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
        kind = Kind.TAKE_BACK if own else Kind.RETURN
        mail.tell(note_down(kind, article, by, note, revision))


def check_may_return(by, note, own):
    if own:
        return
    if not rights.may_open_others(by):
        raise ValidationError("Chỉ người biên tập hoặc người duyệt trả lại được bài.")
    if not note.strip():
        raise ValidationError("Trả lại thì phải ghi lý do vào ô Lời nhắn kèm theo.")


def publish(revision, *, by, note="", correction="", at=None, agreed=(), **times):
    """
    Put `revision` before readers, at `at` when that is given; see Article.publish.
    `agreed`: the hosts never linked to before that `by` has looked at.
    """
    article = revision.article
    check_may_publish(by, article, revision)
    if found := faults(revision.content):
        raise ValidationError(f"Chưa đăng được: {'; '.join(found)}.")
    check_hosts(article, revision, by, agreed)
    with turn(revision):
        check_two_people(article, by)
        was_public = Article.objects.published().filter(pk=article.pk).exists()
        step = note_down(Kind.PLAN if at else Kind.PUBLISH, article, by, note, revision)
        mail.tell(step)
        if correction and was_public:
            article.correct(correction)
        article.publish(revision, by=by, at=at, **times)


def check_may_publish(by, article, revision=None):
    """The row counts only once readers have seen it: a draft's is out of date."""
    if not rights.may_publish(by):
        raise ValidationError(MAY_NOT_PUBLISH)
    is_out = article.status in (Status.PUBLISHED, Status.WITHDRAWN)
    categories = [article.category_id if is_out else None]
    categories += [revision.category_id] if revision else []
    if not rights.may_publish_in(by, *categories):
        raise ValidationError(NOT_YOUR_CATEGORY)


def wants_two_people():
    """Whether nobody on this portal may approve what is partly their own."""
    return SiteSettings.objects.filter(two_people=True).exists()


def check_two_people(article, by):
    """Nobody approves what is partly their own, where the portal wants two people."""
    if rights.standing(article, by).is_barred:
        raise ValidationError(OWN_TEXT)


def correct(article, note, *, by):
    """Tell readers what changed, without a new revision."""
    check_may_publish(by, article)
    article.correct(note)


def withdraw(article, reason, *, by):
    """Take the article off the portal, with the reason that readers are shown."""
    check_may_publish(by, article)
    with transaction.atomic():
        if article.lock().status != Status.PUBLISHED:
            raise ValidationError("Bài này không đăng nên không có gì để gỡ.")
        mail.tell(note_down(Kind.WITHDRAW, article, by, reason))
        article.withdraw(reason)


def restore_revision(old, *, by):
    """
    A new revision with what `old` held, as (revision, [what is left out because it
    was deleted since]).
    """
    content, missing = still_there(old.content)
    with transaction.atomic():
        note = f"Lấy lại bản {old.number}."
        revision = old.article.save_revision(content, author=by, note=note)
        note_down(Kind.RESTORE, old.article, by, note, revision)
    return revision, missing
