"""What is wrong with a report, at the cell: which field, and what is allowed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.core import figure_text
from crm.occupancy import rules
from crm.occupancy.returns.ledger import LedgerBook, Stand, differs, outcome, settle, units_of
from crm.occupancy.returns.line_checks import (
    Problem,
    day_problems,
    lease_problems,
    span_problems,
    tenant_problems,
)
from crm.occupancy.returns.reported import Reported, Reshaping
from crm.occupancy.returns.shape_checks import hold_problems, later_message, shape_problems


def problems_of(
    said: Sequence[Reported],
    book: LedgerBook,
    month: dt.date,
    documented: Iterable[str] = (),
) -> dict[str, list[Problem]]:
    """By key of the report; those already in the ledger have none. No query but for shared units.

    ``documented`` are keys of those that have an attachment.
    """
    papers = set(documented)
    found: dict[str, list[Problem]] = {}
    standing = dict(book.stands)
    for one in said:
        if one.is_applied:
            continue
        befores = tuple(standing[unit.pk] for unit in units_of(one) if unit.pk in standing)
        if isinstance(one, Reshaping):
            mine = shape_problems(one, said, book, befores, month)
        else:
            mine = _of_line(one, book, befores[0] if befores else None, month, papers)
        if mine:
            found[one.key] = mine
        if befores:
            settle(standing, one, outcome(one, befores))
    for key, problem in _sums(said, book, papers):
        found.setdefault(key, []).append(problem)
    return found


def _of_line(
    one: Reported, book: LedgerBook, stand: Stand | None, month: dt.date, papers: set[str]
) -> list[Problem]:
    found = [
        *day_problems(one, month),
        *span_problems(one),
        *tenant_problems(one),
        *lease_problems(one),
        *_area(one, has_paper=one.key in papers),
        *_ledger(one, book, stand),
    ]
    if not found and stand is not None and not differs(stand, one):
        found.append(Problem("state", _("This is what the ledger says already.")))
    return found


def _area(one: Reported, *, has_paper: bool) -> list[Problem]:
    if one.area is None or one.area == one.unit.area:
        return []
    if one.area <= 0:
        return [Problem("area", _("An area is more than 0."))]
    if one.on <= one.unit.starts_on:
        return [
            Problem(
                "on",
                _("The unit exists since %(day)s: measured later than that.")
                % {"day": one.unit.starts_on},
            )
        ]
    if not one.note.strip() and not has_paper:
        return [Problem("note", _("Name the survey document of the measured area, or attach it."))]
    return []


def _ledger(one: Reported, book: LedgerBook, stand: Stand | None) -> list[Problem]:
    unit = one.unit
    if stand is None or not unit.holds_on(one.on):
        return [Problem("on", _("There is no unit %(unit)s on that day.") % {"unit": unit.number})]
    later = book.later_spell(unit, one.on)
    if later is not None:
        return [Problem("on", later_message(unit, later))]
    current = book.spell_on(unit, one.on)
    if current is not None and current.starts_on == one.on and one.state == "V":
        return [
            Problem(
                "on",
                _("%(state)s began on that very day: vacant from a later day.")
                % {"state": current.get_state_display()},
            )
        ]
    return hold_problems(one, book.holds.get(unit.pk, ()), stand)


def _sums(
    said: Sequence[Reported], book: LedgerBook, papers: set[str]
) -> list[tuple[str, Problem]]:
    """Measured areas that no longer fit: the floor as far as no survey is attached, the building
    never.
    """
    measured = {
        one.unit.pk: one
        for one in said
        if one.area is not None and one.area > one.unit.area and not one.is_applied
    }
    if not measured:
        return []
    floors: dict[int, list[Decimal]] = defaultdict(lambda: [rules.ZERO, rules.ZERO])
    for unit in book.units:
        area = measured[unit.pk].measured if unit.pk in measured else unit.area
        floors[unit.floor_id][0] += unit.area
        floors[unit.floor_id][1] += area
    found = []
    gross, whole = book.building.gross_area, sum((now for _, now in floors.values()), rules.ZERO)
    for one in measured.values():
        was, now = floors[one.unit.floor_id]
        if now > was and one.key not in papers:
            facts = {
                "floor": one.unit.floor.label,
                "now": figure_text.area(now),
                "was": figure_text.area(was),
            }
            text = _(
                "Floor %(floor)s adds up to %(now)s ㎡, more than its %(was)s ㎡."
                " A measured area needs the survey attached."
            )
            found.append((one.key, Problem("area", text % facts)))
        if gross and sum((was for was, _ in floors.values()), rules.ZERO) <= gross < whole:
            facts = {"now": figure_text.area(whole), "gross": figure_text.area(gross)}
            text = _("All units add up to %(now)s ㎡, more than the building's %(gross)s ㎡.")
            found.append((one.key, Problem("area", text % facts)))
    return found
