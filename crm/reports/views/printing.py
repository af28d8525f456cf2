"""Waiting for the printer: ask, watch, fetch."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.heartbeat import worker_state
from crm.core.views import StaffView
from crm.reports.actions import ask_for_print
from crm.reports.jobs import expected_pages, start, stop_print
from crm.reports.models import PrintJob
from crm.reports.views.files import file_response
from crm.reports.views.snapshots import SnapshotMixin

STOP_POLLING = 286  # htmx stops asking at this status


class AskForPrint(SnapshotMixin, StaffView):
    """Print a draft in the background."""

    permission = "reports.view"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        with transaction.atomic():
            job = ask_for_print(record, by=self.user, purpose=PrintJob.Purpose.PRINT)
            start(job)
        return HttpResponseRedirect(reverse("desk:reports:job", args=[record.slug, job.pk]))


class JobView(SnapshotMixin, StaffView):
    """One run of the printer on a report that the person may read."""

    abstract = True
    permission = "reports.view"

    def get_job(self) -> tuple[Any, PrintJob]:
        """The report and its job; 404 when it is not that report's."""
        record = self.get_record()
        job = PrintJob.objects.filter(snapshot=record, pk=self.kwargs["job"]).first()
        if job is None:
            raise Http404
        return record, job

    def progress(self, record: Any, job: PrintJob) -> dict[str, Any]:
        """What the block shows: how far of how many pages, and whether this person may stop it."""
        may_stop = job.asked_by_id == self.user.pk or self.user.can_on("reports.issue", record)
        return {
            "record": record,
            "job": job,
            "expected": None if job.is_over else expected_pages(record),
            "worker_is_gone": not job.is_over and worker_state(now()) != "ok",
            "may_stop": may_stop and not job.is_over and not job.is_being_stopped,
        }


class JobPage(JobView):
    """How far the printer is; works without script by reloading."""

    title = _("Printing")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, job = self.get_job()
        return self.page("reports/job_page.html", self.progress(record, job))


class JobProgress(JobView):
    """The block that htmx swaps each second."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, job = self.get_job()
        status = STOP_POLLING if job.is_over else 200
        return self.page("reports/_job.html", self.progress(record, job), status=status)


class StopJob(JobView):
    """停止: between two pages; the page of the job then says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, job = self.get_job()
        try:
            stop_print(job, by=self.user)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("desk:reports:job", args=[record.slug, job.pk]))


class JobFile(JobView):
    """The sheet that a job printed; a zip of body and parts where it is long."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record, job = self.get_job()
        if job.file is None or not job.file.path.exists():
            raise Http404
        content = job.file.path.read_bytes()
        is_pdf = job.file.media_type == "application/pdf"
        name = f"{record.slug}.{'pdf' if is_pdf else 'zip'}"
        return file_response(content, name, job.file.media_type, inline=is_pdf)
