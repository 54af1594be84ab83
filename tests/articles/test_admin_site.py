"""The newsroom as a whole: its places, its language, and what readers see of its work."""

import re
from ast import literal_eval
from gettext import GNUTranslations
from html.parser import HTMLParser

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.redirects.models import Redirect
from django.contrib.staticfiles import finders
from django.forms import SplitDateTimeField
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from articles import audit
from articles.admin.base import PublicAdmin
from articles.models import (
    Article,
    AuditEntry,
    Author,
    Category,
    Edition,
    Feedback,
    Image,
    KnownHost,
    Link,
    LinkGroup,
    MenuItem,
    Notice,
    Page,
    Place,
    Rating,
    RatingDecision,
    SiteSettings,
    Tag,
    Topic,
)
from stats.models import Annotation, BalanceChange, OpeningBalance
from tests.builders import (
    confirm,
    make_article,
    make_author,
    make_category,
    make_image,
    make_notice,
    make_opening_balance,
    make_place,
    make_tag,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def make_link_group():
    group = LinkGroup.objects.create(name="Cơ quan")
    Link.objects.create(group=group, name="Chính phủ", url="https://chinhphu.vn/")
    return group


def make_rating():
    article = make_article()
    now = timezone.now()
    return Rating.objects.create(article=article, voter="x", score=5, at=now)


def make_decision():
    article = make_article()
    return RatingDecision.objects.create(
        article=article, verdict="dropped", votes=3, points=5, reason="Bấm nhiều lần"
    )


MAKE = {
    Annotation: lambda: Annotation.objects.create(
        day=timezone.localdate(), text="Mất điện"
    ),
    Article: make_article,
    AuditEntry: lambda: audit.record(audit.Action.EXPORT, name="Bài viết"),
    Author: make_author,
    BalanceChange: lambda: BalanceChange.objects.create(after="Toàn bộ: 5 lượt"),
    Category: make_category,
    Feedback: lambda: Feedback.objects.create(text="Sai tên xã"),
    Group: lambda: Group.objects.create(name="Cộng tác viên"),
    Image: make_image,
    KnownHost: lambda: KnownHost.objects.create(host="an.example"),
    LinkGroup: make_link_group,
    MenuItem: lambda: MenuItem.objects.create(
        name="Thực đơn", url="/trang/gioi-thieu/"
    ),
    Notice: make_notice,
    OpeningBalance: lambda: make_opening_balance("total", None, 1000),
    Page: lambda: Page.objects.create(
        title="Giới thiệu", slug="gioi-thieu", body="<p>Chữ</p>"
    ),
    Place: make_place,
    Redirect: lambda: Redirect.objects.create(
        site_id=1, old_path="/chuyen-muc/cu/", new_path="/chuyen-muc/moi/"
    ),
    Rating: make_rating,
    RatingDecision: make_decision,
    SiteSettings: lambda: SiteSettings.objects.get_or_create(pk=1)[0],
    Tag: make_tag,
    Topic: make_topic,
    User: make_user,
}
MODELS = list(admin.site._registry)
PUBLIC = [
    model
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, PublicAdmin)
]


def name_of(model):
    return model._meta.model_name


def address(model, page, *arguments):
    return reverse(
        f"admin:{model._meta.app_label}_{name_of(model)}_{page}", args=arguments
    )


def as_sent(response):
    """What a browser would send back of the form on that page, untouched."""
    sent = {}
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(field.field, SplitDateTimeField):
                parts = field.field.widget.decompress(value)
                sent |= {
                    f"{field.html_name}_{place}": widget.format_value(part) or ""
                    for place, (widget, part) in enumerate(
                        zip(field.field.widget.widgets, parts, strict=True)
                    )
                }
            elif value is not None and value is not False:
                sent[field.html_name] = value
    return sent


# What readers see


@pytest.mark.parametrize("model", PUBLIC, ids=name_of)
def test_changing_what_readers_see_bumps_the_edition(newsroom, model):
    change = address(model, "change", MAKE[model]().pk)
    sent = as_sent(newsroom.get(change))
    before = Edition.current()

    response = newsroom.post(change, sent)

    assert response.status_code == 302, response.context["errors"]
    assert Edition.current() == before + 1


@pytest.mark.parametrize("model", PUBLIC, ids=name_of)
def test_a_refused_change_does_not_bump_the_edition(newsroom, model):
    change = address(model, "change", MAKE[model]().pk)
    before = Edition.current()

    assert newsroom.post(change, {}).status_code == 200
    assert Edition.current() == before


@pytest.mark.parametrize("model", [Author, Category, Tag, Topic], ids=name_of)
def test_adding_bumps_the_edition(newsroom, model):
    newsroom.post(address(model, "add"), {"name": "Tên mới", "position": 0})

    assert model.objects.get().slug == "ten-moi"
    assert Edition.current() == 1


def deletable(model):
    return model not in (Place, SiteSettings)


@pytest.mark.parametrize("model", [*filter(deletable, PUBLIC)], ids=name_of)
def test_deleting_bumps_the_edition(newsroom, model):
    row = MAKE[model]()
    before = Edition.current()

    newsroom.post(address(model, "delete", row.pk), {"post": "yes"})

    assert not model.objects.filter(pk=row.pk).exists()
    assert Edition.current() == before + 1


@pytest.mark.parametrize("model", [*filter(deletable, PUBLIC)], ids=name_of)
def test_deleting_several_bumps_the_edition_once(newsroom, model):
    keys = [MAKE[model]().pk]
    before = Edition.current()

    newsroom.post(
        address(model, "changelist"),
        {"action": "delete_selected", "_selected_action": keys, "post": "yes"},
    )

    assert not model.objects.filter(pk__in=keys).exists()
    assert Edition.current() == before + 1


def test_a_new_order_in_a_list_bumps_the_edition(newsroom):
    category = make_category()

    newsroom.post(
        address(Category, "changelist"),
        {
            "_save": "1",
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-id": category.pk,
            "form-0-position": 7,
        },
    )

    category.refresh_from_db()
    assert category.position == 7
    assert Edition.current() == 1


def test_a_category_with_articles_stays(newsroom):
    category = make_category("Kinh tế")
    make_article(title="Bài của mục", category=category)

    response = newsroom.get(address(Category, "delete", category.pk))

    assert "Chưa xóa được" in response.text
    assert "Bài của mục" in response.text


def test_the_body_of_a_page_is_cleaned(newsroom):
    newsroom.post(
        address(Page, "add"),
        {"title": "Sơ đồ", "position": 0, "body": "<p>Chữ<script>x()</script></p>"},
    )

    assert Page.objects.get().body == "<p>Chữ</p>"


# Every page


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_every_page_of_a_model_answers(newsroom, model):
    row = MAKE[model]()
    pages = [
        "changelist",
        "add",
        ("change", row.pk),
        ("delete", row.pk),
        ("history", row.pk),
    ]
    for page in pages:
        name, *arguments = [page] if isinstance(page, str) else page
        status = newsroom.get(address(model, name, *arguments), follow=True).status_code
        assert status == 200 or not permitted(newsroom, model, name), page


def permitted(client, model, page):
    """Whether the newsroom lets a superuser do that with the model at all."""
    request = client.get(reverse("admin:index")).wsgi_request
    model_admin = admin.site._registry[model]
    return {
        "add": model_admin.has_add_permission,
        "delete": model_admin.has_delete_permission,
    }.get(page, lambda request: True)(request)


@pytest.mark.parametrize("name", ["index", "jsi18n"])
def test_every_other_page_answers(newsroom, name):
    assert newsroom.get(reverse(f"admin:{name}")).status_code == 200


@pytest.mark.parametrize("label", ["articles", "stats", "auth"])
def test_the_models_of_an_application_are_listed(newsroom, label):
    assert newsroom.get(reverse("admin:app_list", args=[label])).status_code == 200


def test_the_places_stand_in_the_order_of_the_work(newsroom):
    groups = newsroom.get(reverse("admin:index")).context["available_apps"]

    names = [group["name"] for group in groups]
    assert names == ["Tòa soạn", "Phân loại", "Bạn đọc", "Cổng"]
    assert groups[0]["models"][0]["object_name"] == "Article"


# The guide


def test_the_guide_is_one_click_away_from_every_page(newsroom):
    guide = reverse("admin:guide")
    for path in (reverse("admin:index"), address(Article, "add"), address(Tag, "add")):
        assert f'href="{guide}"' in newsroom.get(path).text
    assert "Gửi duyệt, trả lại, đăng" in newsroom.get(guide).text


def test_the_pictures_of_the_guide_are_there(newsroom):
    page = newsroom.get(reverse("admin:guide")).text
    named = re.findall(r'src="/static/(img/guide/[^"]+)"', page)
    assert len(named) >= 3
    for name in named:
        assert finders.find(name), name


def test_the_guide_is_for_the_staff(client):
    assert client.get(reverse("admin:guide")).status_code == 302


# Who


def test_nobody_enters_without_signing_in(client):
    for path in ("/quan-tri/", "/quan-tri/articles/article/", "/quan-tri/auth/user/"):
        assert client.get(path).url == f"/quan-tri/login/?next={path}"


def test_nobody_opens_groups_or_the_own_account_by_rights_alone(client):
    user = make_user()
    user.user_permissions.set(known_permissions("auth"))
    client.force_login(user)
    confirm(client, user)

    assert client.get(address(Group, "changelist")).status_code == 403
    answer = client.post(
        address(User, "change", user.pk), {"username": "x", "is_superuser": "1"}
    )
    assert answer.status_code == 403


def known_permissions(*labels):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label__in=labels)


def test_who_may_fill_in_an_article_may_look_up_what_it_offers(client):
    user = make_user()
    user.user_permissions.set(
        known_permissions("articles").filter(codename="add_article")
    )
    client.force_login(user)
    make_author("Giàng A Páo")

    found = look_up(client, "authors", "giang")
    assert [author["text"] for author in found.json()["results"]] == ["Giàng A Páo"]
    user.user_permissions.clear()
    assert look_up(client, "authors", "giang").status_code == 403


def look_up(client, field, term):
    return client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "articles",
            "model_name": "article",
            "field_name": field,
            "term": term,
        },
    )


@pytest.mark.parametrize("model", [Article, Page], ids=name_of)
def test_the_editor_has_a_policy_of_its_own(newsroom, model):
    answer = newsroom.get(address(model, "add"))
    other = newsroom.get(address(Tag, "add"))

    assert "script-src-attr 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "'unsafe-inline'" not in other["Content-Security-Policy"]


@pytest.mark.parametrize("required", [True, False])
def test_a_portal_without_second_factor_says_so(newsroom, required):
    with override_settings(REQUIRE_SECOND_FACTOR=required):
        page = newsroom.get("/quan-tri/").text

    assert ("chưa bật xác thực hai lớp" in page) is not required


# In Vietnamese

ENGLISH = re.compile(
    r"\b(?:Add|Added|Change|Changed|Choose|Clear|Delete|Disabled|Done|Enabled|Error|Filter"
    r"|Go|History|Home|Log|Logout|Login|Model|Name|Next|None|No|Password|Please|Previous"
    r"|Remove|Reset|Run|Save|Search|Select|Show|Skip|Sort|Sorting|Status|Submit|Successfully"
    r"|Theme|This|Toggle|True|False|Update|User|View|Welcome|Yes|You|Your|the|and|with|of"
    r"|is|not|was)\b"
)


class Words(HTMLParser):
    """What somebody sees or hears of a page: text, and the attributes that speak."""

    SPOKEN = {"title", "alt", "placeholder", "aria-label", "label"}
    SILENT = {"script", "style"}

    def __init__(self, page):
        super().__init__()
        self.words, self.silent = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.silent += tag in self.SILENT
        self.words += (
            value for name, value in attributes.items() if name in self.SPOKEN and value
        )
        if attributes.get("type") in ("submit", "button"):
            self.words.append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        self.silent -= tag in self.SILENT

    def handle_data(self, text):
        if not self.silent:
            self.words.append(text)


def english_in(response):
    return {
        found[0]: text.strip()
        for text in Words(response.text).words
        if (found := ENGLISH.search(text))
    }


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_lists_and_forms_speak_vietnamese(newsroom, model):
    row = MAKE[model]()
    change = address(model, "change", row.pk)
    pages = [
        newsroom.get(address(model, "changelist"), follow=True),
        newsroom.get(address(model, "changelist"), {"q": "không có"}, follow=True),
        newsroom.get(address(model, "add")),
        newsroom.get(change),
        newsroom.post(change, {}, follow=True),
        newsroom.get(address(model, "delete", row.pk)),
        newsroom.post(
            address(model, "changelist"), {"action": "", "index": 0}, follow=True
        ),
        newsroom.get(address(model, "history", row.pk)),
    ]

    assert [
        english_in(page)
        for page in pages
        if page.status_code == 200 and english_in(page)
    ] == []


def test_the_other_pages_speak_vietnamese(newsroom, client):
    pages = [
        newsroom.get("/quan-tri/"),
        newsroom.get("/quan-tri/articles/"),
        newsroom.get(reverse("account_change_password")),
        newsroom.post(reverse("account_change_password"), {"oldpassword": "x"}),
        newsroom.get(reverse("admin:auth_user_password_change", args=[make_user().pk])),
        newsroom.get("/quan-tri/articles/tag/99/change/", follow=True),
        newsroom.post(reverse("admin:logout")),
        client.get(reverse("account_login")),
        client.post(reverse("account_login"), {"login": "x", "password": "y"}),
    ]

    assert [english_in(page) for page in pages if english_in(page)] == []


@pytest.mark.parametrize("enrolled", [False, True])
def test_the_pages_about_the_own_account_speak_vietnamese(newsroom, editor, enrolled):
    if enrolled:
        TOTP.activate(editor, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(editor)
        confirm(newsroom, editor, method="mfa")
    for name in (
        *("mfa_index", "usersessions_list", "account_reauthenticate"),
        *("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"),
        *("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate"),
        "account_logout",
    ):
        for page in (
            newsroom.get(reverse(name), follow=True),
            newsroom.post(reverse(name), {"code": "1", "credential": "{}"}),
        ):
            assert page.status_code < 500, name
            assert page.status_code != 200 or not english_in(page), name


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_the_compiled_words_are_those_of_the_source(name):
    folder = settings.LOCALE_PATHS[0] / "vi" / "LC_MESSAGES"
    compiled = GNUTranslations((folder / f"{name}.mo").open("rb"))
    source = (folder / f"{name}.po").read_text()
    entries = re.findall(
        r'^msgid (".+")\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? (".*")$', source, re.M
    )
    known = {value for value in compiled._catalog.values() if value}

    assert len(entries) == len(compiled._catalog) - 1  # the head
    assert {literal_eval(text) for _, text in entries} <= known


# The look


def colours_of(name, selector):
    """{token: value} of the first rule of `selector` in a style sheet."""
    sheet = (settings.BASE_DIR / "static" / "css" / name).read_text()
    rule = re.search(rf"{re.escape(selector)}\s*\{{(.*?)\}}", sheet, re.S)[1]
    return {
        token: value.strip()
        for token, value in re.findall(r"(--[\w-]+):([^;]+);", rule)
        if "#" in value
    }


def test_the_newsroom_has_the_colours_of_the_portal():
    """The public style sheet follows the device, the newsroom its own switch as well."""
    sheet = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light, dark = (
        dict(re.findall(r"(--[\w-]+):\s*(#\w+)", rule))
        for rule in re.findall(r"(?<![\w\]]):root\s*\{(.*?)\}", sheet, re.S)[:2]
    )
    own = {"--add", "--cut"}
    for selector, public in [
        ("html[data-theme=light]", light),
        ("html[data-theme=dark]", dark),
    ]:
        newsroom = colours_of("admin.css", selector)
        for token in newsroom.keys() - own:
            assert newsroom[token] == public[token], (selector, token)
