"""How jobs in the background are taken, kept alive, stopped, finished and found when lost."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from crm.core.clock import now
from crm.core.errors import NotAllowed, Refused, Stale
from crm.reports.models.background import BackgroundJob

# A job that has not stirred for so long has lost its worker.
SILENCE = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 2
State = BackgroundJob.State
Job = TypeVar("Job", bound=BackgroundJob)


class StoppedError(Exception):
    """Somebody asked the job to stop."""


def take(rows: QuerySet, pk: int) -> bool:
    """Whether this call took the waiting job: of two only one does."""
    stamp = now()
    waiting = rows.filter(pk=pk, state=State.WAITING, stop_asked_at__isnull=True)
    return bool(
        waiting.update(
            state=State.RUNNING, started_at=stamp, alive_at=stamp, attempts=F("attempts") + 1
        )
    )


def stir(job: BackgroundJob, **values: Any) -> None:
    """Write down that the job lives and how far it is; raises StoppedError when it was asked to
    stop.
    """
    row = type(job)._default_manager.filter(pk=job.pk, stop_asked_at__isnull=True)
    if not row.update(alive_at=now(), **values):
        raise StoppedError


def run(job: BackgroundJob, work: Callable[[], None], kept: Sequence[str]) -> None:
    """Do the work and finish the job; a refusal is its message. ``kept`` are fields that the work
    fills.
    """
    try:
        work()
    except StoppedError:
        finish(job, State.STOPPED, "", kept)
    except (Refused, Stale, NotAllowed) as refusal:
        finish(job, State.FAILED, getattr(refusal, "message", str(refusal)), kept)
    except Exception:
        finish(job, State.FAILED, "", kept)
        raise
    else:
        finish(job, State.DONE, "", kept)


def finish(job: BackgroundJob, state: str, message: str, kept: Sequence[str]) -> None:
    """Nothing more to wait for."""
    job.state, job.message = state, message[:300]
    job.save(update_fields=["state", "message", *kept])


def ask_to_stop(row: BackgroundJob) -> None:
    """At once while it waits, else at its next sign of life. Raises Refused when it is over."""
    if row.is_over:
        raise Refused(_("This job is over already."))
    row.stop_asked_at = now()
    if row.state == State.WAITING:
        row.state = State.STOPPED
    row.save(update_fields=["stop_asked_at", "state"])


def lost(rows: QuerySet, moment: dt.datetime) -> QuerySet:
    """Those whose worker died, or that nobody took."""
    silent = moment - SILENCE
    open_ones = rows.filter(state__in=(State.RUNNING, State.WAITING))
    return open_ones.filter(Q(alive_at__lt=silent) | Q(alive_at__isnull=True, asked_at__lt=silent))


def begin_again(
    job: Job, moment: dt.datetime, start: Callable[[Job], None], kept: Sequence[str]
) -> None:
    """Stop it where that was asked for, else start it once more, then give up and say so."""
    if job.stop_asked_at is not None:
        finish(job, State.STOPPED, "", kept)
    elif job.attempts >= MOST_ATTEMPTS:
        finish(job, State.FAILED, _("The printer was interrupted twice. Try again."), kept)
    else:
        same = type(job)._default_manager.filter(pk=job.pk, state=job.state, alive_at=job.alive_at)
        if same.update(state=State.WAITING, alive_at=moment):
            start(job)
