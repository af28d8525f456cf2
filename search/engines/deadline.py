"""How long an answer may take as a whole, whatever it is made of."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("search_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Questions to an engine that begin later than this are refused (EngineDownError)."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def is_over() -> bool:
    until = _until.get()
    return until is not None and time.monotonic() > until
