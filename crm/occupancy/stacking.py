"""One building as of a day, floor by floor: what the stacking plan and the table beside it show."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm.enterprises.models import Enterprise
from crm.occupancy.contiguity import may_be_taken
from crm.occupancy.models import (
    Building,
    Floor,
    Lease,
    Spell,
    Unit,
    UnitDisposition,
    UnitHold,
    UnitUse,
)
from crm.occupancy.svg import Paint, PlanCell, PlanFloor, swatch

STATE_NAMES = {
    "S": Spell.State.SELF.label,
    "L": Spell.State.LET.label,
    "O": Spell.State.SOLD.label,
    "N": Spell.State.SIGNED.label,
    "V": pgettext_lazy("occupancy", "vacant"),
    "H": Spell.State.ON_HOLD.label,
}
_SWATCHES = {state: swatch(state) for state in STATE_NAMES}
HOLD_FIELDS = ("id", "owner_label", "owner_number", "starts_on", "ends_before", "reason")
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
    way: str = UnitDisposition.Way.TO_LET
    use: str = UnitUse.Use.OFFICE
    day: dt.date | None = None

    @property
    def state_name(self) -> Any:
        """The state in words."""
        return STATE_NAMES[self.state]

    @property
    def swatch(self) -> SafeString:
        """The small box of its state."""
        return _SWATCHES[self.state]

    @property
    def is_held_over(self) -> bool:
        """Still there on the day though the lease has ended."""
        return (
            self.state in "LN"
            and self.lease is not None
            and self.day is not None
            and self.lease.last_day < self.day
        )

    @property
    def is_free(self) -> bool:
        """Vacant, to let, and reserved by nobody."""
        return may_be_taken(self.state, self.way, is_held=self.hold is not None)

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
    """Floors top-down with their units on ``day``: three queries. Floors without units stay out
    unless they are plant or skipped.
    """
    return buildings_on([building], day)[building.pk]


def buildings_on(buildings: Sequence[Building], day: dt.date) -> dict[int, list[FloorNow]]:
    """The same of several buildings by their ids, in as many queries."""
    keys = [building.pk for building in buildings]
    units = Unit.objects.filter(building__in=keys).on(day)
    units = units.with_way_on(day).with_use_on(day).with_hold_on(day)
    rows = list(
        units.annotate(
            way=F("way_now__way"),
            use=F("use_now__use"),
            **{f"hold_{name}": F(f"hold_now__{name}") for name in HOLD_FIELDS},
        )
        .select_related("floor", "building")
        .order_by("number")
    )
    states = states_on(rows, day)
    houses: dict[int, dict[int, FloorNow]] = {key: {} for key in keys}
    for floor in Floor.objects.filter(building__in=keys).order_by("-level", "label"):
        houses[floor.building_id][floor.pk] = FloorNow(floor.label, floor.kind, floor.note)
    for unit in rows:
        houses[unit.building_id][unit.floor_id].units.append(states[unit.pk])
    return {
        key: [floor for floor in floors.values() if floor.units or floor.kind != "office"]
        for key, floors in houses.items()
    }


def states_on(units: Sequence[Unit], day: dt.date) -> dict[int, UnitNow]:
    """What each of ``units`` is on ``day``, by unit id: two queries.

    去向 and 用途 are known of units that carry them as ``way`` and ``use``, and those that carry
    their reservation too (see building_on) need one query less.
    """
    spells, seated = _sitting([unit.pk for unit in units], day)
    holds = _holds(units, day)
    return {
        unit.pk: UnitNow(
            unit=unit,
            state=spell.state if spell else "V",
            spell=spell,
            lease=spell.lease if spell else None,
            occupants=seated[spell.pk] if spell else [],
            hold=holds.get(unit.pk),
            way=getattr(unit, "way", None) or UnitDisposition.Way.TO_LET,
            use=getattr(unit, "use", None) or UnitUse.Use.OFFICE,
            day=day,
        )
        for unit in units
        for spell in [spells.get(unit.pk)]
    }


def _sitting(
    units: Sequence[int], day: dt.date
) -> tuple[dict[int, Spell], dict[int, list[Enterprise]]]:
    """The spells of ``day`` by unit and who sits on them by spell, joined: one query."""
    names = [column.attname for column in Enterprise._meta.concrete_fields]
    rows = (
        Spell.objects.filter(unit__in=units)
        .on(day)
        .select_related("lease")
        .annotate(seat=FilteredRelation("occupants", condition=Q(occupants__is_void=False)))
        .annotate(**{f"seated_{name}": F(f"seat__enterprise__{name}") for name in names})
        .order_by("seat__pk")
    )
    spells: dict[int, Spell] = {}
    seated: dict[int, list[Enterprise]] = defaultdict(list)
    for row in rows:
        spells[row.unit_id] = row
        values = [getattr(row, f"seated_{name}") for name in names]
        if row.seated_id is not None:
            seated[row.pk].append(Enterprise.from_db(row._state.db, names, values))
    return spells, seated


def _holds(units: Sequence[Unit], day: dt.date) -> dict[int, UnitHold]:
    if all(hasattr(unit, "hold_id") for unit in units):
        return {
            unit.pk: UnitHold(
                unit=unit, **{name: getattr(unit, f"hold_{name}") for name in HOLD_FIELDS}
            )
            for unit in units
            if unit.hold_id is not None  # type: ignore[attr-defined]
        }
    rows = UnitHold.objects.filter(unit__in=[unit.pk for unit in units]).on(day)
    return {hold.unit_id: hold for hold in rows}


def plan_of(
    floors: list[FloorNow],
    paints: Mapping[int, Paint] | None = None,
    found: Collection[int] = (),
) -> list[PlanFloor]:
    """The same as the drawing takes it; ``paints`` and the units ``found`` are by unit id.

    With paints the lease's whole last day stands in the cell, else its month.
    """
    return [
        PlanFloor(
            floor.label,
            floor.kind,
            floor.note,
            [_cell(one, paints or {}, one.unit.pk in found) for one in floor.units],
        )
        for floor in floors
    ]


def short_name(name: str) -> str:
    """A company's name without place, legal form and demo stamp, for narrow cells."""
    bare = _FORM.sub("", _TAIL.sub("", name))
    return _PLACE.sub("", bare) or name


def _cell(one: UnitNow, paints: Mapping[int, Paint], found: bool) -> PlanCell:
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
        if one.is_held_over:
            label += _(", over, but still there")
        shown = one.lease.last_day.isoformat() if paints else f"{one.lease.last_day:%y-%m}"
        until = (_("over %(month)s") if one.is_held_over else _("to %(month)s")) % {"month": shown}
    reserved = ""
    if one.hold is not None:
        last = one.hold.last_day
        whose = one.hold.owner_number or short_name(one.hold.whose)
        reserved = _("reserved %(whose)s") % {"whose": whose}
        if last is not None:
            reserved += _(" to %(day)s") % {"day": f"{last:%m-%d}"}
            label += _(", reserved until %(day)s") % {"day": last.isoformat()}
    if found:
        label += _(", framed")
    return PlanCell(
        number=one.unit.number,
        area=one.unit.area,
        state=one.state,
        words=one.words,
        label=label,
        until=until,
        reserved=reserved,
        paint=paints.get(one.unit.pk),
        found=found,
    )
