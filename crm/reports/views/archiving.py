"""Waiting for an archive package: watch, stop, open what was made."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import now
from crm.core.errors import Refused
from crm.core.heartbeat import worker_state
from crm.core.views import StaffView
from crm.core.views.base import RecordMixin
from crm.reports.archive_jobs import stop_archive
from crm.reports.models import ArchiveJob
from crm.reports.views.printing import STOP_POLLING


class ArchiveJobView(RecordMixin, StaffView):
    """One package in the making, for who may archive what it holds."""

    abstract = True
    model = ArchiveJob
    slug_field = "pk"
    permission = "reports.archive"

    def records(self) -> Any:
        return super().records().select_related("package")

    def progress(self, job: ArchiveJob) -> dict[str, Any]:
        """What the block shows."""
        return {
            "job": job,
            "worker_is_gone": not job.is_over and worker_state(now()) != "ok",
            "may_stop": not job.is_over and not job.is_being_stopped,
        }


class ArchiveJobPage(ArchiveJobView):
    """How far it is; works without script by reloading."""

    title = _("Making the package")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [
            (_("Reports"), reverse("desk:reports:list")),
            (_("Archive packages"), reverse("desk:reports:archives")),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page("reports/archive_job_page.html", self.progress(self.get_record()))


class ArchiveJobProgress(ArchiveJobView):
    """The block that htmx swaps each second."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.get_record()
        status = STOP_POLLING if job.is_over else 200
        return self.page("reports/_archive_job.html", self.progress(job), status=status)


class StopArchive(ArchiveJobView):
    """停止: before the next report; the page of the job then says so."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.get_record()
        try:
            stop_archive(job, by=self.user)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        return HttpResponseRedirect(reverse("desk:reports:archive_job", args=[job.pk]))
