"""What the rows of a sheet report: where they differ from the ledger, a unit at a time."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from crm.core.names import name_key
from crm.occupancy import rules
from crm.occupancy.returns.ledger import LedgerBook, Stand, differs
from crm.occupancy.returns.line_checks import Problem
from crm.occupancy.returns.reported import Reported, Reshaping, Tenant
from crm.occupancy.returns.shape_rows import shapes_of
from crm.occupancy.returns.understood import CellProblem, ReadRow, Understood

EMPTY = ("V", "H")
CELL_OF = {"tenants": "tenant"}


def note_differences(
    book: LedgerBook, found: Understood, reported: Sequence[Reported] = ()
) -> None:
    """Fill in what differs, what does not, and which units the sheet does not name.

    ``reported`` stood in the prefilled sheet instead of the ledger: their tenants are no news.
    """
    together, shapes = _by_unit(found.rows), shapes_of(found.rows, book)
    ending = {unit.pk for shape in shapes for unit in shape.units}
    filled_in = _filled_in(book, reported)
    for unit in book.units:
        rows = together.get(unit.pk)
        if unit.pk in found.spoilt:
            continue
        if rows is None:
            if unit.pk not in ending:
                found.unseen.append(unit)
            continue
        stand = book.stands[unit.pk]
        if _contradicts(rows, found):
            continue
        said = _reported(rows, stand, book.day, filled_in[unit.pk])
        if differs(stand, said):
            found.said.append(said)
        elif unit.pk not in ending:
            found.unchanged += 1
    found.said += [one for one in shapes if one.unit.pk not in found.spoilt]
    found.said.sort(key=lambda one: (one.unit.number, one.on))


def _by_unit(rows: Sequence[ReadRow]) -> dict[int, list[ReadRow]]:
    together: dict[int, list[ReadRow]] = {}
    for row in rows:
        if not row.origins:
            together.setdefault(row.unit.pk, []).append(row)
    return together


def _filled_in(book: LedgerBook, reported: Sequence[Reported]) -> dict[int, set[str]]:
    names = {key: set(stand.tenant_keys) for key, stand in book.stands.items()}
    for one in reported:
        names.setdefault(one.unit.pk, set()).update(one.tenant_keys)
    return names


def _contradicts(rows: Sequence[ReadRow], found: Understood) -> bool:
    """One unit has one state; rows that say two of them are a problem at the cell."""
    taken = [row for row in rows if row.state != "V"]
    other = next((row for row in taken if row.state != taken[0].state), None)
    if other is None:
        return False
    message = _("Row %(row)s says %(state)s about this unit: one unit has one state.") % {
        "row": taken[0].number,
        "state": taken[0].state,
    }
    found.problems.append(_at(found, other, "state", message))
    return True


def _reported(
    rows: Sequence[ReadRow], stand: Stand, day: dt.date, filled_in: Collection[str]
) -> Reported:
    first = rows[0]
    state = next((row.state for row in rows if row.state != "V"), first.state)
    tenants = _tenants(rows, stand, state, filled_in)
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
        note=_note(rows, stand, state),
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


def _note(rows: Sequence[ReadRow], stand: Stand, state: str) -> str:
    """The remark about a change; why the unit was on hold is none once it is not."""
    text = str(_first(rows, "note") or "")[:200]
    if state == stand.state:
        return text if state == "H" else ""
    return "" if text == stand.reason else text


def _tenants(
    rows: Sequence[ReadRow], stand: Stand, state: str, filled_in: Collection[str]
) -> list[Tenant]:
    """Who stands in the rows. Beside a vacant row whoever was filled in beforehand has left; any
    other name stays, for the checks to object.
    """
    found: dict[str, Tenant] = {}
    by_area = _shares_by_area(rows, stand)
    known = {name_key(one.name): one for one in stand.occupants}
    for row in rows:
        for name in row.names:
            key = name_key(name)
            if (state in EMPTY or row.state == "V") and key in filled_in:
                continue
            share = row.values.get("area_share")
            if share is None and by_area and len(row.names) == 1:
                share = row.values["area"]
            found[key] = Tenant(name, known.get(key), share, row.values.get("desks"))
    return list(found.values())


def _shares_by_area(rows: Sequence[ReadRow], stand: Stand) -> bool:
    """Whether the rows share the unit's area out: equal parts say no more than nothing, except
    beside a vacant one.
    """
    areas = _areas(rows)
    if len(rows) < 2 or len(areas) < len(rows) or sum(areas, rules.ZERO) != stand.area:
        return False
    return len(set(areas)) > 1 or len({row.state == "V" for row in rows}) > 1


def at_cell(found: Understood, said: Reported, problem: Problem) -> CellProblem:
    """What the checks find about a unit, at the cell of the sheet that says it; where the sheet has
    no such column, at the unit's number.
    """
    if isinstance(said, Reshaping):
        number = said.parts[problem.part or 0].number
        rows = [one for one in found.rows if one.origins and one.written == number]
        field = {"units": "origin", "parts": "origin", "number": "unit"}.get(problem.field)
        problem = replace(problem, field=field or problem.field)
    else:
        rows = [one for one in found.rows if one.unit.pk == said.unit.pk and not one.origins]
    row = rows[0]
    if problem.field == "tenants":
        keys = said.tenant_keys
        row = next((one for one in rows if keys & {name_key(name) for name in one.names}), row)
    return _at(found, row, CELL_OF.get(problem.field, problem.field), problem.message)


def _at(found: Understood, row: ReadRow, key: str, message: str) -> CellProblem:
    heads = found.head.known if found.head else []
    known = {item.column.key: item for item in heads if item.column}
    item = known.get(key) or known["unit"]
    value = row.values.get(item.column.key) if item.column else None
    cell = f"{get_column_letter(item.index + 1)}{row.number}"
    return CellProblem(row.number, cell, item.text, "" if value is None else str(value), message)
