"""Where an article stands, in the words of the newsroom."""

from typing import NamedTuple

from django.utils import timezone

from ..models import Article, Revision
from ..templatetags.newsroom import when

Status = Article.Status


class State(NamedTuple):
    code: str  # of the icon and the colour
    label: str
    note: str = ""


# The state of an article without anything on line; one beside a live article.
UNPUBLISHED = {
    Revision.State.SUBMITTED: State("review", "Chờ duyệt"),
    Revision.State.REJECTED: State("returned", "Trả lại"),
}
BESIDE = {
    Revision.State.SUBMITTED: ("Sửa bài đang đăng, chờ duyệt", "Bản {} chờ duyệt"),
    Revision.State.REJECTED: ("Đang đăng, bản sửa bị trả lại", "Bản {} bị trả lại"),
}
DRAFT_BESIDE = ("Đang đăng, có bản nháp", "Bản nháp {} chưa đăng")


def state_of(article, newest, live, turn=""):
    """
    The State of `article`, whose newest revision has the number `newest` and the state
    `turn`, and whose last published one the number `live` (0: none).
    """
    now = timezone.now()
    if article.deleted_at:
        return State("withdrawn", "Trong thùng rác", f"Bỏ {when(article.deleted_at)}")
    if article.status == Status.WITHDRAWN:
        return State("withdrawn", "Đã gỡ", article.withdrawn_note)
    if article.status == Status.IN_REVIEW:
        return UNPUBLISHED[Revision.State.SUBMITTED]
    if article.status == Status.DRAFT:
        return UNPUBLISHED.get(turn, State("draft", "Bản nháp"))
    label, note = BESIDE.get(turn, DRAFT_BESIDE)
    beside = note.format(newest) if newest > live else ""
    if article.published_at > now:
        return State("planned", "Hẹn giờ", beside)
    if article.expires_at and article.expires_at <= now:
        return State("expired", "Hết hạn", beside)
    if beside:
        return State("beside", label, beside)
    return State("live", "Đang đăng")


def banner(article, newest, live, turn=""):
    """(what readers see, what follows from it) for the head of the form."""
    state = state_of(article, newest, live, turn)
    if state.code == "beside" and turn == Revision.State.SUBMITTED:
        return waiting_beside(article, newest, live)
    return BANNERS[state.code](article, newest, live)


def draft(article, newest, live):
    return (
        f"Bạn đang xem bản nháp {newest}, chưa đăng.",
        "Bạn đọc chưa thấy bài này.",
    )


def waiting(article, newest, live):
    return (
        f"Bạn đang xem bản {newest}, đang chờ duyệt.",
        "Bạn đọc chưa thấy bài này. Sửa và lưu thì bản mới chờ duyệt thay bản này.",
    )


def returned(article, newest, live):
    return (
        f"Bạn đang xem bản {newest}, đã bị trả lại.",
        "Bạn đọc chưa thấy bài này. Lý do ghi ở Bước tiếp theo; sửa xong thì gửi lại.",
    )


def waiting_beside(article, newest, live):
    return (
        f"Bạn đang xem bản {newest}, chờ duyệt bên cạnh bản {live} đang đăng.",
        f"Bạn đọc vẫn thấy bản {live} cho tới khi có người đăng bản này.",
    )


def beside(article, newest, live):
    return (
        f"Bạn đang xem bản nháp {newest}, nằm bên cạnh bản {live} đang đăng.",
        f"Bạn đọc vẫn thấy bản {live} cho tới khi có người đăng bản này.",
    )


def on_line(article, newest, live):
    return (
        f"Bạn đang xem bản {newest}, chính là bản đang đăng.",
        "Sửa và lưu thì thành bản nháp mới; bạn đọc chỉ thấy khi có người đăng.",
    )


def planned(article, newest, live):
    time = when(article.published_at)
    if newest > live:
        return (
            f"Bạn đang xem bản nháp {newest}; bản {live} sẽ đăng lúc {time}.",
            "Muốn bản này lên thay thì hẹn giờ lại.",
        )
    return (f"Bản {live} sẽ đăng lúc {time}.", "Bạn đọc chưa thấy bài này.")


def expired(article, newest, live):
    return (
        f"Bài đã hết hạn lúc {when(article.expires_at)}.",
        "Bạn đọc không còn thấy. Đăng lại thì phải đổi hoặc xóa lúc hết hạn.",
    )


def withdrawn(article, newest, live):
    if article.withdrawn_note:
        return "Bài đã gỡ.", f"Ở địa chỉ cũ, bạn đọc thấy: “{article.withdrawn_note}”"
    return "Bài đã gỡ.", "Ở địa chỉ cũ, bạn đọc thấy trang báo không tìm thấy."


BANNERS = {
    "draft": draft,
    "review": waiting,
    "returned": returned,
    "beside": beside,
    "live": on_line,
    "planned": planned,
    "expired": expired,
    "withdrawn": withdrawn,
}
