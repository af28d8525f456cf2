"""Printing in the background, so that no screen waits for a long sheet."""

import re
from functools import partial

from django.db import transaction
from django_tasks import task

from crm.core.attachments import keep
from crm.core.errors import NotAllowed, Refused, Stale
from crm.reports.actions import issue, print_draft
from crm.reports.models import PrintJob

PAGE = re.compile(r"Page (\d+)$")
EVERY = 3  # pages between two notes of the progress


@task()
def run_print_job(job_id: int) -> None:
    """Do what was asked and write down how far it is; a refusal is the job's message."""
    waiting = PrintJob.objects.filter(pk=job_id, state=PrintJob.State.WAITING)
    if not waiting.update(state=PrintJob.State.RUNNING):
        return
    job = PrintJob.objects.select_related("snapshot", "asked_by").get(pk=job_id)
    try:
        _work(job)
    except (Refused, Stale, NotAllowed) as refusal:
        _finish(job, PrintJob.State.FAILED, getattr(refusal, "message", str(refusal)))
    except Exception:
        _finish(job, PrintJob.State.FAILED, "")
        raise
    else:
        _finish(job, PrintJob.State.DONE, "")


def _work(job: PrintJob) -> None:
    def progress(step: str) -> None:
        found = PAGE.search(step)
        if found and int(found[1]) % EVERY == 1:
            PrintJob.objects.filter(pk=job.pk).update(pages=int(found[1]))

    if job.purpose == PrintJob.Purpose.ISSUE:
        issued = issue(job.snapshot, by=job.asked_by, note=job.note, progress=progress)
        job.file, job.pages = issued.pdf, issued.pages or 0
    else:
        printed = print_draft(job.snapshot, by=job.asked_by, progress=progress)
        job.file = keep(iter([printed.content]), media_type="application/pdf")
        job.pages = printed.pages


def _finish(job: PrintJob, state: str, message: str) -> None:
    job.state, job.message = state, message[:300]
    job.save(update_fields=["state", "message", "file", "pages"])


def start(job: PrintJob) -> None:
    """Hand the job to the worker once the transaction that asked for it has committed."""
    transaction.on_commit(partial(run_print_job.enqueue, job.pk))
