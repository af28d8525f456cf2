"""What can be asked of an index, as plain values. Each engine translates them; none adds any.

An ask without `Constant` or `Weighted` around it says what matches, not how much it counts.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Term(NamedTuple):
    """Documents with this token, value or number in a field."""

    field: str
    value: str | int


class AnyTerm(NamedTuple):
    """Documents with one of these values."""

    field: str
    values: Sequence[str]


class Phrase(NamedTuple):
    """Documents with these tokens side by side, in this order."""

    field: str
    words: Sequence[str]


class Prefix(NamedTuple):
    """Documents with a value that begins so."""

    field: str
    start: str


class Exists(NamedTuple):
    """Documents with any value in a field."""

    field: str


class Below(NamedTuple):
    """Documents with a number from 0 up to, without, `bound`."""

    field: str
    bound: int


class Everything(NamedTuple):
    """All documents."""


class Nothing(NamedTuple):
    """No document."""


class Either(NamedTuple):
    """At least so many of these; the scores of those that match are added."""

    ways: Sequence["Ask"]
    at_least: int = 1


class Best(NamedTuple):
    """At least one of these; the highest of their scores counts."""

    ways: Sequence["Ask"]


class Constant(NamedTuple):
    """A match gives exactly this score."""

    ask: "Ask"
    score: float


class Weighted(NamedTuple):
    """A token scored by BM25, times a weight."""

    ask: Term
    weight: float


class Whole(NamedTuple):
    """All of `filters` and `must`, none of `without`; `should` adds to the score only."""

    filters: Sequence["Ask"] = ()
    must: Sequence["Ask"] = ()
    should: Sequence["Ask"] = ()
    without: Sequence["Ask"] = ()


Ask = (
    Term
    | AnyTerm
    | Phrase
    | Prefix
    | Exists
    | Below
    | Everything
    | Nothing
    | Either
    | Best
    | Constant
    | Weighted
    | Whole
)


def in_order(field: str, words: Sequence[str]) -> Term | Phrase:
    return Term(field, words[0]) if len(words) == 1 else Phrase(field, words)
