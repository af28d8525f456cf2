"""Asks as tantivy query objects."""

import re
from collections.abc import Callable
from typing import Any

import tantivy
from tantivy import Occur, Query

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
from search.engines.tantivy.schema import SCHEMA


def translate(ask: Ask) -> Query:
    return _TRANSLATIONS[type(ask)](ask)


def term(field: str, value: object) -> Query:
    return Query.term_query(SCHEMA, field, value)


def _below(ask: Below) -> Query:
    integer = tantivy.FieldType.Integer
    return Query.range_query(SCHEMA, ask.field, integer, lower_bound=0, upper_bound=ask.bound - 1)


def _either(ask: Either) -> Query:
    clauses = [(Occur.Should, translate(way)) for way in ask.ways]
    return Query.boolean_query(clauses) if ask.at_least == 1 else _some(clauses, ask.at_least)


def _some(clauses: list[tuple[Occur, Query]], at_least: int) -> Query:
    return Query.boolean_query(clauses, at_least)


def _whole(ask: Whole) -> Query:
    clauses = [
        (Occur.Must, Query.const_score_query(translate(barred), 0.0)) for barred in ask.filters
    ]
    clauses += [(Occur.MustNot, translate(hidden)) for hidden in ask.without]
    clauses += [(Occur.Must, translate(needed)) for needed in ask.must]
    clauses += [(Occur.Should, translate(extra)) for extra in ask.should]
    return Query.boolean_query(clauses)


_TRANSLATIONS: dict[type, Callable[[Any], Query]] = {
    Term: lambda ask: Query.term_query(SCHEMA, ask.field, ask.value),
    AnyTerm: lambda ask: Query.term_set_query(SCHEMA, ask.field, list(ask.values)),
    Phrase: lambda ask: Query.phrase_query(SCHEMA, ask.field, list(ask.words)),
    Prefix: lambda ask: Query.regex_query(SCHEMA, ask.field, f"{re.escape(ask.start)}.*"),
    Exists: lambda ask: Query.regex_query(SCHEMA, ask.field, ".+"),
    Below: _below,
    Everything: lambda ask: Query.all_query(),
    Nothing: lambda ask: Query.empty_query(),
    Either: _either,
    Best: lambda ask: Query.disjunction_max_query([translate(way) for way in ask.ways], 0.0),
    Constant: lambda ask: Query.const_score_query(translate(ask.ask), ask.score),
    Weighted: lambda ask: Query.boost_query(translate(ask.ask), ask.weight),
    Whole: _whole,
}
