"""The comparison of two days as a spreadsheet, each sheet with its days and place above."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from crm.core.spreadsheets.writing import XlsxWriter
from crm.occupancy import comparison
from crm.occupancy.changes import PlaceChange, restated_start
from crm.occupancy.comparison import BuildingRow, RestatedRow
from crm.occupancy.denominators import denominator
from crm.occupancy.moves import moves_of
from crm.occupancy.positions import Position
from crm.occupancy.spans import Span
from crm.occupancy.standing import PlacePosition

HUNDRED = Decimal(100)


def write_comparison(
    book: XlsxWriter, of: PlaceChange, span: Span, parts: Mapping[str, str]
) -> None:
    """All that the screen shows; ``parts`` names the causes of the denominator's change."""
    above, moves = head(of), moves_of(of)
    _restated(book, of, above)
    book.sheet(_("Balance"), [_("Item"), _("Moves"), _("Area ㎡")], (44, 10, 18), above)
    for row in comparison.balance(of, moves, span):
        book.row([str(row.label), row.count, row.area])
    _denominator(book, of, parts, above)
    start, end = of.before.as_of.isoformat(), of.after.as_of.isoformat()
    heads = [_("State"), f"{start} ㎡", f"{end} ㎡", _("Change ㎡")]
    book.sheet(_("State by state"), heads, (28, 18, 18, 18), above)
    for state in comparison.by_state(of):
        book.row([f"{state.letter} {state.name}", state.before, state.after, state.change])
    _buildings(book, of, above)


def head(of: PlaceChange) -> list[str]:
    """Scope, days with where they were read, basis."""
    return [
        _("Scope: %(place)s") % {"place": of.after.place.name},
        _("From %(start)s to %(end)s, as of the end of each day")
        % {"start": said(of.before), "end": said(of.after)},
        _("Basis: floor area, buildings in use on each day. Rate = (S + L + O) ÷ (B − H)."),
    ]


def said(at: PlacePosition) -> str:
    """The day and where its figures were read."""
    facts = {"day": at.as_of.isoformat(), "edition": at.edition}
    if at.is_frozen:
        return _("%(day)s (closed, edition %(edition)s)") % facts
    return _("%(day)s (live ledger)") % facts


def _restated(book: XlsxWriter, of: PlaceChange, above: list[str]) -> None:
    heads = [
        _("Figure"),
        _("Unit of measure"),
        _("As reported, %(day)s") % {"day": of.before.as_of.isoformat()},
        _("Restated, %(day)s") % {"day": of.before.as_of.isoformat()},
        of.after.as_of.isoformat(),
        _("Change from reported"),
        _("Change from restated"),
    ]
    lines = [
        *above,
        _(
            "As reported: the latest closing of the day's month. Restated: today's ledger about"
            " that day. Rates in %, their changes in percentage points."
        ),
    ]
    book.sheet(_("Reported and restated"), heads, (30, 10, 18, 18, 18, 18, 18), lines)
    for row in comparison.restated_rows(of, restated_start(of)):
        values = (row.reported, row.restated, row.now, row.change, row.restated_change)
        unit = "%" if row.is_rate else "㎡"
        book.row([str(row.label), unit, *(_measure(row, value) for value in values)])


def _measure(row: RestatedRow, value: Decimal | None) -> Decimal | None:
    return value * HUNDRED if row.is_rate and value is not None else value


def _denominator(
    book: XlsxWriter, of: PlaceChange, names: Mapping[str, str], above: list[str]
) -> None:
    found = denominator(of)
    heads = [_("Cause"), _("Base ㎡"), _("Effect, percentage points"), _("Buildings")]
    book.sheet(_("Denominator"), heads, (30, 18, 22, 60), above)
    for part in found.parts:
        buildings = [one.name for one in part.buildings]
        book.row([names[part.key], part.area, _points(part.effect), buildings])
    book.row([_("Total"), found.change, _points(found.effect), ""])


def _buildings(book: XlsxWriter, of: PlaceChange, above: list[str]) -> None:
    heads = [
        _("Code"),
        _("Building"),
        _("Base then"),
        _("Base now"),
        _("Occupied then"),
        _("Occupied now"),
        _("Rate then, %"),
        _("Rate now, %"),
        _("Change, percentage points"),
        _("Effect on the whole, percentage points"),
    ]
    book.sheet(_("Buildings"), heads, (14, 28, *(16,) * 8), above)
    for row in comparison.by_building(of):
        book.row(_building(row))


def _building(row: BuildingRow) -> list[Any]:
    sides: tuple[Position | None, ...] = (row.before, row.after)
    return [
        row.building.code,
        row.building.name,
        *(side.areas.available if side else None for side in sides),
        *(side.areas.occupied if side else None for side in sides),
        *(_per_cent(side.rates.occupancy) if side else None for side in sides),
        _per_cent(row.change),
        _points(row.effect),
    ]


def _per_cent(value: Decimal | None) -> Decimal | None:
    return None if value is None else value * HUNDRED


def _points(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value.numerator) * HUNDRED / Decimal(value.denominator)
