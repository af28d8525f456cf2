"""Who wants to know what the actions write: an import job keeps a journal, so that it can be
undone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from django.db import models


class Journal(Protocol):
    """Told about every write of crm.core.acts while it is open, in the same transaction."""

    def created(self, rows: Sequence[models.Model]) -> None:
        """Rows that have just been inserted."""

    def changing(self, rows: Sequence[models.Model], fields: Sequence[str]) -> None:
        """Rows of one model whose ``fields`` are about to be written; the database has the old."""


_open: ContextVar[Journal | None] = ContextVar("journal", default=None)


@contextmanager
def keeping(journal: Journal) -> Iterator[None]:
    """Tell ``journal`` about every write inside the block."""
    token = _open.set(journal)
    try:
        yield
    finally:
        _open.reset(token)


def journal_created(rows: Sequence[models.Model]) -> None:
    """Called by what writes: crm.core.acts, and the few actions on accounts."""
    journal = _open.get()
    if journal is not None:
        journal.created(rows)


def journal_changing(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Called by what writes: crm.core.acts, and the few actions on accounts."""
    journal = _open.get()
    if journal is not None:
        journal.changing(rows, fields)
