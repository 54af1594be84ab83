"""Pages of a long list, without counting the whole of it."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 1000


class ShortPaginator(Paginator):
    """
    Counts `reach` rows and no more: to count a large table is to read it. `is_more`
    says whether there are others; a page further on reaches further.
    """

    reach = MOST

    @cached_property
    def counted(self):
        rows = self.object_list
        if isinstance(rows, list):
            return len(rows)
        return rows.order_by().values("pk")[: self.reach + 1].count()

    @property
    def is_more(self):
        return self.counted > self.reach

    @cached_property
    def count(self):
        return min(self.counted, self.reach)

    def reach_beyond(self, page):
        """Let whoever has come to `page` go on from there."""
        self.reach = max(MOST, page * self.per_page + MOST // 2)
        return self
