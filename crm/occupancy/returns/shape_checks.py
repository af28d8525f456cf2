"""What is wrong with a split or merger that a return reports, and what stands in its way."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core import figure_text
from crm.occupancy import rules
from crm.occupancy.book import Entry, taken_message
from crm.occupancy.models import Spell, Unit, UnitHold
from crm.occupancy.returns.ledger import LedgerBook, Stand
from crm.occupancy.returns.line_checks import (
    Problem,
    day_problems,
    lease_problems,
    span_problems,
    tenant_problems,
)
from crm.occupancy.returns.reported import Part, Reported, Reshaping

MAX_NUMBER = 32


def shape_problems(
    one: Reshaping,
    said: Sequence[Reported],
    book: LedgerBook,
    befores: Sequence[Stand],
    month: dt.date,
) -> list[Problem]:
    """Of the whole first, then part by part. One query for the lives of all units."""
    found = [*day_problems(one, month), *_form(one), *_numbers(one, said, book)]
    if len(befores) < len(one.units):
        gone = _("One of the units does not exist on that day, or is split or merged already.")
        return [*found, Problem("units", gone)]
    for unit in one.units:
        found += _unit(unit, one, said, book)
    for at, part in enumerate(one.parts):
        mine = [*span_problems(part), *tenant_problems(part), *lease_problems(part)]
        for unit, stand in zip(one.units, befores, strict=True):
            mine += hold_problems(part, book.holds.get(unit.pk, ()), stand)
        found += [replace(problem, part=at) for problem in mine]
    return found + _sublets(one, befores)


def _form(one: Reshaping) -> list[Problem]:
    found = []
    if one.is_split and len(one.parts) < 2:
        found.append(Problem("parts", _("A split makes at least two units.")))
    if not one.is_split and len(one.units) < 2:
        found.append(Problem("units", _("A merger takes at least two units.")))
    if len({unit.floor_id for unit in one.units}) > 1:
        text = _("Units of several floors are not merged here: ask the statistician.")
        found.append(Problem("units", text))
    areas = [part.area or rules.ZERO for part in one.parts]
    for at, area in enumerate(areas):
        if area <= 0:
            found.append(Problem("area", _("An area is more than 0."), at))
    before, after = (sum(some, rules.ZERO) for some in ((u.area for u in one.units), areas))
    if before != after:
        text = _(
            "The parts add up to %(together)s ㎡, the unit has %(area)s ㎡: %(rest)s ㎡ to settle."
        )
        facts = {"together": after, "area": before, "rest": f"{before - after:+}"}
        found.append(Problem("area", text % facts, len(areas) - 1 if areas else None))
    return found


def _numbers(one: Reshaping, said: Sequence[Reported], book: LedgerBook) -> list[Problem]:
    """New numbers are given once, and nobody else has them from that day on."""
    ending = {unit.pk for unit in one.units}
    taken: dict[str, Any] = {
        unit.number: unit
        for unit in book.lives
        if unit.pk not in ending and (unit.ends_before is None or unit.ends_before > one.on)
    }
    others = [each for each in said if isinstance(each, Reshaping) and each.key != one.key]
    elsewhere = {part.number for each in others if not each.is_applied for part in each.parts}
    found, seen = [], set()
    for at, part in enumerate(one.parts):
        text = ""
        if not part.number or len(part.number) > MAX_NUMBER:
            text = _("Give the new unit a number of 1 to 32 characters.")
        elif part.number in seen or part.number in elsewhere:
            text = _("The number %(number)s stands there twice.") % {"number": part.number}
        elif part.number in taken:
            text = _("There is another unit %(number)s with %(area)s ㎡ already.") % {
                "number": part.number,
                "area": figure_text.area(taken[part.number].area),
            }
        if text:
            found.append(Problem("number", text, at))
        seen.add(part.number)
    return found


def _unit(unit: Unit, one: Reshaping, said: Sequence[Reported], book: LedgerBook) -> list[Problem]:
    """The unit lives the day before and on the day, and nothing about it follows."""
    if unit.starts_on >= one.on or not unit.holds_on(one.on):
        text = _("Unit %(unit)s does not exist the day before %(day)s and on it.")
        return [Problem("on", text % {"unit": unit, "day": one.on})]
    later = [row for row in book.spells.get(unit.pk, ()) if row.starts_on >= one.on]
    if later:
        return [Problem("on", later_message(unit, later[0]))]
    running = book.spell_on(unit, one.on)
    if running is not None and running.ends_before is not None and running.ends_before <= book.day:
        text = _("%(state)s there until %(end)s: choose that day or a later one.")
        facts = {"state": running.get_state_display(), "end": running.ends_before}
        return [Problem("on", text % facts)]
    for other in said:
        is_late = other.key != one.key and other.unit.pk == unit.pk and other.on >= one.on
        if is_late and not isinstance(other, Reshaping):
            text = _(
                "Another change of unit %(unit)s is reported from %(day)s: take it back, and say it"
                " about the new unit."
            )
            return [Problem("on", text % {"unit": unit.number, "day": other.on})]
    return []


def _sublets(one: Reshaping, befores: Sequence[Stand]) -> list[Problem]:
    """A sublet leaves its unit to the master tenant: only the statistician can say how."""
    for stand in befores:
        is_sublet = stand.lease is not None and stand.lease.sublet_of_id is not None
        if is_sublet and not all(goes_on(part, [stand]) for part in one.parts):
            text = _("Unit %(unit)s is sublet: let the statistician split or merge it.")
            return [Problem("units", text % {"unit": stand.unit.number})]
    return []


def goes_on(part: Part, befores: Sequence[Stand]) -> bool:
    """Whether the part goes on just as all its units stood."""
    return all(
        (part.state, part.tenant_keys) == (stand.state, stand.tenant_keys)
        and (part.state != "N" or (part.signed_kind or "let") == (stand.signed_kind or "let"))
        for stand in befores
    )


def hold_problems(one: Reported, holds: Iterable[UnitHold], stand: Stand) -> list[Problem]:
    """A vacant unit that is reserved is not let to anybody."""
    if one.state not in ("L", "N", "H") or stand.state != "V":
        return []
    for hold in holds:
        if rules.overlap((hold.starts_on, hold.ends_before), (one.on, one.ends_before)):
            return [Problem("state", _hold_message(stand.unit, hold))]
    return []


def later_message(unit: Unit, spell: Spell) -> str:
    """Who is there after the day, and what to do about it."""
    names = tuple(row.enterprise.name for row in spell.occupants.all() if not row.is_void)
    entry = Entry((spell.starts_on, spell.ends_before), spell.state, names, spell.reason, spell)
    settle = _("Settle with the statistician first what follows that day.")
    return f"{taken_message(unit, entry)}{settle}"


def _hold_message(unit: Unit, hold: UnitHold) -> str:
    return _("Unit %(unit)s is reserved for %(owner)s until %(end)s (that day not counted).") % {
        "unit": unit,
        "owner": hold.owner_number or pgettext("reservation", "another party"),
        "end": hold.ends_before,
    }
