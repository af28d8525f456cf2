"""One building as of a day, floor by floor: what the stacking plan and the table beside it show."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.enterprises.models import Enterprise
from crm.occupancy.models import Building, Lease, Spell, SpellOccupant, Unit, UnitHold
from crm.occupancy.svg import PlanCell, PlanFloor

STATE_NAMES = {
    "S": Spell.State.SELF.label,
    "L": Spell.State.LET.label,
    "O": Spell.State.SOLD.label,
    "N": Spell.State.SIGNED.label,
    "V": pgettext_lazy("occupancy", "vacant"),
    "H": Spell.State.ON_HOLD.label,
}
NOT_NAMED = gettext_lazy("tenant not named")
_TAIL = re.compile(r"（演示）$|\(演示\)$")
_FORM = re.compile(r"(股份有限公司|有限责任公司|有限公司|（普通合伙）|（特殊普通合伙）)$")
_PLACE = re.compile(r"^(北京市|北京|上海|深圳)(?=.{4})")


@dataclass
class UnitNow:
    """A live unit, who is on it on the day, and until when."""

    unit: Unit
    state: str
    spell: Spell | None = None
    lease: Lease | None = None
    occupants: list[Enterprise] = field(default_factory=list)
    hold: UnitHold | None = None

    @property
    def state_name(self) -> Any:
        """The state in words."""
        return STATE_NAMES[self.state]

    @property
    def words(self) -> str:
        """Whose it is, short; why it is on hold; that it is vacant."""
        if self.occupants:
            return "、".join(short_name(one.name) for one in self.occupants)
        if self.state == "V":
            return str(STATE_NAMES["V"])
        return (self.spell.reason if self.spell else "") or str(
            STATE_NAMES["H"] if self.state == "H" else NOT_NAMED
        )

    def days_left(self, day: dt.date) -> int | None:
        """Days to the lease's last day; negative for a holdover."""
        return None if self.lease is None else (self.lease.last_day - day).days


@dataclass
class FloorNow:
    """One storey with its live units."""

    label: str
    kind: str
    note: str
    units: list[UnitNow] = field(default_factory=list)

    @property
    def area(self) -> Decimal:
        """Sum of the live units."""
        return sum((one.unit.area for one in self.units), Decimal(0))


def building_on(building: Building, day: dt.date) -> list[FloorNow]:
    """Floors top-down with their units on ``day``: five queries. Floors without units stay out
    unless they are plant or skipped.
    """
    units = Unit.objects.filter(building=building).on(day)
    rows = list(units.select_related("floor", "building").order_by("number"))
    states = states_on(rows, day)
    floors = {
        floor.pk: FloorNow(floor.label, floor.kind, floor.note)
        for floor in building.floors.order_by("-level", "label")
    }
    for unit in rows:
        floors[unit.floor_id].units.append(states[unit.pk])
    return [floor for floor in floors.values() if floor.units or floor.kind != "office"]


def states_on(units: Sequence[Unit], day: dt.date) -> dict[int, UnitNow]:
    """What each of ``units`` is on ``day``, by unit id: three queries."""
    keys = [unit.pk for unit in units]
    spells = {
        spell.unit_id: spell
        for spell in Spell.objects.filter(unit__in=keys).on(day).select_related("lease")
    }
    seated: dict[int, list[Enterprise]] = defaultdict(list)
    sitting = SpellOccupant.objects.true().filter(spell__in=[one.pk for one in spells.values()])
    for occupant in sitting.select_related("enterprise").order_by("pk"):
        seated[occupant.spell_id].append(occupant.enterprise)
    holds = {hold.unit_id: hold for hold in UnitHold.objects.filter(unit__in=keys).on(day)}
    return {
        unit.pk: UnitNow(
            unit=unit,
            state=spell.state if spell else "V",
            spell=spell,
            lease=spell.lease if spell else None,
            occupants=seated[spell.pk] if spell else [],
            hold=holds.get(unit.pk),
        )
        for unit in units
        for spell in [spells.get(unit.pk)]
    }


def plan_of(floors: list[FloorNow]) -> list[PlanFloor]:
    """The same as the drawing takes it."""
    return [
        PlanFloor(floor.label, floor.kind, floor.note, [_cell(one) for one in floor.units])
        for floor in floors
    ]


def short_name(name: str) -> str:
    """A company's name without place, legal form and demo stamp, for narrow cells."""
    bare = _FORM.sub("", _TAIL.sub("", name))
    return _PLACE.sub("", bare) or name


def _cell(one: UnitNow) -> PlanCell:
    facts = {
        "unit": one.unit.number,
        "state": one.state_name,
        "who": one.words,
        "area": f"{one.unit.area:,.2f}",
    }
    label = _("Unit %(unit)s, %(state)s, %(who)s, %(area)s ㎡") % facts
    until = ""
    if one.lease is not None:
        label += _(", lease until %(day)s") % {"day": one.lease.last_day.isoformat()}
        until = _("to %(month)s") % {"month": f"{one.lease.last_day:%y-%m}"}
    reserved = ""
    if one.hold is not None:
        last = one.hold.last_day
        whose = one.hold.owner_number or short_name(one.hold.owner_label)
        reserved = _("reserved %(whose)s") % {"whose": whose}
        if last is not None:
            reserved += _(" to %(day)s") % {"day": f"{last:%m-%d}"}
            label += _(", reserved until %(day)s") % {"day": last.isoformat()}
    return PlanCell(one.unit.number, one.unit.area, one.state, one.words, label, until, reserved)
