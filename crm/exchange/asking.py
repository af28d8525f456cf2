"""What the screens ask of a job: each checks the state, stores the wish, queues the step."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.acts import authorise, change
from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.models import User
from crm.exchange.jobs import enqueue
from crm.exchange.models import ImportJob

State = ImportJob.State
BEFORE_WRITING = (State.UPLOADED, State.CHECKED, State.STOPPED, State.FAILED)


def ask_check(job: ImportJob, *, by: User | None) -> None:
    """Look at every row again, in the background."""
    with transaction.atomic():
        authorise(by, "exchange.import", [job])
        _refuse_written(job)
        _begin(job, State.CHECKING)
        enqueue(job, "check")


def ask_apply(job: ImportJob, *, by: User | None) -> None:
    """Write the rows that are right, or go on with a job that stopped or was killed."""
    with transaction.atomic():
        authorise(by, "exchange.import", [job])
        interrupted = job.seems_dead(timezone.now()) and job.state == State.APPLYING
        if job.state not in (State.CHECKED, State.STOPPED, State.FAILED) and not interrupted:
            raise Refused(_("Check the file first; a job is written once."), code="state")
        if job.all_or_nothing and job.refused:
            raise Refused(_("Mend the wrong rows first: all rows are written, or none."))
        _begin(job, State.APPLYING)
        enqueue(job, "apply")


def ask_undo(job: ImportJob, *, by: User | None) -> None:
    """Take back what was written; refused after the days that the setting allows."""
    with transaction.atomic():
        authorise(by, "exchange.import", [job])
        if not may_undo(job):
            raise Refused(_("This import can no longer be undone on screen."), code="late")
        _begin(job, State.UNDOING)
        enqueue(job, "undo", by=by)


def may_undo(job: ImportJob) -> bool:
    """Whether something is left to undo, nothing runs, and the days have not run out."""
    if job.applied_at is None or job.undone_at is not None:
        return False
    if job.is_running and not job.seems_dead(timezone.now()):
        return False
    return today() <= last_day_to_undo(job)


def last_day_to_undo(job: ImportJob) -> dt.date:
    """The last day, counted in natural days from the day of writing."""
    written = timezone.localtime(job.applied_at).date()
    return written + dt.timedelta(days=int(value_on("exchange.undo_days", written)))


def choose_columns(
    job: ImportJob, chosen: Mapping[str, Mapping[str, str]], *, by: User | None
) -> None:
    """Say which file column means what, by sheet; the file is checked again."""
    mapping = {**job.mapping, **{sheet: dict(columns) for sheet, columns in chosen.items()}}
    _save(job, "mapping", mapping, by=by)


def correct_cells(
    job: ImportJob, cells: Mapping[str, Mapping[str, str]], *, by: User | None
) -> None:
    """Put cells right ("sheet!row" → column → text); the stored file stays as it came."""
    corrections = {place: dict(values) for place, values in job.corrections.items()}
    for place, values in cells.items():
        corrections.setdefault(place, {}).update(values)
    _save(job, "corrections", corrections, by=by)


def decide(job: ImportJob, decisions: Mapping[str, str], *, by: User | None) -> None:
    """Say of rows that may repeat a record: update:<id>, create or skip."""
    _save(job, "decisions", {**job.decisions, **decisions}, by=by)


def _save(job: ImportJob, name: str, value: dict, *, by: User | None) -> None:
    with transaction.atomic():
        authorise(by, "exchange.import", [job])
        _refuse_written(job)
        setattr(job, name, value)
        change([job], [name], by=by)
        ask_check(job, by=by)


def _refuse_written(job: ImportJob) -> None:
    if job.state not in BEFORE_WRITING or job.applied_at is not None:
        raise Refused(_("Rows of this import are written already; undo it first."), code="state")


def _begin(job: ImportJob, state: str) -> None:
    job.note(state=state, message="", stop_asked=False, progress_at=timezone.now())
