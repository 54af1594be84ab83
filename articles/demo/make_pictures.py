"""Render the demo drawings, pictures/*.svg, to JPEG files 1600 pixels wide beside them.

    python articles/demo/make_pictures.py          # those whose SVG is newer than its JPEG
    python articles/demo/make_pictures.py --all    # all of them

Needs Chromium on the path and Pillow. The JPEGs are committed, so only whoever changes
a drawing has to run this.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH = 1600
QUALITIES = (82, 76, 70, 64)  # the first that keeps a picture within LIMIT
LIMIT = 220_000  # bytes
PAGE = '<body style="margin:0"><img src="{src}" style="display:block;width:{w}px;height:{h}px">'
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
]


def height_of(svg):
    """The height that keeps the drawing's own proportions at WIDTH."""
    box = ET.parse(svg).getroot().get("viewBox").replace(",", " ")
    _, _, width, height = map(float, box.split())
    return round(WIDTH * height / width)


def render(chromium, svg, folder):
    """
    Write the JPEG of `svg` and return its path. An SVG shown by itself would keep its
    own size, so a page holds it.
    """
    height, page, shot = (
        height_of(svg),
        Path(folder, "page.html"),
        Path(folder, "shot.png"),
    )
    page.write_text(PAGE.format(src=svg.as_uri(), w=WIDTH, h=height), encoding="utf-8")
    shot.unlink(missing_ok=True)
    subprocess.run(
        [
            chromium,
            *FLAGS,
            f"--user-data-dir={folder}/profile",
            f"--screenshot={shot}",
            f"--window-size={WIDTH},{height}",
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    jpeg = svg.with_suffix(".jpg")
    with Image.open(shot) as image:
        for quality in QUALITIES:
            image.convert("RGB").save(
                jpeg, quality=quality, progressive=True, optimize=True
            )
            if jpeg.stat().st_size <= LIMIT:
                break
    return jpeg


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--all", action="store_true", help="render every drawing, changed or not"
    )
    everything = parser.parse_args().all
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("Chromium is not on the path.")
    with tempfile.TemporaryDirectory() as folder:
        for svg in sorted(PICTURES.glob("*.svg")):
            jpeg = svg.with_suffix(".jpg")
            if (
                everything
                or not jpeg.exists()
                or svg.stat().st_mtime > jpeg.stat().st_mtime
            ):
                print(
                    f"{render(chromium, svg, folder).name}: {jpeg.stat().st_size // 1024} kB"
                )


if __name__ == "__main__":
    main()
