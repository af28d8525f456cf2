"""Files that go out: templates, errors, and lists."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.views import StaffView
from crm.exchange.describing import write_template
from crm.exchange.exporting import export, rows_of
from crm.exchange.forms import ExportForm
from crm.exchange.reading import WORKBOOK
from crm.exchange.results import write_errors
from crm.exchange.views.jobs import JobMixin
from crm.exchange.wording import kind_label

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(name: str, write: Callable[[Path], Any]) -> FileResponse:
    """A file written for this one answer and gone afterwards."""
    suffix = Path(name).suffix
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as handle:
        path = Path(handle.name)
    try:
        write(path)
        stream = path.open("rb")
    finally:
        # The open handle keeps the bytes until they are sent.
        path.unlink()
    response = FileResponse(
        stream, as_attachment=True, filename=name, content_type=TYPES[suffix.lstrip(".")]
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class Template(StaffView):
    """The empty form of a kind."""

    permission = "exchange.import"

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind != WORKBOOK and kind not in exchange_kinds:
            raise Http404
        name = _("%(kind)s template.xlsx") % {"kind": kind_label(kind)}
        return download(name, lambda path: write_template(kind, path))


class Errors(JobMixin, StaffView):
    """The wrong cells of an import as a spreadsheet."""

    permission = "exchange.import"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        job = self.get_record()
        name = _("%(number)s errors.xlsx") % {"number": job.number}
        return download(name, lambda path: write_errors(job, path))


class Export(StaffView):
    """What the person's list holds, filters included. Asking shows how much; posting hands it out
    and is recorded.
    """

    permission = "exchange.export"

    def crumbs(self) -> list[tuple[Any, str]]:
        kind = self._kind()
        return [(kind.label, reverse(kind.list_url))] if kind.list_url else []

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self._show(ExportForm())

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        asked, values = self._kind(), form.cleaned_data
        name = f"{asked.label} {today().isoformat()}.{values['format']}"
        query = request.GET.urlencode()

        def write(path: Path) -> None:
            export(asked, path, by=self.user, query=query, heads=values["heads"])

        try:
            return download(name, write)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self._show(form, status=422)

    def _kind(self) -> ExchangeKind:
        key = self.kwargs["kind"]
        if key not in exchange_kinds:
            raise Http404
        kind = exchange_kinds[key]
        if not self.user.can(kind.view_action):
            raise PermissionDenied
        return kind

    def _show(self, form: ExportForm, *, status: int = 200) -> HttpResponse:
        kind = self._kind()
        try:
            total = rows_of(kind, self.user, self.request.GET.urlencode()).count()
        except Refused as refusal:
            form.full_clean()
            form.add_error(None, refusal.message)
            total, status = 0, 422
        context = {
            "form": form,
            "kind": kind,
            "total": total,
            "filtered": bool(self.request.GET),
            "title": _("Export: %(kind)s") % {"kind": kind.label},
        }
        return self.page("exchange/export_form.html", context, status=status)
