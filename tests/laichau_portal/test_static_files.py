"""What collectstatic leaves behind."""

import json
import re
import subprocess
import sys

import pytest
from django.contrib.staticfiles.finders import get_finders

from tests.live import ROOT


def found():
    return {path for finder in get_finders() for path, _ in finder.list([])}


def test_of_ckeditor_only_what_its_setup_loads_is_collected():
    ckeditor = {path for path in found() if path.startswith("ckeditor/")}

    assert len(ckeditor) < 80
    assert "ckeditor/ckeditor/ckeditor.js" in ckeditor
    assert "ckeditor/ckeditor/LICENSE.md" in ckeditor
    assert "ckeditor/ckeditor/plugins/image2/dialogs/image2.js" in ckeditor
    barred = ("/samples/", "flash", "codesnippet", "docprops", "moono/", "/lang/en")
    assert not [path for path in ckeditor if any(word in path for word in barred)]


@pytest.fixture(scope="module")
def manifest(collected_static):
    return json.loads((collected_static / "staticfiles.json").read_text())["paths"]


def test_own_files_have_a_hash_and_are_compressed(collected_static, manifest):
    name = manifest["js/editor-setup.js"]
    assert name != "js/editor-setup.js"
    for suffix in ("", ".br", ".gz"):
        assert (collected_static / f"{name}{suffix}").exists()


def test_ckeditor_lies_where_it_looks_for_itself(collected_static, manifest):
    assert not [name for name in manifest if name.startswith("ckeditor/")]
    assert (collected_static / "ckeditor/ckeditor/lang/vi.js").exists()
    assert not list((collected_static / "ckeditor").rglob("*.br"))


def test_ckeditor_is_named_without_a_hash(collected_static):
    code = (
        "from django.templatetags.static import static;"
        "print(static('ckeditor/ckeditor/ckeditor.js'), static('js/editor-setup.js'))"
    )
    printed = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", code],
        cwd=ROOT,
        env=environment(collected_static),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert printed[0] == "/static/ckeditor/ckeditor/ckeditor.js"
    assert printed[1].startswith("/static/js/editor-setup.")
    assert printed[1] != "/static/js/editor-setup.js"


def environment(static_root):
    import os

    return {
        **os.environ,
        "STATIC_ROOT": str(static_root),
        "DJANGO_SETTINGS_MODULE": "laichau_portal.settings",
    }


def test_the_fonts_are_light_and_hold_no_page_up():
    fonts = (ROOT / "static" / "fonts").glob("*.woff2")
    assert 0 < sum(font.stat().st_size for font in fonts) <= 55_000
    sheet = (ROOT / "static" / "css" / "base.css").read_text()
    faces = re.findall(r"@font-face \{(.*?)\}", sheet, re.S)
    assert faces
    assert all("font-display: optional;" in face for face in faces)
