"""A searcher over one commit of the embedded index (search.engines.shot.Shot)."""

import json
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import tantivy

from search.engines.asks import Ask, Constant, Term, Whole
from search.engines.shot import Wanted
from search.engines.tantivy.translation import translate

MOST_FACTS = 1000
CANDIDATES = 400


class Snapshot:
    """Facts about the commit are found out once."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher
        self.documents = searcher.num_docs
        self.frequency = searcher.doc_freq
        self.facts: dict[Hashable, Any] = {}

    def fact(self, name: Hashable, find_out: Callable[[], Any]) -> Any:
        """What `find_out` says of this commit; asked once."""
        if name not in self.facts:
            if len(self.facts) > MOST_FACTS:
                self.facts.clear()
            self.facts[name] = find_out()
        return self.facts[name]

    def learn(self, wanted: Wanted) -> None:
        """Nothing to fetch: the dictionary of words lies in this process."""

    def is_empty(self, field: str) -> bool:
        return self.fact(
            ("empty", field),
            lambda: not self.searcher.terms_with_prefix(field, "", limit=1),
        )

    def all_match(self, name: Hashable, ask: Ask) -> bool:
        return self.fact(name, lambda: self.count(ask) == self.documents)

    def none_match(self, name: Hashable, ask: Ask) -> bool:
        return self.fact(name, lambda: not self.count(ask))

    def count(self, ask: Ask) -> int:
        return self.searcher.search(translate(ask), 1, True).count

    def hold(self, asks: Sequence[Ask]) -> Iterator[bool]:
        return (bool(self.count(ask)) for ask in asks)

    def first(self, ask: Ask, size: int) -> Sequence[Mapping[str, Any]]:
        hits = self.searcher.search(translate(ask), size, False).hits
        return [json.loads(self.searcher.doc(place).get_first("payload")) for _, place in hits]

    def scores(self, asks: Sequence[Ask], uid: str) -> Sequence[float | None]:
        return [self._score(ask, uid) for ask in asks]

    def _score(self, ask: Ask, uid: str) -> float | None:
        whole = Whole(must=[Constant(Term("uid", uid), 0.0), ask])
        hits = self.searcher.search(translate(whole), 1, False).hits
        return float(hits[0][0]) if hits else None

    def words_from(self, fields: Sequence[str], word: str) -> Iterable[str]:
        for field in fields:
            for found, _ in self.searcher.terms_with_prefix(field, word[:2], limit=CANDIDATES):
                yield found
