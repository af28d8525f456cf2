"""The embedded engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from search.documents import Document
from search.engines.protocol import IndexBusyError, IndexMissingError, Matches, RebuildRefusedError
from search.engines.tantivy import reading, spelling
from search.engines.tantivy.matching import (
    Matcher,
    facet_filter,
    gate_filter,
    gates_of,
    is_expired,
    term,
)
from search.engines.tantivy.schema import to_engine
from search.engines.tantivy.store import Snapshot, Store
from search.plan import Plan, plan
from search.queries import SearchQuery, Signal, Suggestion

WRITER_MEMORY = 64_000_000
BUILD_MEMORY = 256_000_000
ALLOWED_DIFFERENCE = 0.01


class TantivyWriter:
    """Replaces documents of the live build."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer

    def replace(self, owner: str, documents: Iterable[Document]) -> None:
        self._writer.delete_documents_by_term("owner", owner)
        for document in documents:
            self._writer.add_document(to_engine(document))

    def commit(self) -> None:
        self._writer.commit()


class TantivyRebuild(TantivyWriter):
    """A new build; `switch` makes it live."""

    def __init__(self, store: Store, index: str, memory: int) -> None:
        self._store, self._index = store, index
        self.name, self._build = store.create(index)
        self._memory = memory
        self.switched = False
        super().__init__(self._build.writer(memory, 1))

    def add(self, documents: Iterable[Document]) -> int:
        added = 0
        for document in documents:
            self._writer.add_document(to_engine(document))
            added += 1
        return added

    def check(self, *, expected: int, smoke: Sequence[Document]) -> int:
        self._writer.commit()
        self._build.reload()
        shot = Snapshot(self._build.searcher())
        held = shot.searcher.num_docs
        if abs(held - expected) > ALLOWED_DIFFERENCE * expected:
            raise RebuildRefusedError(f"{self._index}: {held} documents instead of {expected}")
        for document in smoke:
            if not _can_be_found(shot, document):
                raise RebuildRefusedError(f"{self._index}: {document.uid} cannot be found")
        return held

    def switch(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._store.make_live(self._index, self.name)
        self.switched = True
        self._store.sweep(self._index)


def _can_be_found(shot: Snapshot, document: Document) -> bool:
    """By its title, as a person would look for it; by its name in the index where the title has
    no word."""
    wanted = plan(document.title)
    if wanted.is_empty or not document.access:
        return bool(shot.searcher.doc_freq("uid", document.uid))
    query = SearchQuery(
        text=document.title, access={document.kind: document.access}, include_expired=True, size=1
    )
    return reading.find(shot, query, wanted).total > 0


class TantivyEngine:
    """See search.engines.protocol.Engine."""

    name = "tantivy"

    def __init__(self, root: Path) -> None:
        self.store = Store(Path(root))

    def is_ready(self, index: str) -> bool:
        try:
            self.store.snapshot(index)
        except IndexMissingError:
            return False
        return True

    def count(self, index: str) -> int:
        return self.store.snapshot(index).searcher.num_docs

    def find(self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False) -> Matches:
        return reading.find(self.store.snapshot(index), query, plan, relaxed=relaxed)

    def facets(
        self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False
    ) -> Mapping[str, Sequence[tuple[str, int]]]:
        return reading.facets(self.store.snapshot(index), query, plan, relaxed=relaxed)

    def suggest(self, index: str, query: SearchQuery) -> Sequence[Suggestion]:
        return reading.suggest(self.store.snapshot(index), query)

    def alike(self, index: str, query: SearchQuery, plan: Plan) -> str | None:
        return spelling.alike(self.store.snapshot(index), query, plan)

    def signals(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[Signal]:
        """Each part of the ranking asked about this one document alone."""
        shot = self.store.snapshot(index)
        matcher = Matcher(shot, plan)
        parts = [
            *matcher.exact_parts(),
            *matcher.alternative_parts(),
            *matcher.word_parts(),
            *matcher.character_parts(),
            *matcher.phrase_parts(),
            *matcher.standing_parts(query),
        ]
        found = []
        only = Query.const_score_query(term("uid", uid), 0.0)
        for part in parts:
            whole = Query.boolean_query([(Occur.Must, only), (Occur.Must, part.query)])
            hits = shot.searcher.search(whole, 1, False).hits
            if hits:
                found.append(Signal(part.name, part.detail, float(hits[0][0])))
        return sorted(found, key=lambda signal: -signal.score)

    def missing(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[str]:
        shot = self.store.snapshot(index)
        if not shot.searcher.doc_freq("uid", uid):
            return ["absent"]

        def holds(*clauses: tuple[Occur, Query]) -> bool:
            whole = Query.boolean_query([(Occur.Must, term("uid", uid)), *clauses])
            return bool(shot.searcher.search(whole, 1, True).count)

        reasons = [] if holds((Occur.Must, gate_filter(gates_of(query)))) else ["access"]
        if not query.include_expired and holds((Occur.Must, is_expired())):
            reasons.append("expired")
        for name, values in query.facets.items():
            if values and not holds((Occur.Must, facet_filter(name, values))):
                reasons.append(f"facet:{name}")
        if query.text.strip() and not holds((Occur.Must, Matcher(shot, plan).matching())):
            reasons.append("words")
        return reasons

    def raw(self, index: str, words: Sequence[str], size: int) -> int:
        """The bare engine for comparison: any of these tokens in title or text, one page
        fetched."""
        return reading.raw(self.store.snapshot(index), words, size)

    def fingerprints(self, index: str) -> Iterator[tuple[str, str]]:
        searcher = self.store.snapshot(index).searcher
        everything = searcher.search(Query.all_query(), max(searcher.num_docs, 1), False)
        for _, address in everything.hits:
            stored = searcher.doc(address)
            yield stored.get_first("uid"), stored.get_first("fingerprint")

    @contextmanager
    def writer(self, index: str) -> Iterator[TantivyWriter]:
        with self.store.lock(index, "lock"):
            try:
                writer = self.store.open_live(index).writer(WRITER_MEMORY, 1)
            except ValueError as error:
                if "LockBusy" in str(error):
                    raise IndexBusyError(index) from error
                raise
            try:
                yield TantivyWriter(writer)
            finally:
                writer.wait_merging_threads()

    @contextmanager
    def rebuild(self, index: str, memory: int = BUILD_MEMORY) -> Iterator[TantivyRebuild]:
        with self.store.lock(index, "build", wait=0.0):
            build = TantivyRebuild(self.store, index, memory)
            try:
                yield build
            finally:
                if not build.switched:
                    self.store.discard(index, build.name)

    def locked(self, index: str) -> AbstractContextManager[None]:
        return self.store.lock(index, "lock", wait=60.0)
