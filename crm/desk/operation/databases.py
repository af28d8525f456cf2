"""Copying, putting back and emptying the database as a whole, for each vendor in its own way."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from crm.core.errors import Refused

SQLITE_COPY, POSTGRES_COPY = "database.sqlite3", "database.dump"
DEBIAN_BINARIES = Path("/usr/lib/postgresql")


def copy(connection: BaseDatabaseWrapper, folder: Path) -> Path:
    """A consistent copy of the running database in ``folder``; writers are not held up."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(connection, folder / SQLITE_COPY)
    target = folder / POSTGRES_COPY
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--file", str(target)]
    _run(connection, command)
    return target


def put_back(connection: BaseDatabaseWrapper, folder: Path) -> None:
    """Replace the database by the copy in ``folder``; Refused when it is of the other vendor."""
    source = folder / (SQLITE_COPY if connection.vendor == "sqlite" else POSTGRES_COPY)
    if not source.exists():
        raise Refused(_("This backup was made from another kind of database."), code="vendor")
    erase(connection)
    if connection.vendor == "sqlite":
        shutil.copyfile(source, _file(connection))
        return
    command = [_program("pg_restore"), "--no-owner", "--exit-on-error", str(source)]
    _run(connection, [*command, "--dbname", str(connection.settings_dict["NAME"])])


def erase(connection: BaseDatabaseWrapper) -> None:
    """Leave an empty database, without tables."""
    if connection.vendor == "sqlite":
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{_file(connection)}{suffix}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def _copy_sqlite(connection: BaseDatabaseWrapper, target: Path) -> Path:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copied:
        connection.connection.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")
    return target


def _file(connection: BaseDatabaseWrapper) -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        versions = sorted(DEBIAN_BINARIES.glob(f"*/bin/{name}"))
        found = str(versions[-1]) if versions else None
    if found is None:
        raise Refused(_("%(program)s is not installed.") % {"program": name}, code="program")
    return found


def _run(connection: BaseDatabaseWrapper, command: list[str]) -> None:
    chosen: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {**os.environ, "PGDATABASE": str(chosen["NAME"])}
    environment |= {name: str(chosen[key]) for name, key in names.items() if chosen.get(key)}
    outcome = subprocess.run(  # noqa: S603 - our own command line
        command, env=environment, capture_output=True, text=True, check=False
    )
    if outcome.returncode:
        raise Refused(outcome.stderr.strip()[-400:], code="program")
