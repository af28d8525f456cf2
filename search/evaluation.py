"""Relevance and speed on a corpus with judgements, through the very fields and ranking of the
service."""

import json
import math
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from search.documents import Document
from search.engines.protocol import Engine
from search.plan import plan
from search.queries import SearchQuery
from search.service import search

DEPTH = 10
INDEX = "evaluation"
KIND = "text"
ACCESS = {KIND: ("public",)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the grade of each relevant document."""

    id: str
    text: str
    relevant: Mapping[str, float]


class MeasuredEngine(Engine, Protocol):
    """An engine that can also be asked bare, with nothing of ours around it."""

    def raw(self, index: str, words: Sequence[str], size: int) -> int: ...


def read_corpus(path: Path) -> Iterator[Document]:
    """Lines `{"id", "title", "text"}`; raises ValueError naming the line that is something else."""
    for number, line in _lines(path):
        try:
            yield Document(
                kind=KIND,
                id=str(line["id"]),
                title=str(line.get("title") or ""),
                url="",
                body=str(line.get("text") or ""),
                access=("public",),
            )
        except (KeyError, AttributeError) as error:
            raise ValueError(f"{path}, line {number}: needs id, title and text") from error


def read_queries(path: Path) -> list[Judged]:
    """Lines `{"id", "query", "relevant": {"doc id": grade}}`; raises ValueError likewise."""
    judged = []
    for number, line in _lines(path):
        try:
            relevant = {str(name): float(grade) for name, grade in line["relevant"].items()}
            judged.append(Judged(str(line["id"]), str(line["query"]), relevant))
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"{path}, line {number}: needs id, query and relevant") from error
    if not judged:
        raise ValueError(f"{path} holds no query")
    return judged


def _lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path}, line {number}: is not JSON") from error


def evaluate(
    engine: MeasuredEngine, documents: Iterable[Document], queries: Sequence[Judged]
) -> dict[str, Any]:
    """Build an index in an engine that has none, ask every query, measure. Times include analysis,
    query and fetch."""
    with engine.rebuild(INDEX) as build:
        count = build.add(documents)
        build.check(expected=count, smoke=())
        build.switch()
    ranked, ours, bare = _ask(engine, queries)
    return {
        "engine": engine.name,
        "documents": count,
        "queries": len(queries),
        "mrr@10": _mean(reciprocal_rank(query.relevant, hits) for query, hits in ranked),
        "ndcg@10": _mean(normalised_gain(query.relevant, hits) for query, hits in ranked),
        "p@1": _mean(
            float(query.relevant.get(hits[0], 0) > 0) if hits else 0.0 for query, hits in ranked
        ),
        "recall@10": _mean(recall(query.relevant, hits) for query, hits in ranked),
        "zero_results": sum(not hits for _, hits in ranked),
        "p50_ms": percentile(ours, 50),
        "p95_ms": percentile(ours, 95),
        "raw_p50_ms": percentile(bare, 50),
        "raw_p95_ms": percentile(bare, 95),
    }


def _ask(
    engine: MeasuredEngine, queries: Sequence[Judged]
) -> tuple[list[tuple[Judged, list[str]]], list[float], list[float]]:
    ranked, ours, bare = [], [], []
    _warm(engine, queries)
    for judged in queries:
        started = time.perf_counter()
        result = search(engine, INDEX, SearchQuery(text=judged.text, access=ACCESS, size=DEPTH))
        ours.append((time.perf_counter() - started) * 1000)
        ranked.append((judged, [hit.id for hit in result.hits]))
        tokens = plan(judged.text)
        words = [*tokens.words, *tokens.characters]
        started = time.perf_counter()
        engine.raw(INDEX, words, DEPTH)
        bare.append((time.perf_counter() - started) * 1000)
    return ranked, ours, bare


def _warm(engine: MeasuredEngine, queries: Sequence[Judged]) -> None:
    for judged in queries[:20]:
        search(engine, INDEX, SearchQuery(text=judged.text, access=ACCESS, size=DEPTH))
        engine.raw(INDEX, list(plan(judged.text).words), DEPTH)


def reciprocal_rank(relevant: Mapping[str, float], hits: Sequence[str]) -> float:
    """1 / rank of the first relevant document among the first ten, else 0."""
    return next(
        (1 / rank for rank, hit in enumerate(hits[:DEPTH], 1) if relevant.get(hit, 0) > 0), 0.0
    )


def normalised_gain(relevant: Mapping[str, float], hits: Sequence[str]) -> float:
    """nDCG@10 with gain 2^grade - 1."""
    ideal = _gain(sorted(relevant.values(), reverse=True))
    return _gain([relevant.get(hit, 0) for hit in hits]) / ideal if ideal else 0.0


def _gain(grades: Sequence[float]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], 1))


def recall(relevant: Mapping[str, float], hits: Sequence[str]) -> float:
    """The share of the relevant documents among the first ten."""
    wanted = {name for name, grade in relevant.items() if grade > 0}
    return len(wanted.intersection(hits[:DEPTH])) / len(wanted) if wanted else 0.0


def percentile(values: Sequence[float], share: int) -> float:
    """Nearest-rank percentile in milliseconds, to 3 places."""
    ordered = sorted(values)
    return round(ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)], 3) if ordered else 0.0


def _mean(values: Iterable[float]) -> float:
    return round(statistics.fmean(list(values) or [0.0]), 4)
