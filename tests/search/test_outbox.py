"""Changes reach the index: in order, once more if need be, and never the wrong version."""

import threading

import pytest
from django.db import connection, connections, transaction

from search import drain, outbox
from search.engines.protocol import Engine
from search.models import FailedUpdate, OutboxEntry
from tests.search.conftest import Notes, found

pytestmark = pytest.mark.django_db


def change(notes: Notes, pk: int, title: str | None) -> None:
    """Write or delete a note and mark it."""
    if title is None:
        del notes.rows[pk]
    else:
        notes.rows[pk] = title
    outbox.mark("note", [pk])


def test_a_new_row_is_found_after_the_drain(notes: Notes, live: Engine) -> None:
    drain.empty(live)
    change(notes, 1, "租金补贴")
    assert found(live, "租金补贴") == []
    assert drain.empty(live).entries == 1
    assert found(live, "租金补贴") == ["租金补贴"]


def test_a_changed_row_is_found_by_its_new_words_only(notes: Notes, live: Engine) -> None:
    change(notes, 1, "租金补贴")
    drain.empty(live)
    change(notes, 1, "人才公寓")
    drain.empty(live)
    assert (found(live, "租金"), found(live, "公寓")) == ([], ["人才公寓"])


def test_a_row_deleted_before_the_drain_leaves_the_index(notes: Notes, live: Engine) -> None:
    change(notes, 1, "租金补贴")
    drain.empty(live)
    change(notes, 1, "租金补贴办法")
    change(notes, 1, None)
    assert drain.empty(live).failed == 0
    assert found(live, "租金") == []


def test_a_change_that_is_rolled_back_marks_nothing(notes: Notes) -> None:
    def fails() -> None:
        with transaction.atomic():
            outbox.mark("note", [1])
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert not OutboxEntry.objects.exists()


def test_many_changes_of_one_row_are_read_once(notes: Notes, live: Engine) -> None:
    drain.empty(live)
    for number in range(20):
        change(notes, 1, f"第{number}版")
    notes.loads.clear()
    drain.empty(live)
    assert notes.loads == [[1]]


def test_draining_twice_changes_nothing(notes: Notes, live: Engine) -> None:
    change(notes, 1, "租金补贴")
    drain.empty(live)
    outbox.move(drain.consumer_name(live), outbox.Position())
    drain.empty(live)
    assert (live.count("public"), found(live, "租金")) == (1, ["租金补贴"])


def test_a_row_that_cannot_be_read_holds_nobody_up(notes: Notes, live: Engine) -> None:
    drain.empty(live)
    notes.broken = {2}
    for pk in (1, 2, 3):
        change(notes, pk, f"租金{pk}")
    drain.step(live)
    assert sorted(found(live, "租金")) == ["租金1", "租金3"]
    assert FailedUpdate.objects.get().object_id == 2


def test_a_failed_row_is_tried_three_times_then_left_to_be_seen(
    notes: Notes, live: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "BACKOFF", (drain.dt.timedelta(0),))
    drain.empty(live)
    notes.broken = {1}
    change(notes, 1, "租金")
    assert drain.empty(live).failed == 1
    assert FailedUpdate.objects.get().attempts == 3


def test_a_failed_row_that_recovers_is_indexed(
    notes: Notes, live: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "BACKOFF", (drain.dt.timedelta(0),))
    drain.empty(live)
    notes.broken = {1}
    change(notes, 1, "租金补贴")
    drain.step(live)
    notes.broken = set()
    assert drain.empty(live).failed == 0
    assert found(live, "租金") == ["租金补贴"]


def test_two_consumers_keep_a_place_each(notes: Notes) -> None:
    outbox.mark("note", [1, 2])
    outbox.move("first", outbox.head())
    assert (outbox.waiting("first"), outbox.waiting("second")) == (0, 2)


def test_old_entries_go_once_every_consumer_has_read_them(notes: Notes) -> None:
    outbox.mark("note", [1])
    OutboxEntry.objects.update(created_at="2020-01-01T00:00:00Z")
    outbox.move("slow", outbox.Position())
    assert outbox.prune() == 0
    outbox.move("slow", outbox.head())
    assert outbox.prune() == 1


def test_the_worker_loop_indexes_until_it_is_stopped(
    notes: Notes, live: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drain, "close_old_connections", lambda: None)  # this test's transaction
    stop, beats = threading.Event(), []
    change(notes, 1, "租金补贴")

    def beat() -> None:
        beats.append(1)
        if found(live, "租金") or len(beats) > 5:
            stop.set()

    drain.run(stop, live, beat)
    assert found(live, "租金") == ["租金补贴"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_not_skipped(notes: Notes) -> None:
    first_marked, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            outbox.mark("note", [1])
            first_marked.set()
            may_commit.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert first_marked.wait(10)
    outbox.mark("note", [2])
    early = outbox.read(outbox.Position())
    may_commit.set()
    writer.join()
    assert early == []
    assert [entry.object_id for entry in outbox.read(outbox.Position())] == [1, 2]


@pytest.mark.postgres
def test_a_cursor_from_another_cluster_counts_as_lost(notes: Notes) -> None:
    assert connection.vendor == "postgresql"
    outbox.move("copied", outbox.Position(2**40, 5))
    assert outbox.cursor("copied") is None


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_committed_changes_are_drained_on_either_database(notes: Notes, live: Engine) -> None:
    drain.empty(live)
    with transaction.atomic():
        change(notes, 1, "租金补贴")
        change(notes, 2, "人才公寓")
    assert drain.empty(live).entries == 2
    with transaction.atomic():
        change(notes, 1, None)
    drain.empty(live)
    assert (found(live, "租金"), found(live, "公寓")) == ([], ["人才公寓"])
    assert outbox.waiting(drain.consumer_name(live)) == 0
