"""What search does once a night: compare the indexes with the database, forget old queries."""

import datetime as dt
from itertools import product

import structlog
from django.utils import timezone

from crm.core.acts import record_event
from crm.core.models import Event, QueryLog
from search import sources
from search.engines.protocol import EngineDownError, IndexMissingError
from search.reconcile import Drift, reconcile, repair
from search.settings import current_engine, kept_engines

log = structlog.get_logger(__name__)

RECONCILED = "core.search_reconciled"
NIGHT_HOUR = 3
QUERIES_KEPT = dt.timedelta(days=180)


def reconcile_of_the_night(now: dt.datetime) -> int:
    """Compare every index with the database once a night from 03:00 on, and mark what differs for
    the drain. Gives the number of documents that differed.

    The event of the night says what was found; an index that is missing is left to ``doctor``.
    """
    night = _night_before(now)
    if Event.objects.filter(name=RECONCILED, reason=night.isoformat()).exists():
        return 0
    drifts = _drifts()
    found = {name: _counts(drift) for name, drift in drifts.items()}
    for drift in drifts.values():
        repair(drift)
    record_event(RECONCILED, by=None, reason=night.isoformat(), data=found)
    return sum(sum(counts.values()) for counts in found.values())


def _drifts() -> dict[str, Drift]:
    """What differs in each index of each engine; those of the installation's engine go by the name
    of the index alone."""
    drifts = {}
    for engine, index in product(kept_engines(), sources.indexes()):
        name = index if engine is current_engine() else f"{engine.name}: {index}"
        try:
            drifts[name] = reconcile(engine, index)
        except IndexMissingError:
            log.warning("search.reconcile_without_index", engine=engine.name, index=index)
        except EngineDownError as error:
            log.warning("search.reconcile_without_engine", engine=engine.name, error=str(error))
    return drifts


def purge_queries(now: dt.datetime) -> int:
    """Forget searches that are older than 180 days."""
    oldest = timezone.localtime(now).date() - QUERIES_KEPT
    return QueryLog.objects.filter(asked_on__lt=oldest).delete()[0]


def _night_before(now: dt.datetime) -> dt.date:
    """The day whose 03:00 is the last that has passed."""
    return (timezone.localtime(now) - dt.timedelta(hours=NIGHT_HOUR)).date()


def _counts(drift: Drift) -> dict[str, int]:
    return {
        "missing": len(drift.missing),
        "stale": len(drift.stale),
        "extra": len(drift.extra),
    }
