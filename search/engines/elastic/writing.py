"""Bulk writing: an owner's documents are looked up, replaced and taken out by their ids."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl import query as dsl
from elasticsearch.helpers import bulk

from search.documents import Document
from search.engines import reading as shared
from search.engines.asks import Everything
from search.engines.elastic.calls import calling
from search.engines.elastic.cluster import Cluster
from search.engines.elastic.mapping import to_engine
from search.engines.elastic.shot import Shot
from search.engines.protocol import RebuildRefusedError

ALLOWED_DIFFERENCE = 0.01
OWNERS_AT_ONCE = 200
DOCUMENTS_AT_ONCE = 1000
MOST_BYTES = 10_000_000


class ElasticWriter:
    """Replaces documents of one index; `name` is its alias or a build."""

    def __init__(self, cluster: Cluster, index: str, name: str) -> None:
        self._cluster, self._index, self._name = cluster, index, name
        self._waiting: dict[str, list[Document]] = {}

    def replace(self, owner: str, documents: Iterable[Document]) -> None:
        self._waiting[owner] = list(documents)

    def commit(self) -> None:
        """Nothing written is seen before the refresh, then all of it is."""
        owners = list(self._waiting)
        for start in range(0, len(owners), OWNERS_AT_ONCE):
            self._replace(owners[start : start + OWNERS_AT_ONCE])
        self._waiting.clear()
        self._cluster.refresh(self._name)
        self._cluster.forget(self._index)

    def _replace(self, owners: Sequence[str]) -> None:
        old = self._held(owners)
        new = [document for owner in owners for document in self._waiting[owner]]
        kept = {document.uid for document in new}
        self._send(self._deletion(uid) for uid in old if uid not in kept)
        self._send(map(self._addition, new))

    def _held(self, owners: Sequence[str]) -> list[str]:
        """The ids of what the index holds of these owners."""
        held = Search(using=self._cluster.writing, index=self._name).source(False)
        with calling(self._name):
            return [hit.meta.id for hit in held.query(dsl.Terms(owner=list(owners))).iterate()]

    def _addition(self, document: Document) -> dict[str, Any]:
        return {"_op_type": "index", "_id": document.uid, "_source": to_engine(document)}

    def _deletion(self, uid: str) -> dict[str, Any]:
        return {"_op_type": "delete", "_id": uid}

    def _send(self, actions: Iterator[dict[str, Any]]) -> None:
        self._cluster.locks.prolong()
        with calling(self._name):
            bulk(
                self._cluster.writing,
                actions,
                index=self._name,
                max_chunk_bytes=MOST_BYTES,
                ignore_status=(404,),
            )


class ElasticRebuild(ElasticWriter):
    """A new build; `switch` makes it live."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        super().__init__(cluster, index, cluster.create(index))
        self.switched = False

    def add(self, documents: Iterable[Document]) -> int:
        added, waiting = 0, iter(documents)
        while batch := list(islice(waiting, DOCUMENTS_AT_ONCE)):
            self._send(map(self._addition, batch))
            added += len(batch)
        return added

    def check(self, *, expected: int, smoke: Sequence[Document]) -> int:
        self._cluster.refresh(self._name)
        shot = Shot(self._cluster.writing, self._name)
        held = shot.count(Everything())
        if abs(held - expected) > ALLOWED_DIFFERENCE * expected:
            raise RebuildRefusedError(f"{self._index}: {held} documents instead of {expected}")
        for document in smoke:
            if not shared.can_be_found(shot, document):
                raise RebuildRefusedError(f"{self._index}: {document.uid} cannot be found")
        return held

    def switch(self) -> None:
        self.commit()
        self._cluster.locks.prolong(now=True)
        self._cluster.make_live(self._index, self._name)
        self.switched = True
        self._cluster.sweep(self._index)

    def discard(self) -> None:
        self._cluster.discard(self._name)
