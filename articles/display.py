"""How a reader wants pages shown: the cookie `hien_thi`, such as "2-auto-all"."""

import re
from typing import NamedTuple

COOKIE = "hien_thi"
TEXT_SIZES = range(1, 6)
CONTRASTS = ("auto", "high", "low")
PICTURES = ("all", "asked")
FORM = re.compile(rf"([1-5])-({'|'.join(CONTRASTS)})-({'|'.join(PICTURES)})")


class Choice(NamedTuple):
    """Size 2 is ordinary, 5 is 200 %."""

    text_size: int = 2
    contrast: str = "auto"
    pictures: str = "all"

    def __str__(self):
        return f"{self.text_size}-{self.contrast}-{self.pictures}"

    @property
    def smaller(self):
        return max(self.text_size - 1, TEXT_SIZES[0])

    @property
    def larger(self):
        return min(self.text_size + 1, TEXT_SIZES[-1])

    @property
    def raised(self):
        """The contrast that 'Tăng tương phản' asks for: pressed again, it lets go."""
        return "auto" if self.contrast == "high" else "high"

    @property
    def lowered(self):
        """The same for 'Giảm tương phản'."""
        return "auto" if self.contrast == "low" else "low"


DEFAULT = Choice()


def parse(value):
    """The Choice of a cookie's value; anything odd counts as the default."""
    match = FORM.fullmatch(value or "")
    return Choice(int(match[1]), match[2], match[3]) if match else DEFAULT
