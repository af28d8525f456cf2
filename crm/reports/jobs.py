"""Printing in the background, so that no screen waits for a long sheet."""

import datetime as dt
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django_tasks import task

from crm.core.acts import announce, authorise
from crm.core.attachments import keep
from crm.core.clock import now
from crm.core.errors import NotAllowed, Refused, Stale
from crm.reports.actions import issue, print_draft
from crm.reports.models import PrintJob, Snapshot
from crm.reports.pdf import Printed

if TYPE_CHECKING:
    from crm.core.models import User

PAGE = re.compile(r"Page (\d+)$")
EVERY = 3  # pages between two notes of the progress
# A job that has not stirred for so long has lost its worker; layout of one page takes seconds.
SILENCE = dt.timedelta(minutes=10)
MOST_ATTEMPTS = 2
OVER = (PrintJob.State.DONE, PrintJob.State.FAILED, PrintJob.State.STOPPED)


class _StoppedError(Exception):
    """Somebody asked the job to stop."""


@task()
def run_print_job(job_id: int) -> None:
    """Do what was asked and write down how far it is; a refusal is the job's message.

    Safe to be called twice: only one call takes a waiting job.
    """
    stamp = now()
    waiting = PrintJob.objects.filter(pk=job_id, state=PrintJob.State.WAITING)
    taken = waiting.filter(stop_asked_at__isnull=True).update(
        state=PrintJob.State.RUNNING, started_at=stamp, alive_at=stamp, attempts=F("attempts") + 1
    )
    if not taken:
        return
    job = PrintJob.objects.select_related("snapshot", "asked_by").get(pk=job_id)
    try:
        _work(job)
    except _StoppedError:
        _finish(job, PrintJob.State.STOPPED, "")
    except (Refused, Stale, NotAllowed) as refusal:
        _finish(job, PrintJob.State.FAILED, getattr(refusal, "message", str(refusal)))
    except Exception:
        _finish(job, PrintJob.State.FAILED, "")
        raise
    else:
        _finish(job, PrintJob.State.DONE, "")


def _work(job: PrintJob) -> None:
    progress = partial(_note, job)
    if job.purpose == PrintJob.Purpose.ISSUE:
        issued = issue(job.snapshot, by=job.asked_by, note=job.note, progress=progress)
        job.file, job.pages = issued.pdf, issued.pages or 0
    else:
        printed = print_draft(job.snapshot, by=job.asked_by, progress=progress)
        content, media_type = _one_file(job.snapshot, printed)
        job.file = keep(iter([content]), media_type=media_type)
        job.pages = printed.pages + sum(part.pages for part in printed.parts)


def _note(job: PrintJob, step: str) -> None:
    """Write down the page every few pages, and stop between two pages when asked to."""
    found = PAGE.search(step)
    if found is not None and int(found[1]) % EVERY != 1:
        return
    row = PrintJob.objects.filter(pk=job.pk)
    values = {"alive_at": now()} | ({"pages": int(found[1])} if found else {})
    if not row.filter(stop_asked_at__isnull=True).update(**values):
        raise _StoppedError


def _one_file(snapshot: Snapshot, printed: Printed) -> tuple[bytes, str]:
    """The sheet, or body and parts together where it has parts."""
    if not printed.parts:
        return printed.content, "application/pdf"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(f"{snapshot.slug}.pdf", printed.content)
        for part in printed.parts:
            archive.writestr(f"{snapshot.slug} {part.label}.pdf", part.content)
    return buffer.getvalue(), "application/zip"


def _finish(job: PrintJob, state: str, message: str) -> None:
    job.state, job.message = state, message[:300]
    job.save(update_fields=["state", "message", "file", "pages"])


def start(job: PrintJob) -> None:
    """Hand the job to the worker once the transaction that asked for it has committed."""
    transaction.on_commit(partial(run_print_job.enqueue, job.pk))


def expected_pages(snapshot: Snapshot) -> int | None:
    """How many pages the last printed report of this kind and scope has; None where there is none.

    Only to show how far the printer is.
    """
    same = Snapshot.objects.filter(
        kind=snapshot.kind, scope_code=snapshot.scope_code, pages__isnull=False
    )
    return same.order_by("-pk").values_list("pages", flat=True).first()


def stop_print(job: PrintJob, *, by: "User | None") -> PrintJob:
    """停止: at once while it waits, else between two pages. Who asked may, and who issues.

    Raises Refused when it is over; a report that is being put in force is not taken back.
    """
    with transaction.atomic():
        row = PrintJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if by is None or row.asked_by_id != by.pk:
            authorise(by, "reports.issue", [job.snapshot])
        if row.state in OVER:
            raise Refused(_("This job is over already."))
        row.stop_asked_at = now()
        if row.state == PrintJob.State.WAITING:
            row.state = PrintJob.State.STOPPED
        row.save(update_fields=["stop_asked_at", "state"])
        announce("reports.print_stopped", [job.snapshot], by=by)
        return row


def recover(moment: dt.datetime) -> int:
    """Jobs whose worker died: start again once, then give up and say so. Gives how many.

    An issue is one transaction: a report that got its number is done, whatever became of the job.
    """
    silent = moment - SILENCE
    lost = PrintJob.objects.filter(
        Q(state=PrintJob.State.RUNNING, alive_at__lt=silent)
        | Q(state=PrintJob.State.RUNNING, alive_at__isnull=True, asked_at__lt=silent)
        | Q(state=PrintJob.State.WAITING, alive_at__lt=silent)
        | Q(state=PrintJob.State.WAITING, alive_at__isnull=True, asked_at__lt=silent)
    )
    rows = list(lost.select_related("snapshot__pdf"))
    for job in rows:
        _recover(job, moment)
    return len(rows)


def _recover(job: PrintJob, moment: dt.datetime) -> None:
    snapshot = job.snapshot
    if job.stop_asked_at is not None:
        _finish(job, PrintJob.State.STOPPED, "")
    elif job.purpose == PrintJob.Purpose.ISSUE and snapshot.number:
        job.file, job.pages = snapshot.pdf, snapshot.pages or 0
        _finish(job, PrintJob.State.DONE, "")
    elif job.attempts >= MOST_ATTEMPTS:
        _finish(job, PrintJob.State.FAILED, _("The printer was interrupted twice. Try again."))
    else:
        same = PrintJob.objects.filter(pk=job.pk, state=job.state, alive_at=job.alive_at)
        if same.update(state=PrintJob.State.WAITING, alive_at=moment):
            start(job)
