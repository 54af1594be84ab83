"""
A software bill of materials (CycloneDX 1.5) of what runs, out of the hashed lock:
`make sbom` writes build/sbom.json.
"""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([\w.]+)(.*)$")


def components(lock):
    for line in lock.replace("\\\n", " ").splitlines():
        if match := PINNED.match(line):
            name, version, rest = match.groups()
            name = re.sub(r"[-_.]+", "-", name).lower()
            yield {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "hashes": [
                    {"alg": "SHA-256", "content": value}
                    for value in re.findall(r"sha256:(\w{64})", rest)
                ],
            }


def bill():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    own = {key: project[key] for key in ("name", "version")}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", **own}},
        "components": list(components((ROOT / "requirements.txt").read_text())),
    }


if __name__ == "__main__":
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "sbom.json").write_text(json.dumps(bill(), indent=1))
    print("build/sbom.json")
