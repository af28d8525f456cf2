"""The seam between core's records and the search library."""

from collections.abc import Sequence

from django.db.models import Model


def mark_rows(rows: Sequence[Model]) -> None:
    """Put the rows whose model has a search document into the outbox, in the current
    transaction.
    """
