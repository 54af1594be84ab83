"""The list of articles: what it shows, how it is searched and filtered."""

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.forms import ModelChoiceField
from django.http import QueryDict
from django.utils import timezone

from stats import reports

from ..models import Article, Author, Category, Revision, Step
from ..slices import fetch_rows, instant, named_rows
from ..text import fold, normalize
from .categories import category_choices
from .states import state_of
from .typed import is_key

Status = Article.Status
State = Revision.State
WAITING = (State.SUBMITTED, State.REJECTED)


class ArticleList(ChangeList):
    """A page of articles, each with what its newest revision says."""

    def get_queryset(self, request, **kwargs):
        return super().get_queryset(request, **kwargs).defer("lead", "body", "folded")

    def get_results(self, request):
        super().get_results(request)
        self.result_list = described(list(self.result_list))


def described(articles):
    """
    `articles`, each with newest, live, headline, saved_at, state, section, byline,
    views, reads and, when it waits for somebody, the last step; in three queries.
    """
    keys = [article.pk for article in articles]
    rows = newest_revisions(keys)
    views = reports.article_views(keys)
    waiting = [key for key, row in rows.items() if row["state"] in WAITING]
    names, steps = names_and_steps(rows.values(), waiting)
    for article in articles:
        row = rows.get(article.pk, {})
        article.newest, article.live = row.get("number", 0), row.get("live") or 0
        article.headline = row.get("headline") or article.title
        article.saved_at = row.get("created_at")
        turn = row.get("state", "")
        article.state = state_of(article, article.newest, article.live, turn)
        article.last_step = steps.get(article.pk)
        article.section = names["category"].get(row.get("content__category"), "")
        written_by = row.get("content__authors") or []
        article.byline = ", ".join(
            names["author"][key] for key in written_by if key in names["author"]
        )
        article.views, article.reads = views[article.pk]
    return articles


def newest_revisions(keys):
    """{article id: the parts of its newest revision that a list shows}."""
    of_article = Revision.objects.filter(article=OuterRef("article"))
    number = of_article.order_by("-number").values("number")[:1]
    approved = of_article.filter(state=Revision.State.APPROVED)
    rows = Revision.objects.filter(article__in=keys, number=Subquery(number)).values(
        "article",
        "number",
        "created_at",
        "state",
        "content__category",
        "content__authors",
        # As text: a title of digits would come back as a number.
        headline=KT("content__title"),
        live=Subquery(approved.order_by("-number").values("number")[:1]),
    )
    return {row["article"]: row for row in rows}


def names_and_steps(rows, waiting):
    """
    {"category": {id: name}, "author": {id: name}} of what the rows refer to, and
    {article id: its last Step} for the ids `waiting`; in one query.
    """
    rows = list(rows)
    categories = {row["content__category"] for row in rows} - {None}
    authors = {key for row in rows for key in row["content__authors"]}
    found = fetch_rows(
        named_rows(
            "category", Category.objects.filter(pk__in=categories), "id", "id", "name"
        ),
        named_rows("author", Author.objects.filter(pk__in=authors), "id", "id", "name"),
        named_rows(
            "step",
            last_steps(waiting),
            "id",
            *("article_id", "kind", "at", "note"),
            username=F("by__username"),
            first_name=F("by__first_name"),
            last_name=F("by__last_name"),
        ),
    )
    names = {
        kind: {item.id: item.name for item in found.get(kind, [])}
        for kind in ("category", "author")
    }
    return names, {row.article_id: step_of(row) for row in found.get("step", [])}


def last_steps(keys):
    """The last Step of each of the articles `keys`."""
    later = Step.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    return Step.objects.filter(~Exists(later), article__in=keys)


def step_of(row):
    """The unsaved Step that the columns of `row` describe."""
    names = {
        name: getattr(row, name) for name in ("username", "first_name", "last_name")
    }
    by = get_user_model()(**names) if row.username else None
    return Step(kind=row.kind, at=instant(row.at), note=row.note, by=by)


def search(queryset, text):
    """Articles with every word in title and lead, or in the title of some revision."""
    words = fold(normalize(text)).split()
    has_all = Q(*(Q(folded__contains=word) for word in words))
    revisions = Revision.objects.filter(has_all).values("article")
    return queryset.filter(has_all | Q(pk__in=revisions))


class Choice(admin.SimpleListFilter):
    """A filter that takes its own choices for an answer and nothing else."""

    def value(self):
        value = super().value()
        return value if value in dict(self.lookup_choices) else None


class States(Choice):
    """The tabs above the list; without one, everything but the bin."""

    title = "trạng thái"
    parameter_name = "trang-thai"
    template = "admin/articles/article/tabs.html"
    is_tabs = True  # above the list instead of beside it
    BIN = "thung-rac"

    def lookups(self, request, model_admin):
        return [
            ("nhap", "Bản nháp"),
            ("cho-duyet", "Chờ duyệt"),
            ("tra-lai", "Trả lại"),
            ("ben-canh", "Có bản nháp mới"),
            ("hen-gio", "Hẹn giờ"),
            ("dang-dang", "Đang đăng"),
            ("da-go", "Đã gỡ"),
            ("het-han", "Hết hạn"),
            (self.BIN, "Thùng rác"),
        ]

    def queryset(self, request, queryset):
        if self.value() == self.BIN:
            return queryset.filter(deleted_at__isnull=False)
        queryset = queryset.filter(deleted_at__isnull=True)
        return queryset.filter(in_state(self.value())) if self.value() else queryset


def in_state(name):
    now = timezone.now()
    is_over = Q(expires_at__lte=now)
    published = Q(status=Status.PUBLISHED)
    return {
        "nhap": Q(status=Status.DRAFT),
        "cho-duyet": Q(pk__in=open_in(State.SUBMITTED)) | Q(status=Status.IN_REVIEW),
        "tra-lai": Q(pk__in=open_in(State.REJECTED)),
        "ben-canh": published & Q(pk__in=with_unpublished_draft()),
        "hen-gio": published & Q(published_at__gt=now),
        "dang-dang": published & Q(published_at__lte=now) & ~is_over,
        "da-go": Q(status=Status.WITHDRAWN),
        "het-han": published & is_over,
    }[name]


def with_unpublished_draft():
    """Ids of articles whose newest revision has not been published."""
    return Revision.objects.filter(is_open=True).values("article")


def open_in(state):
    """Ids of articles whose newest revision is in `state`."""
    return with_unpublished_draft().filter(state=state)


class ByCategory(Choice):
    title, parameter_name = "chuyên mục", "chuyen-muc"

    def lookups(self, request, model_admin):
        return [(str(key), name) for key, name in category_choices(request.user)]

    def queryset(self, request, queryset):
        """A draft that nobody has published stands where its newest revision says."""
        key = self.value()
        if not key:
            return queryset
        draft = Q(status__in=[Status.DRAFT, Status.IN_REVIEW])
        moved = with_unpublished_draft().filter(category=key)
        return queryset.filter((~draft & Q(category=key)) | (draft & Q(pk__in=moved)))


class RowFilter(admin.SimpleListFilter):
    """One row out of a table that grows: it is looked for by its name."""

    template = "admin/articles/article/choice_filter.html"
    column = ""  # of the article

    def lookups(self, request, model_admin):
        return []

    def has_output(self):
        return True

    def value(self):
        key = super().value() or ""
        return key if is_key(key) else None

    def choices(self, changelist):
        asked = {self.parameter_name: self.value()}
        others = changelist.get_query_string(remove=[*asked, PAGE_VAR])
        field = f"filter-{self.parameter_name}"
        yield {
            "field": row_select(self.column).render(*asked.popitem(), {"id": field}),
            "id": field,
            "chosen": self.value(),
            "others": QueryDict(others[1:]).items(),
            "without": others,
        }


def row_select(column):
    """The widget that looks for a row of what `column` refers to."""
    field = Article._meta.get_field(column)
    rows = ModelChoiceField(field.related_model.objects.order_by("pk"))
    return AutocompleteSelect(field, admin.site, choices=rows.choices)


class ByTopic(RowFilter):
    title, parameter_name, column = "dòng sự kiện", "dong-su-kien", "topic"

    def queryset(self, request, queryset):
        return queryset.filter(topic=self.value()) if self.value() else queryset


class ByAuthor(RowFilter):
    title, parameter_name, column = "tác giả", "tac-gia", "authors"

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        written = Article.authors.through.objects.filter(author=self.value())
        return queryset.filter(pk__in=written.values("article"))
