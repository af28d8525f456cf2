"""Giving out the sheet and the workbook."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from crm.core.acts import record_event
from crm.core.errors import Refused
from crm.core.views import StaffView
from crm.reports.actions import printed_bytes
from crm.reports.printing import document_of, imprint_of
from crm.reports.views.snapshots import SnapshotMixin
from crm.reports.word import to_docx
from crm.reports.workbook import to_workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, name: str, media_type: str, *, inline: bool) -> HttpResponse:
    """The bytes under a name, never guessed at by the browser."""
    response = HttpResponse(content, content_type=media_type)
    place = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{place}; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class IssuedSheet(SnapshotMixin, StaffView):
    """The PDF of an issued report, byte for byte; 404 for a draft."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        if not record.number:
            raise Http404
        try:
            content = printed_bytes(record, by=self.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(record.get_absolute_url())
        name = f"{record.number}.pdf"
        return file_response(content, name, "application/pdf", inline=True)


class IssuedPart(SnapshotMixin, StaffView):
    """One further file of a long report, as it was issued."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        part = record.parts.select_related("file").filter(ordinal=kwargs["ordinal"]).first()
        if part is None or not part.file.path.exists():
            raise Http404
        record_event("reports.read_file", by=self.user, row=record, data={"part": part.ordinal})
        name = f"{record.number}-{part.ordinal}.pdf"
        return file_response(part.file.path.read_bytes(), name, "application/pdf", inline=True)


class WordDocument(SnapshotMixin, StaffView):
    """The report as an editable .docx for 送审; the download is an event."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        content = to_docx(document_of(record), imprint_of(record))
        record_event("reports.exported", by=self.user, row=record, data={"format": "docx"})
        return file_response(content, f"{record.slug}.docx", DOCX, inline=False)


class Workbook(SnapshotMixin, StaffView):
    """The report as .xlsx; the download is an event."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        content = to_workbook(document_of(record), imprint_of(record))
        record_event("reports.exported", by=self.user, row=record)
        return file_response(content, f"{record.slug}.xlsx", XLSX, inline=False)
