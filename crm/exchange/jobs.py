"""Imports in the background: the screen asks, the worker does."""

from functools import partial

from django.db import transaction
from django_tasks import task

from crm.core.errors import NotAllowed, Refused
from crm.core.models import User
from crm.exchange.models import ImportJob
from crm.exchange.running import apply, check
from crm.exchange.undoing import undo


@task()
def run_import(job_id: int, step: str, user_id: int | None = None) -> None:
    """``step`` is check, apply or undo. A refusal is written down with the job."""
    job = ImportJob.objects.select_related("created_by", "file").get(pk=job_id)
    try:
        if step == "undo":
            undo(job, by=User.objects.filter(pk=user_id).first())
        else:
            {"check": check, "apply": apply}[step](job)
    except (Refused, NotAllowed) as refusal:
        message = getattr(refusal, "message", str(refusal))
        job.note(state=ImportJob.State.FAILED, message=message)


def enqueue(job: ImportJob, step: str, *, by: User | None = None) -> None:
    """Hand a step to the worker once this transaction has committed."""
    transaction.on_commit(partial(run_import.enqueue, job.pk, step, by.pk if by else None))
