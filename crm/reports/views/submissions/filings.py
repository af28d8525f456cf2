"""One filling: its values, what stayed empty, the file, and whether it went out."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from crm.core.acts import record_event
from crm.core.views import RecordAction, StaffView
from crm.reports.models import SubmissionFiling
from crm.reports.submissions import actions
from crm.reports.submissions.forms import SentForm
from crm.reports.views.submissions.base import FilingMixin
from crm.reports.views.submissions.pages import xlsx_response

SHOWN = 5


class FilingPage(FilingMixin, StaffView):
    """What was written where, the empty cells first."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        values = sorted(record.values, key=lambda row: not row.get("reason"))
        context = {
            "record": record,
            "title": str(record),
            "values": [{**row, "shown": row["values"][:SHOWN]} for row in values],
            "may_submit": self.user.can_on("reports.submit", record),
            "sent_form": SentForm(),
        }
        return self.page("reports/submission_filing.html", context)


class FilingFile(FilingMixin, StaffView):
    """The filled form; the download is an event."""

    permission = "reports.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        try:
            content = record.file.path.read_bytes()
        except OSError:
            messages.error(request, _("The file is missing. Fill the form again."))
            return HttpResponseRedirect(record.get_absolute_url())
        record_event("reports.filing_read", by=self.user, row=record)
        return xlsx_response(content, file_name(record))


def file_name(record: SubmissionFiling) -> str:
    """The name of the blank with the period behind it."""
    stem = Path(record.form.file_name).stem
    return f"{stem}（{record.period.year}年{record.period.month}月）.xlsx"


class MarkSent(FilingMixin, RecordAction):
    """Note that it went out."""

    permission = "reports.submit"
    form_class = SentForm
    title = _("Note as sent")
    submit_label = _("Note as sent")
    success_message = _("Noted as sent.")

    def perform(self, form: SentForm, record: SubmissionFiling) -> SubmissionFiling:
        return actions.mark_sent(record, by=self.user, note=form.cleaned_data["note"])
