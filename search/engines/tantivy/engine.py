"""The embedded engine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import tantivy
from tantivy import Query

from search.documents import Document
from search.engines import reading as shared
from search.engines import spelling
from search.engines.protocol import IndexBusyError, IndexMissingError, Matches, RebuildRefusedError
from search.engines.tantivy import reading
from search.engines.tantivy.schema import to_engine
from search.engines.tantivy.shot import Snapshot
from search.engines.tantivy.store import Store
from search.plan import Plan
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
        held = shot.documents
        if abs(held - expected) > ALLOWED_DIFFERENCE * expected:
            raise RebuildRefusedError(f"{self._index}: {held} documents instead of {expected}")
        for document in smoke:
            if not shared.can_be_found(shot, document):
                raise RebuildRefusedError(f"{self._index}: {document.uid} cannot be found")
        return held

    def switch(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._store.make_live(self._index, self.name)
        self.switched = True
        self._store.sweep(self._index)


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

    def state(self, index: str) -> str:
        return "ok" if self.is_ready(index) else "missing"

    def count(self, index: str) -> int:
        return self.store.snapshot(index).searcher.num_docs

    def find(self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False) -> Matches:
        return reading.find(self.store.snapshot(index), query, plan, relaxed=relaxed)

    def facets(
        self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False
    ) -> Mapping[str, Sequence[tuple[str, int]]]:
        return reading.facets(self.store.snapshot(index), query, plan, relaxed=relaxed)

    def suggest(self, index: str, query: SearchQuery) -> Sequence[Suggestion]:
        return shared.suggest(self.store.snapshot(index), query)

    def alike(self, index: str, query: SearchQuery, plan: Plan) -> str | None:
        return spelling.alike(self.store.snapshot(index), query, plan)

    def signals(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[Signal]:
        return shared.signals(self.store.snapshot(index), query, plan, uid)

    def missing(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[str]:
        return shared.missing(self.store.snapshot(index), query, plan, uid)

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

    def draining(self) -> AbstractContextManager[None]:
        return self.store.lock("", "drain")
