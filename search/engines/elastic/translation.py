"""Asks as query objects of elasticsearch.dsl."""

from collections.abc import Callable
from typing import Any

from elasticsearch.dsl import query as dsl

from search.engines.asks import (
    AnyTerm,
    Ask,
    Below,
    Best,
    Constant,
    Either,
    Everything,
    Exists,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Weighted,
    Whole,
)


def translate(ask: Ask) -> dsl.Query:
    return _TRANSLATIONS[type(ask)](ask)


def _each(asks: Any) -> list[dsl.Query]:
    return [translate(ask) for ask in asks]


def plain(text: str) -> str:
    """JSON holds no lone surrogate; the index holds none either."""
    return text.encode("utf-8", "replace").decode()


def _value(value: str | int) -> str | int:
    return plain(value) if isinstance(value, str) else value


def _weighted(ask: Weighted) -> dsl.Query:
    """Elasticsearch and tantivy reckon BM25 alike, the constant factor k1 + 1 included."""
    wanted = {"value": _value(ask.ask.value), "boost": ask.weight}
    return dsl.Term(**{ask.ask.field: wanted})


def _whole(ask: Whole) -> dsl.Query:
    return dsl.Bool(
        filter=_each(ask.filters),
        must=_each(ask.must),
        should=_each(ask.should),
        must_not=_each(ask.without),
    )


_TRANSLATIONS: dict[type, Callable[[Any], dsl.Query]] = {
    Term: lambda ask: dsl.Term(**{ask.field: {"value": _value(ask.value)}}),
    AnyTerm: lambda ask: dsl.Terms(**{ask.field: [plain(value) for value in ask.values]}),
    Phrase: lambda ask: dsl.MatchPhrase(**{ask.field: {"query": plain(" ".join(ask.words))}}),
    Prefix: lambda ask: dsl.Prefix(**{ask.field: {"value": plain(ask.start)}}),
    Exists: lambda ask: dsl.Exists(field=ask.field),
    Below: lambda ask: dsl.Range(**{ask.field: {"gte": 0, "lt": ask.bound}}),
    Everything: lambda ask: dsl.MatchAll(),
    Nothing: lambda ask: dsl.MatchNone(),
    Either: lambda ask: dsl.Bool(should=_each(ask.ways), minimum_should_match=ask.at_least),
    Best: lambda ask: dsl.DisMax(queries=_each(ask.ways), tie_breaker=0.0),
    Constant: lambda ask: dsl.ConstantScore(filter=translate(ask.ask), boost=ask.score),
    Weighted: _weighted,
    Whole: _whole,
}
