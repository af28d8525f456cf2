"""Asking the engine of the installation, or the one that stands by while the cluster is gone.

The breaker belongs to the process. It opens after three failures in a row, or once failures have
taken a second: from then on nobody waits for the cluster. After half a minute one question is let
through; its answer closes the breaker, its failure keeps it open.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TypeVar

import structlog

from search import service
from search.documents import PUBLIC
from search.engines.deadline import within
from search.engines.protocol import Engine, EngineDownError, IndexMissingError
from search.queries import SearchQuery, SearchResult
from search.settings import current_engine, standby_engine

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")

MOST_FAILURES = 3
MOST_LOST_SECONDS = 0.9
PAUSE_SECONDS = 30.0
PATIENCE_SECONDS = 1.0


@dataclass
class Breaker:
    """Whether the cluster is worth asking."""

    failures: int = 0
    lost: float = 0.0
    opened: float | None = None
    _guard: Lock = field(default_factory=Lock)

    @property
    def is_open(self) -> bool:
        return self.opened is not None

    def lets_through(self) -> bool:
        """Always while closed; while open, one question each half minute."""
        with self._guard:
            if self.opened is None:
                return True
            if time.monotonic() - self.opened < PAUSE_SECONDS:
                return False
            self.opened = time.monotonic()  # the next one waits its turn
            return True

    def succeeded(self) -> None:
        with self._guard:
            self.failures, self.lost, self.opened = 0, 0.0, None

    def failed(self, seconds: float) -> None:
        with self._guard:
            self.failures += 1
            self.lost += seconds
            if self.failures >= MOST_FAILURES or self.lost >= MOST_LOST_SECONDS or self.is_open:
                self.opened = time.monotonic()


breaker = Breaker()


def answering(work: Callable[[Engine], Answer], name: str | None = None) -> Answer:
    """`work` done by the engine of this installation, or by the embedded one.

    A named engine is asked alone: what it raises (EngineDownError, IndexMissingError) is raised.
    """
    standby = None if name else standby_engine()
    if standby is None:
        return work(current_engine(name))
    if breaker.lets_through():
        started = time.monotonic()
        try:
            with within(PATIENCE_SECONDS):
                answer = work(current_engine())
        except EngineDownError as error:
            breaker.failed(time.monotonic() - started)
            log.warning("search.cluster_gone", error=str(error), open=breaker.is_open)
        except IndexMissingError as error:
            breaker.succeeded()
            log.warning("search.cluster_without_index", index=str(error))
        else:
            breaker.succeeded()
            return answer
    return work(standby)


def ask(index: str, query: SearchQuery, name: str | None = None) -> SearchResult:
    """One search. Without any index the result is empty and `ready` is False."""
    try:
        result = answering(lambda engine: service.answer(engine, index, query), name)
    except IndexMissingError:
        return service.without_index(current_engine(name), query)
    return replace(result, standby=not name and result.engine != current_engine().name)


def is_standing_by() -> bool:
    """Whether the embedded index answers in place of the cluster; asks the cluster unless the
    breaker already knows."""
    if standby_engine() is None:
        return False
    return not answering(
        lambda engine: engine.name == current_engine().name and engine.is_ready(PUBLIC)
    )
