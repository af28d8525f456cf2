"""What of a staff record is searched. Access comes from the model's scope, never from here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class StaffDocument:
    """``key`` is the kind in the index; the callables take a row of ``model``.

    ``keys`` are exact identifiers (number, credit code), ``aliases`` former and short names.
    ``queryset`` prefetches what the callables need, so that loading 500 rows costs a few queries.
    """

    key: str
    label: Any
    model: type[Model]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    subtitle: Callable[[Any], str] = lambda row: ""
    keys: Callable[[Any], list[str]] = lambda row: []
    aliases: Callable[[Any], list[str]] = lambda row: []
    body: Callable[[Any], str] = lambda row: ""
    facets: Callable[[Any], dict[str, list[str]]] = lambda row: {}
    queryset: Callable[[], QuerySet] | None = None
    order: int = 50
    extra: dict[str, Any] = field(default_factory=dict)

    def rows(self) -> QuerySet:
        """All rows of this kind, with what the callables read."""
        return self.queryset() if self.queryset else self.model._default_manager.all()


staff_documents: Registry[StaffDocument] = Registry("staff documents")
