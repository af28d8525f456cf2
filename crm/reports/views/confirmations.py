"""The confirmation of a monthly return, to print, sign and stamp."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from crm.core.acts import record_event
from crm.core.errors import Refused
from crm.core.views import StaffView
from crm.core.views.base import RecordMixin
from crm.occupancy.models import MonthlyReturn
from crm.reports.confirmation.sheet import to_sheet
from crm.reports.views.files import file_response


class ConfirmationSheet(RecordMixin, StaffView):
    """The PDF as the return stands now; printing it is an event."""

    model = MonthlyReturn
    permission = "occupancy.report_month"

    def records(self) -> Any:
        return super().records().select_related("building__operator", "building__team")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_record()
        try:
            printed = to_sheet(row)
        except Refused as refusal:
            messages.error(request, refusal.message)
            month = f"{row.month:%Y-%m}"
            return HttpResponseRedirect(
                reverse("desk:occupancy:return", args=[month, row.building.code])
            )
        record_event("occupancy.confirmation_printed", by=self.user, row=row)
        name = f"{row.number}-confirmation.pdf"
        return file_response(printed.content, name, "application/pdf", inline=True)
