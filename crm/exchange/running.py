"""Checking and applying a job, chunk by chunk."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core import context
from crm.core.acts import record_event
from crm.core.clock import today
from crm.core.errors import NotAllowed, Refused
from crm.core.journal import keeping
from crm.core.spreadsheets.importing import Importer, ImportRun, RowRefused
from crm.core.troubles import trouble_of
from crm.exchange.journals import ChunkJournal
from crm.exchange.models import ImportJob, ImportNote
from crm.exchange.models.jobs import COUNTS
from crm.exchange.reading import ReadSheet, close, read_job
from crm.exchange.spool import ReadRow

ATTEMPTS = 3
# SQLite gives the lock to whoever asks at the right moment: leave others a moment between chunks.
BREATH, LONGEST_BREATH = 0.08, 0.05
OUTCOMES = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "skipped": "left_out",
}

Chunk = list[list[ReadRow]]


class Stopped(Exception):  # noqa: N818 - an outcome, no error
    """Somebody asked the job to stop."""


class Undecided(Exception):  # noqa: N818 - an outcome, no error
    """All or nothing, and a row was refused."""


@dataclass
class Tally:
    """What came of the rows of one chunk."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    notes: list[ImportNote] = field(default_factory=list)
    rows: int = 0


class JobRunner:
    """Reads a job's file once and takes its rows; ``check`` writes nothing but notes, ``apply``
    all.
    """

    def __init__(self, job: ImportJob, *, is_dry: bool) -> None:
        self.job = job
        reason = f"{job.number} {job.file_name}"[:100]
        self.run = ImportRun(by=job.created_by, today=today(), is_dry=is_dry, reason=reason)
        self.chunk = 0

    def check(self) -> None:
        """A dry run: every row is looked at, nothing of the domain is written."""
        job, state = self.job, ImportJob.State
        job.notes.all().delete()
        self._begin(state.CHECKING, position=0, **dict.fromkeys(COUNTS, 0))
        with self._working():
            for sheet, importer, chunk in self._chunks(0):
                tally = self._take(sheet, importer, chunk)
                with transaction.atomic():
                    self._store(tally)
                self._stop_if_asked()
            self._end(state.CHECKED)

    def apply(self) -> None:
        """Write the rows that are right, from where the job stands."""
        job, state = self.job, ImportJob.State
        if job.position == 0:
            job.notes.all().delete()
        self.chunk = job.changes.count() and job.changes.latest("chunk").chunk + 1
        self._begin(state.APPLYING, applied_at=job.applied_at or timezone.now())
        with self._working(), transaction.atomic() if job.all_or_nothing else nullcontext():
            for sheet, importer, chunk in self._chunks(job.position):
                began = time.monotonic()
                self._apply(sheet, importer, chunk)
                if job.all_or_nothing and job.refused:
                    raise Undecided
                if connection.vendor == "sqlite" and not job.all_or_nothing:
                    time.sleep(min(BREATH * (time.monotonic() - began), LONGEST_BREATH))
            self._end(state.APPLIED)

    # --- the course of a job --------------------------------------------------------------

    def _begin(self, state: str, **values: Any) -> None:
        self._clock = time.monotonic()
        self.job.note(
            state=state,
            progress_at=timezone.now(),
            stop_asked=False,
            message="",
            started_at=timezone.now(),
            seconds=0,
            **values,
        )

    def _end(self, state: str) -> None:
        self.job.note(state=state, seconds=round(time.monotonic() - self._clock, 3))
        counts = {name: getattr(self.job, name) for name in COUNTS}
        record_event(f"exchange.{state}", by=self.job.created_by, row=self.job, data=counts)

    @contextmanager
    def _working(self) -> Iterator[None]:
        token = context.channel.set("import")
        self.sheets: list[ReadSheet] = []
        _use_little_cache()
        try:
            yield
        except Stopped:
            self._give_up(ImportJob.State.STOPPED, _("Stopped on request."))
        except Undecided:
            self._roll_back()
        except Refused as refusal:
            self._give_up(ImportJob.State.FAILED, refusal.message)
            raise
        except NotAllowed:
            self._give_up(ImportJob.State.FAILED, _("You may not import records of this kind."))
            raise
        except Exception as error:
            message = trouble_of(error) or _("The program failed: %(error)s") % {
                "error": f"{type(error).__name__}: {error}"
            }
            self._give_up(ImportJob.State.FAILED, message)
            raise
        finally:
            close(self.sheets)
            context.channel.reset(token)

    def _give_up(self, state: str, message: str) -> None:
        self.job.refresh_from_db()
        values = {"state": state, "message": message, "stop_asked": False}
        if not self.job.changes.exists():
            values |= {"applied_at": None, "position": 0}
        self.job.note(**values, seconds=round(time.monotonic() - self._clock, 3))

    def _roll_back(self) -> None:
        message = _("Nothing was written: a row was refused while writing. Check the file again.")
        self._give_up(ImportJob.State.FAILED, message)

    def _stop_if_asked(self) -> None:
        if ImportJob.objects.filter(pk=self.job.pk, stop_asked=True).exists():
            raise Stopped

    def _chunks(self, done: int) -> Iterator[tuple[ReadSheet, Importer, Chunk]]:
        self.sheets = read_job(self.job)
        for sheet in self.sheets:
            if self.job.created_by and not sheet.kind.may_import(self.job.created_by):
                raise NotAllowed(sheet.kind.edit_action)
        self.job.note(
            total=sum(len(sheet.spool) for sheet in self.sheets),
            sheets=[sheet.summary() for sheet in self.sheets],
        )
        passed = 0
        for sheet in self.sheets:
            self.run.decisions = self._decisions(sheet.name)
            importer = sheet.kind.importer(self.run, sheet.kind)
            for chunk in sheet.spool.chunks(max(done - passed, 0)):
                yield sheet, importer, chunk
            passed += len(sheet.spool)

    def _decisions(self, sheet: str) -> dict[int, str]:
        found = {}
        for place, decision in self.job.decisions.items():
            name, _mark, row = place.rpartition("!")
            if name == sheet:
                found[int(row)] = decision
        return found

    # --- one chunk ------------------------------------------------------------------------

    def _apply(self, sheet: ReadSheet, importer: Importer, chunk: Chunk) -> None:
        for attempt in range(ATTEMPTS):
            try:
                self._apply_once(sheet, importer, chunk)
                return
            except (IntegrityError, Refused, NotAllowed) as error:
                # Somebody wrote meanwhile, or the domain refuses: read anew, then row by row.
                if len(chunk) == 1 and attempt + 1 == ATTEMPTS:
                    self._refuse(sheet, chunk, error)
                    return
                if len(chunk) > 1 and (attempt or not isinstance(error, IntegrityError)):
                    for group in chunk:
                        self._apply(sheet, importer, [group])
                    return

    def _apply_once(self, sheet: ReadSheet, importer: Importer, chunk: Chunk) -> None:
        with transaction.atomic():
            current = ImportJob.objects.select_for_update().get(pk=self.job.pk)
            if current.stop_asked:
                raise Stopped
            if current.position != self.job.position:
                raise DatabaseError("another process works on this job")
            before = {name: getattr(self.job, name) for name in (*COUNTS, "position")}
            try:
                self._write(sheet, importer, chunk)
            except BaseException:
                for name, value in before.items():
                    setattr(self.job, name, value)
                raise
        self.chunk += 1

    def _write(self, sheet: ReadSheet, importer: Importer, chunk: Chunk) -> None:
        tally = self._take(sheet, importer, chunk)
        journal = ChunkJournal()
        with keeping(journal):
            importer.write()
        journal.store(self.job, self.chunk)
        self._store(tally)

    def _take(self, sheet: ReadSheet, importer: Importer, chunk: Chunk) -> Tally:
        self.run.forget()
        importer.clear()
        tally = Tally()
        rows = [read.row for group in chunk for read in group if not read.wrong]
        importer.load(rows)
        for group in chunk:
            self._take_group(sheet, importer, group, tally)
        self._collect(sheet, tally)
        return tally

    def _take_group(
        self, sheet: ReadSheet, importer: Importer, group: list[ReadRow], tally: Tally
    ) -> None:
        tally.rows += len(group)
        right = [read for read in group if not read.wrong]
        for read in group:
            if read.wrong:
                tally.counts["refused"] += 1
                tally.notes += [self._error(sheet, read, *cell) for cell in read.wrong]
        if not right:
            return
        outcomes = importer.take_group([read.row for read in right])
        for read, outcome in zip(right, outcomes, strict=True):
            if isinstance(outcome, RowRefused):
                tally.counts["refused"] += 1
                value = read.texts.get(outcome.column, "")
                tally.notes.append(self._error(sheet, read, outcome.column, value, outcome.message))
            else:
                tally.counts[OUTCOMES[outcome]] += 1

    def _error(
        self, sheet: ReadSheet, read: ReadRow, column: str, value: str, message: str
    ) -> ImportNote:
        return ImportNote(
            job=self.job,
            kind=ImportNote.Kind.ERROR,
            sheet=sheet.name,
            row=read.row.number,
            column=column,
            value=value,
            message=message,
        )

    def _collect(self, sheet: ReadSheet, tally: Tally) -> None:
        for row, candidates in self.run.duplicates:
            tally.notes.append(
                ImportNote(
                    job=self.job,
                    kind=ImportNote.Kind.DUPLICATE,
                    sheet=sheet.name,
                    row=row,
                    data={"candidates": candidates},
                )
            )
        for row, enterprise in self.run.new_enterprises:
            tally.notes.append(
                ImportNote(
                    job=self.job,
                    kind=ImportNote.Kind.NEW_ENTERPRISE,
                    sheet=sheet.name,
                    row=row,
                    value=str(enterprise)[:255],
                )
            )
        self.run.duplicates, self.run.new_enterprises = [], []

    def _store(self, tally: Tally) -> None:
        ImportNote.objects.bulk_create(tally.notes, batch_size=500)
        self.job.note(
            position=self.job.position + tally.rows,
            progress_at=timezone.now(),
            **{name: getattr(self.job, name) + count for name, count in tally.counts.items()},
        )

    def _refuse(self, sheet: ReadSheet, chunk: Chunk, error: Exception) -> None:
        message = _("Somebody recorded something that conflicts with this row at the same time.")
        column = ""
        if isinstance(error, Refused):
            message, column = error.message, error.field or ""
        elif isinstance(error, NotAllowed):
            message = _("This record lies outside the teams for which you may import.")
        tally = Tally()
        for read in chunk[0]:
            tally.rows += 1
            tally.counts["refused"] += 1
            value = read.texts.get(column, "")
            tally.notes.append(self._error(sheet, read, column, value, message))
        with transaction.atomic():
            self._store(tally)


def _use_little_cache() -> None:
    """On SQLite: pages of a long import are read once; the connection need not keep 64 MB of
    them.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-8192")


def check(job: ImportJob) -> None:
    """Dry run of a job. Raises Refused when the file as a whole cannot be taken."""
    JobRunner(job, is_dry=True).check()


def apply(job: ImportJob) -> None:
    """Apply a job, or go on with one that stopped. ``all_or_nothing`` checks everything first.

    Raises Refused when the file as a whole cannot be taken.
    """
    if job.state == ImportJob.State.APPLIED or job.undone_at is not None:
        raise Refused(_("Import %(number)s is done already.") % {"number": job.number})
    if job.all_or_nothing:
        JobRunner(job, is_dry=True).check()
        if job.refused or job.state != ImportJob.State.CHECKED:
            message = _("Nothing was written: %(count)d rows are wrong.") % {"count": job.refused}
            job.note(state=ImportJob.State.FAILED, message=message)
            return
        job.note(position=0, **dict.fromkeys(COUNTS, 0))
    elif job.applied_at is None:
        job.note(position=0, **dict.fromkeys(COUNTS, 0))
    JobRunner(job, is_dry=False).apply()
