"""归档包: which there are, what each holds, making one, fetching one."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.acts import record_event
from crm.core.clock import today
from crm.core.views import Button, RecordAction, RecordCreate, RecordList, RecordPage
from crm.core.views.base import RecordMixin, StaffView
from crm.core.whole_numbers import read_whole
from crm.reports.archive_jobs import ask_for_archive, start
from crm.reports.archiving import archivable, attach_scan
from crm.reports.filters import ArchiveFilter
from crm.reports.forms import ArchiveForm, ScanForm
from crm.reports.models import ArchiveJob, ArchivePackage, Snapshot
from crm.reports.tables import ArchiveTable
from crm.reports.views.snapshots import SnapshotMixin

ARCHIVE = "reports.archive"


class ArchiveList(RecordList):
    """Every package, the latest year first."""

    model = ArchivePackage
    permission = "reports.view"
    title = _("Archive packages")
    table_class = ArchiveTable
    filterset_class = ArchiveFilter
    default_sort = "-year"
    sort_fields = {"year": "year", "number": "number"}
    fixed_columns = ("number",)
    default_columns = ("number", "name", "year", "retention", "reports", "made", "made_by")
    buttons = (
        Button(
            _("Archive a year"),
            "desk:reports:archive_create",
            "layers",
            "reports.archive",
            primary=True,
        ),
    )
    empty_text = _("No package yet. Archive the reports of a year that is over.")

    def rows(self) -> Any:
        return super().rows().select_related("created_by")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Reports"), reverse("desk:reports:list"))]


class ArchiveCreate(RecordCreate):
    """Have a year packed in the background; the page lists what would go in."""

    model = ArchivePackage
    permission = "reports.archive"
    form_class = ArchiveForm
    title = _("Archive a year")
    submit_label = _("Make the package")
    template_name = "reports/archive_form.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Archive packages"), reverse("desk:reports:archives"))]

    @property
    def year(self) -> int:
        """The year that the page previews."""
        text = self.request.POST.get("year") or self.request.GET.get("year", "")
        year = read_whole(text)
        return year if year is not None and 1000 <= year <= 9999 else today().year - 1

    def form_kwargs(self, record: Any) -> dict[str, Any]:
        name = _("Reports of %(year)s") % {"year": self.year}
        return {"initial": {"year": self.year, "name": name, "retention": "30年"}}

    def context(self, record: Any) -> dict[str, Any]:
        jobs = ArchiveJob.objects.visible_to(self.user).exclude(state__in=ArchiveJob.OVER)
        return {
            "year": self.year,
            "listed": archivable(self.year, self.user),
            "running": list(jobs),
        }

    def perform(self, form: ArchiveForm, record: Any) -> ArchiveJob:
        data = form.cleaned_data
        facts = {"name": data["name"], "retention": data["retention"]}
        job = ask_for_archive(data["year"], **facts, by=self.user)
        start(job)
        return job

    def success_url(self, record: ArchiveJob) -> str:
        return reverse("desk:reports:archive_job", args=[record.pk])


class ArchivePage(RecordPage):
    """What one package holds, file by file with hashes."""

    model = ArchivePackage
    permission = "reports.view"
    template_name = "reports/archive_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Archive packages"), reverse("desk:reports:archives"))]

    def records(self) -> Any:
        return super().records().select_related("file", "created_by")

    def context(self, record: ArchivePackage) -> dict[str, Any]:
        return {"may_fetch": self.user.can_on("reports.archive", record)}


class ArchiveDownload(RecordMixin, StaffView):
    """The zip; the download is an event."""

    model = ArchivePackage
    permission = "reports.archive"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        if not record.file.path.exists():
            raise Http404
        record_event(
            "reports.archive_read", by=self.user, row=record, data={"sha256": record.file.sha256}
        )
        response = FileResponse(
            record.file.path.open("rb"),
            as_attachment=True,
            filename=f"{record.number}.zip",
            content_type="application/zip",
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class AttachScan(SnapshotMixin, RecordAction):
    """Hang the signed sheet, as scanned, onto an issued report."""

    permission = "reports.draft"
    form_class = ScanForm
    title = _("Attach the signed scan")
    submit_label = _("Upload")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]

    def perform(self, form: ScanForm, record: Snapshot) -> Snapshot:
        attach_scan(record, form.cleaned_data["file"], by=self.user)
        return record
