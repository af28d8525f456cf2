"""Printing in the background, so that no screen waits for a long sheet."""

import datetime as dt
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django_tasks import task

from crm.core.acts import announce, authorise
from crm.core.attachments import keep
from crm.reports.actions import issue, print_draft
from crm.reports.background import ask_to_stop, begin_again, finish, lost, run, stir, take
from crm.reports.models import PrintJob, Snapshot
from crm.reports.pdf import Printed

if TYPE_CHECKING:
    from crm.core.models import User

PAGE = re.compile(r"Page (\d+)$")
EVERY = 3  # pages between two notes of the progress
KEPT = ("file", "pages")


@task()
def run_print_job(job_id: int) -> None:
    """Do what was asked and write down how far it is; a refusal is the job's message.

    Safe to be called twice: only one call takes a waiting job.
    """
    if not take(PrintJob.objects.all(), job_id):
        return
    job = PrintJob.objects.select_related("snapshot", "asked_by").get(pk=job_id)
    run(job, partial(_work, job), KEPT)


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
    stir(job, **({"pages": int(found[1])} if found else {}))


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
        ask_to_stop(row)
        announce("reports.print_stopped", [job.snapshot], by=by)
        return row


def recover(moment: dt.datetime) -> int:
    """Jobs whose worker died: start again once, then give up and say so. Gives how many.

    An issue is one transaction: a report that got its number is done, whatever became of the job.
    """
    rows = list(lost(PrintJob.objects.all(), moment).select_related("snapshot__pdf"))
    for job in rows:
        _recover(job, moment)
    return len(rows)


def _recover(job: PrintJob, moment: dt.datetime) -> None:
    snapshot = job.snapshot
    in_force = job.purpose == PrintJob.Purpose.ISSUE and snapshot.number
    if in_force and job.stop_asked_at is None:
        job.file, job.pages = snapshot.pdf, snapshot.pages or 0
        finish(job, PrintJob.State.DONE, "", KEPT)
    else:
        begin_again(job, moment, start, KEPT)
