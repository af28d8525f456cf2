"""Changed rows go into the outbox, in the transaction that changed them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Model

from crm.core.registries.documents import StaffDocument, staff_documents
from crm.core.scopes import related_for_tokens
from search import outbox


def mark_rows(rows: Sequence[Model]) -> None:
    """Put the rows whose model has a search document into the outbox, in the current transaction.

    So do the rows that are seen through them: a contact when its enterprise changes hands, a
    lead when
    its owner moves to another team. Costs one query for each such kind of document.
    """
    by_model: dict[type[Model], list[int]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    marked: dict[str, dict[int, None]] = defaultdict(dict)
    for model, ids in by_model.items():
        for document in staff_documents:
            if issubclass(model, document.model):
                marked[document.key] |= dict.fromkeys(ids)
            for path in _paths_through(document, model):
                seen = document.model._default_manager.filter(**{f"{path}__in": ids})
                marked[document.key] |= dict.fromkeys(seen.values_list("pk", flat=True))
    for kind, keys in marked.items():
        outbox.mark(kind, keys)


def _paths_through(document: StaffDocument, model: type[Model]) -> Iterator[str]:
    """The relations of the document's scope that lead over `model`."""
    seen: set[str] = set()
    for related in related_for_tokens(document.model):
        steps = related.split("__")
        target: type[Model] = document.model
        for place, step in enumerate(steps):
            target = target._meta.get_field(step).related_model
            path = "__".join(steps[: place + 1])
            if target is model and path not in seen:
                seen.add(path)
                yield path
