"""A new index replaces the old one without a gap, or not at all."""

import multiprocessing
import os
import random
import signal
import threading
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from search import drain, outbox
from search.documents import PUBLIC
from search.engines.protocol import Engine, IndexBusyError, RebuildRefusedError
from search.engines.tantivy.engine import TantivyEngine
from search.rebuild import reindex
from search.reconcile import Drift, reconcile, repair
from tests.search.conftest import Notes, document, fill, found

pytestmark = pytest.mark.django_db


def test_a_rebuild_holds_what_the_rows_hold(notes: Notes, live: Engine) -> None:
    notes.rows = {1: "租金补贴", 2: "人才公寓"}
    assert reindex(live, PUBLIC).documents == 2
    notes.rows = {2: "人才公寓"}
    assert reindex(live, PUBLIC).documents == 1
    assert found(live, "租金") == []


def test_what_changes_while_it_is_built_is_not_lost(
    notes: Notes, live: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.rows = {1: "租金补贴", 2: "人才公寓"}
    reindex(live, PUBLIC)
    read = notes.all_ids

    def busy_table():
        yield from list(read())
        notes.rows[1] = "办公用房"
        outbox.mark("note", [1])

    monkeypatch.setattr(notes, "all_ids", busy_table)
    object.__setattr__(drain.sources.find("note"), "all_ids", busy_table)
    reindex(live, PUBLIC)
    assert (found(live, "租金"), found(live, "办公")) == ([], ["办公用房"])


def test_there_is_no_moment_without_results(notes: Notes, live: Engine) -> None:
    notes.rows = {pk: f"租金补贴{pk}" for pk in range(300)}
    reindex(live, PUBLIC)
    stop, empty, asked = threading.Event(), [], []

    def ask() -> None:
        while not stop.is_set():
            asked.append(1)
            if len(found(live, "租金补贴")) != 10:
                empty.append(time.monotonic())

    asking = threading.Thread(target=ask)
    asking.start()
    for _ in range(4):
        reindex(live, PUBLIC)
    stop.set()
    asking.join()
    assert (empty, len(asked) > 10) == ([], True)


def test_a_build_that_lacks_documents_is_refused(engine: Engine) -> None:
    fill(engine, [document(1, "租金补贴")])
    with engine.rebuild(PUBLIC) as build:
        build.add([document(pk, "人才公寓") for pk in range(98)])
        with pytest.raises(RebuildRefusedError):
            build.check(expected=100, smoke=())
    assert found(engine, "租金") == ["租金补贴"]


def test_a_build_in_which_a_known_title_is_not_found_is_refused(engine: Engine) -> None:
    fill(engine, [document(1, "租金补贴")])
    with engine.rebuild(PUBLIC) as build:
        build.add([document(1, "人才公寓")])
        with pytest.raises(RebuildRefusedError):
            build.check(expected=1, smoke=[document(2, "知识产权")])
    assert found(engine, "租金") == ["租金补贴"]


def test_a_source_that_fails_leaves_the_old_index(notes: Notes, live: Engine) -> None:
    notes.rows = {1: "租金补贴"}
    reindex(live, PUBLIC)
    notes.broken = {1}
    with pytest.raises(RuntimeError):
        reindex(live, PUBLIC)
    assert found(live, "租金") == ["租金补贴"]


def _build_for_ever(root: Path, ready: str) -> None:
    with TantivyEngine(root).rebuild(PUBLIC) as build:
        build.add([document(pk, "人才公寓") for pk in range(50)])
        Path(ready).touch()
        time.sleep(60)


def _write_for_ever(root: Path, ready: str) -> None:
    with TantivyEngine(root).writer(PUBLIC) as writer:
        writer.replace("policy:2", [document(2, "人才公寓")])
        Path(ready).touch()
        time.sleep(60)


def _kill_midway(target, root: Path, ready: Path) -> None:
    process = multiprocessing.get_context("fork").Process(target=target, args=(root, str(ready)))
    process.start()
    until = time.monotonic() + 20
    while not ready.exists() and time.monotonic() < until:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def test_a_rebuild_killed_midway_leaves_the_old_index_and_no_lock(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "indexes")
    fill(engine, [document(1, "租金补贴")])
    _kill_midway(_build_for_ever, tmp_path / "indexes", tmp_path / "ready")
    assert found(engine, "租金") == ["租金补贴"]
    fill(engine, [document(2, "人才公寓")])
    assert found(engine, "公寓") == ["人才公寓"]
    assert len([path for path in (tmp_path / "indexes" / PUBLIC).iterdir() if path.is_dir()]) <= 2


def test_a_writer_killed_midway_loses_nothing_and_frees_the_lock(tmp_path: Path) -> None:
    engine = TantivyEngine(tmp_path / "indexes")
    fill(engine, [document(1, "租金补贴")])
    _kill_midway(_write_for_ever, tmp_path / "indexes", tmp_path / "ready")
    with engine.writer(PUBLIC) as writer:
        writer.replace("policy:3", [document(3, "知识产权")])
        writer.commit()
    assert (found(engine, "租金"), found(engine, "公寓")) == (["租金补贴"], [])
    assert found(engine, "知识产权") == ["知识产权"]


def test_two_rebuilds_at_once_are_refused(engine: Engine) -> None:
    with engine.rebuild(PUBLIC), pytest.raises(IndexBusyError), engine.rebuild(PUBLIC):
        pass


def test_an_index_of_other_fields_counts_as_missing_and_is_built_anew(
    notes: Notes, embedded: Engine, tmp_path: Path
) -> None:
    notes.rows = {1: "租金补贴"}
    drain.empty(embedded)
    (tmp_path / PUBLIC / "live").write_text("0123456789-of-an-older-version")
    assert not embedded.is_ready(PUBLIC)
    drain.empty(embedded)
    assert found(embedded, "租金") == ["租金补贴"]


def test_a_lost_directory_is_built_anew(notes: Notes, embedded: Engine, tmp_path: Path) -> None:
    notes.rows = {1: "租金补贴"}
    drain.empty(embedded)
    (tmp_path / PUBLIC / "live").unlink()
    assert found(embedded, "租金") == []
    drain.empty(embedded)
    assert found(embedded, "租金") == ["租金补贴"]


def test_reconcile_names_what_lacks_differs_and_is_too_much(notes: Notes, live: Engine) -> None:
    notes.rows = {1: "租金补贴", 2: "人才公寓"}
    reindex(live, PUBLIC)
    notes.rows = {2: "人才住房", 3: "知识产权"}
    drift = reconcile(live, PUBLIC)
    assert drift == Drift(missing=("note:3",), stale=("note:2",), extra=("note:1",))
    repair(drift)
    drain.empty(live)
    assert not reconcile(live, PUBLIC)


def test_a_thousand_random_changes_leave_no_drift(notes: Notes, live: Engine) -> None:
    dice = random.Random(7)
    drain.empty(live)
    for _ in range(1000):
        pk = dice.randrange(60)
        if dice.random() < 0.3:
            notes.rows.pop(pk, None)
        else:
            notes.rows[pk] = f"租金{dice.randrange(9999)}"
        outbox.mark("note", [pk])
        if dice.random() < 0.02:
            drain.step(live)
    drain.empty(live)
    assert not reconcile(live, PUBLIC)
    assert live.count(PUBLIC) == len(notes.rows)


def test_after_the_command_rebuilt_everything_the_drain_begins_there(
    notes: Notes, live: Engine
) -> None:
    notes.rows = {1: "租金补贴"}
    outbox.mark("note", [1])
    call_command("search_reindex", engine=live.name, stdout=StringIO())
    assert outbox.waiting(drain.consumer_name(live)) == 0
    assert found(live, "租金") == ["租金补贴"]
