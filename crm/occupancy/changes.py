"""What changed between two days: who moved, and what moved the rate."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from crm.occupancy import rules
from crm.occupancy.places import Place
from crm.occupancy.positions import PlacePosition, add_up, occupants, position

Holdings = dict[tuple[int, int], Fraction]


@dataclass(frozen=True)
class PlaceChange:
    """Two positions of one place. ``holdings`` are ㎡ by (building id, enterprise id)."""

    before: PlacePosition
    after: PlacePosition
    holdings_before: Holdings
    holdings_after: Holdings

    @property
    def rate_change(self) -> rules.RateChange:
        """Formula 8 on the whole scope."""
        return rules.rate_change(self.before.areas, self.after.areas)

    @property
    def like_for_like_change(self) -> Decimal | None:
        """可比口径: only buildings in use at both dates."""
        both = {one.building.pk for one in self.before.buildings} & {
            one.building.pk for one in self.after.buildings
        }
        old, new = (
            add_up(side.place, side.as_of, [x for x in side.buildings if x.building.pk in both])
            for side in (self.before, self.after)
        )
        return rules.rate_change(old.areas, new.areas).change

    @property
    def absorption(self) -> rules.Absorption:
        """Formula 7, enterprise by enterprise over the whole scope."""
        return rules.net_absorption(
            by_enterprise(self.holdings_before),
            by_enterprise(self.holdings_after),
            self.before.areas.occupied,
            self.after.areas.occupied,
        )


def change(place: Place, start: dt.date, end: dt.date) -> PlaceChange:
    """What changed in ``place`` from ``start`` (as of) to ``end`` (as of)."""
    before, after = position(place, start), position(place, end)
    return PlaceChange(before, after, holdings(before), holdings(after))


def holdings(of: PlacePosition) -> Holdings:
    """What each enterprise occupies in each building: S, L and O, shared spells by their shares."""
    rows = (
        occupants([one.building.pk for one in of.buildings], of.as_of)
        .order_by("spell_id", "pk")
        .values_list(
            "spell_id",
            "spell__unit__building_id",
            "spell__unit__area",
            "enterprise_id",
            "area_share",
            "desks",
        )
    )
    held: Holdings = defaultdict(Fraction)
    for _, group in groupby(rows, key=itemgetter(0)):
        sharers = list(group)
        parts = rules.shares(
            sharers[0][2],
            [sharer[4] for sharer in sharers],
            [sharer[5] is not None for sharer in sharers],
        )
        for sharer, part in zip(sharers, parts, strict=True):
            held[sharer[1], sharer[3]] += part
    return dict(held)


def by_enterprise(held: Holdings) -> dict[int, Fraction]:
    """The same over all buildings, so that a move inside the scope nets to 0."""
    return _summed((enterprise, area) for (_, enterprise), area in held.items())


def _summed(pairs: Iterable[tuple[int, Fraction]]) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for key, area in pairs:
        sums[key] += area
    return dict(sums)
