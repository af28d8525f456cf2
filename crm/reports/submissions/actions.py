"""What is done with forms of other offices: take in, map, fill, note as sent, new edition."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import CellCoordinatesException

from crm.core.acts import announce, authorise, change, create
from crm.core.attachments import check_upload, keep
from crm.core.clock import now, today
from crm.core.errors import Refused
from crm.reports.bodies import answering_team
from crm.reports.models import SubmissionCell, SubmissionFiling, SubmissionForm
from crm.reports.models.submissions import SUBMIT
from crm.reports.submissions.blanks import label_of, read_blank
from crm.reports.submissions.catalogue import Parameters, sources
from crm.reports.submissions.due import ends_period
from crm.reports.submissions.filling import Filled, fill, open_form
from crm.reports.submissions.reading import Reading
from crm.reports.submissions.values import Value, values_of

if TYPE_CHECKING:
    from crm.core.models import StoredFile, User

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM_FIELDS = ["name", "agency", "frequency", "due_day"]


def take_in(upload: UploadedFile) -> "tuple[StoredFile, str]":
    """Keep the blank; Refused for anything but a readable .xlsx."""
    check_upload(upload)
    name = Path(upload.name or "").name
    if not name.lower().endswith(".xlsx"):
        raise Refused(
            _("Save the form as .xlsx first: only that keeps layout and formulas."), field="file"
        )
    content = upload.read()
    read_blank(content)
    return keep(iter([content]), media_type=XLSX), name[:200]


def register_form(
    form: SubmissionForm, upload: UploadedFile, *, by: "User | None"
) -> SubmissionForm:
    """A new form; its code is taken once."""
    with transaction.atomic():
        authorise(by, SUBMIT)
        if SubmissionForm.objects.filter(code=form.code).exists():
            raise Refused(
                _("There is a form %(code)s already. Give it a new edition instead.")
                % {"code": form.code},
                field="code",
            )
        form.blank, form.file_name = take_in(upload)
        form.team = answering_team(by, today())
        create([form], by=by)
        announce("reports.form_registered", [form], by=by)
        return form


def edit_form(form: SubmissionForm, *, by: "User | None", expected: int) -> SubmissionForm:
    """Name, office, frequency and due day."""
    with transaction.atomic():
        authorise(by, SUBMIT, [form])
        change([form], FORM_FIELDS, by=by, expected=expected)
        return form


def new_edition(
    form: SubmissionForm, upload: UploadedFile, *, by: "User | None"
) -> tuple[SubmissionForm, list[SubmissionCell]]:
    """The new layout, with the cells that still fit; and those that do not, to be mapped anew."""
    with transaction.atomic():
        authorise(by, SUBMIT, [form])
        stored, name = take_in(upload)
        former = list(SubmissionForm.objects.filter(code=form.code).order_by("-edition"))
        fresh = SubmissionForm(
            team=form.team,
            code=form.code,
            edition=former[0].edition + 1,
            blank=stored,
            file_name=name,
            **{field: getattr(form, field) for field in FORM_FIELDS},
        )
        create([fresh], by=by)
        in_use = [row for row in former if row.is_active]
        for row in in_use:
            row.is_active = False
        change(in_use, ["is_active"], by=by, reason=_("New edition"))
        taken, left = _carried(form, fresh)
        create(taken, by=by)
        announce("reports.form_renewed", [fresh], by=by, data={"left": len(left)})
        return fresh, left


def _carried(
    form: SubmissionForm, fresh: SubmissionForm
) -> tuple[list[SubmissionCell], list[SubmissionCell]]:
    """Cells whose place has the same words beside and above it, where it was or elsewhere."""
    old, new = open_form(blank_of(form)), open_form(blank_of(fresh))
    taken: dict[tuple[str, str], SubmissionCell] = {}
    left = []
    for cell in form.cells.exclude(source=""):
        place = _place_in(old, new, cell)
        if place is None or place in taken:
            left.append(cell)
            continue
        taken[place] = SubmissionCell(
            form=fresh,
            sheet=place[0],
            cell=place[1],
            source=cell.source,
            parameters=cell.parameters,
            unit=cell.unit,
            fills_down=cell.fills_down,
        )
    return list(taken.values()), left


def _place_in(old: Any, new: Any, cell: SubmissionCell) -> tuple[str, str] | None:
    if cell.sheet not in old.sheetnames:
        return None
    words = label_of(old[cell.sheet], cell.cell)
    name = cell.sheet if cell.sheet in new.sheetnames else new.sheetnames[0]
    sheet = new[name]
    if label_of(sheet, cell.cell) == words:
        return name, cell.cell
    found = [
        each.coordinate
        for row in sheet.iter_rows()
        for each in row
        if each.value is None and label_of(sheet, each.coordinate) == words
    ]
    if words == ("", "") or not found:
        return None
    # A list has many cells under the same head: the first of them, if it is one column.
    columns = {coordinate_to_tuple(each)[1] for each in found}
    return (name, found[0]) if len(found) == 1 or (cell.fills_down and len(columns) == 1) else None


def map_cell(
    form: SubmissionForm,
    place: tuple[str, str],
    source: str,
    parameters: Parameters,
    *,
    unit: str = "",
    fills_down: bool = False,
    by: "User | None",
) -> SubmissionCell:
    """Say what stands in a cell (``place``: sheet and cell); an empty source clears it."""
    sheet, cell = place
    check_mapping(form, place, source, parameters, fills_down=fills_down)
    with transaction.atomic():
        authorise(by, SUBMIT, [form])
        row = form.cells.filter(sheet=sheet, cell=cell).first()
        values = {
            "source": source,
            "parameters": parameters.stored if source else {},
            "unit": unit if source else "",
            "fills_down": fills_down and bool(source),
        }
        if row is None:
            return create([SubmissionCell(form=form, sheet=sheet, cell=cell, **values)], by=by)[0]
        for name, value in values.items():
            setattr(row, name, value)
        return change([row], list(values), by=by)[0]


def check_mapping(
    form: SubmissionForm,
    place: tuple[str, str],
    source: str,
    parameters: Parameters,
    *,
    fills_down: bool,
) -> None:
    """Refused for a sheet, cell, figure or way of filling that does not go together."""
    sheet, cell = place
    book = open_form(blank_of(form))
    if sheet not in book.sheetnames:
        raise Refused(_("The form has no such sheet."), field="sheet")
    try:
        coordinate_to_tuple(cell)
    except (CellCoordinatesException, ValueError) as error:
        raise Refused(_("That is no cell."), field="cell") from error
    if not source:
        return
    if source not in sources:
        raise Refused(_("Choose a figure of the list."), field="source")
    fits = sources[source].may_fill(parameters.per if fills_down else "")
    if not fits or (fills_down and not parameters.per):
        words = (
            _("This figure cannot fill a column so. Choose another kind of row.")
            if fills_down
            else _("This figure fills a column: tick that, and choose the kind of row.")
        )
        raise Refused(words, field="per")


def blank_of(form: SubmissionForm) -> bytes:
    """The bytes of the blank."""
    try:
        return form.blank.path.read_bytes()
    except OSError as error:
        raise Refused(
            _("The file of the blank form is missing. Restore the files folder from the backup.")
        ) from error


def computed(
    form: SubmissionForm, period: dt.date, *, filled_by: str = ""
) -> tuple[Filled, list[Value]]:
    """The form filled for a period, not stored. Refused for a period that is none or not over."""
    if not ends_period(period, form.frequency):
        raise Refused(
            _("%(day)s does not end a period of this form.") % {"day": period.isoformat()},
            field="month",
        )
    if period >= today():
        raise Refused(_("%(day)s is not over yet.") % {"day": period.isoformat()}, field="month")
    blank = blank_of(form)
    reading = Reading(period, form.frequency, filled_by)
    values = values_of(form.cells.order_by("sheet", "pk"), reading, open_form(blank))
    if not values:
        raise Refused(_("No cell of this form has a figure yet. Map its cells first."))
    return fill(blank, [value.entry for value in values]), values


def fill_form(form: SubmissionForm, period: dt.date, *, by: "User | None") -> SubmissionFiling:
    """Fill and keep: an earlier filling that did not go out is replaced, one that did stays."""
    authorise(by, SUBMIT, [form])
    done, values = computed(form, period, filled_by=str(by) if by else "")
    stored = keep(iter([done.content]), media_type=XLSX)
    with transaction.atomic():
        authorise(by, SUBMIT, [form])
        rows = [_stored(value, done) for value in values]
        filing = SubmissionFiling.objects.filter(
            form=form, period=period, state=SubmissionFiling.State.FILLED
        ).first()
        if filing is None:
            filing = SubmissionFiling(form=form, period=period, file=stored, values=rows)
            create([filing], by=by)
        else:
            filing.file, filing.values = stored, rows
            change([filing], ["file", "values"], by=by)
        announce("reports.form_filled", [filing], by=by, data={"sha256": stored.sha256})
        return filing


def _stored(value: Value, done: Filled) -> dict[str, Any]:
    refused = done.refused.get((value.cell.sheet, value.cell.cell), "")
    return {**value.stored, "reason": refused or value.reason}


def mark_sent(filing: SubmissionFiling, *, by: "User | None", note: str = "") -> SubmissionFiling:
    """Note that the form went out; what was sent stays as it is."""
    with transaction.atomic():
        rows = SubmissionFiling.objects.select_for_update(of=("self",)).select_related("form")
        row = rows.get(pk=filing.pk)
        authorise(by, SUBMIT, [row])
        if row.state == SubmissionFiling.State.SENT:
            raise Refused(_("This filling is noted as sent already."))
        row.state, row.sent_at, row.sent_by = SubmissionFiling.State.SENT, now(), by
        row.note = note[:300]
        change([row], ["state", "sent_at", "sent_by", "note"], by=by)
        announce("reports.form_sent", [row], by=by, data={"period": row.period.isoformat()})
        return row


def retire(form: SubmissionForm, *, by: "User | None") -> SubmissionForm:
    """No longer asked for; its history stays."""
    with transaction.atomic():
        authorise(by, SUBMIT, [form])
        form.is_active = not form.is_active
        change([form], ["is_active"], by=by)
        return form
