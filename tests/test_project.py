"""What holds for the repository as a whole."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs").glob("*.md"),
]

# laichau_portal -> articles -> stats
MAY_NOT_IMPORT = {
    "stats": {"articles", "laichau_portal"},
    "articles": {"laichau_portal"},
}


def tracked_files():
    """What is committed or about to be, as text."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    for path in sorted(ROOT / name for name in names):
        try:
            yield path, path.read_text()
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or deleted and not yet committed


def imported_packages(path):
    """The top-level packages that a module imports, at its head or inside functions."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("package", MAY_NOT_IMPORT)
def test_imports_point_one_way(package):
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in imported_packages(path)
        if name in MAY_NOT_IMPORT[package]
    ]
    assert not wrong


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Dependencies


def locked(name):
    """The entries of a lock: requirement and hashes on one line each."""
    lines = (ROOT / name).read_text().replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]
)
def test_every_dependency_is_pinned_by_hash(name):
    pinned = re.compile(
        r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ;[^\\]+?)?( +--hash=sha256:\w{64})+ *"
    )
    assert [line for line in locked(name) if not pinned.fullmatch(line)] == []


def test_every_dependency_that_is_asked_for_is_in_the_lock():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    for asked, lock in [
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["dev"], "requirements-dev.txt"),
    ]:
        names = {normal(re.match(r"[\w.-]+", line)[0]) for line in locked(lock)}
        assert {normal(re.match(r"[\w.-]+", line)[0]) for line in asked} <= names


def test_the_bill_of_materials_names_every_locked_package():
    from tools.make_sbom import bill

    components = bill()["components"]

    names = {
        normal(re.match(r"[\w.-]+", line)[0]) for line in locked("requirements.txt")
    }
    assert {component["name"] for component in components} == names
    assert all(component["hashes"] for component in components)


# What may not be written into any file. The brackets keep this file out of it.
BARRED = {
    "the host of a package registry": (
        r"pypi[.]org|python[h]osted|npmjs[.]|deb[.]debian|debian[.]org"
        r"|docker[.]io|ghcr[.]io|quay[.]io|crates[.]io"
    ),
    "a path of somebody's machine": r"(?<![\w.$/-])/(?:work|root|Users|home/[a-z]+)/",
    "a task left undone": r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b",
}


@pytest.mark.parametrize("what", BARRED)
def test_no_file_names(what):
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in tracked_files()
        for match in re.finditer(BARRED[what], text)
    ]
    assert not found


# Markup

RENDERS_CLEAN_BODIES = "articles/templatetags/pictures.py"


def test_markup_is_marked_safe_in_one_place():
    marks = re.compile(
        r"mark_safe|SafeString\(|\|\s*safe\b|autoescape off|safeseq|def __html__"
    )
    found = {
        str(path.relative_to(ROOT))
        for path, text in tracked_files()
        if path.suffix in (".py", ".html") and path != Path(__file__)
        for _ in marks.finditer(text)
    }
    assert found <= {RENDERS_CLEAN_BODIES}


# CKEditor 4 is used under a waiver; a newer bundle or a later look changes both here.
CKEDITOR_VERSION = "4.22.1"
CKEDITOR_LOOKED_AT = "2026-11-22"


def test_the_waiver_for_ckeditor_is_about_the_version_that_is_installed():
    import ckeditor

    bundle = (
        Path(ckeditor.__file__).parent
        / "static"
        / "ckeditor"
        / "ckeditor"
        / "ckeditor.js"
    )
    assert f'version:"{CKEDITOR_VERSION}' in bundle.read_text()


@pytest.mark.parametrize("name", ["laichau_portal/settings.py", "docs/decisions.md"])
def test_the_waiver_for_ckeditor_stands_with_its_date(name):
    text = (ROOT / name).read_text()
    assert CKEDITOR_VERSION in text
    assert CKEDITOR_LOOKED_AT in text


# The contract's paths and what the documents say

PATHS = """
    manage.py pyproject.toml requirements.txt Makefile README.md LICENSE Dockerfile .ci/run
    CONTRIBUTING.md CHANGELOG.md .editorconfig .pre-commit-config.yaml
    laichau_portal/settings.py laichau_portal/urls.py laichau_portal/wsgi.py
    laichau_portal/page_cache.py laichau_portal/headers.py laichau_portal/formats/vi/formats.py
    articles/models articles/text.py articles/html.py articles/renditions.py articles/urls.py
    articles/admin articles/templatetags articles/management/commands articles/migrations
    stats/models.py stats/counting.py stats/reports.py stats/admin.py stats/migrations
    templates/base.html templates/404.html templates/500.html templates/503.html
    templates/articles templates/admin static/css static/js static/img
    tests/browser benchmarks docs/decisions.md docs/operators.md docs/editors.md
"""


@pytest.mark.parametrize("path", PATHS.split())
def test_the_layout_has(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_the_documents_exists(document):
    text = document.read_text()
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    )
    assert set(re.findall(r"\bmake ([a-z][a-z-]+)`", text)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_test_that_the_table_of_cases_names_exists():
    text = (ROOT / "docs" / "cases.md").read_text()
    rows = [int(number) for number in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)]
    assert rows[:62] == list(range(1, 63))
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text):
        assert f"def {name}(" in (ROOT / path).read_text(), name


def test_the_readme_lists_the_variables_that_are_read():
    sources = ("laichau_portal/settings.py", "gunicorn.conf.py")
    text = "".join((ROOT / name).read_text() for name in sources)
    readers = r'(?:read\w*|environ\.get)\(\s*(?:env\.\w+,\s*)?"([A-Z_]+)"'
    readme = (ROOT / "README.md").read_text()
    listed = re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE)
    assert sorted(listed) == sorted(set(re.findall(readers, text)))


# The start

KEY = "for-the-tests-of-the-start-0123456789-0123456789-0123456789"


def start(**variables):
    """`manage.py check` with these variables and no others."""
    variables = {"PATH": os.environ["PATH"], "SECRET_KEY": KEY, **variables}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("DEBUG", "maybe"),
        ("SITE_URL", "nonsense"),
        ("SITE_URL", "https://laichau.gov.vn/tin"),
        ("DATABASE_URL", "foo"),
        ("DATABASE_URL", "mysql://portal@localhost/portal"),
        ("DATABASE_URL", "postgres://portal:secret-word@localhost:port/portal"),
        ("CACHE_URL", "foo"),
        ("TRUSTED_PROXIES", "all"),
        ("PAGE_CACHE_BYTES", "abc"),
        ("PAGE_CACHE_BYTES", "-1"),
        ("REQUIRE_SECOND_FACTOR", "perhaps"),
        ("HSTS_SECONDS", "soon"),
        ("SHARED_NETWORKS", "203.0.113.0/24,everybody"),
        ("RESPECT_DO_NOT_TRACK", "sometimes"),
        ("SERVICE_WORKER", "perhaps"),
    ],
)
def test_nonsense_in_a_variable_stops_the_start_with_a_sentence(name, value):
    done = start(**{name: value})
    assert done.returncode != 0
    assert done.stdout == ""
    assert re.fullmatch(rf"Cannot start: {name} .+\n", done.stderr)
    assert "secret-word" not in done.stderr


def test_the_portal_starts_with_a_secret_key_alone():
    done = start()
    assert done.returncode == 0, done.stderr


def test_the_settings_of_production_pass_the_deployment_checks(monkeypatch):
    assert not settings.DEBUG
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": KEY,
            "SITE_URL": "https://portal.example",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
