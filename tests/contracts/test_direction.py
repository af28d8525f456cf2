"""Imports go one way; rules are pure. Each rule is seen failing on a planted fault."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts import tree

FAULTS = {
    "upwards": ("crm/leads/planted.py", "import crm.projects.models", "One direction"),
    "sideways": ("crm/appeals/planted.py", "import crm.redemption.apps", "One direction"),
    "core to a domain": ("crm/core/planted.py", "import crm.leads.apps", "One direction"),
    "through the wall": ("portal/planted.py", "import crm.enterprises.apps", "Portal wall"),
    "search to a domain": ("search/planted.py", "import crm.core.apps", "Search is a library"),
    "anyone to config": ("crm/desk/planted.py", "import config.apps", "Nothing imports config"),
}
LOAD_WITHOUT_DJANGO = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "wagtail"):
            raise ImportError(f"rules import no Django: {name}")

sys.meta_path.insert(0, NoDjango())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


def load_without_django(names: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LOAD_WITHOUT_DJANGO, *names],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def pure_modules() -> list[str]:
    found = [path for path in tree.python_files("crm") if path.name == "rules.py"]
    found += tree.python_files("portal/rules")
    found += [tree.ROOT / "search" / "analysis.py"]
    return [tree.module_name(path) for path in found]


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("tree")
    for package in tree.PACKAGES:
        for path in tree.python_files(package):
            target = root / path.relative_to(tree.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(tree.ROOT / "pyproject.toml", root / "pyproject.toml")
    return root


def test_imports_keep_their_direction(copied_tree):
    outcome = lint_imports(copied_tree)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_import_is_found(copied_tree, fault):
    place, line, contract = FAULTS[fault]
    planted = copied_tree / place
    planted.write_text(line)
    outcome = lint_imports(copied_tree)
    planted.unlink()
    broken = [line for line in outcome.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), outcome.stdout


def test_no_contract_has_an_exception_list():
    for contract in tree.project_settings()["tool"]["importlinter"]["contracts"]:
        assert "ignore_imports" not in contract


def test_every_package_has_its_layer():
    placed = {name for layer in tree.layers() for name in layer}
    apps = {f"crm.{path.parent.name}" for path in (tree.ROOT / "crm").glob("*/apps.py")}
    assert placed == apps | {"config", "portal", "search"}


def test_the_portal_wall_names_every_package_but_core():
    contracts = tree.project_settings()["tool"]["importlinter"]["contracts"]
    wall = next(entry for entry in contracts if entry["name"].startswith("Portal wall"))
    apps = {f"crm.{path.parent.name}" for path in (tree.ROOT / "crm").glob("*/apps.py")}
    assert set(wall["forbidden_modules"]) == apps - {"crm.core"}


def test_rules_load_without_django():
    outcome = load_without_django(pure_modules(), tree.ROOT)
    assert outcome.returncode == 0, outcome.stderr


def test_a_planted_rule_that_imports_django_is_found(copied_tree):
    planted = copied_tree / "crm" / "leads" / "rules.py"
    before = planted.read_text() if planted.exists() else None
    planted.write_text("from django.db import models\n")
    outcome = load_without_django(["crm.leads.rules"], copied_tree)
    planted.unlink() if before is None else planted.write_text(before)
    assert "rules import no Django" in outcome.stderr
