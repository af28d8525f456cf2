"""One parent, three children; none outlives the parent, and one that ends is started again."""

import contextlib
import os
import signal
import sys
import threading
import time

import pytest

from crm.desk.operation.supervising import Child, Supervisor

SLEEPS = "import time; time.sleep(60)"


@pytest.fixture
def supervised(monkeypatch):
    """A supervisor in a thread over plain Python children; ended after the test."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(sys, "argv", ["-c"])
    beats: list[str] = []
    running: list[tuple[Supervisor, threading.Thread]] = []

    def start(*scripts: str) -> tuple[Supervisor, list[str]]:
        children = [
            Child(f"c{number}", [script], pause=0.05) for number, script in enumerate(scripts)
        ]
        supervisor = Supervisor(children, beat=beats.append, grace=5)
        thread = threading.Thread(target=supervisor.run)
        thread.start()
        running.append((supervisor, thread))
        return supervisor, beats

    yield start
    for supervisor, thread in running:
        supervisor.stop.set()
        thread.join(timeout=10)


def wait_for(condition, seconds: float = 10) -> bool:
    limit = time.monotonic() + seconds
    while not condition() and time.monotonic() < limit:
        time.sleep(0.05)
    return condition()


def is_running(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_children_run_and_are_heard(supervised):
    supervisor, beats = supervised(SLEEPS, SLEEPS)
    assert wait_for(lambda: {"c0", "c1"} <= set(beats))
    assert all(child.alive() for child in supervisor.children)


def test_a_child_that_ends_is_started_again(supervised):
    supervisor, _beats = supervised("pass")
    assert wait_for(lambda: supervisor.children[0].restarts >= 1)


def test_none_outlives_the_parent(supervised):
    supervisor, beats = supervised(SLEEPS, SLEEPS)
    wait_for(lambda: len(beats) >= 2)
    pids = [child.process.pid for child in supervisor.children]
    supervisor.stop.set()
    assert wait_for(lambda: not any(child.alive() for child in supervisor.children))
    assert not any(is_running(pid) for pid in pids)


def test_the_terminal_is_not_told_of_each_job_but_of_each_failure(settings):
    loggers, handlers = settings.LOGGING["loggers"], settings.LOGGING["handlers"]
    for name in ("django_tasks", "django_tasks_db"):
        assert loggers[name]["propagate"] is False
        assert [handlers[one]["level"] for one in loggers[name]["handlers"]] == ["WARNING"]
