"""Making an archive package in the background: a year of long reports takes minutes."""

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from crm.core.acts import announce, authorise
from crm.core.clock import today
from crm.core.errors import Refused
from crm.reports.archiving import ACTION, archivable, archive
from crm.reports.background import ask_to_stop, begin_again, finish, lost, run, stir, take
from crm.reports.bodies import answering_team
from crm.reports.models import ArchiveJob, ArchivePackage

if TYPE_CHECKING:
    from crm.core.models import User

KEPT = ("done", "total")


def ask_for_archive(year: int, *, name: str, retention: str, by: "User") -> ArchiveJob:
    """Note that somebody wants the year packed. Refused when there is nothing to pack, and while
    another package of the year is in the making.
    """
    with transaction.atomic():
        authorise(by, ACTION)
        number = len(archivable(year, by))
        if not number:
            raise Refused(
                _("There is no issued report of %(year)s that is not archived.") % {"year": year},
                field="year",
            )
        running = ArchiveJob.objects.exclude(state__in=ArchiveJob.OVER).filter(year=year)
        if running.within(by, ACTION).exists():
            raise Refused(
                _("A package of %(year)s is being made already. Wait for it, or stop it.")
                % {"year": year},
                field="year",
            )
        return ArchiveJob.objects.create(
            team=answering_team(by, today()),
            year=year,
            name=name,
            retention=retention,
            asked_by=by,
            total=number,
        )


@task()
def run_archive_job(job_id: int) -> None:
    """Make the package; safe to be called twice."""
    if not take(ArchiveJob.objects.all(), job_id):
        return
    job = ArchiveJob.objects.select_related("asked_by").get(pk=job_id)
    run(job, partial(_work, job), KEPT)


def _work(job: ArchiveJob) -> None:
    def packed(package: ArchivePackage) -> None:
        # In the transaction that makes it: a package that is there is never made again.
        ArchiveJob.objects.filter(pk=job.pk).update(package=package)

    archive(
        job.year,
        name=job.name,
        retention=job.retention,
        by=job.asked_by,
        progress=partial(_note, job),
        packed=packed,
    )


def _note(job: ArchiveJob, done: int, total: int) -> None:
    job.done, job.total = done, total
    stir(job, done=done, total=total)


def start(job: ArchiveJob) -> None:
    """Hand the job to the worker once the transaction that asked for it has committed."""
    transaction.on_commit(partial(run_archive_job.enqueue, job.pk))


def stop_archive(job: ArchiveJob, *, by: "User | None") -> ArchiveJob:
    """停止: at once while it waits, else before the next report. What was packed is thrown away."""
    with transaction.atomic():
        row = ArchiveJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        authorise(by, ACTION, [row])
        ask_to_stop(row)
        announce("reports.archive_stopped", [row], by=by)
        return row


def recover_archives(moment: dt.datetime) -> int:
    """Jobs whose worker died: done where the package is there, else once more. Gives how many."""
    rows = list(lost(ArchiveJob.objects.all(), moment))
    for job in rows:
        if job.package_id is not None:
            finish(job, ArchiveJob.State.DONE, "", ())
        else:
            begin_again(job, moment, start, ())
    return len(rows)
