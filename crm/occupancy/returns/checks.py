"""What is wrong with a report, at the cell: which field, and what is allowed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from crm.occupancy import rules
from crm.occupancy.book import Entry, taken_message
from crm.occupancy.days import month_end
from crm.occupancy.models import Spell
from crm.occupancy.returns.ledger import LedgerBook, Stand, after, differs
from crm.occupancy.returns.reported import Reported

TAKEN, LET = ("S", "L", "N", "O"), ("L", "N")
NO_TENANT = gettext_noop(
    "A unit that is vacant or on hold has no tenant: change its state, or clear the name."
)
SETTLE_FIRST = gettext_noop("Settle with the statistician first what follows that day.")


@dataclass(frozen=True)
class Problem:
    """``field`` is that of the form and the column of the sheet."""

    field: str
    message: str


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
        stand = standing.get(one.unit.pk)
        mine = [
            *_dates(one, month),
            *_tenants(one),
            *_lease(one),
            *_area(one, has_paper=one.key in papers),
            *_ledger(one, book, stand),
        ]
        if not mine and stand is not None and not differs(stand, one):
            mine.append(Problem("state", _("This is what the ledger says already.")))
        if mine:
            found[one.key] = mine
        if stand is not None:
            standing[one.unit.pk] = after(stand, one)
    for key, problem in _sums(said, book, papers):
        found.setdefault(key, []).append(problem)
    return found


def _dates(one: Reported, month: dt.date) -> list[Problem]:
    found, end = [], month_end(month)
    if one.on > end:
        found.append(
            Problem(
                "on",
                _("Lies after the month: at most %(day)s. Report it with the next month.")
                % {"day": end},
            )
        )
    if one.on < month and not one.note.strip():
        found.append(
            Problem(
                "note",
                _("%(day)s lies before the month: say why it is reported late.") % {"day": one.on},
            )
        )
    if one.ends_before is not None and one.ends_before <= one.on:
        found.append(
            Problem(
                "ends_before",
                _("Ends on %(end)s before it begins on %(start)s: must be later.")
                % {"end": one.ends_before, "start": one.on},
            )
        )
    starts = one.lease_starts_on
    if one.last_day is not None and one.last_day < (starts or one.on):
        found.append(
            Problem(
                "last_day",
                _("The lease ends on %(end)s before it begins on %(start)s: must be later.")
                % {"end": one.last_day, "start": starts or one.on},
            )
        )
    if starts is not None and one.last_day is None:
        found.append(Problem("last_day", _("Give the last day of the lease too.")))
    return found


def _tenants(one: Reported) -> list[Problem]:
    if one.state in TAKEN and not one.tenants:
        return [Problem("tenants", _("Name the enterprise that uses, rents or owns the unit."))]
    if one.state not in TAKEN and one.tenants:
        return [Problem("tenants", _(NO_TENANT))]
    if one.state == "H" and not one.note.strip():
        return [Problem("note", _("Say why the unit is not available."))]
    keys = [tenant.key for tenant in one.tenants]
    if len(set(keys)) < len(keys):
        return [Problem("tenants", _("An enterprise stands there twice."))]
    return _shares(one)


def _lease(one: Reported) -> list[Problem]:
    if one.state in LET or not (one.lease_number or one.lease_starts_on or one.last_day):
        return []
    where = "last_day" if one.last_day else "lease_number"
    text = _("Only a unit that is let has a lease: change its state, or clear the lease.")
    return [Problem(where, text)]


def _shares(one: Reported) -> list[Problem]:
    stated = [tenant.area_share for tenant in one.tenants if tenant.area_share is not None]
    together = sum(stated, rules.ZERO)
    whole = len(stated) == len(one.tenants) > 0
    if together > one.measured or (whole and together != one.measured):
        return [
            Problem(
                "area_share",
                _(
                    "The shares add up to %(together)s ㎡, the unit has %(area)s ㎡. Where the rest"
                    " is vacant, report that the unit was split."
                )
                % {"together": together, "area": one.measured},
            )
        ]
    return []


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
        return [Problem("on", f"{_spell_message(unit, later)}{_(SETTLE_FIRST)}")]
    current = book.spell_on(unit, one.on)
    if current is not None and current.starts_on == one.on and one.state == "V":
        return [
            Problem(
                "on",
                _("%(state)s began on that very day: vacant from a later day.")
                % {"state": current.get_state_display()},
            )
        ]
    if one.state in ("L", "N", "H") and stand.state == "V":
        for hold in book.holds.get(unit.pk, ()):
            if rules.overlap((hold.starts_on, hold.ends_before), (one.on, one.ends_before)):
                return [Problem("state", _hold_message(unit, hold))]
    return []


def _spell_message(unit: Any, spell: Spell) -> str:
    names = tuple(row.enterprise.name for row in spell.occupants.all() if not row.is_void)
    entry = Entry((spell.starts_on, spell.ends_before), spell.state, names, spell.reason, spell)
    return taken_message(unit, entry)


def _hold_message(unit: Any, hold: Any) -> str:
    return _("Unit %(unit)s is reserved for %(owner)s until %(end)s (that day not counted).") % {
        "unit": unit,
        "owner": " ".join(filter(None, [hold.owner_number, hold.owner_label])),
        "end": hold.ends_before,
    }


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
            facts = {"floor": one.unit.floor.label, "now": now, "was": was}
            text = _(
                "Floor %(floor)s adds up to %(now)s ㎡, more than its %(was)s ㎡."
                " A measured area needs the survey attached."
            )
            found.append((one.key, Problem("area", text % facts)))
        if gross and sum((was for was, _ in floors.values()), rules.ZERO) <= gross < whole:
            facts = {"now": whole, "gross": gross}
            text = _("All units add up to %(now)s ㎡, more than the building's %(gross)s ㎡.")
            found.append((one.key, Problem("area", text % facts)))
    return found
