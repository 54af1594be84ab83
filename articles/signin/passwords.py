"""Refuses passwords that are little more than the site's own words."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

from ..text import fold

WORDS = (
    *("congthongtindientu", "congthongtin", "laichau", "toasoan", "bientap", "tinhuy"),
    *("quantri", "quanly", "phongvien", "matkhau", "password", "dangnhap", "ubnd"),
    *("baochi", "tintuc", "vietnam", "admin", "nukeviet", "ttdt"),
    *("1234567890", "123456789", "12345678", "123456", "12345"),
)
LEFT = 8  # letters and digits beside those words


class SiteWordsValidator:
    def validate(self, password, user=None):
        rest = "".join(filter(str.isalnum, fold(password)))
        for word in (*WORDS, *host_words()):
            rest = rest.replace(word, "")
        if len(rest) < LEFT:
            raise ValidationError(
                "Mật khẩu dựa vào các từ ai cũng đoán được (tên cổng, tên tỉnh, “mật "
                "khẩu”…). Hãy ghép vài từ không liên quan.",
                code="password_of_site_words",
            )

    def get_help_text(self):
        return "Không dựa vào tên cổng, tên tỉnh hay các từ như “mật khẩu”, “quản trị”."


def host_words():
    """The parts of the site's host name that are words."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    return [part for part in host.split(".") if len(part) > 3 and part.isalpha()]
