"""What is Elasticsearch's own: locks that end by themselves, sweeping, few requests."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from elastic_transport import Transport

from search.documents import PUBLIC
from search.engines.elastic import locks
from search.engines.elastic.engine import ElasticEngine
from search.engines.protocol import IndexBusyError, IndexMissingError
from search.queries import SearchQuery
from search.service import search
from search.settings import CLUSTER, temporary_engine
from tests.search.conftest import ACCESS, document, fill, found

pytestmark = pytest.mark.elasticsearch


@pytest.fixture
def cluster() -> Iterator[ElasticEngine]:
    with temporary_engine(CLUSTER) as engine:
        yield engine


@pytest.fixture
def other(cluster: ElasticEngine) -> ElasticEngine:
    """The same installation in another process."""
    return ElasticEngine(cluster.cluster.client, cluster.cluster.prefix)


def test_one_process_at_a_time_drains(cluster: ElasticEngine, other: ElasticEngine, monkeypatch):
    monkeypatch.setattr("search.engines.elastic.engine.DRAIN_WAIT", 0.3)
    with cluster.draining(), pytest.raises(IndexBusyError), other.draining():
        pass
    with other.draining():
        pass


def test_the_lock_of_a_killed_process_ends_by_itself(
    cluster: ElasticEngine, other: ElasticEngine, monkeypatch
):
    monkeypatch.setattr(locks, "SECONDS", 0.5)
    cluster.cluster.locks._take("drain")  # and is never given back
    started = time.monotonic()
    with other.draining():
        assert 0.2 < time.monotonic() - started < 5


def test_work_prolongs_the_lock(cluster: ElasticEngine, other: ElasticEngine, monkeypatch):
    monkeypatch.setattr(locks, "SECONDS", 0.6)
    monkeypatch.setattr("search.engines.elastic.engine.DRAIN_WAIT", 0.0)
    with cluster.draining():
        for _ in range(6):
            time.sleep(0.2)
            cluster.cluster.locks.prolong()
        with pytest.raises(IndexBusyError), other.draining():
            pass


def test_who_lost_the_lock_writes_no_more(
    cluster: ElasticEngine, other: ElasticEngine, monkeypatch
):
    fill(cluster, [document(1, "租金补贴")])
    monkeypatch.setattr(locks, "SECONDS", 0.3)
    with cluster.writer(PUBLIC) as late:
        late.replace("policy:1", [document(1, "旧的内容")])
        time.sleep(0.5)
        with other.writer(PUBLIC) as writer:
            writer.replace("policy:1", [document(1, "新的内容")])
            writer.commit()
            with pytest.raises(IndexBusyError):
                late.commit()
    assert found(other, "内容") == ["新的内容"]


def test_old_builds_are_swept_but_for_the_last(cluster: ElasticEngine):
    for number in range(4):
        fill(cluster, [document(number, "租金补贴")])
    assert len(cluster.cluster.builds(PUBLIC)) == 2


def test_an_abandoned_build_never_answers_and_is_swept(
    cluster: ElasticEngine, other: ElasticEngine
):
    fill(cluster, [document(1, "租金补贴")])
    other.cluster.create(PUBLIC)  # its process was killed
    assert found(cluster, "租金") == ["租金补贴"]
    for _ in range(2):
        fill(cluster, [document(1, "人才公寓")])
    assert len(cluster.cluster.builds(PUBLIC)) == 2


def test_a_build_for_other_fields_counts_as_missing(cluster: ElasticEngine, monkeypatch):
    fill(cluster, [document(1, "租金补贴")])
    monkeypatch.setattr("search.engines.elastic.cluster.FIELDS_HASH", "0123456789")
    cluster.cluster.forget(PUBLIC)
    assert not cluster.is_ready(PUBLIC)
    with pytest.raises(IndexMissingError), cluster.writer(PUBLIC):
        pass


def test_documents_of_an_owner_are_taken_out_by_their_ids(cluster: ElasticEngine):
    clauses = [document(1, f"第{n}条", anchor=f"c-{n}", body="租金补贴") for n in range(1, 6)]
    fill(cluster, [*clauses, document(2, "租金补贴")])
    with cluster.writer(PUBLIC) as writer:
        writer.replace("policy:1", clauses[:2])
        writer.replace("policy:3", [document(3, "租金补贴细则")])
        writer.commit()
    held = {uid for uid, _ in cluster.fingerprints(PUBLIC)}
    assert held == {"policy:1#c-1", "policy:1#c-2", "policy:2", "policy:3"}


def test_nothing_is_seen_before_the_commit(cluster: ElasticEngine):
    fill(cluster, [document(1, "租金补贴")])
    with cluster.writer(PUBLIC) as writer:
        writer.replace("policy:2", [document(2, "租金补贴细则")])
        assert found(cluster, "租金") == ["租金补贴"]
        writer.commit()
    assert len(found(cluster, "租金")) == 2


@pytest.mark.parametrize(
    ("options", "most"),
    [({}, 2), ({"counts": ("level", "issuer")}, 3), ({"counts": ("level",), "grouped": True}, 4)],
)
def test_a_search_takes_few_requests(
    cluster: ElasticEngine, monkeypatch, options: dict[str, object], most: int
):
    rows = [
        document(pk, f"租金补贴办法{pk}", group=f"g{pk % 9}", facets={"level": ["市级"]})
        for pk in range(60)
    ]
    fill(cluster, rows)
    asked, perform = [], Transport.perform_request

    def counted(transport, method, target, **given):
        asked.append(target)
        return perform(transport, method, target, **given)

    monkeypatch.setattr(Transport, "perform_request", counted)
    query = SearchQuery(text="租金补贴办法", access=ACCESS, today=date(2023, 3, 1), **options)
    assert search(cluster, PUBLIC, query).total > 0
    assert len(asked) <= most, asked
