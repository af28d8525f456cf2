"""The global search: an exact number first, then the index; never more than a person may see."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from crm.core.registries import StaffDocument, staff_documents

PAGE_SIZE = 20


@dataclass(frozen=True)
class Found:
    """One hit, ready to show."""

    kind: str
    label: Any
    title: str
    url: str
    subtitle: str = ""
    snippet: Any = ""


@dataclass
class Kind:
    """Hits of one kind: all of them counted, some of them shown."""

    key: str
    label: Any
    count: int
    hits: list[Found] = field(default_factory=list)


@dataclass
class Findings:
    """``chosen`` is the one kind that is shown, or empty. ``suggestion`` is a likelier query."""

    kinds: list[Kind] = field(default_factory=list)
    total: int = 0
    chosen: str = ""
    page: int = 1
    pages: int = 1
    suggestion: str = ""

    @property
    def next_page(self) -> int:
        return self.page + 1

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def hits(self) -> list[Found]:
        """What is shown, kind after kind."""
        return [hit for kind in self.kinds for hit in kind.hits]


def find(
    user: Any, query: str, *, kind: str = "", page: str = "1", size: int = PAGE_SIZE
) -> Findings:
    """Search as ``user``. An unreadable page number is the first page."""
    if not query:
        return Findings()
    exact = [hit for document in staff_documents if (hit := _by_number(document, user, query))]
    kinds = [Kind(hit.kind, hit.label, 1, [hit]) for hit in exact]
    return Findings(kinds=kinds, total=len(exact))


def _by_number(document: StaffDocument, user: Any, query: str) -> Found | None:
    try:
        document.model._meta.get_field("number")
    except FieldDoesNotExist:
        return None
    rows = document.rows().visible_to(user)  # type: ignore[attr-defined]
    row = rows.filter(number__iexact=query).first()
    return None if row is None else found(document, row)


def found(document: StaffDocument, row: Any) -> Found:
    """A row as a hit."""
    return Found(
        kind=document.key,
        label=document.label,
        title=document.title(row),
        url=document.url(row),
        subtitle=document.subtitle(row),
    )
