"""Giving out attachments: whoever may read the record may read its files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse

from crm.core.access import ANY_STAFF
from crm.core.acts import record_event
from crm.core.models import Attachment
from crm.core.views.base import StaffView

INLINE = {"application/pdf", "image/png", "image/jpeg"}


class AttachmentDownload(StaffView):
    """One file; 404 for a stranger to the record. The download is an event."""

    permission = ANY_STAFF

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        attachment = Attachment.objects.select_related("file", "content_type").filter(pk=pk).first()
        if attachment is None or attachment.record is None:
            raise Http404
        record = attachment.record
        if not self.user.can_on(record.scope.view_action(type(record)), record):
            raise Http404
        record_event("core.file_read", by=self.user, row=record, data={"attachment": pk})
        response = FileResponse(
            attachment.file.path.open("rb"),
            as_attachment=attachment.file.media_type not in INLINE,
            filename=attachment.name,
            content_type=attachment.file.media_type,
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response
