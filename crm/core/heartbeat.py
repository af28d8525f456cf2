"""Signs of life of the worker's three processes, kept in the shared cache: a row each."""

import datetime as dt

from django.core.cache import cache

PROCESSES = ("tasks", "search", "tick")
LATE = dt.timedelta(minutes=5)
_KEY = "worker.heartbeat.{}"


def beat(process: str, now: dt.datetime) -> None:
    """Say that ``process`` is alive."""
    cache.set(_KEY.format(process), now.isoformat(), timeout=None)


def last_beats() -> dict[str, dt.datetime | None]:
    """When each process was last heard of; one query."""
    found = cache.get_many([_KEY.format(name) for name in PROCESSES])
    texts = {name: found.get(_KEY.format(name)) for name in PROCESSES}
    return {name: text and dt.datetime.fromisoformat(text) for name, text in texts.items()}


def worker_state(now: dt.datetime) -> str:
    """``ok``, ``late`` (a process silent for five minutes) or ``never`` (none was ever heard)."""
    beats = last_beats().values()
    if not any(beats):
        return "never"
    return "ok" if all(moment and now - moment < LATE for moment in beats) else "late"
