"""The list of imports, the upload, and one import from dry run to undo."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.errors import Refused
from crm.core.heartbeat import worker_state
from crm.core.registries import exchange_kinds
from crm.core.views import Button, RecordList, RecordMixin, StaffView
from crm.exchange.asking import ask_check, last_day_to_undo, may_undo
from crm.exchange.findings import duplicates, errors, sheets_of, skipped
from crm.exchange.forms import UploadForm
from crm.exchange.models import ImportJob, ImportNote
from crm.exchange.reading import WORKBOOK
from crm.exchange.starting import start
from crm.exchange.tables import JobTable
from crm.exchange.wording import TONES, kind_label, running_word

PERMISSION = "exchange.import"
STOP_POLLING = 286


class JobList(RecordList):
    """Imports so far, and above them what can be brought in and taken out."""

    model = ImportJob
    permission = PERMISSION
    table_class = JobTable
    template_name = "exchange/importjob_list.html"
    title = gettext_lazy("Import and export")
    sort_fields = {"number": "pk", "created_at": "created_at"}
    fixed_columns = ("number",)
    buttons = (
        Button(
            gettext_lazy("Import a file"),
            "desk:exchange:upload",
            "import",
            PERMISSION,
            primary=True,
        ),
    )
    empty_text = gettext_lazy("Nothing has been imported yet. Begin with a template.")

    def rows(self) -> Any:
        return super().rows().select_related("created_by")

    def extra_context(self, filtered: Any) -> dict[str, Any]:
        may_export = self.user.can("exchange.export")
        kinds = [
            {
                "kind": kind,
                "may_import": kind.may_import(self.user),
                "may_export": may_export and self.user.can(kind.view_action),
            }
            for kind in exchange_kinds
        ]
        return {"kinds": [one for one in kinds if one["may_import"] or one["may_export"]]}


class Upload(StaffView):
    """Choose a file; the dry run begins at once, in the background."""

    permission = PERMISSION
    title = gettext_lazy("Import a file")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Import and export"), reverse("desk:exchange:list"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(user=self.user, initial={"kind": request.GET.get("kind", "")})
        return self._show(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES, user=self.user)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            try:
                job = start(
                    form.cleaned_data["kind"],
                    upload.chunks(),
                    upload.name,
                    by=self.user,
                    all_or_nothing=form.cleaned_data["all_or_nothing"],
                )
                ask_check(job, by=self.user)
                return redirect(job)
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
        return self._show(form, status=422)

    def _show(self, form: UploadForm, *, status: int = 200) -> HttpResponse:
        return self.page("exchange/importjob_form.html", {"form": form}, status=status)


class JobMixin(RecordMixin):
    """Loads an import that the person may work on."""

    model = ImportJob
    permission = PERMISSION
    user: Any

    def records(self) -> Any:
        return super().records().select_related("created_by", "file")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Import and export"), reverse("desk:exchange:list"))]


def state_context(job: ImportJob, moment: dt.datetime) -> dict[str, Any]:
    """What the progress block shows: real counts, and the seconds that are likely left."""
    left = None
    if job.is_running and job.position and job.started_at:
        passed = (moment - job.started_at).total_seconds()
        left = max(round(passed / job.position * job.waiting), 1)
    return {
        "job": job,
        "tone": TONES.get(ImportJob.State(job.state), ""),
        "running_word": running_word(job),
        "seconds_left": left,
        "seems_dead": job.seems_dead(moment),
        "worker_is_gone": job.is_running and worker_state(moment) != "ok",
    }


class JobPage(JobMixin, StaffView):
    """One import: dry run, columns, errors, duplicates, and the button that writes."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        job = self.get_record()
        state = ImportJob.State
        checked = job.state == state.CHECKED
        open_for_changes = job.applied_at is None and not job.is_running
        writable = job.created + job.updated
        context = {
            **state_context(job, timezone.now()),
            "record": job,
            "title": _("Import: %(kind)s") % {"kind": kind_label(job.kind)},
            "writable": writable,
            "may_apply": checked and writable > 0 and not (job.all_or_nothing and job.refused),
            "may_resume": (
                job.applied_at is not None and job.state in (state.STOPPED, state.FAILED)
            )
            or (job.state == state.APPLYING and job.seems_dead(timezone.now())),
            "may_undo": may_undo(job),
            "undo_until": last_day_to_undo(job) if job.applied_at else None,
            "open_for_changes": open_for_changes,
            "sheets": sheets_of(job),
            "errors": errors(job),
            "duplicates": duplicates(job),
            "skipped": skipped(job),
            "new_enterprises": job.notes.filter(kind=ImportNote.Kind.NEW_ENTERPRISE)[:200],
            "not_undone": job.notes.filter(kind=ImportNote.Kind.NOT_UNDONE)[:200],
            "is_workbook": job.kind == WORKBOOK,
            "may_update": job.kind == "enterprises",
        }
        return self.page("exchange/importjob_page.html", context)


class JobProgress(JobMixin, StaffView):
    """The progress block alone, asked for every second until the job rests."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        job = self.get_record()
        response = self.page("exchange/_progress.html", state_context(job, timezone.now()))
        if not job.is_running:
            response.status_code = STOP_POLLING
            response.headers["HX-Refresh"] = "true"
        return response
