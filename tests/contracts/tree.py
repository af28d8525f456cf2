"""The project's own files, as the contract tests read them."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "crm", "portal", "search")


def python_files(*folders: str) -> list[Path]:
    """Every module of these folders, or of the four packages."""
    places = folders or PACKAGES
    return sorted(path for folder in places for path in (ROOT / folder).rglob("*.py"))


def hand_written(*folders: str) -> list[Path]:
    """Modules without the migrations, which a command writes."""
    return [path for path in python_files(*folders) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def module_name(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


@cache
def project_settings() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def layers() -> list[list[str]]:
    """The layers of the import contract, top first; neighbours in one list."""
    contract = next(
        entry
        for entry in project_settings()["tool"]["importlinter"]["contracts"]
        if entry["type"] == "layers"
    )
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def tracked_files() -> list[str]:
    """What git knows, so that scratch files of a working copy are nobody's fault."""
    listing = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return listing.stdout.splitlines()
