"""What every engine offers: `tantivy` in this process, `elastic` on a cluster.

An engine gets plans and filters as values and translates them; it holds no ranking of its own
(search/engines/matching.py holds it).
Reading never raises because a writer is at work; writing is done by one process at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from search.documents import Document
from search.plan import Plan
from search.queries import SearchQuery, Signal, Suggestion


class IndexMissingError(Exception):
    """There is no index of that name yet, or it was made for another version of the fields."""


class IndexBusyError(Exception):
    """Another process is writing; a writer waits and tries again, a reader never meets this."""


class EngineDownError(Exception):
    """The engine does not answer, not in time, or with an error; another one may."""


class RebuildRefusedError(Exception):
    """The new index does not look like the old one; the old one stays."""


@dataclass(slots=True)
class Match:
    """One document found: its score, what a list shows of it, and a way to its raw text."""

    uid: str
    score: float
    payload: Mapping[str, Any]
    body: Callable[[], str]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Matches:
    total: int
    matches: Sequence[Match]


class Writer(Protocol):
    """Collects changes; nothing is seen before `commit`."""

    def replace(self, owner: str, documents: Iterable[Document]) -> None: ...

    def commit(self) -> None: ...


class Rebuild(Protocol):
    """A new index beside the live one."""

    def add(self, documents: Iterable[Document]) -> int: ...

    def replace(self, owner: str, documents: Iterable[Document]) -> None: ...

    def check(self, *, expected: int, smoke: Sequence[Document]) -> int:
        """Look at what was added; raises RebuildRefusedError, and the old index stays.

        `expected` is the number of documents the sources gave (1% may differ); each of `smoke`
        must be
        found by its title. Returns the number of documents held.
        """

    def switch(self) -> None:
        """Make it the live index."""


class Engine(Protocol):
    """Every method may raise EngineDownError where the engine is not part of this process."""

    name: str

    def is_ready(self, index: str) -> bool: ...

    def state(self, index: str) -> str:
        """`ok` or what is wrong: `missing`; on a cluster also `red` (a part is lost), `yellow` (no
        second copy though there are nodes for it), `analyser` (not the one of the mapping)."""

    def count(self, index: str) -> int: ...

    def find(
        self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False
    ) -> Matches: ...

    def facets(
        self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False
    ) -> Mapping[str, Sequence[tuple[str, int]]]: ...

    def suggest(self, index: str, query: SearchQuery) -> Sequence[Suggestion]: ...

    def alike(self, index: str, query: SearchQuery, plan: Plan) -> str | None:
        """The query spelt with words that the asker could find; None when there is nothing
        better."""

    def signals(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[Signal]: ...

    def missing(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[str]: ...

    def fingerprints(self, index: str) -> Iterator[tuple[str, str]]:
        """(uid, fingerprint) of everything in the live index."""

    def writer(self, index: str) -> AbstractContextManager[Writer]:
        """Raises IndexMissingError or IndexBusyError on entering."""

    def rebuild(self, index: str) -> AbstractContextManager[Rebuild]:
        """Leaving without `switch` throws the new index away."""

    def locked(self, index: str) -> AbstractContextManager[None]:
        """Keeps other writers out, so that a rebuild can catch up and switch."""

    def draining(self) -> AbstractContextManager[None]:
        """One process at a time carries changes into it, from reading its cursor to moving it.
        Raises IndexBusyError on entering."""
