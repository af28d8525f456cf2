"""What is asked and what is answered. Text is only ever data here: no engine parses it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

RELEVANCE, NEWEST, OLDEST = "relevance", "newest", "oldest"
SORTS = (RELEVANCE, NEWEST, OLDEST)
MAX_PAGE_SIZE = 100
MAX_WINDOW = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """One search.

    `access`: kind → the asker's tokens for that kind; a kind that is not named is not seen at all.
    `facets`: name → chosen values, OR inside a name, AND across names. `counts`: the facets to
    count;
    each count leaves out the choices made in its own facet. `synonyms`: a word → what else it is
    called.
    `pins`: uids put on top in this order. `today` moves freshness; without it nothing is fresher.
    `grouped`: one hit a group, with the number of its other matches.
    """

    text: str
    access: Mapping[str, Sequence[str]]
    kinds: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counts: Sequence[str] = ()
    include_expired: bool = False
    page: int = 1
    size: int = 10
    sort: str = RELEVANCE
    grouped: bool = False
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pins: Sequence[str] = ()
    today: dt.date | None = None

    @property
    def offset(self) -> int:
        return (max(self.page, 1) - 1) * self.limit

    @property
    def limit(self) -> int:
        return min(max(self.size, 1), MAX_PAGE_SIZE)


class Segment(NamedTuple):
    """A piece of the raw text; templates mark the marked ones."""

    text: str
    marked: bool = False


class Marks(Protocol):
    """Marks what was asked for in raw text (search.snippets.Marker)."""

    def title(self, text: str) -> Sequence[Segment]: ...

    def passage(self, text: str) -> Sequence[Segment]: ...


@dataclass(slots=True, kw_only=True)
class Hit:
    """One result. `more` counts further matches of the same group.

    `title` and `snippet` are marked each time they are looked at: who only ranks pays nothing.
    """

    uid: str
    kind: str
    id: str
    type: str
    plain_title: str
    subtitle: str
    url: str
    anchor: str
    score: float
    validity: int
    date: dt.date | None
    body: Callable[[], str]
    marks: Marks
    group: str = ""
    more: int = 0

    @property
    def title(self) -> Sequence[Segment]:
        return self.marks.title(self.plain_title)

    @property
    def snippet(self) -> Sequence[Segment]:
        return self.marks.passage(self.body())

    @property
    def plain_snippet(self) -> str:
        return "".join(segment.text for segment in self.snippet)

    @property
    def full_url(self) -> str:
        return f"{self.url}#{self.anchor}" if self.anchor else self.url


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """`relaxed`: nothing held enough of the words, so single characters were searched instead.

    `ready` False: there is no index yet. `standby`: the embedded index answered for the cluster.
    `suggestion`: the query spelt as the index knows it.
    """

    engine: str
    total: int
    hits: Sequence[Hit] = ()
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    suggestion: str | None = None
    relaxed: bool = False
    ready: bool = True
    standby: bool = False
    took_ms: float = 0.0
    page: int = 1
    size: int = 10

    @property
    def pages(self) -> int:
        return -(-min(self.total, MAX_WINDOW) // self.size)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is offered while typing."""

    text: str
    url: str
    kind: str
    type: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason of a score: where it matched, what matched, how much it gave."""

    name: str
    detail: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a document is where it is. `missing` says in codes why it is not found at all.

    Codes: `absent` (not in the index), `access`, `kind`, `facet:NAME`, `expired`, `words`.
    """

    uid: str
    rank: int | None
    score: float
    signals: Sequence[Signal] = ()
    missing: Sequence[str] = ()
