"""The search page: facets in the address, hits grouped by document, every text answered with a
page.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core import clock
from crm.core.access import public
from crm.core.searching.asking import answer_public, public_query
from portal.choices import ContentKind, Level, Validity
from portal.documents import FACETS
from portal.indexing import PAGE
from portal.models import PolicyDocument, PolicyPackage, StandardPage
from portal.models.support import SupportingPage
from portal.openings import Opening, windows_of
from portal.rules import validity
from portal.visible import Hidden, restricted, shown
from search.plan import plan
from search.queries import NEWEST, OLDEST, RELEVANCE, FacetValue, Hit, SearchQuery, SearchResult

PAGE_SIZE = 10
CLAUSES_SHOWN = 2
LONGEST_QUERY = 2000
LONGEST_VALUE = 120
MOST_VALUES = 40
SORTS = {"": RELEVANCE, "date": NEWEST, "oldest": OLDEST}
TITLES = {
    "level": _("Policy level"),
    "issuer": _("Issuer"),
    "package": pgettext_lazy("facet", "Policy package"),
    "validity": _("Validity"),
    "type": _("Type of content"),
}
ORDERS = {
    "level": list(Level.values),
    "validity": list(Validity.values),
    "type": list(ContentKind.values),
}


@dataclass
class Value:
    value: str
    label: str
    count: int
    selected: bool


@dataclass
class Facet:
    name: str
    title: Any
    values: list[Value]

    @property
    def is_open(self) -> bool:
        return self.name != "issuer" or any(value.selected for value in self.values)


@dataclass
class Tag:
    title: Any
    label: str
    without: str


@dataclass
class Found:
    """One document among the hits with the clauses that hold the words."""

    hit: Hit
    title: Any
    page: Any = None
    clauses: list[Any] = field(default_factory=list)
    more: int = 0


@dataclass
class Asked:
    """What the address says, made harmless: unknown names are dropped, long values cut."""

    text: str
    facets: dict[str, list[str]]
    include_expired: bool
    sort: str
    page: int

    @classmethod
    def from_query(cls, query: QueryDict) -> "Asked":
        facets = {}
        for name in FACETS:
            values = [value.replace("\x00", "")[:LONGEST_VALUE] for value in query.getlist(name)]
            chosen = list(dict.fromkeys(value for value in values if value.strip()))[:MOST_VALUES]
            if chosen:
                facets[name] = chosen
        number = query.get("page", "1")
        return cls(
            text=query.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY],
            facets=facets,
            include_expired=query.get("expired") == "1",
            sort=query.get("sort", "") if query.get("sort", "") in SORTS else "",
            page=min(max(int(number), 1), 1000)
            if number.isascii() and number.isdigit() and len(number) < 6
            else 1,
        )

    @property
    def wants_expired(self) -> bool:
        """Choosing 失效 in the facet asks for it as the switch does."""
        return self.include_expired or bool(set(self.facets.get("validity", ())) & validity.GONE)

    def address(self, **changes: Any) -> str:
        asked = replace(self, **({"page": 1} | changes))
        query = QueryDict(mutable=True)
        if asked.text:
            query["q"] = asked.text
        for name, values in asked.facets.items():
            query.setlist(name, values)
        if asked.include_expired:
            query["expired"] = "1"
        if asked.sort:
            query["sort"] = asked.sort
        if asked.page > 1:
            query["page"] = str(asked.page)
        return f"?{query.urlencode()}"

    def without(self, name: str, value: str) -> str:
        facets = {key: list(values) for key, values in self.facets.items()}
        facets[name] = [one for one in facets[name] if one != value]
        return self.address(facets={key: values for key, values in facets.items() if values})


@public
def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.from_query(request.GET)
    day = clock.today()
    query, hidden = _query(asked, day), restricted()
    result = answer_public(query)
    labels = _labels(hidden)
    context = {
        "asked": asked,
        "result": result,
        "found": _found(result, query, hidden),
        "facets": _facets(result, labels),
        "tags": _tags(asked, labels),
        "expired_more": _expired_more(query, result),
        "expired_url": asked.address(include_expired=not asked.include_expired),
        "also": _also_searched(query),
        "suggestion": result.suggestion,
        "suggestion_url": asked.address(text=result.suggestion) if result.suggestion else "",
        "previous_url": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next_url": asked.address(page=asked.page + 1) if asked.page < result.pages else "",
        "clear_url": asked.address(facets={}, include_expired=False),
        "question_url": reverse("portal:question"),
        "packages": PolicyPackage.objects.live().public()[:4] if not result.total else [],
        "is_filtered": bool(asked.text or asked.facets or asked.include_expired or asked.page > 1),
    }
    return render(request, "portal/search.html", context)


def _query(asked: Asked, day: dt.date) -> SearchQuery:
    """What the address asks; further questions of this page are made from it."""
    return public_query(
        asked.text,
        today=day,
        facets=asked.facets,
        counts=FACETS,
        include_expired=asked.wants_expired,
        page=asked.page,
        size=PAGE_SIZE,
        sort=SORTS[asked.sort],
        grouped=True,
    )


def _expired_more(query: SearchQuery, result: SearchResult) -> int:
    """How many more there would be with what has lapsed."""
    if query.include_expired:
        return 0
    wider = answer_public(replace(query, include_expired=True, counts=(), page=1, size=1))
    return max(wider.total - result.total, 0)


def _also_searched(query: SearchQuery) -> list[str]:
    """Synonyms that were applied are said."""
    if not query.text:
        return []
    used = plan(query.text, query.synonyms).alternatives
    return [
        other for word, others in query.synonyms.items() if word.lower() in used for other in others
    ]


# --- hits
# --------------------------------------------------------------------------------------------


def _found(result: SearchResult, query: SearchQuery, hidden: Hidden) -> list[Found]:
    """Hits of this page with their pages; clauses of grouped documents come in one more search."""
    pages = _pages(result.hits, hidden)
    clauses = _clause_hits(query, pages) if query.text else {}
    found = []
    for hit in result.hits:
        page = pages.get(int(hit.id)) if hit.kind == PAGE else None
        if page is None:
            continue  # it left the site a moment ago; the index follows
        rows = clauses.get(hit.id, [hit] if hit.anchor else [])
        found.append(
            Found(
                hit=hit,
                title=None if hit.anchor else hit.title,
                page=page,
                clauses=[{"hit": row, "opening": None} for row in rows[:CLAUSES_SHOWN]],
                more=max(len(rows) - CLAUSES_SHOWN, 0),
            )
        )
    _add_openings(found, query.today, hidden)
    return found


def _pages(hits: Iterable[Hit], hidden: Hidden) -> dict[int, Any]:
    """The pages behind the hits, in one query for each kind of content among them."""
    ids: dict[str, set[int]] = defaultdict(set)
    for hit in hits:
        if hit.kind == PAGE:
            ids[hit.type].add(int(hit.id))
    pages: dict[int, Any] = {}
    for model in (PolicyPackage, PolicyDocument, StandardPage, *SupportingPage.__subclasses__()):
        if model.content_kind in ids:
            rows = shown(model, hidden).filter(pk__in=ids[model.content_kind])
            if hasattr(model, "package"):
                rows = rows.select_related("package")
            pages |= {page.pk: page for page in rows}
    return pages


def _clause_hits(query: SearchQuery, pages: dict[int, Any]) -> dict[str, list[Hit]]:
    """The clauses of the documents shown, best first."""
    slugs = [page.slug for page in pages.values() if isinstance(page, PolicyDocument)]
    if not slugs:
        return {}
    facets = {**query.facets, "document": slugs}
    inner = answer_public(
        replace(query, facets=facets, counts=(), page=1, size=100, grouped=False, sort=RELEVANCE)
    )
    clauses: dict[str, list[Hit]] = defaultdict(list)
    for hit in inner.hits:
        if hit.anchor:
            clauses[hit.id].append(hit)
    return dict(clauses)


def _add_openings(found: list[Found], day: dt.date, hidden: Hidden) -> None:
    codes = {
        f"{one.page.slug}/{row['hit'].anchor}": row
        for one in found
        if isinstance(one.page, PolicyDocument)
        for row in one.clauses
    }
    openings: dict[str, Opening] = windows_of(codes, day, hidden) if codes else {}
    for code, opening in openings.items():
        codes[code]["opening"] = opening


# --- facets
# ------------------------------------------------------------------------------------------


def _labels(hidden: Hidden) -> dict[str, dict[str, str]]:
    labels = {
        "level": {value: str(label) for value, label in Level.choices},
        "validity": {value: str(label) for value, label in Validity.choices},
        "type": {value: str(label) for value, label in ContentKind.choices},
        "package": dict(shown(PolicyPackage, hidden).values_list("slug", "title")),
    }
    return labels


def _facets(result: SearchResult, labels: dict[str, dict[str, str]]) -> list[Facet]:
    facets = []
    for name in FACETS:
        values = [_value(name, value, labels) for value in result.facets.get(name, ())]
        values = [value for value in values if value.count or value.selected]
        if len(values) < 2 and not any(value.selected for value in values):
            continue  # a facet with one value filters nothing
        facets.append(
            Facet(name, TITLES[name], sorted(values, key=lambda value: _rank(name, value)))
        )
    return facets


def _value(name: str, value: FacetValue, labels: dict[str, dict[str, str]]) -> Value:
    return Value(
        value.value, labels.get(name, {}).get(value.value, value.value), value.count, value.selected
    )


def _rank(name: str, value: Value) -> tuple[int, int, str]:
    order = ORDERS.get(name)
    if order and value.value in order:
        return (order.index(value.value), 0, "")
    return (len(order or ()), -value.count, value.label)


def _tags(asked: Asked, labels: dict[str, dict[str, str]]) -> list[Tag]:
    return [
        Tag(TITLES[name], labels.get(name, {}).get(value, value), asked.without(name, value))
        for name, values in asked.facets.items()
        for value in values
    ]
