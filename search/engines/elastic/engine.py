"""The engine on a cluster."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager

from elasticsearch import Elasticsearch

from search.engines import reading as shared
from search.engines import spelling
from search.engines.asks import Everything
from search.engines.elastic import reading
from search.engines.elastic.calls import calling
from search.engines.elastic.cluster import Cluster
from search.engines.elastic.shot import Shot
from search.engines.elastic.writing import ElasticRebuild, ElasticWriter
from search.engines.protocol import IndexMissingError, Matches
from search.plan import Plan
from search.queries import SearchQuery, Signal, Suggestion

WRITE_WAIT, SWITCH_WAIT, DRAIN_WAIT = 10.0, 60.0, 10.0


class ElasticEngine:
    """See search.engines.protocol.Engine. Raises EngineDownError wherever the cluster is asked."""

    name = "elasticsearch"

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        self.cluster = Cluster(client, prefix)

    def is_ready(self, index: str) -> bool:
        return self.cluster.exists(index)

    def state(self, index: str) -> str:
        return self.cluster.state(index) if self.is_ready(index) else "missing"

    def count(self, index: str) -> int:
        return self.cluster.shot(index).count(Everything())

    def find(self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False) -> Matches:
        return reading.find(self.cluster.shot(index), query, plan, relaxed=relaxed)

    def facets(
        self, index: str, query: SearchQuery, plan: Plan, *, relaxed: bool = False
    ) -> Mapping[str, Sequence[tuple[str, int]]]:
        return reading.facets(self.cluster.shot(index), query, plan, relaxed=relaxed)

    def suggest(self, index: str, query: SearchQuery) -> Sequence[Suggestion]:
        return shared.suggest(self.cluster.shot(index), query)

    def alike(self, index: str, query: SearchQuery, plan: Plan) -> str | None:
        return spelling.alike(self.cluster.shot(index), query, plan)

    def signals(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[Signal]:
        return shared.signals(self.cluster.shot(index), query, plan, uid)

    def missing(self, index: str, query: SearchQuery, plan: Plan, uid: str) -> Sequence[str]:
        return shared.missing(self.cluster.shot(index), query, plan, uid)

    def raw(self, index: str, words: Sequence[str], size: int) -> int:
        """The bare engine for comparison: any of these tokens, one page fetched."""
        return reading.raw(self.cluster.shot(index), words, size)

    def fingerprints(self, index: str) -> Iterator[tuple[str, str]]:
        """Read at one moment of the index (PIT), a thousand at a time."""
        shot = Shot(self.cluster.writing, self.cluster.alias(index))
        everything = shot.search().source(["uid", "fingerprint"]).extra(size=1000)
        with calling(index):
            for hit in everything.iterate():
                yield hit.uid, hit.fingerprint

    @contextmanager
    def writer(self, index: str) -> Iterator[ElasticWriter]:
        if not self.is_ready(index):
            raise IndexMissingError(index)
        with self.cluster.locks.hold(f"{index}-write", wait=WRITE_WAIT):
            yield ElasticWriter(self.cluster, index, self.cluster.alias(index))

    @contextmanager
    def rebuild(self, index: str) -> Iterator[ElasticRebuild]:
        with self.cluster.locks.hold(f"{index}-build", wait=0.0):
            build = ElasticRebuild(self.cluster, index)
            try:
                yield build
            finally:
                if not build.switched:
                    build.discard()

    def locked(self, index: str) -> AbstractContextManager[None]:
        return self.cluster.locks.hold(f"{index}-write", wait=SWITCH_WAIT)

    def draining(self) -> AbstractContextManager[None]:
        return self.cluster.locks.hold("drain", wait=DRAIN_WAIT)
