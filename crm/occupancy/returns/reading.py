"""Reading an operator's sheet, ours or their own: what each row means, which cells are wrong."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.core.errors import Refused
from crm.core.names import clean_name
from crm.core.spreadsheets.books import Line, Sheet
from crm.core.spreadsheets.cells import CellError, convert
from crm.core.spreadsheets.heads import Head, Mapped, apply_mapping, find_head, skip_reason
from crm.core.spreadsheets.opening import open_book
from crm.occupancy.models import Unit
from crm.occupancy.returns.differing import note_differences
from crm.occupancy.returns.ledger import LedgerBook
from crm.occupancy.returns.reported import Reported
from crm.occupancy.returns.sheets import COLUMNS
from crm.occupancy.returns.understood import ReadRow, Understood, problem_at
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
_NUMBER_PARTS = re.compile(r"[\s,，、;；/+＋]+")
_NUMBER_NOISE = re.compile(r"(室|号房|号|房间|房|单元|铺)$")


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
    by_number = {_unit_key(unit.number): unit for unit in book.units}
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
        row = _read_row(line, head, by_number, book, found)
        if row is not None:
            found.rows.append(row)


def _read_row(
    line: Line,
    head: Head,
    by_number: Mapping[str, Unit],
    book: LedgerBook,
    found: Understood,
) -> ReadRow | None:
    """The row; None with a problem at each cell that cannot be taken, and its unit spoilt."""
    values, cells, wrong = _values(line, head)
    origins = [_unit_of(one, by_number, book) for one in _origins(values.get("origin"))]
    if None in origins:
        wrong["origin"] = _unknown_unit(book)
    unit = origins[0] if origins else _unit_of(values.get("unit"), by_number, book)
    if unit is None and "unit" not in wrong and not origins:
        wrong["unit"] = _unknown_unit(book)
    names = _names(values.get("tenant"))
    state = None if "state" in wrong else read_state(values.get("state"), names)
    if state is None and "state" not in wrong:
        allowed = "、".join(f"{letter} {name}" for letter, name in STATE_NAMES.items())
        wrong["state"] = _("Allowed: %(values)s.") % {"values": allowed}
    found.problems += [problem_at(line, *cells[key], text) for key, text in wrong.items()]
    if wrong and unit is not None:
        found.spoilt.add(unit.pk)
    if wrong or unit is None or state is None:
        return None
    return ReadRow(line.number, unit, values, state, names, [one for one in origins if one])


def _origins(text: Any) -> list[str]:
    return [one for one in _NUMBER_PARTS.split(str(text or "").strip()) if one]


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


def _unknown_unit(book: LedgerBook) -> str:
    numbers = "、".join(unit.number for unit in book.units[:8])
    return _("No such unit in %(building)s. It has %(numbers)s …") % {
        "building": book.building,
        "numbers": numbers,
    }


def _unit_key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return re.sub(r"[\s\-—_.]+", "", _NUMBER_NOISE.sub("", folded))


def _unit_of(text: Any, by_number: Mapping[str, Unit], book: LedgerBook) -> Unit | None:
    """By number; the building's name before it and leading zeros do not matter."""
    if not text:
        return None
    key = _unit_key(str(text))
    candidates = [key]
    for prefix in (book.building.name, book.building.code):
        start = _unit_key(prefix)
        if start and key.startswith(start):
            candidates.append(key[len(start) :])
    tail = re.search(r"[座栋楼](\w+)$", key)
    if tail is not None:
        candidates.append(tail[1])
    for one in candidates:
        for spelling in (one, one.zfill(4), one.lstrip("0")):
            if spelling in by_number:
                return by_number[spelling]
    return None


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
