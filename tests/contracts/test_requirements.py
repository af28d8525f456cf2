"""requirements.txt says what uv.lock says, for who installs without uv."""

import tomllib
from collections import defaultdict
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def reached_at_run_time() -> set[str]:
    """name==version of all that the project needs, extras followed, development groups left out."""
    locked = defaultdict(list)
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]:
        locked[package["name"]].append(package)
    waiting, seen = list(locked["district-desk"][0]["dependencies"]), set()
    while waiting:
        need = waiting.pop()
        for package in locked[need["name"]]:
            if need.get("version", package["version"]) != package["version"]:
                continue
            for extra in (None, *need.get("extra", ())):
                key = (package["name"], package["version"], extra)
                if key not in seen:
                    seen.add(key)
                    waiting += dependencies(package, extra)
    return {f"{name}=={version}" for name, version, _ in seen}


def dependencies(package: dict, extra: str | None) -> list[dict]:
    if extra is None:
        return package.get("dependencies", [])
    return package["optional-dependencies"][extra]


def written() -> set[str]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {f"{canonicalize_name(need.name)}{need.specifier}" for need in wanted}


def test_requirements_txt_is_what_the_lock_says():
    assert written() == reached_at_run_time(), "run: make requirements"


def test_requirements_txt_names_no_address():
    assert "://" not in (ROOT / "requirements.txt").read_text()


def test_test_tools_stay_out_of_production():
    assert not {line.split("==")[0] for line in written()} & {
        "pytest",
        "playwright",
        "ruff",
        "mypy",
    }
