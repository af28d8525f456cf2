"""The search service on Elasticsearch against a bare query to the same node, on 20,000 clauses.

Both are what the asker waits for: building the query, the way to the node and back, its work,
reading the answer. The floor: any of the same tokens in any text field, the same page fetched.
A private node is started unless ELASTICSEARCH_URLS names one.

    python -m bench.search_cluster [--documents N]
"""

import argparse
import contextlib
import os
import random
import secrets
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench._rows import put, row
from bench.search import ask, documents, made_up, questions, show
from search.documents import PUBLIC
from search.engines.elastic.calls import connect
from search.engines.elastic.engine import ElasticEngine
from search.plan import plan
from tests.services.elasticsearch import node

DOCUMENTS, ROUNDS, BATCH = 20_000, 3, 1000
BUDGET = 2.0


@contextlib.contextmanager
def filled(count: int, dice: random.Random) -> Iterator[tuple[ElasticEngine, list[str]]]:
    """An engine that holds made-up clauses, and what is asked of it; it is emptied afterwards."""
    named = os.environ.get("ELASTICSEARCH_URLS")
    clauses = list(islice(made_up(count, dice), count))
    with contextlib.nullcontext(named) if named else node() as address:
        engine = ElasticEngine(connect(address.split(","), ""), f"bench-{secrets.token_hex(4)}")
        try:
            given = documents(iter(clauses), count)
            with engine.rebuild(PUBLIC) as build:
                while batch := list(islice(given, BATCH)):
                    build.add(batch)
                build.check(expected=count, smoke=())
                build.switch()
            yield engine, [text for text in questions(clauses, dice) if plan(text).words]
        finally:
            engine.cluster.remove_all()


def quickest(work: Callable[[], object]) -> float:
    """Milliseconds that the asker waits, the best of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def ask_anew(engine: ElasticEngine, text: str) -> None:
    """Nothing is known from the question before, not even how rare the words are."""
    engine.cluster.forget(PUBLIC)
    ask(engine, text)


def measure(count: int = DOCUMENTS) -> list[dict[str, object]]:
    with filled(count, random.Random(23)) as (engine, asked):
        for text in asked[:50]:
            ask(engine, text)
        ours, pages, bare = [], [], []
        for text in asked:
            tokens = plan(text)
            words = [*tokens.words, *tokens.characters]
            ours.append(quickest(lambda text=text: ask_anew(engine, text)))
            pages.append(quickest(lambda text=text: show(engine, text)))
            bare.append(quickest(lambda words=words: engine.raw(PUBLIC, words, 10)))
    return [
        row(
            f"search service on Elasticsearch, {count} clauses",
            ours=statistics.fmean(ours),
            floor=statistics.fmean(bare),
            unit="ms",
            most=BUDGET,
            p50=round(statistics.median(ours), 3),
            floor_p50=round(statistics.median(bare), 3),
        ),
        row(
            f"search page on Elasticsearch, {count} clauses",
            ours=statistics.fmean(pages),
            unit="ms",
            p50=round(statistics.median(pages), 3),
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    put(measure(parser.parse_args().documents))


if __name__ == "__main__":
    main()
