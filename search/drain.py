"""Carries the outbox into the indexes.

Each machine keeps its embedded index, which answers while the cluster is gone; a cluster is kept by
whichever machine comes first. Every one of them has its own place in the log.
"""

import contextlib
import datetime as dt
import os
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import structlog
from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from search import outbox, sources
from search.documents import Document
from search.engines.protocol import Engine, EngineDownError, IndexBusyError, IndexMissingError
from search.models import FailedUpdate
from search.rebuild import reindex
from search.settings import current_engine

log = structlog.get_logger(__name__)

PAUSE = 0.5
DOWN_PAUSE = 5.0
ATTEMPTS = 3
BACKOFF = (dt.timedelta(seconds=1), dt.timedelta(seconds=5))
PRUNE_EVERY = 3600.0

Changes = Mapping[str, Sequence[int]]


@dataclass(slots=True)
class Drained:
    """What one pass did."""

    entries: int = 0
    updated: int = 0
    failed: int = 0


def consumer_name(engine: Engine) -> str:
    """Elasticsearch is one consumer, an embedded index is one a data directory."""
    if engine.name != "tantivy":
        return engine.name
    return f"{engine.name}:{_node(Path(settings.SEARCH_DIR))}"


def _node(folder: Path) -> str:
    """A name of this data directory, made once; a copied database does not take its cursor
    along."""
    path = folder / "node"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"node.{secrets.token_hex(4)}"
        fresh.write_text(secrets.token_hex(8))
        with contextlib.suppress(FileExistsError):  # another process was first; its name counts
            os.link(fresh, path)
        fresh.unlink()
        return path.read_text().strip()


def ensure_indexes(engine: Engine) -> None:
    """Build every index that is not there, was made for other fields, or whose place in the log
    is lost."""
    consumer = consumer_name(engine)
    known = outbox.cursor(consumer) is not None
    start = outbox.head()
    for index in sources.indexes():
        if not known or not engine.is_ready(index):
            reindex(engine, index)
    if not known:
        outbox.move(consumer, start)


def empty(engine: Engine | None = None, *, patience: float = 10.0) -> Drained:
    """Drain until nothing waits: what `search_drain` does. Failed rows are awaited `patience`
    seconds."""
    engine = engine or current_engine()
    ensure_indexes(engine)
    total = Drained()
    until = time.monotonic() + patience
    while True:
        done = step(engine)
        total.entries += done.entries
        total.updated += done.updated
        total.failed = done.failed
        if done.entries:
            continue
        if not _due_soon(engine) or time.monotonic() > until:
            return total
        time.sleep(0.1)


def step(engine: Engine) -> Drained:
    """One batch from the log and the failed rows that are due. Safe to repeat: rows are read
    anew. Raises IndexBusyError while another process drains into the same engine."""
    consumer = consumer_name(engine)
    if _waits(consumer):
        with engine.draining():
            return _step(engine, consumer)
    return Drained(failed=FailedUpdate.objects.filter(consumer=consumer).count())


def _waits(consumer: str) -> bool:
    return bool(outbox.read(_place(consumer), limit=1) or _due(consumer))


def _place(consumer: str) -> outbox.Position:
    return outbox.cursor(consumer) or outbox.Position()


def _step(engine: Engine, consumer: str) -> Drained:
    """From reading the cursor to moving it nobody else may carry older rows over newer ones."""
    entries = outbox.read(_place(consumer))
    changes = _by_kind((entry.kind, entry.object_id) for entry in entries)
    retries = _by_kind(_due(consumer))
    done = Drained(entries=len(entries))
    for batch in (changes, retries):
        if batch:
            _apply(engine, consumer, batch, done)
    if entries:
        outbox.move(consumer, outbox.position_of(entries))
    done.failed = FailedUpdate.objects.filter(consumer=consumer).count()
    return done


def run(stop: Event, engine: Engine | None = None, beat: Callable[[], None] | None = None) -> None:
    """The worker's loop. `beat` is called each round (heartbeat). Never raises: it logs and goes
    on."""
    engine = engine or current_engine()
    pruned = 0.0
    while not stop.is_set():
        pause = PAUSE
        try:
            close_old_connections()
            ensure_indexes(engine)
            pause = 0.0 if step(engine).entries else PAUSE
            if time.monotonic() - pruned > PRUNE_EVERY:
                outbox.prune()
                pruned = time.monotonic()
        except IndexBusyError:
            log.info("search.drain.busy", engine=engine.name)
        except EngineDownError as error:
            log.warning("search.drain.engine_down", engine=engine.name, error=str(error))
            pause = DOWN_PAUSE
        except Exception:
            log.exception("search.drain.failed", engine=engine.name)
            pause = 5.0
        if beat:
            beat()
        stop.wait(pause)


def run_all(stop: Event, engines: Sequence[Engine], beat: Callable[[], None] | None = None) -> None:
    """Every engine in a thread of its own, so that none waits for one that hangs."""
    others = [Thread(target=run, args=(stop, engine)) for engine in engines[1:]]
    for other in others:
        other.start()
    run(stop, engines[0], beat)
    for other in others:
        other.join()


def _apply(engine: Engine, consumer: str, changes: Changes, done: Drained) -> None:
    for index, kinds in _by_index(changes).items():
        loaded: dict[str, list[Document]] = {}
        for kind in kinds:
            loaded |= _load(consumer, kind, changes[kind], done)
        _write(engine, index, loaded)
        done.updated += len(loaded)


def _write(engine: Engine, index: str, loaded: Mapping[str, Sequence[Document]]) -> None:
    if not loaded:
        return
    try:
        with engine.writer(index) as writer:
            for owner, documents in loaded.items():
                writer.replace(owner, documents)
            writer.commit()
    except IndexMissingError:
        reindex(engine, index)


def _load(consumer: str, kind: str, ids: Sequence[int], done: Drained) -> dict[str, list[Document]]:
    """The documents of each row; a row that cannot be read is noted and tried again later."""
    source = sources.find(kind)
    if source is None:
        return {}
    try:
        loaded = sources.by_owner(source, ids)
    except Exception:  # noqa: BLE001 - any source may fail; the others go on
        loaded = {}
        for pk in ids:
            try:
                loaded |= sources.by_owner(source, [pk])
            except Exception as error:  # noqa: BLE001 - the same, row by row
                log.warning("search.drain.row_failed", kind=kind, id=pk, error=repr(error))
                _note_failure(consumer, kind, pk, repr(error))
    read = [pk for pk in ids if f"{kind}:{pk}" in loaded]
    FailedUpdate.objects.filter(consumer=consumer, kind=kind, object_id__in=read).delete()
    return loaded


def _note_failure(consumer: str, kind: str, pk: int, error: str) -> None:
    row, created = FailedUpdate.objects.get_or_create(
        consumer=consumer,
        kind=kind,
        object_id=pk,
        defaults={"next_attempt_at": timezone.now() + BACKOFF[0], "error": error[:500]},
    )
    if not created:
        row.attempts += 1
        row.next_attempt_at = timezone.now() + BACKOFF[min(row.attempts - 1, len(BACKOFF) - 1)]
        row.error = error[:500]
        row.save()


def _due(consumer: str) -> list[tuple[str, int]]:
    due = FailedUpdate.objects.filter(
        consumer=consumer, attempts__lt=ATTEMPTS, next_attempt_at__lte=timezone.now()
    )
    return list(due.values_list("kind", "object_id")[: outbox.BATCH])


def _due_soon(engine: Engine) -> bool:
    consumer = consumer_name(engine)
    return FailedUpdate.objects.filter(consumer=consumer, attempts__lt=ATTEMPTS).exists()


def _by_kind(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for kind, pk in dict.fromkeys(pairs):
        grouped[kind].append(pk)
    return dict(grouped)


def _by_index(changes: Changes) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for kind in changes:
        source = sources.find(kind)
        if source is not None:
            grouped[source.index].append(kind)
    return dict(grouped)
