"""Signing in with a second factor: an app's codes, then a passkey, in Chromium."""

import time

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from tests import live

PASSWORD = "ruộng bậc thang mùa nước đổ"


@pytest.fixture
def live_site(collected_static, tmp_path):
    """A portal that demands the second factor."""
    with live.serve(tmp_path, REQUIRE_SECOND_FACTOR="True") as site:
        yield site


def code_of(secret, ahead=0):
    """What the app shows now, or after so many half minutes."""
    step = int(time.time()) // 30 + ahead
    return totp.format_hotp_value(totp.hotp_value(secret, step))


def give_password(page):
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()


def sign_out(page):
    page.locator(".me summary").click()
    page.get_by_role("button", name="Thoát").click()
    page.wait_for_url("**/logout/")


def with_an_authenticator(page):
    """Chromium's virtual authenticator: says yes at once."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_an_editor_sets_up_codes_and_a_passkey_and_signs_in_with_each(
    live_site, open_page
):
    live_site.run(f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)")
    # Passkeys belong to a name, not to 127.0.0.1.
    newsroom = f"{live_site.url.replace('127.0.0.1', 'localhost')}/quan-tri/"
    page = open_page()
    with_an_authenticator(page)

    page.goto(newsroom)
    give_password(page)
    expect(page.get_by_role("heading", name="Cài ứng dụng xác thực")).to_be_visible()
    picture = page.get_by_alt_text("Mã QR")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Nhập mã 6 số").fill(code_of(secret))
    page.get_by_role("button", name="Bật lớp bảo vệ").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)

    page.get_by_role("link", name="Đã cất mã").click()
    sign_out(page)
    page.goto(newsroom)
    give_password(page)
    # The clock may turn over while the page loads: the next code is good, too.
    page.get_by_label("Mã 6 số").fill(code_of(secret, ahead=1))
    page.get_by_role("button", name="Vào tòa soạn").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()

    page.locator(".me summary").click()
    page.get_by_role("link", name="Bảo mật tài khoản").click()
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_label("Tên của khóa").fill("Máy ở cơ quan")
    page.get_by_role("button", name="Thêm khóa").click()
    expect(page.get_by_role("link", name="Gỡ khóa Máy ở cơ quan")).to_be_visible()

    sign_out(page)
    page.goto(newsroom)
    give_password(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
