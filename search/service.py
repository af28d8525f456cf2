"""One search from text to result: the plan, the engine, the relaxed second try, marks and
spelling."""

import datetime as dt
import time

from search.engines.protocol import Engine, IndexMissingError, Match
from search.plan import Plan, plan
from search.queries import Explanation, FacetValue, Hit, SearchQuery, SearchResult
from search.snippets import Marker

FEW_HITS = 5
SHORT_NAME = 8


def search(engine: Engine, index: str, query: SearchQuery) -> SearchResult:
    """Answer any text at all. Without an index the result is empty and `ready` is False."""
    try:
        return answer(engine, index, query)
    except IndexMissingError:
        return without_index(engine, query)


def answer(engine: Engine, index: str, query: SearchQuery) -> SearchResult:
    """The same; raises IndexMissingError, so that another engine can be asked."""
    started = time.perf_counter()
    return _answer(engine, index, query, plan(query.text, query.synonyms), started)


def without_index(engine: Engine, query: SearchQuery) -> SearchResult:
    return SearchResult(engine=engine.name, total=0, ready=False, size=query.limit)


def _answer(
    engine: Engine, index: str, query: SearchQuery, wanted: Plan, started: float
) -> SearchResult:
    relaxed = False
    if query.text.strip() and wanted.is_empty:
        return SearchResult(engine=engine.name, total=0, page=query.page, size=query.limit)
    found = engine.find(index, query, wanted)
    if not found.total and wanted.characters:
        relaxed = True
        found = engine.find(index, query, wanted, relaxed=True)
    counts = engine.facets(index, query, wanted, relaxed=relaxed) if query.counts else {}
    marker = Marker(wanted)
    return SearchResult(
        engine=engine.name,
        total=found.total,
        hits=[_hit(match, marker) for match in found.matches],
        facets={name: _values(query, name, values) for name, values in counts.items()},
        suggestion=_spelling(engine, index, query, wanted, hits=0 if relaxed else found.total),
        relaxed=relaxed and found.total > 0,
        took_ms=(time.perf_counter() - started) * 1000,
        page=max(query.page, 1),
        size=query.limit,
    )


def _spelling(
    engine: Engine, index: str, query: SearchQuery, wanted: Plan, *, hits: int
) -> str | None:
    """Another spelling where little was found, or where a short query may be a name misspelt."""
    if hits >= FEW_HITS and len(wanted.text) > SHORT_NAME:
        return None
    return engine.alike(index, query, wanted)


def _values(query: SearchQuery, name: str, counted: object) -> list[FacetValue]:
    chosen = list(query.facets.get(name, ()))
    values = [FacetValue(value, count, value in chosen) for value, count in counted]  # type: ignore[attr-defined]
    known = {value.value for value in values}
    return values + [FacetValue(value, 0, True) for value in chosen if value not in known]


def _hit(match: Match, marker: Marker) -> Hit:
    stored = match.payload
    return Hit(
        uid=match.uid,
        kind=stored["kind"],
        id=stored["id"],
        type=stored["type"],
        plain_title=stored["title"],
        subtitle=stored["subtitle"],
        url=stored["url"],
        anchor=stored["anchor"],
        score=match.score,
        validity=stored["validity"],
        date=dt.date.fromisoformat(stored["date"]) if stored["date"] else None,
        body=match.body,
        marks=marker,
        group=stored["group"],
        more=match.more,
    )


def explain(engine: Engine, index: str, query: SearchQuery, uid: str) -> Explanation:
    """Why a document stands where it stands, or why it is not found; costs a search a signal."""
    wanted = plan(query.text, query.synonyms)
    missing = engine.missing(index, query, wanted, uid)
    signals = [] if missing else engine.signals(index, query, wanted, uid)
    found = [] if missing else engine.find(index, _first_hundred(query), wanted).matches
    rank = next((place for place, match in enumerate(found, 1) if match.uid == uid), None)
    score = sum(signal.score for signal in signals)
    return Explanation(uid=uid, rank=rank, score=score, signals=signals, missing=missing)


def _first_hundred(query: SearchQuery) -> SearchQuery:
    return SearchQuery(
        text=query.text,
        access=query.access,
        kinds=query.kinds,
        facets=query.facets,
        include_expired=query.include_expired,
        synonyms=query.synonyms,
        pins=query.pins,
        today=query.today,
        size=100,
    )
