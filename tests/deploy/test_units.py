"""The units of deploy/systemd/, read by systemd's own program where it is installed."""

import re
import shutil
import subprocess

import pytest
from django.core.management import get_commands

from tests.live import ROOT

UNITS = ROOT / "deploy" / "systemd"


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd is not installed"
)
def test_systemd_accepts_the_units(tmp_path):
    program = shutil.which("true")
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            # The portal's own programs are not installed where this runs.
            text = re.sub(r"/srv/portal/\.venv/bin/\w+", program, path.read_text())
            copy = tmp_path / path.relative_to(UNITS)
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(text)
    (tmp_path / "postgresql.service").write_text("[Service]\nExecStart=/bin/true\n")
    units = [path.name for path in tmp_path.glob("*.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", "./portal.service", *units],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_timer_starts_a_command_that_there_is():
    named = re.findall(
        r"portal-manage@(\w+)\.service",
        "".join(path.read_text() for path in UNITS.glob("*.timer")),
    )
    assert named
    assert set(named) <= set(get_commands())
