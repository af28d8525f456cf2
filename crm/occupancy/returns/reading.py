"""Reading an operator's sheet, ours or their own: what each row means, which cells are wrong."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.core import figure_text
from crm.core.errors import Refused
from crm.core.names import clean_name
from crm.core.spreadsheets.books import Line, Sheet
from crm.core.spreadsheets.cells import CellError, convert
from crm.core.spreadsheets.heads import Head, Mapped, apply_mapping, find_head, skip_reason
from crm.core.spreadsheets.opening import open_book
from crm.occupancy import rules
from crm.occupancy.models import Unit
from crm.occupancy.returns.differing import note_differences
from crm.occupancy.returns.ledger import LedgerBook
from crm.occupancy.returns.reported import Reported
from crm.occupancy.returns.sheets import COLUMNS
from crm.occupancy.returns.understood import ReadRow, Understood, problem_at
from crm.occupancy.returns.unit_names import UnitNames
from crm.occupancy.stacking import STATE_NAMES

LOOK_AT, MAX_ROWS, ENOUGH = 60, 5_000, 2
NO_UNITS = gettext_noop(
    "No row of the file names a column of unit numbers. Call it 房号, 房间号, 单元号 or 室号."
)
# What a state's word contains, tried in this order; what is only planned is no state.
PLANNED = re.compile(r"拟|即将|将要|预计|意向|洽谈|谈判")
STATE_PARTS = {
    "H": re.compile(r"不可租|不出租|暂停|改造|查封|保留|停用|封存|维修"),
    "V": re.compile(r"空|[待未].?[租售]|可[租售]|在售|闲置|退租|腾退|搬离|搬走|清退|^无$"),
    "N": re.compile(r"未入驻|未入住|未进场|待入驻|待进场|装修|签约|预租|已订"),
    "O": re.compile(r"已?售|售出"),
    "S": re.compile(r"自用|自持"),
    "L": re.compile(r"租|入驻|入住|使用|占用"),
}
VACANT_NAMES = {"空置", "空", "待租", "无", "空房", "暂无", "未租", "可租"}
_NAME_PARTS = re.compile(r"[、；;\n]+")


def read_sheet(
    path: Path,
    name: str,
    book: LedgerBook,
    mapping: Mapping[str, str] | None = None,
    reported: Sequence[Reported] = (),
) -> Understood:
    """Read the sheet of the file that names the most columns; ``reported`` is what a prefilled
    sheet showed instead of the ledger. Raises Refused for what is no spreadsheet or names no unit
    column.
    """
    opened = open_book(path, name)
    try:
        sheet, head = _best(opened.sheets())
        if sheet is None or head is None:
            raise Refused(_(NO_UNITS), field="file")
        if mapping:
            head = apply_mapping(head, COLUMNS, dict(mapping))
        found = Understood(sheet=sheet.name, head=head)
        if found.names_units:
            _read_rows(sheet, head, book, found)
        elif len(head.known) < ENOUGH:
            raise Refused(_(NO_UNITS), field="file")
    finally:
        opened.close()
    if found.names_units:
        note_differences(book, found, reported)
    return found


def _best(sheets: Sequence[Sheet]) -> tuple[Sheet | None, Head | None]:
    best: tuple[Sheet | None, Head | None] = (None, None)
    for sheet in sheets:
        head = find_head(list(islice(sheet.lines(), LOOK_AT)), COLUMNS)
        if head is not None and (best[1] is None or len(head.known) > len(best[1].known)):
            best = sheet, head
    return best


def _read_rows(sheet: Sheet, head: Head, book: LedgerBook, found: Understood) -> None:
    names = UnitNames(book)
    for line in sheet.lines():
        if line.number <= head.last:
            continue
        if len(found.rows) >= MAX_ROWS:
            raise Refused(
                _("More than %(count)d rows: is this the list of one building?")
                % {"count": MAX_ROWS},
                field="file",
            )
        reason = skip_reason(line, head, len(head.known))
        if reason:
            if reason != "empty":
                found.skipped.append((line.number, reason))
            continue
        found.rows += _read_row(line, head, names, found)


def _read_row(line: Line, head: Head, names: UnitNames, found: Understood) -> list[ReadRow]:
    """What the row says, of each unit that it names; nothing with a problem at each cell that
    cannot be taken, and its units spoilt.
    """
    values, cells, wrong = _values(line, head)
    origins = names.parts(values.get("origin"))
    if None in origins:
        wrong["origin"] = names.unknown()
    units = origins[:1] if origins else names.several(values.get("unit"))
    if not units and "unit" not in wrong:
        wrong["unit"] = names.unknown()
    tenants = _names(values.get("tenant"))
    state = None if "state" in wrong else read_state(values.get("state"), tenants)
    if state is None and "state" not in wrong:
        allowed = "、".join(f"{letter} {name}" for letter, name in STATE_NAMES.items())
        wrong["state"] = _("Allowed: %(values)s.") % {"values": allowed}
    if len(units) > 1 and "area" not in wrong:
        wrong |= _shared_out(values, units)
    found.problems += [problem_at(line, *cells[key], text) for key, text in wrong.items()]
    if wrong:
        found.spoilt |= {unit.pk for unit in units if unit is not None}
    if wrong or state is None:
        return []
    known = [one for one in origins if one is not None]
    return [
        ReadRow(line.number, unit, dict(values), state, tenants, known)
        for unit in units
        if unit is not None
    ]


def _shared_out(values: dict[str, Any], units: Sequence[Unit | None]) -> dict[str, str]:
    """A row about several units says their area together; each of them has its own."""
    whole = sum((unit.area for unit in units if unit is not None), rules.ZERO)
    stated = values.pop("area", None)
    if stated is None or stated == whole:
        return {}
    text = _("These %(count)d units have %(whole)s ㎡ together: state that, or one row a unit.")
    return {"area": text % {"count": len(units), "whole": figure_text.area(whole)}}


Cells = dict[str, tuple[Mapped, Any]]


def _values(line: Line, head: Head) -> tuple[dict[str, Any], Cells, dict[str, str]]:
    """What the cells mean, the cells themselves, and why some cannot be read, by column."""
    values: dict[str, Any] = {}
    cells: Cells = {}
    wrong: dict[str, str] = {}
    for item in head.known:
        if item.column is None:
            continue
        key = item.column.key
        raw = line.cells[item.index] if item.index < len(line.cells) else None
        cells[key] = (item, raw)
        try:
            values[key] = convert(raw, item.column, item.factor, item.currency)
        except CellError as error:
            wrong[key] = str(error)
    return values, cells, wrong


def _names(text: Any) -> list[str]:
    parts = [clean_name(part) for part in _NAME_PARTS.split(str(text or ""))]
    return [part for part in parts if part and part not in VACANT_NAMES]


def read_state(text: Any, names: Sequence[str]) -> str | None:
    """The state that a cell means; without one a tenant means let, none means vacant. None when
    the word means nothing known.
    """
    folded = re.sub(r"[\s()（）]+", "", unicodedata.normalize("NFKC", str(text or ""))).strip()
    if not folded or folded in {"-", "—", "/"}:
        return "L" if names else "V"
    for letter, name in STATE_NAMES.items():
        if folded.upper() == letter or folded == f"{letter}{name}" or folded == str(name):
            return letter
    if re.match(r"^[SLNOVHslnovh](?![A-Za-z])", folded):
        return folded[0].upper()
    if PLANNED.search(folded):
        return None
    return next((letter for letter, part in STATE_PARTS.items() if part.search(folded)), None)


def column_choices() -> Iterator[tuple[str, Any]]:
    """Columns that a file's column can be mapped to by hand."""
    for column in COLUMNS:
        yield column.key, column.label
