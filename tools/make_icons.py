"""Draw static/img/emblem.svg as the icons that browsers and phones ask for.

    .venv/bin/python tools/make_icons.py

Needs Chromium and the development packages. The icons are committed, so only whoever
changes the emblem has to run this.
"""

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[1] / "static" / "img"
LARGEST = 512
BAND = "#161f45"  # --band of css/tokens.css
# name: (side, share of the side that the emblem takes, colour behind it)
ICONS = {
    "icon-192.png": (192, 1, None),
    "icon-512.png": (512, 1, None),
    # Phones cut a maskable icon to their own shape; iOS fills what is clear with black.
    "icon-maskable-512.png": (512, 0.62, BAND),
    "apple-touch-icon.png": (180, 0.78, BAND),
}
FAVICON_SIDES = [16, 32, 48]


def drawn():
    """The emblem, LARGEST pixels high, on nothing."""
    svg = (IMAGES / "emblem.svg").read_text()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": LARGEST, "height": LARGEST})
        page.set_content(
            f"<style>body{{margin:0}}svg{{display:block;width:{LARGEST}px}}</style>{svg}"
        )
        shot = page.screenshot(omit_background=True)
        browser.close()
    return Image.open(io.BytesIO(shot)).convert("RGBA")


def icon(emblem, side, share, colour):
    image = Image.new("RGBA", (side, side), colour or (0, 0, 0, 0))
    inner = round(side * share)
    small = emblem.resize((inner, inner), Image.Resampling.LANCZOS)
    image.alpha_composite(small, ((side - inner) // 2,) * 2)
    return image if colour is None else image.convert("RGB")


def main():
    emblem = drawn()
    for name, (side, share, colour) in ICONS.items():
        icon(emblem, side, share, colour).save(IMAGES / name, optimize=True)
    emblem.save(IMAGES / "favicon.ico", sizes=[(side, side) for side in FAVICON_SIDES])


if __name__ == "__main__":
    main()
