"""Staff documents as sources of the search library: a declaration and the scope tuple, nothing
else."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from crm.core.registries.documents import StaffDocument, staff_documents
from crm.core.scopes import related_for_tokens, tokens_of_row
from search import sources
from search.documents import STAFF, Document


def register_staff_sources() -> None:
    """Make every registered staff document a source; called once all apps have registered
    theirs."""
    for document in staff_documents:
        if sources.find(document.key) is None:
            sources.register(_source(document))


def _source(declared: StaffDocument) -> sources.DocumentSource:
    def load(ids: Sequence[int]) -> Iterable[Document]:
        return load_documents(declared, ids)

    def all_ids() -> Iterator[int]:
        rows = declared.model._default_manager.order_by("pk").values_list("pk", flat=True)
        return rows.iterator(chunk_size=2000)

    return sources.DocumentSource(kind=declared.key, index=STAFF, load=load, all_ids=all_ids)


def load_documents(declared: StaffDocument, ids: Sequence[int]) -> Iterator[Document]:
    """The documents of these rows as the database holds them now."""
    rows = declared.rows().filter(pk__in=ids)
    related = related_for_tokens(declared.model)
    for row in rows.select_related(*related) if related else rows:
        yield to_document(declared, row)


def to_document(declared: StaffDocument, row: Model) -> Document:
    """One row; who may see it comes from the scope of its model."""
    return Document(
        kind=declared.key,
        id=row.pk,
        title=declared.title(row) or "—",
        subtitle=declared.subtitle(row) or "",
        url=declared.url(row),
        keys=tuple(filter(None, declared.keys(row))),
        aliases=tuple(filter(None, declared.aliases(row))),
        body=declared.body(row) or "",
        facets={**declared.facets(row), "kind": [declared.key]},
        access=tokens_of_row(row),
        date=_day(getattr(row, "updated_at", None)),
    )


def _day(moment: Any) -> date | None:
    if isinstance(moment, datetime):
        return moment.date()
    return moment if isinstance(moment, date) else None
