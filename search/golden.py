"""The golden set: graded queries over content that is known, asked of every engine, with limits.

A line of the file: `{"kind", "query", "relevant": {title: grade}}`; a clause counts as its
document. `relevant` is empty where nothing should be found but by single characters. `expired`
names what must not stand above anything relevant, even when expired documents are asked for.
"""

import json
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from search import sources
from search.documents import PUBLIC
from search.engines.protocol import Engine
from search.evaluation import normalised_gain
from search.queries import Hit, SearchQuery
from search.service import search

LEAST_QUERIES = 60
LEAST_GAIN, LEAST_FIRST, MOST_ZERO = 0.85, 0.80, 0.02
LEAST_AGREEMENT, MOST_APART = 0.8, 0.03
TOP = 5

MakeQuery = Callable[[str, bool], SearchQuery]


@dataclass(frozen=True, slots=True)
class Golden:
    """A query and the grade of each relevant title."""

    kind: str
    text: str
    relevant: Mapping[str, float]
    expired: Sequence[str] = ()
    include_expired: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """What an engine answered: titles, best first."""

    golden: Golden
    titles: Sequence[str]
    relaxed: bool

    @property
    def gain(self) -> float:
        return normalised_gain(self.golden.relevant, self.titles)

    @property
    def first(self) -> bool:
        return bool(self.titles) and self.golden.relevant.get(self.titles[0], 0) > 0

    @property
    def is_upside_down(self) -> bool:
        """An expired document stands above a relevant one."""
        places = {title: place for place, title in enumerate(self.titles)}
        best = min((places[title] for title in self.golden.relevant if title in places), default=99)
        return any(places.get(title, 99) < best for title in self.golden.expired)


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one engine, and in words what falls short."""

    engine: str
    figures: Mapping[str, Any]
    ranked: Sequence[Ranked]
    shortfalls: Sequence[str] = field(default=())


def read_golden(path: Path) -> list[Golden]:
    """Raises ValueError naming the line that is something else."""
    read = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            read.append(
                Golden(
                    row["kind"],
                    row["query"],
                    {title: float(grade) for title, grade in row["relevant"].items()},
                    tuple(row.get("expired", ())),
                    bool(row.get("include_expired") or row.get("expired")),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path}, line {number}: needs kind, query and relevant") from error
    return read


def fill(engine: Engine) -> set[str]:
    """Make the public index of this engine from the sources; gives all titles in it."""
    titles = set()
    with engine.rebuild(PUBLIC) as build:
        count = 0
        for source in sources.for_index(PUBLIC):
            for batch in sources.batches(source):
                for documents in batch.values():
                    count += build.add(documents)
                    titles |= {document.title for document in documents}
        build.check(expected=count, smoke=())
        build.switch()
    return titles


def measure(engine: Engine, queries: Sequence[Golden], make: MakeQuery) -> Report:
    """Every query asked as the page asks it (`make` of text and whether expired ones belong)."""
    ranked = []
    for golden in queries:
        result = search(engine, PUBLIC, make(golden.text, golden.include_expired))
        titles = list(dict.fromkeys(map(_title, result.hits)))
        ranked.append(Ranked(golden, titles, result.relaxed))
    return Report(engine.name, _figures(ranked), ranked, list(_shortfalls(ranked)))


def _title(hit: Hit) -> str:
    """The document's, also where a clause of it was found."""
    return hit.subtitle if hit.anchor else hit.plain_title


def _answerable(ranked: Sequence[Ranked]) -> list[Ranked]:
    return [one for one in ranked if one.golden.relevant]


def _figures(ranked: Sequence[Ranked]) -> dict[str, Any]:
    able = _answerable(ranked)
    kinds = dict.fromkeys(one.golden.kind for one in able)
    return {
        "queries": len(ranked),
        "ndcg@10": _mean([one.gain for one in able]),
        "p@1": _mean([float(one.first) for one in able]),
        "zero_rate": _mean([float(not one.titles) for one in able]),
        "by_kind": {
            kind: _mean([one.gain for one in able if one.golden.kind == kind]) for kind in kinds
        },
    }


def _shortfalls(ranked: Sequence[Ranked]) -> Iterator[str]:
    figures = _figures(ranked)
    if figures["queries"] < LEAST_QUERIES:
        yield f"{figures['queries']} queries, fewer than {LEAST_QUERIES}"
    for name, least in (("ndcg@10", LEAST_GAIN), ("p@1", LEAST_FIRST)):
        if figures[name] < least:
            yield f"{name} {figures[name]} is below {least}"
    if figures["zero_rate"] >= MOST_ZERO:
        yield f"zero_rate {figures['zero_rate']} is not below {MOST_ZERO}"
    for one in ranked:
        if one.golden.kind == "nickname" and not one.first:
            yield f"{one.golden.text}: its package is not first"
        if one.is_upside_down:
            yield f"{one.golden.text}: an expired document stands above its successor"
        if not one.golden.relevant and one.titles and not one.relaxed:
            yield f"{one.golden.text}: found {one.titles[0]}, though nothing answers it"


def compare(one: Report, other: Report) -> tuple[dict[str, float], list[str]]:
    """How far two engines agree: the share of the first five they have in common, the distance of
    their P@1; and what falls short, the queries that differ most included."""
    shared = [_overlap(a, b) for a, b in zip(one.ranked, other.ranked, strict=True)]
    figures = {
        "agreement@5": _mean(shared),
        "p@1_apart": round(abs(one.figures["p@1"] - other.figures["p@1"]), 4),
    }
    short = []
    if figures["agreement@5"] < LEAST_AGREEMENT:
        worst = sorted(zip(shared, one.ranked, strict=True), key=lambda pair: pair[0])[:TOP]
        names = ", ".join(f"{ranked.golden.text} {share}" for share, ranked in worst)
        short.append(f"agreement@5 {figures['agreement@5']}: {names}")
    if figures["p@1_apart"] > MOST_APART:
        short.append(f"p@1 differs by {figures['p@1_apart']}")
    return figures, short


def _overlap(one: Ranked, other: Ranked) -> float:
    ours, theirs = set(one.titles[:TOP]), set(other.titles[:TOP])
    most = max(len(ours), len(theirs))
    return round(len(ours & theirs) / most, 4) if most else 1.0


def _mean(values: Sequence[float]) -> float:
    return round(statistics.fmean(values or [0.0]), 4)
