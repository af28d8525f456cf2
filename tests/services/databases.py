"""The database of one test process: taken from the template, put back after a test that commits."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections

from tests.services import template


class SqliteDatabase:
    """A file, not memory, so that other processes can work on it at the same time."""

    def __init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="district-desk-database-"))
        self.path = self.directory / "test.sqlite3"
        self.pristine = self.directory / "pristine.sqlite3"

    def create(self) -> None:
        shutil.copyfile(template.sqlite_template(), self.path)
        _use(str(self.path))
        _lay_seeds()
        self._copy(self.path, self.pristine)

    def restore(self) -> None:
        """Everything as after create(); other processes must be done with the database."""
        connection.close()
        self._copy(self.pristine, self.path)

    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def drop(self) -> None:
        connection.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        # SQLite's own copy: right also while a write-ahead log is open.
        with (
            contextlib.closing(sqlite3.connect(source)) as origin,
            contextlib.closing(sqlite3.connect(target, timeout=20)) as copy,
        ):
            origin.backup(copy)


class PostgresDatabase:
    """A database of the private cluster, copied from a migrated template database."""

    def __init__(self) -> None:
        self.settings = dict(connection.settings_dict)
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name = f"test_{worker}_{os.getpid()}"
        self.pristine = f"{self.name}_pristine"

    def create(self) -> None:
        source = f"template_{template.state_key()}"
        with template.lock("postgres"):
            if not self._exists(source):
                self._run(f'CREATE DATABASE "{source}_part"')
                template.migrate(self._url(f"{source}_part"))
                self._run(f'ALTER DATABASE "{source}_part" RENAME TO "{source}"')
            self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{source}"')
        _use(self.name)
        _lay_seeds()
        connection.close()
        self._run(f'CREATE DATABASE "{self.pristine}" TEMPLATE "{self.name}"')

    def restore(self) -> None:
        connections.close_all()
        self._run(f'DROP DATABASE "{self.name}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.pristine}"')

    def url(self) -> str:
        return self._url(self.name)

    def drop(self) -> None:
        connections.close_all()
        for name in (self.name, self.pristine):
            self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"

    def _exists(self, name: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", [name]))

    def _run(self, statement: str, values: list[str] | None = None) -> list[tuple]:
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []


def database() -> SqliteDatabase | PostgresDatabase:
    """The database of this process, by the vendor that DATABASE_URL names."""
    return SqliteDatabase() if connection.vendor == "sqlite" else PostgresDatabase()


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = name
    connections.settings["default"]["NAME"] = name


def _lay_seeds() -> None:
    """Seed rows as today's code lays them, which may be younger than the template."""
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=apps, plan=[])
