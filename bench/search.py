"""The search service against the bare engine on 56,000 clauses. Budget: 2.0 times.

Ours is `search.service.search`: analysis, plan, filters, ranking, one page of hits. The floor is
the bare engine asked for any of the same tokens in any text field, with the total and the same
page fetched. The second row adds what a page of the portal shows: groups, three facets with their
counts, marked passages; its floor adds the same three counts, bare. Made-up clauses, or real ones:

    python -m bench.search [--laws DIRECTORY] [--documents N]
"""

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tantivy import Occur, Query

from bench._rows import put, row
from search.documents import PUBLIC, Document
from search.engines.tantivy.engine import TantivyEngine
from search.engines.tantivy.translation import term
from search.plan import plan
from search.queries import SearchQuery
from search.service import search

BUDGET, DOCUMENTS, QUERIES, ROUNDS = 2.0, 56_000, 200, 5
ACCESS = {"page": ("public",)}
FACETS = ("level", "issuer", "type")
ARTICLE = re.compile(r"^第[一二三四五六七八九十百零千]+条\s", re.M)
PARTICLES = ["的", "和", "应当", "按照", "对", "由", "可以", "不得", "，", "；"]


def made_up(count: int, dice: random.Random) -> Iterator[tuple[str, str]]:
    """Titles and clauses of two-character words, as unequal in number as words are."""
    marks = [chr(0x4E00 + dice.randrange(3500)) for _ in range(1200)]
    words = ["".join(dice.choices(marks, k=2)) for _ in range(6000)]
    weights = [1 / (place + 8) for place in range(len(words))]
    while True:
        title = "".join(dice.choices(words, weights, k=5)) + "办法"
        for _ in range(dice.randrange(20, 80)):
            drawn = dice.choices(words, weights, k=dice.randrange(20, 70))
            yield title, "".join(word + dice.choice(PARTICLES) for word in drawn) + "。"


def statutes(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and text of each article of the Markdown files below a directory."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text()
        title = text.partition("\n")[0].strip("# ")
        starts = [match.start() for match in ARTICLE.finditer(text)] + [len(text)]
        for start, end in pairwise(starts):
            yield title, text[start:end].strip()


def documents(clauses: Iterator[tuple[str, str]], count: int) -> Iterator[Document]:
    for number, (title, text) in enumerate(islice(clauses, count)):
        yield Document(
            kind="page",
            id=number,
            title=title,
            url=f"/policies/{number}/",
            anchor=f"c-{number}",
            group=title,
            body=text,
            access=("public",),
            facets={
                "level": [("国家", "市级", "区级")[number % 3]],
                "issuer": [f"机关{number % 40}"],
                "type": ["clause"],
            },
        )


def questions(clauses: Sequence[tuple[str, str]], dice: random.Random) -> list[str]:
    """Stretches of real clauses, from a word to a sentence, some of them asked."""
    asked = []
    for _ in range(QUERIES):
        text = re.sub(r"\s", "", dice.choice(clauses)[1])
        start, length = dice.randrange(max(1, len(text) - 24)), dice.randrange(2, 22)
        asked.append(text[start : start + length] + dice.choice(["", "", "如何规定？", "是什么"]))
    return asked


def bare_page(engine: TantivyEngine, words: Sequence[str]) -> None:
    """The floor of the second row: the bare query once for its hits, once for three counts."""
    engine.raw(PUBLIC, words, 10)
    anywhere = [
        (Occur.Should, term(field, word))
        for word in words
        for field in ("characters", "title_words", "heading_words", "body_words")
    ]
    counts = {name: {"terms": {"field": f"facets.{name}", "size": 2000}} for name in FACETS}
    engine.store.snapshot(PUBLIC).searcher.aggregate(Query.boolean_query(anywhere), counts)


def quickest(work: Callable[[], object]) -> float:
    """Milliseconds of processor time, the best of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time()
        work()
        times.append((time.thread_time() - start) * 1000)
    return min(times)


def ask(engine: TantivyEngine, text: str) -> None:
    search(engine, PUBLIC, SearchQuery(text=text, access=ACCESS, size=10))


def show(engine: TantivyEngine, text: str) -> None:
    query = SearchQuery(text=text, access=ACCESS, size=10, grouped=True, counts=FACETS)
    for hit in search(engine, PUBLIC, query).hits:
        assert hit.title
        assert hit.snippet


def measure(laws: Path | None = None, count: int = DOCUMENTS) -> list[dict[str, object]]:
    """Rows of `make bench`: the mean over the queries."""
    dice = random.Random(23)
    clauses = list(islice(statutes(laws) if laws else made_up(count, dice), count))
    with tempfile.TemporaryDirectory() as folder:
        engine = TantivyEngine(Path(folder))
        with engine.rebuild(PUBLIC) as build:
            held = build.add(documents(iter(clauses), count))
            build.check(expected=held, smoke=())
            build.switch()
        rows = {"search service": ([], []), "search page": ([], [])}
        for text in questions(clauses, dice):
            tokens = plan(text)
            words = [*tokens.words, *tokens.characters]
            if not words:
                continue
            ours, floor = rows["search service"]
            ours.append(quickest(lambda text=text: ask(engine, text)))
            floor.append(quickest(lambda words=words: engine.raw(PUBLIC, words, 10)))
            ours, floor = rows["search page"]
            ours.append(quickest(lambda text=text: show(engine, text)))
            floor.append(quickest(lambda words=words: bare_page(engine, words)))
    return [
        _row(f"{name}, {held} clauses", *times, BUDGET if name == "search service" else None)
        for name, times in rows.items()
    ]


def _row(
    name: str, ours: Sequence[float], floor: Sequence[float], budget: float | None
) -> dict[str, object]:
    mine, bare = statistics.fmean(ours), statistics.fmean(floor)
    return row(
        name,
        ours=mine,
        floor=bare,
        unit="ms processor time",
        most=budget,
        p50=round(statistics.median(ours), 3),
        floor_p50=round(statistics.median(floor), 3),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    chosen = parser.parse_args()
    put(measure(chosen.laws, chosen.documents))


if __name__ == "__main__":
    main()
