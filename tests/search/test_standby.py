"""The cluster is gone, hangs, fails or comes back: a search is answered all the same, and soon."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from crm.core.searching.asking import search_public, suggest_public
from crm.desk.search_checks import search_indexes
from search import answering, drain, outbox
from search.documents import PUBLIC
from search.engines.protocol import EngineDownError
from search.settings import CLUSTER, EMBEDDED, current_engine, kept_engines
from tests.search.conftest import Notes, titles
from tests.search.wires import FAILS, HANGS, LEADS, REFUSES, Wire, wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def cable(settings, notes: Notes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """An installation whose cluster stands behind a wire; its embedded index is up to date."""
    monkeypatch.setattr(answering, "breaker", answering.Breaker())
    node = next(iter(settings.ELASTICSEARCH_URLS), "")
    with wire(node) as made:
        settings.SEARCH_ENGINE = CLUSTER
        settings.SEARCH_INDEX_PREFIX = f"test-wire-{os.getpid()}"
        settings.ELASTICSEARCH_URLS = [made.url]
        notes.rows = {1: "租金补贴办法", 2: "人才公寓"}
        drain.empty(current_engine(EMBEDDED))
        yield made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time pass for the breaker alone."""
    passed = [0.0]
    start = time.monotonic

    class Clock:
        @staticmethod
        def monotonic() -> float:
            return start() + passed[0]

    monkeypatch.setattr(answering, "time", Clock)

    def go_on(seconds: float) -> None:
        passed[0] += seconds

    return go_on


@pytest.mark.parametrize("behaviour", [REFUSES, HANGS, FAILS])
def test_the_embedded_index_answers_in_time(cable: Wire, behaviour: str) -> None:
    cable.behaviour = behaviour
    started = time.monotonic()
    result = search_public("租金补贴")
    assert time.monotonic() - started < 2
    assert (result.engine, result.standby, titles(result)) == (EMBEDDED, True, ["租金补贴办法"])


def test_suggestions_come_from_the_embedded_index_too(cable: Wire) -> None:
    assert [offer.text for offer in suggest_public("租金")] == ["租金补贴办法"]


def test_after_one_hang_nobody_waits_again(cable: Wire) -> None:
    cable.behaviour = HANGS
    search_public("租金")
    asked, started = cable.asked, time.monotonic()
    for _ in range(20):
        search_public("租金")
    assert (cable.asked, time.monotonic() - started < 1) == (asked, True)


def test_after_three_quick_failures_the_cluster_is_left_alone(cable: Wire) -> None:
    for _ in range(6):
        search_public("租金")
    assert answering.breaker.is_open
    assert cable.asked == 3


def test_each_half_minute_one_question_tries_again(
    cable: Wire, clock: Callable[[float], None]
) -> None:
    for _ in range(4):
        search_public("租金")
    clock(31)
    for _ in range(4):
        search_public("租金")
    assert cable.asked == 4


def test_the_pages_say_so_and_never_fail(cable: Wire, client) -> None:
    page = client.get(reverse("portal:search"), {"q": "租金"})
    assert page.status_code == 200
    assert "检索暂由备用索引提供" in page.content.decode()
    assert client.get(reverse("readyz")).json()["search"] == "standby"


def test_a_cluster_without_index_and_no_embedded_one_give_an_empty_answer(
    cable: Wire, settings, tmp_path
) -> None:
    settings.SEARCH_DIR = tmp_path / "empty"
    result = search_public("租金")
    assert (result.total, result.ready) == (0, False)
    assert list(suggest_public("租金")) == []


def test_a_named_engine_is_asked_alone(cable: Wire) -> None:
    with pytest.raises(EngineDownError):
        search_public("租金", engine=CLUSTER)
    assert search_public("租金", engine=EMBEDDED).standby is False


@pytest.mark.parametrize("name", ["search_reindex", "search_drain", "search_reconcile"])
def test_commands_for_a_gone_cluster_end_with_a_sentence(cable: Wire, name: str) -> None:
    with pytest.raises(CommandError):
        call_command(name, engine=CLUSTER, stdout=StringIO())


def test_the_doctor_names_the_cluster_that_does_not_answer(cable: Wire) -> None:
    levels = {finding.level for finding in search_indexes()}
    assert levels == {"ok", "bad"}
    assert any("没有响应" in str(finding.message) for finding in search_indexes())


def test_a_gone_cluster_stops_neither_the_embedded_index_nor_the_log(
    cable: Wire, notes: Notes
) -> None:
    notes.rows[3] = "知识产权"
    outbox.mark("note", [3])
    embedded, cluster = kept_engines()
    with pytest.raises(EngineDownError):
        drain.empty(cluster)
    drain.empty(embedded)
    assert titles(search_public("知识产权")) == ["知识产权"]
    assert outbox.waiting(drain.consumer_name(cluster)) >= 1


def test_an_engine_that_lacks_its_address_is_refused_by_name(settings) -> None:
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URLS = CLUSTER, []
    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_URLS is empty"):
        current_engine()
    settings.ELASTICSEARCH_URLS = ["nonsense"]
    with pytest.raises(ImproperlyConfigured, match="ELASTICSEARCH_URLS"):
        current_engine()


@pytest.mark.elasticsearch
def test_a_cluster_that_comes_back_catches_up_and_answers_again(
    cable: Wire, notes: Notes, clock: Callable[[float], None]
) -> None:
    cluster = current_engine()
    try:
        cable.becomes(LEADS)
        drain.empty(cluster)
        assert search_public("租金").engine == CLUSTER
        cable.becomes(HANGS)
        notes.rows[3] = "知识产权"
        outbox.mark("note", [3])
        drain.empty(current_engine(EMBEDDED))
        assert search_public("知识产权").engine == EMBEDDED
        cable.becomes(LEADS)
        assert search_public("知识产权").engine == EMBEDDED  # nobody waits for half a minute
        drain.empty(cluster)
        clock(31)
        result = search_public("知识产权")
        assert (result.engine, titles(result)) == (CLUSTER, ["知识产权"])
    finally:
        cable.becomes(LEADS)
        cluster.cluster.remove_all()


@pytest.mark.elasticsearch
def test_a_live_cluster_is_well(cable: Wire) -> None:
    cluster = current_engine()
    cable.becomes(LEADS)
    try:
        drain.empty(cluster)
        assert {finding.level for finding in search_indexes()} == {"ok"}
        assert cluster.state(PUBLIC) == "ok"
    finally:
        cluster.cluster.remove_all()


def test_every_engine_is_drained_beside_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that hangs holds nobody up."""
    stop, hanging, drained = threading.Event(), threading.Event(), []

    def run(stop, engine, beat=None) -> None:
        if engine == "cluster":
            hanging.wait(10)
        drained.append(engine)
        hanging.set()

    monkeypatch.setattr(drain, "run", run)
    drain.run_all(stop, ["embedded", "cluster"])
    assert drained == ["embedded", "cluster"]
