"""Finding and counting on the cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch.dsl import A, Search
from elasticsearch.dsl import query as dsl

from search.engines.asks import Either, Term, Whole
from search.engines.elastic.calls import calling
from search.engines.elastic.shot import Shot
from search.engines.elastic.translation import translate
from search.engines.matching import TEXTS, complete, facet_filter
from search.engines.protocol import Match, Matches
from search.plan import Plan
from search.queries import MAX_WINDOW, NEWEST, OLDEST, SearchQuery

MOST_VALUES = 2000
EXACT_UP_TO = 40_000  # groups that are counted without error
EXACT_IN_FACET = 10_000


def find(shot: Shot, query: SearchQuery, plan: Plan, *, relaxed: bool = False) -> Matches:
    """One page of hits; with `grouped` one hit a group."""
    beyond = query.offset + query.limit > MAX_WINDOW
    whole = complete(shot, query, plan, relaxed=relaxed, scored=not beyond)
    asked = shot.search().query(translate(whole)).source(["payload", "body"])
    asked = asked.sort(*_order(query)).extra(
        track_total_hits=True,
        from_=0 if beyond else query.offset,
        size=0 if beyond else query.limit,
    )
    if query.grouped:
        asked = asked.extra(collapse={"field": "group"})
        asked.aggs.metric("groups", "cardinality", field="group", precision_threshold=EXACT_UP_TO)
    answer = _run(shot, asked)
    found, hits = answer["hits"]["total"]["value"], answer["hits"]["hits"]
    if not query.grouped:
        return Matches(found, [_match(hit) for hit in hits])
    total = answer["aggregations"]["groups"]["value"]
    sizes = _sizes(shot, whole, hits) if found > total else {}
    return Matches(total, [_match(hit, sizes.get(_group(hit), 1) - 1) for hit in hits])


def _run(shot: Shot, asked: Search) -> Mapping[str, Any]:
    with calling(shot.name):
        return asked.execute().to_dict()


def _order(query: SearchQuery) -> list[Any]:
    """Equal scores stand in the order of their names, on every copy of the index."""
    if query.sort in (NEWEST, OLDEST):
        order = "asc" if query.sort == OLDEST else "desc"
        return [{"day": {"order": order, "missing": "_last"}}, "uid"]
    return [{"_score": {"order": "desc"}}, "uid"]


def _match(hit: Mapping[str, Any], more: int = 0) -> Match:
    stored = hit["_source"]
    payload = stored["payload"]

    def body() -> str:
        return stored.get("body", "")

    return Match(payload["uid"], float(hit["_score"] or 0), payload, body, more)


def _group(hit: Mapping[str, Any]) -> int:
    return hit["fields"]["group"][0]


def _sizes(shot: Shot, whole: Whole, hits: Sequence[Mapping[str, Any]]) -> Mapping[int, int]:
    """How many hits each group of this page has."""
    groups = [_group(hit) for hit in hits]
    if not groups:
        return {}
    needed = whole._replace(should=[])
    only = dsl.Bool(filter=[translate(needed), dsl.Terms(group=groups)])
    asked = shot.search().query(only).extra(size=0)
    asked.aggs.bucket("groups", "terms", field="group", size=len(groups))
    buckets = _run(shot, asked)["aggregations"]["groups"]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}


def facets(
    shot: Shot, query: SearchQuery, plan: Plan, *, relaxed: bool = False
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Counts of each value, all in one search: the choices are filters of each count, so that each
    can leave out its own."""
    if not query.counts:
        return {}
    whole = complete(shot, replace(query, facets={}), plan, relaxed=relaxed, scored=False)
    asked = shot.search().query(dsl.Bool(filter=[translate(whole)])).extra(size=0)
    for place, name in enumerate(query.counts):
        values = A("terms", field=f"facets.{name}", size=MOST_VALUES)
        if query.grouped:
            values.metric(
                "groups", "cardinality", field="group", precision_threshold=EXACT_IN_FACET
            )
        chosen = asked.aggs.bucket(f"facet{place}", "filter", filter=_choices(query, name))
        chosen.bucket("values", values)
    counted = _run(shot, asked)["aggregations"]
    return {
        name: [
            (
                str(bucket["key"]),
                bucket["groups"]["value"] if query.grouped else bucket["doc_count"],
            )
            for bucket in counted[f"facet{place}"]["values"]["buckets"]
        ]
        for place, name in enumerate(query.counts)
    }


def _choices(query: SearchQuery, without: str) -> dsl.Query:
    chosen = [
        facet_filter(name, values)
        for name, values in query.facets.items()
        if values and name != without
    ]
    return translate(Whole(filters=chosen)) if chosen else dsl.MatchAll()


def raw(shot: Shot, words: Sequence[str], size: int) -> int:
    """Plain BM25 over the same tokens: what any user of the engine would write first."""
    anywhere = [
        Term(field, word)
        for word in words
        for field in (("characters",) if len(word) == 1 else TEXTS)
    ]
    asked = shot.search().query(translate(Either(anywhere))).source(["payload", "body"])
    answer = _run(shot, asked.extra(size=size, track_total_hits=True))
    return answer["hits"]["total"]["value"]
