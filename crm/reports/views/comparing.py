"""Two reports figure by figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from crm.core.views import StaffView
from crm.reports.comparison import compare
from crm.reports.models import Snapshot
from crm.reports.printing import document_of
from crm.reports.views.pages import comparable_with
from crm.reports.views.snapshots import SnapshotMixin


class Compare(SnapshotMixin, StaffView):
    """``?with=NUMBER`` names the other one; without it a list to choose from. Whichever page one
    comes from, the earlier report stands first and the difference is later less earlier.
    """

    permission = "reports.view"
    title = _("Compare figures")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [*super().crumbs(), self.record_crumb()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        number = request.GET.get("with", "")
        context: dict[str, Any] = {"record": record, "comparable": comparable_with(record)}
        if number:
            context |= self.compared(record, number)
        return self.page("reports/compare.html", context)

    def compared(self, record: Snapshot, number: str) -> dict[str, Any]:
        """The figures that differ, with what both hold; 404 for an unknown number."""
        other = self.records().filter(number=number, kind=record.kind).first()
        if other is None:
            raise Http404
        earlier, later = sorted((other, record), key=lambda one: (one.as_of, one.frozen_at, one.pk))
        return {
            "other": other,
            "earlier": earlier,
            "later": later,
            "comparison": compare(document_of(earlier), document_of(later)),
        }
