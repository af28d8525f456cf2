"""One parent, three children: a child that ends is started again, and none outlives the parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import structlog

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
BEAT_SECONDS = 15.0
GRACE_SECONDS = 60.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
CALM_SECONDS = 60.0
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """A killed supervisor leaves no orphans (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that should run. ``pause`` grows while it keeps ending early."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    restarts: int = 0

    def alive(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """``beat(name)`` is called for each running child every few seconds."""

    children: list[Child]
    beat: Callable[[str], None]
    stop: Event = field(default_factory=Event)
    grace: float = GRACE_SECONDS

    def run(self) -> None:
        """Until SIGTERM or SIGINT; then each child is asked to end and, after the grace, killed."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop.set())
        beaten = 0.0
        try:
            while not self.stop.is_set():
                for child in self.children:
                    self._keep(child)
                if time.monotonic() - beaten > BEAT_SECONDS:
                    beaten = time.monotonic()
                    self._beat()
                self.stop.wait(POLL_SECONDS)
        finally:
            self._end()

    def _keep(self, child: Child) -> None:
        if child.alive():
            if time.monotonic() - child.started > CALM_SECONDS:
                child.pause = FIRST_PAUSE
            return
        if child.process is not None:
            if time.monotonic() - child.started < child.pause:
                return
            child.restarts += 1
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
            log.warning("worker.restart", child=child.name, status=child.process.returncode)
        child.process = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, sys.argv[0], *child.arguments],
            cwd=Path.cwd(),
            start_new_session=True,  # Ctrl-C reaches the supervisor alone
            preexec_fn=_die_with_parent,
        )
        child.started = time.monotonic()

    def _beat(self) -> None:
        for child in self.children:
            if child.alive():
                try:
                    self.beat(child.name)
                except Exception:  # a database away for a moment must not end the worker
                    log.exception("worker.beat_failed", child=child.name)

    def _end(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            running = [child for child in self.children if child.alive()]
            for child in running:
                os.killpg(child.process.pid, number)  # type: ignore[union-attr]
            limit = time.monotonic() + self.grace
            while any(child.alive() for child in running) and time.monotonic() < limit:
                time.sleep(0.05)
