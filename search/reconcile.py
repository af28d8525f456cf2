"""Does the index hold exactly what the sources give? Nightly, and by `search_reconcile`."""

from dataclasses import dataclass

from search import outbox, sources
from search.engines.protocol import Engine


@dataclass(frozen=True, slots=True)
class Drift:
    """uids that lack, that differ, and that should not be there."""

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)


def reconcile(engine: Engine, index: str) -> Drift:
    """Compare every document; what the outbox still holds counts as drift, so drain first."""
    held = dict(engine.fingerprints(index))
    missing, stale = [], []
    for source in sources.for_index(index):
        for batch in sources.batches(source):
            for documents in batch.values():
                for document in documents:
                    fingerprint = held.pop(document.uid, None)
                    if fingerprint is None:
                        missing.append(document.uid)
                    elif fingerprint != document.fingerprint():
                        stale.append(document.uid)
    return Drift(tuple(missing), tuple(stale), tuple(sorted(held)))


def repair(drift: Drift) -> int:
    """Mark the rows of all drifted documents, so that the drain puts them right."""
    owners = {uid.partition("#")[0] for uid in (*drift.missing, *drift.stale, *drift.extra)}
    by_kind: dict[str, list[int]] = {}
    for owner in sorted(owners):
        kind, _, pk = owner.rpartition(":")
        by_kind.setdefault(kind, []).append(int(pk))
    for kind, ids in by_kind.items():
        outbox.mark(kind, ids)
    return len(owners)
