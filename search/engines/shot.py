"""One state of an index, as the parts that both engines share look at it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from search.engines.asks import Ask

Wanted = Iterable[tuple[str, Iterable[str]]]


class Shot(Protocol):
    """Reading from it again gives the same answers, and where it can, without asking again."""

    @property
    def documents(self) -> int: ...

    def learn(self, wanted: Wanted) -> None:
        """Say which words of which fields `frequency` will be asked for: an engine far away fetches
        them in one round trip. An engine close by does not even look at them."""

    def frequency(self, field: str, word: str) -> int:
        """In how many documents a word stands."""

    def is_empty(self, field: str) -> bool:
        """True only when it is known that no document has a value there."""

    def all_match(self, name: object, ask: Ask) -> bool:
        """True only when it is known that a filter lets every document pass; `name` is its own."""

    def none_match(self, name: object, ask: Ask) -> bool:
        """True only when it is known that no document matches."""

    def count(self, ask: Ask) -> int: ...

    def hold(self, asks: Sequence[Ask]) -> Iterator[bool]:
        """For each ask whether any document matches."""

    def first(self, ask: Ask, size: int) -> Sequence[Mapping[str, Any]]:
        """What is stored of the best documents (fields.payload)."""

    def scores(self, asks: Sequence[Ask], uid: str) -> Sequence[float | None]:
        """What each ask gives this one document; None where it does not match."""

    def words_from(self, fields: Sequence[str], word: str) -> Iterable[str]:
        """Words of the index that begin with the same two letters, those like it at least."""
