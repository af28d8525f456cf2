"""Finding and counting in one searcher."""

import json
from collections.abc import Mapping, Sequence

import tantivy
from tantivy import Occur, Order, Query

from search.engines.matching import complete
from search.engines.protocol import Match, Matches
from search.engines.tantivy.shot import Snapshot
from search.engines.tantivy.translation import term, translate
from search.plan import Plan
from search.queries import MAX_WINDOW, NEWEST, OLDEST, SearchQuery


def find(shot: Snapshot, query: SearchQuery, plan: Plan, *, relaxed: bool = False) -> Matches:
    """One page of hits; with `grouped` one hit a group."""
    whole = translate(complete(shot, query, plan, relaxed=relaxed))
    if query.offset + query.limit > MAX_WINDOW:
        return Matches(_total(shot, query, plan, relaxed), [])
    if query.grouped:
        return _grouped(shot, query, plan, whole, relaxed=relaxed)
    found = shot.searcher.search(whole, query.limit, True, offset=query.offset, **_order(query))
    return Matches(
        found.count, [_match(shot.searcher, score, address) for score, address in found.hits]
    )


def _order(query: SearchQuery) -> dict[str, object]:
    if query.sort in (NEWEST, OLDEST):
        return {"order_by_field": "day", "order": Order.Asc if query.sort == OLDEST else Order.Desc}
    return {}


def _match(
    searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress, more: int = 0
) -> Match:
    stored = searcher.doc(address)
    payload = json.loads(stored.get_first("payload").decode())

    def body() -> str:
        return stored.get_first("body").decode()

    return Match(payload["uid"], float(score or 0), payload, body, more)


def _total(shot: Snapshot, query: SearchQuery, plan: Plan, relaxed: bool) -> int:
    hits = translate(complete(shot, query, plan, relaxed=relaxed, scored=False))
    if query.grouped:
        return round(
            shot.searcher.aggregate(hits, {"n": {"cardinality": {"field": "group"}}})["n"]["value"]
        )
    return shot.searcher.search(hits, 1, True).count


def _grouped(
    shot: Snapshot, query: SearchQuery, plan: Plan, whole: Query, *, relaxed: bool
) -> Matches:
    """The best hit of each group, read in growing windows until the page is full."""
    wanted = query.offset + query.limit
    window = max(50, wanted * 4)
    while True:
        found = shot.searcher.search(whole, window, True, **_order(query))
        groups = shot.searcher.fast_field_values("group", [address for _, address in found.hits])
        best: dict[int, int] = {}
        sizes: dict[int, int] = {}
        for place, group in enumerate(groups):
            best.setdefault(group, place)
            sizes[group] = sizes.get(group, 0) + 1
        if len(best) >= wanted or len(found.hits) >= found.count or window >= MAX_WINDOW:
            break
        window = min(window * 4, MAX_WINDOW)
    complete_list = len(found.hits) >= found.count
    total = len(best) if complete_list else _total(shot, query, plan, relaxed)
    page = list(best.items())[query.offset : wanted]
    return Matches(
        total,
        [_match(shot.searcher, *found.hits[place], more=sizes[group] - 1) for group, place in page],
    )


def facets(
    shot: Snapshot, query: SearchQuery, plan: Plan, *, relaxed: bool = False
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Counts of each value; the facets without a choice share one pass."""
    chosen = [name for name in query.counts if query.facets.get(name)]
    open_ones = [name for name in query.counts if name not in chosen]
    answers: dict[str, list[tuple[str, int]]] = {}
    passes = [("", open_ones), *((name, [name]) for name in chosen)]
    for without, names in passes:
        if not names:
            continue
        hits = complete(shot, query, plan, relaxed=relaxed, without=without, scored=False)
        counted = shot.searcher.aggregate(translate(hits), _facet_request(names))
        for name in names:
            answers[name] = [
                (
                    str(bucket["key"]),
                    round(bucket["groups"]["value"]) if query.grouped else bucket["doc_count"],
                )
                for bucket in counted[name]["buckets"]
            ]
    return answers


def raw(shot: Snapshot, words: Sequence[str], size: int) -> int:
    """Plain BM25 over the same tokens: what any user of the engine would write first."""
    anywhere = [
        (Occur.Should, term(field, word))
        for word in words
        for field in (
            ("characters",) if len(word) == 1 else ("title_words", "heading_words", "body_words")
        )
    ]
    found = shot.searcher.search(Query.boolean_query(anywhere), size, True)
    for _, address in found.hits:
        shot.searcher.doc(address).to_dict()
    return found.count


def _facet_request(names: Sequence[str]) -> Mapping[str, object]:
    """Counts of groups, so that a value's number is the number of hits after choosing it."""
    return {
        name: {
            "terms": {"field": f"facets.{name}", "size": 2000},
            "aggs": {"groups": {"cardinality": {"field": "group"}}},
        }
        for name in names
    }
