"""An index of the cluster as it is for about a second (search.engines.shot.Shot).

Whatever is counted in it is fetched in one round trip and kept as long as the Shot; a writer in
this process ends it.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search
from elasticsearch.dsl import query as dsl

from search.engines.asks import Ask, Term
from search.engines.elastic.calls import calling
from search.engines.elastic.translation import plain, translate
from search.engines.fields import EXACT
from search.engines.shot import Wanted

SECONDS = 1.0
EVERY_DOCUMENT = "owner"
ALIKE = {"suggest_mode": "always", "prefix_length": 2, "min_word_length": 3, "size": 30}


class Shot:
    """`name` is an alias or an index."""

    def __init__(self, client: Elasticsearch, name: str) -> None:
        self.client, self.name = client, name
        self.born = time.monotonic()
        self._counted: dict[tuple[str, str], int] = {}
        self._documents: int | None = None

    @property
    def is_fresh(self) -> bool:
        return time.monotonic() - self.born < SECONDS

    @property
    def documents(self) -> int:
        if self._documents is None:
            self.learn([(EVERY_DOCUMENT, ["-"])])
        return self._documents or 0

    def search(self) -> Search:
        """A search of this index, to be given a query; half an answer counts as none."""
        return Search(using=self.client, index=self.name).params(allow_partial_search_results=False)

    def learn(self, wanted: Wanted) -> None:
        unknown: dict[str, list[str]] = defaultdict(list)
        for field, words in wanted:
            for word in dict.fromkeys(map(plain, words)):
                if (field, word) not in self._counted:
                    unknown[field].append(word)
        if unknown:
            self._ask(unknown)

    def _ask(self, unknown: Mapping[str, Sequence[str]]) -> None:
        """Term vectors of a document that is made up of the words asked for: the dictionary of the
        index says of each in how many documents it stands, without any document being read."""
        made_up = {EVERY_DOCUMENT: ["-"], **unknown}
        with calling(self.name):
            answer = self.client.termvectors(
                index=self.name,
                doc={name: _as_stored(name, set(words)) for name, words in made_up.items()},
                fields=list(made_up),
                term_statistics=True,
                field_statistics=True,
                positions=False,
                offsets=False,
                payloads=False,
            )
        self._counted |= {(field, word): 0 for field, words in unknown.items() for word in words}
        for field, found in answer["term_vectors"].items():
            if field == EVERY_DOCUMENT:
                self._documents = max(found["field_statistics"]["doc_count"], 0)
            for word, counted in found["terms"].items():
                self._counted[field, word] = counted.get("doc_freq", 0)

    def frequency(self, field: str, word: str) -> int:
        word = plain(word)
        if (field, word) not in self._counted:
            self.learn([(field, [word])])
        return self._counted[field, word]

    def is_empty(self, field: str) -> bool:
        return False

    def all_match(self, name: object, ask: Ask) -> bool:
        """Never known: the cluster keeps the answers to filters itself."""
        return False

    def none_match(self, name: object, ask: Ask) -> bool:
        return False

    def count(self, ask: Ask) -> int:
        asked = self.search().query(dsl.Bool(filter=[translate(ask)]))
        with calling(self.name):
            answer = asked.extra(size=0, track_total_hits=True).execute().to_dict()
        return answer["hits"]["total"]["value"]

    def hold(self, asks: Sequence[Ask]) -> Iterator[bool]:
        if not asks:
            return
        asked = self.search().extra(size=0)
        named = {str(place): translate(ask) for place, ask in enumerate(asks)}
        asked.aggs.bucket("each", "filters", filters=named)
        with calling(self.name):
            found = asked.execute().to_dict()["aggregations"]["each"]["buckets"]
        yield from (found[place]["doc_count"] > 0 for place in named)

    def first(self, ask: Ask, size: int) -> Sequence[Mapping[str, Any]]:
        asked = self.search().query(translate(ask)).source(["payload"]).extra(size=size)
        with calling(self.name):
            hits = asked.execute().to_dict()["hits"]["hits"]
        return [hit["_source"]["payload"] for hit in hits]

    def scores(self, asks: Sequence[Ask], uid: str) -> Sequence[float | None]:
        """One search: each ask has its place as its name, the hit says what each of them gave."""
        named = [dsl.Bool(must=[translate(ask)], _name=str(n)) for n, ask in enumerate(asks)]
        only = translate(Term("uid", uid))
        asked = self.search().query(dsl.Bool(filter=[only], should=named)).source(False)
        with calling(self.name):
            answer = asked.params(include_named_queries_score=True).execute().to_dict()
        given = next((hit.get("matched_queries", {}) for hit in answer["hits"]["hits"]), {})
        return [given.get(str(place)) for place in range(len(asks))]

    def words_from(self, fields: Sequence[str], word: str) -> Iterable[str]:
        asked = self.search().extra(size=0)
        for field in fields:
            asked = asked.suggest(field, plain(word), term={"field": field, **ALIKE})
        with calling(self.name):
            answer = asked.execute().to_dict()
        return [
            option["text"]
            for field in fields
            for entry in answer["suggest"][field]
            for option in entry["options"]
        ]


def _as_stored(field: str, words: Iterable[str]) -> str | list[str]:
    return list(words) if field in EXACT else " ".join(words)
