"""The blank as a grid: choose a cell, say what stands in it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from crm.core.errors import Refused
from crm.core.views import StaffView
from crm.reports.models import SubmissionCell, SubmissionForm
from crm.reports.submissions import actions
from crm.reports.submissions.blanks import grid, label_of
from crm.reports.submissions.catalogue import Parameters, sources
from crm.reports.submissions.filling import open_form
from crm.reports.submissions.forms import CellForm
from crm.reports.views.submissions.base import FormMixin


class MapCells(FormMixin, StaffView):
    """``?sheet=&cell=`` opens a cell beside the grid; saving comes back to the grid."""

    permission = "reports.submit"
    title = _("Map the cells")

    def crumbs(self) -> list[tuple[Any, str]]:
        return self.crumbs_below()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        try:
            return self.show(record, request.GET.get("sheet", ""), request.GET.get("cell", ""))
        except Refused as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(record.get_absolute_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        form = CellForm(request.POST)
        data = form.cleaned_data if form.is_valid() else {}
        sheet, cell = request.POST.get("sheet", ""), request.POST.get("cell", "")
        if data:
            try:
                self.save(record, data)
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            else:
                query = urlencode({"sheet": sheet, "cell": cell})
                return HttpResponseRedirect(f"{request.path}?{query}#{cell}")
        return self.show(record, sheet, cell, form, status=422)

    def save(self, record: SubmissionForm, data: dict[str, Any]) -> SubmissionCell:
        parameters = Parameters(
            data["scope"] or "district",
            data["moment"] or "now",
            data["per"] if data["fills_down"] else "",
        )
        return actions.map_cell(
            record,
            (data["sheet"], data["cell"]),
            data["source"],
            parameters,
            unit=data["unit"],
            fills_down=data["fills_down"],
            by=self.user,
        )

    def show(
        self,
        record: SubmissionForm,
        name: str,
        cell: str,
        form: CellForm | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        book = open_form(actions.blank_of(record))
        sheet = book[name] if name in book.sheetnames else book.worksheets[0]
        drawn = grid(sheet)
        mapped = {one.cell: one for one in record.cells.filter(sheet=sheet.title)}
        cells = {one.coordinate: one for _row, listed in drawn.rows for one in listed}
        for place, one in mapped.items():
            if one.source and place in cells:
                cells[place].source = _words(one)
        opened = cell if cell in cells else ""
        context = {
            "record": record,
            "sheet": sheet.title,
            "sheets": [one.title for one in book.worksheets],
            "grid": drawn,
            "opened": cells.get(opened),
            "beside": label_of(sheet, opened) if opened else ("", ""),
            "form": form or _form_of(sheet.title, opened, mapped.get(opened)),
            "mapped": sum(bool(one.source) for one in mapped.values()),
        }
        return self.page("reports/submission_map.html", context, status=status)


def _words(cell: SubmissionCell) -> str:
    known = sources[cell.source].label if cell.source in sources else cell.source
    return f"{known} ↓" if cell.fills_down else str(known)


def _form_of(sheet: str, cell: str, stored: SubmissionCell | None) -> CellForm:
    initial: dict[str, Any] = {"sheet": sheet, "cell": cell, "moment": "now", "scope": "district"}
    if stored is not None:
        initial |= {"source": stored.source, "unit": stored.unit, **stored.parameters}
        initial["fills_down"] = stored.fills_down
    return CellForm(initial=initial)
