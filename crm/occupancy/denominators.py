"""分母变动影响 and what it is made of: buildings that came and went, what was put on hold, what was
measured anew. Splits and mergers conserve area and have no effect.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q

from crm.occupancy import rules
from crm.occupancy.changes import PlaceChange
from crm.occupancy.models import Building, BuildingMembership, Unit, UnitLineage
from crm.occupancy.positions import BuildingPosition

PARTS = ("entered", "left", "scope", "held", "measured", "relaid", "other")


@dataclass(frozen=True)
class Part:
    """``area`` ㎡ of 可招商面积 (B − H) more, and what that does to the rate.

    entered 新投用 · left 退出 · scope 范围调整 · held 暂不可租增减 (on hold counts against) ·
    measured 面积更正 · relaid units laid out or given up in a building in use · other 期初调整:
    what a frozen opening was corrected by since, and whatever else the ledger does not explain.
    """

    key: str
    area: Decimal
    effect: Fraction | None
    buildings: tuple[Building, ...] = ()


@dataclass(frozen=True)
class Denominator:
    """The change of B − H. ``reshaped`` counts splits and mergers, which change nothing."""

    change: Decimal
    effect: Fraction | None
    parts: tuple[Part, ...]
    reshaped: int

    def part(self, key: str) -> Part:
        """One of PARTS."""
        return next(one for one in self.parts if one.key == key)


def denominator(of: PlaceChange) -> Denominator:
    """The parts of 分母变动影响 between the two days: at most four queries.

    Their areas add up to the change of B − H, their effects to ``new_supply_effect``.
    """
    before = {one.building.pk: one for one in of.opening.buildings}
    after = {one.building.pk: one for one in of.after.buildings}
    both = before.keys() & after.keys()
    entered = [after[key] for key in after if key not in both]
    left = [before[key] for key in before if key not in both]
    scope = _of_scope([*entered, *left], of.before.as_of, of.after.as_of)
    laid = _laid_out(both, of.before.as_of, of.after.as_of)
    held = sum((before[key].areas.H - after[key].areas.H for key in both), rules.ZERO)
    areas = {
        "entered": _available(one for one in entered if one.building.pk not in scope),
        "left": -_available(one for one in left if one.building.pk not in scope),
        "scope": _available(one for one in entered if one.building.pk in scope)
        - _available(one for one in left if one.building.pk in scope),
        "held": held,
        "measured": laid.measured,
        "relaid": laid.relaid,
    }
    change = of.after.areas.available - of.before.areas.available
    areas["other"] = change - sum(areas.values(), rules.ZERO)
    named = {
        "entered": [one for one in entered if one.building.pk not in scope],
        "left": [one for one in left if one.building.pk not in scope],
        "scope": [one for one in [*entered, *left] if one.building.pk in scope],
        "held": [after[key] for key in both if before[key].areas.H != after[key].areas.H],
    }
    return Denominator(
        change,
        _effect(of, change),
        tuple(
            Part(
                key,
                areas[key],
                _effect(of, areas[key]),
                tuple(sorted((x.building for x in named.get(key, [])), key=lambda x: x.code)),
            )
            for key in PARTS
        ),
        laid.reshaped,
    )


def _effect(of: PlaceChange, area: Decimal) -> Fraction | None:
    then, now = of.before.areas, of.after.areas
    return rules.denominator_effect(then.occupied, then.available, now.available, area)


def _available(parts: Iterable[BuildingPosition]) -> Decimal:
    return sum((one.areas.available for one in parts), rules.ZERO)


def _of_scope(parts: list[BuildingPosition], start: dt.date, end: dt.date) -> set[int]:
    """Buildings that came or went because they were counted in or out, not because of their use."""
    ids = [one.building.pk for one in parts]
    if not ids:
        return set()
    low, high = sorted((start, end))
    left_out = BuildingMembership.objects.filter(building__in=ids, counts=False).overlapping(
        low, high + dt.timedelta(days=1)
    )
    return set(left_out.values_list("building_id", flat=True))


@dataclass(frozen=True)
class _Laid:
    """What happened to the units of buildings in use at both days."""

    measured: Decimal
    relaid: Decimal
    reshaped: int


def _laid_out(buildings: Iterable[int], start: dt.date, end: dt.date) -> _Laid:
    low, high = sorted((start, end))
    sign = 1 if start <= end else -1
    keys = list(buildings)
    lineages = UnitLineage.objects.filter(
        child__building__in=keys, child__starts_on__gt=low, child__starts_on__lte=high
    ).values_list("kind", "parent_id", "child_id", "parent__area", "child__area")
    measured, events = rules.ZERO, set()
    for kind, parent, child, old, new in lineages:
        if kind == UnitLineage.Kind.MEASURED:
            measured += new - old
        else:
            events.add((kind, parent if kind == UnitLineage.Kind.SPLIT else child))
    of_unit = UnitLineage.objects.order_by()
    born = Q(starts_on__gt=low, starts_on__lte=high) & ~Exists(of_unit.filter(child=OuterRef("pk")))
    ended = Q(ends_before__gt=low, ends_before__lte=high) & ~Exists(
        of_unit.filter(parent=OuterRef("pk"))
    )
    units = Unit.objects.filter(building__in=keys)
    relaid = sum(units.filter(born).values_list("area", flat=True), rules.ZERO)
    relaid -= sum(units.filter(ended).values_list("area", flat=True), rules.ZERO)
    return _Laid(measured * sign, relaid * sign, len(events))
