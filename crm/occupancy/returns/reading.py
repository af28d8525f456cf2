"""Reading an operator's sheet, ours or their own: what each row was understood as, what is wrong
at which cell, and what differs from the ledger.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from crm.core.errors import Refused
from crm.core.names import clean_name, name_key
from crm.core.spreadsheets.books import Line, Sheet
from crm.core.spreadsheets.cells import CellError, as_text, convert
from crm.core.spreadsheets.heads import Head, Mapped, apply_mapping, find_head, skip_reason
from crm.core.spreadsheets.opening import open_book
from crm.occupancy import rules
from crm.occupancy.models import Unit
from crm.occupancy.returns.checks import Problem
from crm.occupancy.returns.ledger import LedgerBook, Stand, differs
from crm.occupancy.returns.reported import Reported, Tenant
from crm.occupancy.returns.sheets import COLUMNS
from crm.occupancy.stacking import STATE_NAMES

LOOK_AT, MAX_ROWS = 60, 5_000
STATE_WORDS = {
    "S": ("自用", "业主自用", "自持自用"),
    "L": (
        "已租",
        "在租",
        "出租",
        "已出租",
        "租用",
        "入驻",
        "已入驻",
        "已租已入驻",
        "租赁",
        "使用中",
        "租赁中",
    ),
    "N": (
        "已签约",
        "未入驻",
        "已租未入驻",
        "待入驻",
        "已签未入驻",
        "装修",
        "装修中",
        "签约未进场",
        "预租",
    ),
    "O": ("已售", "出售", "售出", "已售已入驻", "售出入驻", "已售入驻"),
    "V": ("空置", "空", "待租", "可租", "空闲", "未租", "待出租", "空房", "空置可租", "无"),
    "H": (
        "暂不可租",
        "改造",
        "改造中",
        "查封",
        "保留",
        "停用",
        "封存",
        "维修",
        "暂停出租",
        "不可租",
    ),
}
VACANT_NAMES = {"空置", "空", "待租", "无", "空房", "暂无", "未租", "可租"}
_NAME_PARTS = re.compile(r"[、；;\n]+")
_NUMBER_NOISE = re.compile(r"(室|号房|号|房间|房|单元|铺)$")


@dataclass(frozen=True)
class CellProblem:
    """``cell`` as the spreadsheet names it, such as F12."""

    row: int
    cell: str
    head: str
    value: str
    message: str


@dataclass
class ReadRow:
    """One record of the sheet."""

    number: int
    unit: Unit
    values: dict[str, Any]
    state: str
    names: list[str]


@dataclass
class Understood:
    """A sheet as it was understood. ``said`` are the differences; ``unseen`` units that the sheet
    does not name, which stay as the ledger has them.
    """

    sheet: str = ""
    head: Head | None = None
    rows: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    said: list[Reported] = field(default_factory=list)
    unseen: list[Unit] = field(default_factory=list)
    unchanged: int = 0


def read_sheet(
    path: Path, name: str, book: LedgerBook, mapping: Mapping[str, str] | None = None
) -> Understood:
    """Read the sheet of the file that names the most columns. Raises Refused for what is no
    spreadsheet or names no unit column.
    """
    opened = open_book(path, name)
    try:
        sheet, head = _best(opened.sheets())
        if sheet is None or head is None:
            raise Refused(_("No row of the file names a column of unit numbers."), field="file")
        if mapping:
            head = apply_mapping(head, COLUMNS, dict(mapping))
        found = Understood(sheet=sheet.name, head=head)
        _read_rows(sheet, head, book, found)
    finally:
        opened.close()
    _differences(book, found)
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
    if not any(item.column is not None and item.column.key == "unit" for item in head.known):
        raise Refused(_("No row of the file names a column of unit numbers."), field="file")
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
    values, cells = {}, {}
    for item in head.known:
        raw = line.cells[item.index] if item.index < len(line.cells) else None
        column = item.column
        if column is None:
            continue
        cells[column.key] = (item, raw)
        try:
            values[column.key] = convert(raw, column, item.factor, item.currency)
        except CellError as error:
            found.problems.append(_problem(line, item, raw, str(error)))
            return None
    unit = _unit_of(values.get("unit"), by_number, book)
    if unit is None:
        item, raw = cells["unit"]
        found.problems.append(_problem(line, item, raw, _unknown_unit(book)))
        return None
    names = _names(values.get("tenant"))
    state = read_state(values.get("state"), names)
    if state is None:
        item, raw = cells["state"]
        allowed = "、".join(f"{letter} {name}" for letter, name in STATE_NAMES.items())
        found.problems.append(
            _problem(line, item, raw, _("Allowed: %(values)s.") % {"values": allowed})
        )
        return None
    return ReadRow(line.number, unit, values, state, names)


def _problem(line: Line, item: Mapped, raw: Any, message: str) -> CellProblem:
    cell = f"{get_column_letter(item.index + 1)}{line.number}"
    shown = "" if raw is None else as_text(raw)[:60]
    return CellProblem(line.number, cell, item.text, shown, message)


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
    for letter, words in STATE_WORDS.items():
        if folded in words:
            return letter
    return folded[0].upper() if re.match(r"^[SLNOVHslnovh](?![A-Za-z])", folded) else None


def _differences(book: LedgerBook, found: Understood) -> None:
    together: dict[int, list[ReadRow]] = {}
    for row in found.rows:
        together.setdefault(row.unit.pk, []).append(row)
    spoiled = {problem.row for problem in found.problems}
    for unit in book.units:
        rows = together.get(unit.pk)
        if rows is None:
            found.unseen.append(unit)
            continue
        stand = book.stands[unit.pk]
        said = _reported(rows, stand, book.day)
        if said is not None and not spoiled & {row.number for row in rows} and differs(stand, said):
            found.said.append(said)
        else:
            found.unchanged += 1


def _reported(rows: Sequence[ReadRow], stand: Stand, day: dt.date) -> Reported | None:
    first = rows[0]
    state = next((row.state for row in rows if row.state != "V"), first.state)
    tenants = _tenants(rows, stand) if state not in ("V", "H") else []
    lease = stand.lease
    facts = {key: _first(rows, key) for key in ("lease_number", "lease_starts_on", "last_day")}
    if lease is not None and facts["last_day"] == lease.last_day:
        facts = dict.fromkeys(facts)
    if state not in ("L", "N"):
        facts = dict.fromkeys(facts)
    on = _first(rows, "on") or _default_day(state, facts["lease_starts_on"], day)
    if facts["last_day"] is None:
        facts["lease_starts_on"] = None
    return Reported(
        unit=first.unit,
        on=on,
        state=state,
        tenants=tenants,
        signed_kind=stand.signed_kind if state == "N" and stand.state == "N" else "",
        ends_before=_first(rows, "ends_before") if state == "H" else None,
        lease_number=(facts["lease_number"] or "")[:32],
        lease_starts_on=facts["lease_starts_on"],
        last_day=facts["last_day"],
        area=_measured(rows, stand),
        note=str(_first(rows, "note") or "")[:200] if state != stand.state or state == "H" else "",
    )


def _default_day(state: str, lease_starts_on: dt.date | None, day: dt.date) -> dt.date:
    """A new lease that begins in the month says when; otherwise the month's last day."""
    if (
        state == "L"
        and lease_starts_on is not None
        and lease_starts_on.replace(day=1) == (day.replace(day=1))
    ):
        return lease_starts_on
    return day


def _first(rows: Sequence[ReadRow], key: str) -> Any:
    return next((row.values[key] for row in rows if row.values.get(key) is not None), None)


def _areas(rows: Sequence[ReadRow]) -> list[Decimal]:
    return [row.values["area"] for row in rows if row.values.get("area") is not None]


def _measured(rows: Sequence[ReadRow], stand: Stand) -> Decimal | None:
    """Another area than the ledger's: of one row, or where all rows repeat it."""
    areas = _areas(rows)
    if not areas or sum(areas, rules.ZERO) == stand.area:
        return None
    area = areas[0] if len(set(areas)) == 1 else sum(areas, rules.ZERO)
    return None if area in (stand.area, rules.ZERO) else area


def _tenants(rows: Sequence[ReadRow], stand: Stand) -> list[Tenant]:
    found: dict[str, Tenant] = {}
    shared = len([row for row in rows if row.names]) > 1
    areas = _areas(rows)
    by_area = shared and len(areas) == len(rows) and sum(areas, rules.ZERO) == stand.area
    known = {name_key(one.name): one for one in stand.occupants}
    for row in rows:
        for name in row.names:
            key = name_key(name)
            share = row.values.get("area_share")
            if share is None and by_area and len(row.names) == 1 and len(set(areas)) > 1:
                share = row.values["area"]
            found[key] = Tenant(name, known.get(key), share, row.values.get("desks"))
    return list(found.values())


CELL_OF = {"tenants": "tenant"}


def at_cell(found: Understood, said: Reported, problem: Problem) -> CellProblem:
    """What the checks find about a unit, at the cell of the sheet that says it; where the sheet has
    no such column, at the unit's number.
    """
    row = next(one for one in found.rows if one.unit.pk == said.unit.pk)
    known = (
        {item.column.key: item for item in found.head.known if item.column} if found.head else {}
    )
    item = known.get(CELL_OF.get(problem.field, problem.field)) or known["unit"]
    value = row.values.get(item.column.key) if item.column else None
    cell = f"{get_column_letter(item.index + 1)}{row.number}"
    return CellProblem(
        row.number, cell, item.text, "" if value is None else str(value), problem.message
    )


def column_choices() -> Iterator[tuple[str, Any]]:
    """Columns that a file's column can be mapped to by hand."""
    for column in COLUMNS:
        yield column.key, column.label
