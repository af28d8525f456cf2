"""Sheets of a return: download prefilled, upload, see what was understood, take it over."""

import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.errors import Refused
from crm.core.models import Attachment
from crm.occupancy import actions
from crm.occupancy.forms.returns import SheetForm
from crm.occupancy.returns import papers, sheets
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.differing import at_cell
from crm.occupancy.returns.reading import column_choices, read_sheet
from crm.occupancy.returns.understood import Understood
from crm.occupancy.views.returns import EDITABLE, ReturnForm, ReturnView

SHOWN = 200
SKIPPED = {
    "total": _("total"),
    "title": pgettext_lazy("row of a sheet", "title"),
    "remark": _("remark"),
    "head": pgettext_lazy("row of a sheet", "repeated head"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReturnSheet(ReturnView):
    """The prefilled sheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = f"{self.building.name} {self.month:%Y-%m}.xlsx"
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "return.xlsx"
            sheets.write(self.book, self.said, path)
            handle = path.open("rb")
        return FileResponse(handle, as_attachment=True, filename=name, content_type=XLSX)


class UploadSheet(ReturnForm):
    """Takes the file in; nothing is reported before its preview was confirmed."""

    title = _("Upload a spreadsheet")
    submit_label = _("Read it and show what was understood")
    kept: Attachment | None = None

    def make_form(self, data: Any = None, files: Any = None) -> SheetForm:
        return SheetForm(data, files)

    def perform(self, form: SheetForm) -> None:
        row = actions.begin_return(self.building, self.month, by=self.user)
        if row.state not in EDITABLE:
            raise Refused(gettext("The return was sent already."))
        self.kept = attach(row, form.cleaned_data["file"], by=self.user, kind=papers.SHEET)
        read_sheet(self.kept.file.path, self.kept.name, self.book, reported=self.said)

    def url(self, name: str = "return", *args: Any) -> str:
        if name == "return" and self.kept is not None:
            return super().url("return_preview", self.kept.pk)
        return super().url(name, *args)


class PreviewSheet(ReturnView):
    """What was understood of an uploaded sheet: heads, skipped rows, cell errors, differences."""

    title = _("What was understood")

    @cached_property
    def kept(self) -> Attachment:
        """The uploaded file of this return."""
        found = papers.of_return(self.row, papers.SHEET) if self.row else []
        for one in found:
            if one.pk == self.kwargs["pk"]:
                return one
        raise Http404

    def understood(self, data: Any) -> Understood:
        """The sheet as read with the columns chosen by hand."""
        mapping = {
            key.removeprefix("map-"): value for key, value in data.items() if key.startswith("map-")
        }
        return read_sheet(self.kept.file.path, self.kept.name, self.book, mapping, self.said)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            found = self.understood(request.GET)
        except Refused as refusal:
            return self.refused(refusal)
        wrong = problems_of(found.said, self.book, self.month)
        return self.page(
            "occupancy/return_preview.html",
            {
                "building": self.building,
                "month": self.month,
                "kept": self.kept,
                "found": found,
                "columns": list(column_choices()),
                "lines": [
                    (
                        one,
                        self.book.stands[one.unit.pk],
                        [at_cell(found, one, problem) for problem in wrong.get(one.key, [])],
                    )
                    for one in found.said
                ],
                "wrong": sum(bool(one) for one in wrong.values()),
                "mapped": [(key, value) for key, value in request.GET.items() if "map-" in key],
                "back_url": self.url(),
                "may_take": self.duty.state in EDITABLE and bool(found.said),
                "problems_shown": found.problems[:SHOWN],
                "problems_more": max(len(found.problems) - SHOWN, 0),
                "skipped": [(number, SKIPPED[why]) for number, why in found.skipped],
            },
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            found = self.understood(request.POST)
            if not found.said:
                raise Refused(gettext("Nothing in the sheet differs: what you noted stays."))
            row = actions.begin_return(self.building, self.month, by=self.user)
            actions.report_changes(row, found.said, by=self.user, instead=True)
        except Refused as refusal:
            return self.refused(refusal)
        count = len(found.said)
        text = ngettext(
            "%(count)d difference taken over.", "%(count)d differences taken over.", count
        )
        messages.success(request, text % {"count": count})
        return HttpResponseRedirect(self.url())
