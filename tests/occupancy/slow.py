"""An independent reckoning over plain rows, in fractions, one loop a figure."""

import datetime as dt
from collections import defaultdict
from fractions import Fraction

from crm.occupancy.models import Building
from tests.occupancy.builders import RandomDistrict


def holds(row, day: dt.date) -> bool:
    return row.starts_on <= day and (row.ends_before is None or day < row.ends_before)


def in_use(district: RandomDistrict, day: dt.date) -> list[Building]:
    return [b for b in district.buildings if b.in_use_from is not None and b.in_use_from <= day]


def state_areas(district: RandomDistrict, day: dt.date, buildings: list[Building]) -> dict:
    sums = dict.fromkeys("SLNOVH", Fraction(0))
    for unit in district.units:
        if unit.building in buildings and holds(unit, day):
            states = [d.state for d in district.drafts if d.unit is unit and holds(d, day)]
            assert len(states) <= 1
            sums[states[0] if states else "V"] += Fraction(unit.area)
    return sums


def live_drafts(district: RandomDistrict, day: dt.date, states: str) -> list:
    buildings = in_use(district, day)
    return [
        d
        for d in district.drafts
        if d.state in states
        and holds(d, day)
        and holds(d.unit, day)
        and d.unit.building in buildings
    ]


def enterprises(district: RandomDistrict, day: dt.date) -> set[int]:
    return {o.enterprise.pk for d in live_drafts(district, day, "SLO") for o in d.occupants}


def expiring(district: RandomDistrict, day: dt.date, days: int) -> Fraction:
    ahead = day + dt.timedelta(days=days)
    return sum(
        (
            Fraction(d.unit.area)
            for d in live_drafts(district, day, "LN")
            if d.lease and day < d.lease.last_day <= ahead
        ),
        Fraction(0),
    )


def held(district: RandomDistrict, day: dt.date) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for draft in live_drafts(district, day, "SLO"):
        stated = sum(Fraction(o.area_share) for o in draft.occupants if o.area_share is not None)
        equal = [o for o in draft.occupants if o.area_share is None and o.desks is None]
        for one in draft.occupants:
            if one.area_share is not None:
                sums[one.enterprise.pk] += Fraction(one.area_share)
            elif one.desks is None:
                sums[one.enterprise.pk] += (Fraction(draft.unit.area) - stated) / len(equal)
    return dict(sums)
