"""What the ledger says about the units of a building, for comparing with what is reported."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from crm.core.names import name_key
from crm.enterprises.models import Enterprise
from crm.occupancy.models import Building, Lease, Spell, Unit, UnitHold
from crm.occupancy.returns.reported import Reported, Reshaping
from crm.occupancy.stacking import states_on

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stand:
    """A unit on one day, in the ledger or as it would be after what is reported."""

    unit: Unit
    state: str
    area: Decimal
    signed_kind: str = ""
    names: tuple[str, ...] = ()
    lease: Lease | None = None
    spell: Spell | None = None
    reason: str = ""
    occupants: tuple[Enterprise, ...] = ()

    @property
    def tenant_keys(self) -> frozenset[str]:
        """Compared names."""
        return frozenset(name_key(name) for name in self.names)

    @property
    def who(self) -> str:
        """The tenants in words."""
        return "、".join(self.names)


@dataclass
class LedgerBook:
    """The ledger about one building's units: ``stands`` at the month end by unit id, spells and
    reservations by unit id.
    """

    building: Building
    day: dt.date
    units: list[Unit]
    stands: dict[int, Stand]
    spells: dict[int, list[Spell]] = field(default_factory=dict)
    holds: dict[int, list[UnitHold]] = field(default_factory=dict)

    def unit_on(self, number: str, day: dt.date) -> Unit | None:
        """The unit of that number alive on ``day``."""
        same = [unit for unit in self.units if unit.number == number]
        return next((unit for unit in same if unit.holds_on(day)), None)

    @cached_property
    def lives(self) -> list[Unit]:
        """All units of the building that ever were or will be: one query, asked only for splits
        and mergers.
        """
        return list(Unit.objects.filter(building=self.building).order_by("starts_on"))

    def later_spell(self, unit: Unit, day: dt.date) -> Spell | None:
        """The first spell that begins after ``day``."""
        later = [one for one in self.spells.get(unit.pk, ()) if one.starts_on > day]
        return min(later, key=lambda one: one.starts_on, default=None)

    def spell_on(self, unit: Unit, day: dt.date) -> Spell | None:
        """The spell of ``day``."""
        return next((one for one in self.spells.get(unit.pk, ()) if one.holds_on(day)), None)


def stands_on(units: Sequence[Unit], day: dt.date) -> dict[int, Stand]:
    """The ledger about these units on ``day``: three queries."""
    return {
        key: Stand(
            unit=one.unit,
            state=one.state,
            area=one.unit.area,
            signed_kind=one.spell.signed_kind if one.spell else "",
            names=tuple(enterprise.name for enterprise in one.occupants),
            lease=one.lease,
            spell=one.spell,
            reason=one.spell.reason if one.spell else "",
            occupants=tuple(one.occupants),
        )
        for key, one in states_on(units, day).items()
    }


def read_ledger(building: Building, day: dt.date) -> LedgerBook:
    """The building's units alive on ``day``, floors top-down, with all their spells."""
    units = list(
        Unit.objects.filter(building=building)
        .on(day)
        .select_related("building", "floor")
        .top_down()
    )
    keys = [unit.pk for unit in units]
    book = LedgerBook(building, day, units, stands_on(units, day))
    spells = Spell.objects.filter(unit__in=keys).select_related("lease")
    for spell in spells.prefetch_related("occupants__enterprise").order_by("starts_on"):
        book.spells.setdefault(spell.unit_id, []).append(spell)
    for hold in UnitHold.objects.filter(unit__in=keys):
        book.holds.setdefault(hold.unit_id, []).append(hold)
    return book


def after(stand: Stand, said: Reported) -> Stand:
    """How the unit stands once what is reported holds."""
    names = tuple(one.shown for one in said.tenants)
    keeps_lease = stand.lease is not None and said.state in "LN" and not said.last_day
    return Stand(
        unit=said.unit,
        state=said.state,
        area=said.measured,
        signed_kind=said.signed_kind if said.state == "N" else "",
        names=names,
        lease=stand.lease if keeps_lease else None,
        reason=said.note,
    )


def units_of(said: Reported) -> list[Unit]:
    """The units that the report changes or ends."""
    return said.units if isinstance(said, Reshaping) else [said.unit]


def touched(said: Iterable[Reported]) -> set[int]:
    """Ids of all units about which something is reported."""
    return {unit.pk for one in said for unit in units_of(one)}


def outcome(said: Reported, befores: Sequence[Stand]) -> tuple[Stand, ...]:
    """How what stood there stands once the report holds: one unit, or the parts."""
    if isinstance(said, Reshaping):
        return tuple(after(befores[0], part) for part in said.parts)
    return (after(befores[0], said),)


def settle(standing: dict[int, Stand], said: Reported, nows: Sequence[Stand]) -> None:
    """Carry the report into ``standing``; units that end with it stand there no longer."""
    if isinstance(said, Reshaping):
        for unit in said.units:
            standing.pop(unit.pk, None)
    else:
        standing[said.unit.pk] = nows[0]


def differs(stand: Stand, said: Reported) -> bool:
    """Whether the report says anything that the ledger does not say already."""
    if said.state != stand.state or said.measured != stand.area:
        return True
    if said.state in ("V", "H") and said.tenants:
        return True
    if said.state == "V":
        return False
    if said.state == "N" and (said.signed_kind or "let") != (stand.signed_kind or "let"):
        return True
    if said.state == "H":
        ends = stand.spell.ends_before if stand.spell else None
        return said.ends_before is not None and said.ends_before != ends
    if said.tenant_keys != stand.tenant_keys:
        return True
    return _another_lease(stand, said) or _other_shares(stand, said.tenants)


def _another_lease(stand: Stand, said: Reported) -> bool:
    lease = stand.lease
    if lease is None:
        return said.last_day is not None
    return (said.last_day is not None and said.last_day != lease.last_day) or (
        bool(said.lease_number) and said.lease_number != lease.number
    )


def _other_shares(stand: Stand, tenants: Iterable) -> bool:
    if stand.spell is None or len(stand.names) < 2:
        return False
    stored = {
        row.enterprise.name_key: (row.area_share, row.desks)
        for row in stand.spell.occupants.true().select_related("enterprise")
    }
    return any(
        (one.area_share is not None or one.desks is not None)
        and stored.get(one.key) != (one.area_share, one.desks)
        for one in tenants
    )
