"""A whole index built anew beside the live one, with no moment without results."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from search import outbox, sources
from search.documents import Document
from search.engines.protocol import Engine, Rebuild

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    index: str
    documents: int
    seconds: float


def reindex(engine: Engine, index: str, progress: Callable[[int], None] | None = None) -> Rebuilt:
    """Build, check, catch up with the outbox, switch. Killed at any point, the old index stays.

    Raises RebuildRefusedError when the new index does not hold what the sources gave,
    IndexBusyError when
    another process is rebuilding.
    """
    started = time.monotonic()
    with engine.rebuild(index) as build:
        # Everything committed up to here is read below; everything after it is replayed.
        start = outbox.head()
        count, smoke = _fill(build, index, progress)
        build.check(expected=count, smoke=smoke)
        with engine.locked(index):
            _catch_up(build, index, start)
            build.switch()
    seconds = time.monotonic() - started
    log.info(
        "search.reindexed",
        engine=engine.name,
        index=index,
        documents=count,
        seconds=round(seconds, 1),
    )
    return Rebuilt(index, count, seconds)


def _fill(
    build: Rebuild, index: str, progress: Callable[[int], None] | None
) -> tuple[int, list[Document]]:
    count = 0
    smoke: list[Document] = []
    for source in sources.for_index(index):
        first = True
        for batch in sources.batches(source):
            for documents in batch.values():
                if documents and first:
                    smoke.append(documents[0])
                    first = False
                count += len({document.uid for document in documents})
                build.add(documents)
            if progress:
                progress(count)
    return count, smoke


def _catch_up(build: Rebuild, index: str, start: outbox.Position) -> None:
    while entries := outbox.read(start):
        start = outbox.position_of(entries)
        for kind in dict.fromkeys(entry.kind for entry in entries):
            source = sources.find(kind)
            if source is None or source.index != index:
                continue
            ids = list(dict.fromkeys(entry.object_id for entry in entries if entry.kind == kind))
            for owner, documents in sources.by_owner(source, ids).items():
                build.replace(owner, documents)
