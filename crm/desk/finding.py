"""The global search: an exact number first, then the index; never more than a person may see."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist

from crm.core.registries import StaffDocument, staff_documents
from crm.core.searching.asking import search_staff, suggest_staff
from search.queries import Hit, SearchResult, Segment, Suggestion

PAGE_SIZE = 20
GROUP_SIZE = 5
FACET = "kind"


@dataclass(frozen=True)
class Found:
    """One hit; title and snippet are segments, of which some are marked."""

    kind: str
    label: Any
    title: Sequence[Segment]
    url: str
    subtitle: str = ""
    snippet: Sequence[Segment] = ()


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
    ready: bool = True
    standby: bool = False

    @property
    def hits(self) -> list[Found]:
        """What is shown, kind after kind."""
        return [hit for kind in self.kinds for hit in kind.hits]

    @property
    def next_page(self) -> int:
        return self.page + 1

    @property
    def previous_page(self) -> int:
        return self.page - 1


def find(user: Any, query: str, *, day: dt.date, kind: str = "", page: int = 1) -> Findings:
    """Search as ``user``: one kind page by page, or the first few of every kind with its count."""
    if not query:
        return Findings()
    chosen = kind if kind in staff_documents else ""
    overview = search_staff(user, query, today=day, counts=(FACET,), size=PAGE_SIZE)
    findings = Findings(
        kinds=_counted(overview),
        total=overview.total,
        chosen=chosen,
        suggestion=overview.suggestion or "",
        ready=overview.ready,
        standby=overview.standby,
    )
    if chosen:
        _show_one(findings, user, query, day, page)
    else:
        _show_first(findings, user, query, day, overview)
    _put_exact_first(findings, user, query)
    return findings


def suggest(user: Any, query: str, *, day: dt.date, size: int) -> Findings:
    """The best few of all kinds for the list under the search field: numbers, names, then hits."""
    result = search_staff(user, query, today=day, size=size)
    hits = [_found(hit) for hit in result.hits]
    names = [_named(name) for name in suggest_staff(user, query)]
    by_url = {hit.url: hit for hit in [*_exact(user, query), *names, *hits]}
    by_url |= {hit.url: hit for hit in hits}  # a hit says more than a name; places stay
    shown = list(by_url.values())[:size]
    total = max(result.total, len(shown))
    return Findings(kinds=[Kind("", "", total, shown)], total=total, ready=result.ready)


def _counted(result: SearchResult) -> list[Kind]:
    counts = {value.value: value.count for value in result.facets.get(FACET, ())}
    return [
        Kind(document.key, document.label, counts[document.key])
        for document in staff_documents
        if counts.get(document.key)
    ]


def _show_first(
    findings: Findings, user: Any, query: str, day: dt.date, overview: SearchResult
) -> None:
    """The overview page often holds enough; a kind it leaves short is asked for by itself."""
    by_kind: dict[str, list[Found]] = {}
    for hit in overview.hits:
        by_kind.setdefault(hit.kind, []).append(_found(hit))
    for kind in findings.kinds:
        kind.hits = by_kind.get(kind.key, [])[:GROUP_SIZE]
        if len(kind.hits) < min(kind.count, GROUP_SIZE):
            result = search_staff(user, query, today=day, kinds=(kind.key,), size=GROUP_SIZE)
            kind.hits = [_found(hit) for hit in result.hits]


def _show_one(findings: Findings, user: Any, query: str, day: dt.date, page: int) -> None:
    result = search_staff(
        user, query, today=day, kinds=(findings.chosen,), page=max(page, 1), size=PAGE_SIZE
    )
    findings.page, findings.pages = result.page, result.pages
    for kind in findings.kinds:
        if kind.key == findings.chosen:
            kind.hits = [_found(hit) for hit in result.hits]


def _put_exact_first(findings: Findings, user: Any, query: str) -> None:
    shown = {hit.url for hit in findings.hits}
    for hit in _exact(user, query):
        if hit.url in shown or findings.chosen not in ("", hit.kind):
            continue
        kind = next((kind for kind in findings.kinds if kind.key == hit.kind), None)
        if kind is None:
            kind = Kind(hit.kind, hit.label, 0)
            findings.kinds.insert(0, kind)
        kind.hits.insert(0, hit)
        kind.count += 1
        findings.total += 1


def _exact(user: Any, query: str) -> list[Found]:
    """Records whose number is what was typed, straight from the database: the index may lag."""
    rows = (_by_number(document, user, query) for document in staff_documents)
    return [hit for hit in rows if hit is not None]


def _by_number(document: StaffDocument, user: Any, query: str) -> Found | None:
    if not any(char.isdigit() for char in query):
        return None
    try:
        document.model._meta.get_field("number")
    except FieldDoesNotExist:
        return None
    rows = document.rows().visible_to(user)  # type: ignore[attr-defined]
    row = rows.filter(number=query.upper()).first()
    if row is None:
        return None
    return Found(
        kind=document.key,
        label=document.label,
        title=[Segment(document.title(row))],
        url=document.url(row),
        subtitle=document.subtitle(row),
    )


def _found(hit: Hit) -> Found:
    label = _label(hit.kind, hit.type)
    return Found(hit.kind, label, hit.title, hit.full_url, hit.subtitle, hit.snippet)


def _named(name: Suggestion) -> Found:
    return Found(name.kind, _label(name.kind, name.type), [Segment(name.text)], name.url)


def _label(kind: str, otherwise: str) -> Any:
    return staff_documents[kind].label if kind in staff_documents else otherwise
