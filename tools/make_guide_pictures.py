"""Photograph the newsroom for the editors' guide, static/img/guide/, out of the demo.

    make guide

starts a demo of its own and runs this with its address and the file that holds its
account. The pictures are committed; make them anew when the newsroom looks different.
"""

import io
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "static" / "img" / "guide"
SIZE = {"width": 1280, "height": 860}
PAGES = {
    "viec-cua-toi": "/quan-tri/",
    "viet-bai": "/quan-tri/articles/article/1/change/",
    "thu-vien": "/quan-tri/articles/image/",
}


def sign_in(page, account):
    name, password = re.search(r"biên tập: (\S+), mật khẩu: (\S+)", account).groups()
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.wait_for_url("**/quan-tri/")


def photograph(page, name, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    # That this is a demo is true here, and never where the guide is read.
    page.locator(".trial").evaluate_all("notes => notes.forEach(note => note.remove())")
    shot = Image.open(io.BytesIO(page.screenshot()))
    shot.convert("RGB").save(FOLDER / f"{name}.webp", quality=80, method=6)


def main(address, account_file):
    FOLDER.mkdir(exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=address, viewport=SIZE, locale="vi-VN")
        sign_in(page, Path(account_file).read_text())
        for name, path in PAGES.items():
            photograph(page, name, path)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
