"""The journal of one chunk, and its rows in the undo log."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from crm.exchange.models import ImportChange, ImportJob

ALWAYS = ("version", "updated_at")


class ChunkJournal:
    """Takes down what the actions write while a chunk is applied. Implements crm.core.journal."""

    def __init__(self) -> None:
        self._created: dict[type[models.Model], list[Any]] = {}
        self._before: dict[type[models.Model], dict[int, dict[str, Any]]] = {}
        self._touched: dict[type[models.Model], dict[int, Any]] = {}

    def created(self, rows: Sequence[models.Model]) -> None:
        """Rows that have just been inserted."""
        for row in rows:
            self._created.setdefault(type(row), []).append(row)

    def changing(self, rows: Sequence[models.Model], fields: Sequence[str]) -> None:
        """Read the former values: one query a model. Rows of this chunk's own making need none."""
        if not rows:
            return
        model = type(rows[0])
        mine = {row.pk for row in self._created.get(model, ())}
        names = {model._meta.get_field(name).attname for name in fields}
        names |= {name for name in ALWAYS if _has(model, name)}
        keys = [row.pk for row in rows if row.pk not in mine]
        before = self._before.setdefault(model, {})
        for values in model._default_manager.filter(pk__in=keys).values("pk", *names):
            known = before.setdefault(values.pop("pk"), {})
            for name, value in values.items():
                known.setdefault(name, value)
        self._touched.setdefault(model, {}).update({row.pk: row for row in rows})

    def store(self, job: ImportJob, chunk: int) -> None:
        """Write the undo log of the chunk."""
        changes = []
        for model in {**self._created, **self._before}:
            created = self._created.get(model, [])
            rows = {row.pk: row for row in created} | self._touched.get(model, {})
            versions = {
                str(key): row.version
                for key, row in rows.items()
                if getattr(row, "version", 1) != 1
            }
            before = {str(key): values for key, values in self._before.get(model, {}).items()}
            changes.append(
                ImportChange(
                    job=job,
                    chunk=chunk,
                    model=model._meta.label,
                    created=[row.pk for row in created],
                    before=before,
                    versions=versions,
                )
            )
        ImportChange.objects.bulk_create(changes)


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
