"""Lists of the desk as spreadsheets: written row by row, sent once, and an event each."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest

from crm.core.acts import record_event
from crm.core.errors import NotAllowed
from crm.core.spreadsheets.writing import XlsxWriter
from crm.core.views import StaffView

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Download(StaffView):
    """Shows what its screen shows, for who may export. Declare ``event``; say ``filename``,
    ``facts`` (what the event keeps) and ``write``.
    """

    abstract = True
    permission = "occupancy.view"
    event = ""

    def filename(self) -> str:
        """With its ending."""
        raise NotImplementedError

    def facts(self) -> dict[str, Any]:
        """Place and days, for the log."""
        raise NotImplementedError

    def write(self, book: XlsxWriter) -> None:
        """All sheets."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        if not self.user.can("exchange.export"):
            raise NotAllowed("exchange.export")
        with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as handle:
            path = Path(handle.name)
        try:
            book = XlsxWriter(path)
            self.write(book)
            book.save()
            stream = path.open("rb")
        finally:
            path.unlink()  # the open handle keeps the bytes until they are sent
        record_event(self.event, by=self.user, data=self.facts())
        return FileResponse(stream, as_attachment=True, filename=self.filename(), content_type=XLSX)
