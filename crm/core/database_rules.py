"""Rules that the database itself keeps and that differ by vendor: no overlap, append only.

They never stand in Meta: Django rebuilds a SQLite table on AlterField and its triggers are gone
without
a word. One idempotent installer runs after every migrate; ``doctor`` and a test check that they
exist.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class DatabaseRule:
    """``objects`` are the trigger or constraint names to look for, by vendor; SQL is idempotent."""

    key: str
    table: str
    postgresql: tuple[str, ...]
    sqlite: tuple[str, ...]
    postgresql_objects: tuple[str, ...]
    sqlite_objects: tuple[str, ...]
    order: int = 50


database_rules: Registry[DatabaseRule] = Registry("database rules")


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay every rule whose table exists."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for rule in database_rules:
            if rule.table in tables:
                for statement in getattr(rule, connection.vendor):
                    cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers and constraints that should exist and do not."""
    wanted = {
        name for rule in database_rules for name in getattr(rule, f"{connection.vendor}_objects")
    }
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - present)
