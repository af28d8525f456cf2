"""A migrated database is made once per set of migrations; each test process starts from a copy."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "test-databases"
KEPT = 4
# What decides the content of an empty installation: its tables, its database rules, its seed rows.
SOURCES = ("**/migrations/*.py", "**/rights.py", "**/seeds.py", "**/database_rules.py")


def state_key() -> str:
    """Changes whenever an empty installation would look different."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for package in ("crm", "portal", "search"):
        for pattern in SOURCES:
            for path in sorted((ROOT / package).glob(pattern)):
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """One process at a time, also between two test runs on one machine."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def migrate(database_url: str) -> None:
    """Bring a database to the state of the code, in a process of its own."""
    _run(["manage.py", "migrate", "--verbosity", "0", "--skip-checks"], database_url)


def _run(arguments: list[str], database_url: str) -> None:
    outcome = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise RuntimeError(f"migrate failed:\n{outcome.stdout}\n{outcome.stderr}")


FRAMEWORKS_ONLY = """
import django
django.setup()
from django.core.management import call_command
from django.db.models.signals import post_migrate
post_migrate.disconnect(dispatch_uid="core.lay_foundations")
call_command("migrate", "config", verbosity=0, skip_checks=True)
"""


def _frameworks(target: Path) -> None:
    """Start from the frameworks' tables, which change only with the lock and with core's first."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for path in (
        "crm/core/migrations/0001_initial.py",
        "config/migrations/0001_frameworks_first.py",
    ):
        digest.update((ROOT / path).read_bytes())
    base = CACHE / f"frameworks-{digest.hexdigest()[:16]}.sqlite3"
    if not base.exists():
        unfinished = base.with_suffix(".part")
        remove(unfinished)
        _run(["-c", FRAMEWORKS_ONLY], f"sqlite:///{unfinished}")
        unfinished.rename(base)
    shutil.copyfile(base, target)


def sqlite_template() -> Path:
    """The migrated SQLite file for today's migrations, built when it is not there."""
    path = CACHE / f"{state_key()}.sqlite3"
    with lock("sqlite"):
        if not path.exists():
            unfinished = path.with_suffix(".part")
            remove(unfinished)
            _frameworks(unfinished)
            migrate(f"sqlite:///{unfinished}")
            unfinished.rename(path)
            remove(unfinished)
            _forget_old()
        os.utime(path)
    return path


def remove(path: Path) -> None:
    """Delete an SQLite file with its side files."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _forget_old() -> None:
    newest_first = sorted(CACHE.glob("*.sqlite3"), key=lambda path: -path.stat().st_mtime)
    for path in newest_first[KEPT:]:
        remove(path)
