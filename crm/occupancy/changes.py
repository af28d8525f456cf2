"""What changed between two days: who moved, and what moved the rate.

A closed month's figures are where the next month's moves start. What today's ledger says otherwise
about that day is the 期初调整: opening as frozen + adjustment + moves = closing, exactly.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from crm.occupancy import openings, rules, sittings
from crm.occupancy.opening_rules import OpeningAdjustment
from crm.occupancy.places import Place
from crm.occupancy.positions import PlacePosition, add_up, ledger_position, occupants, position
from crm.occupancy.sittings import Sitting

NO_ADJUSTMENT = OpeningAdjustment()
Holdings = dict[tuple[int, int], Fraction]


@dataclass(frozen=True)
class PlaceChange:
    """Two positions of one place. ``holdings`` are ㎡ by (building id, enterprise id).

    ``before`` is as it was reported; ``adjusted`` is the same day as the moves start from it (None:
    the same), and ``adjustment`` leads from the one to the other. ``holdings_before`` are those of
    ``adjusted``; ``opening_rows`` are who sat there, where a closing kept them.
    """

    before: PlacePosition
    after: PlacePosition
    holdings_before: Holdings
    holdings_after: Holdings
    adjusted: PlacePosition | None = None
    adjustment: OpeningAdjustment = NO_ADJUSTMENT
    opening_rows: list[Sitting] | None = None

    @property
    def opening(self) -> PlacePosition:
        """Where the moves start."""
        return self.before if self.adjusted is None else self.adjusted

    def sittings(self) -> tuple[list[Sitting], list[Sitting]]:
        """Who sat on which unit when the moves start and at the end: frozen, or two queries."""
        kept = self.opening_rows
        before = openings.rows_of(self.opening) if kept is None else kept
        return before, openings.rows_of(self.after)

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
        """Formula 7, enterprise by enterprise over the whole scope, from the adjusted opening."""
        return rules.net_absorption(
            by_enterprise(self.holdings_before),
            by_enterprise(self.holdings_after),
            self.opening.areas.occupied,
            self.after.areas.occupied,
        )


@dataclass(frozen=True)
class Restated:
    """A past day as it was reported and as today's ledger has it (调整后同期数)."""

    reported: PlacePosition
    ledger: PlacePosition


def change(place: Place, start: dt.date, end: dt.date, *, ledger: bool = False) -> PlaceChange:
    """What changed in ``place`` from ``start`` (as of) to ``end`` (as of).

    Closed months are read as they were frozen (with ``ledger`` as the ledger has them now): a
    closed ``end`` brings the opening that it started from, an open one adjusts the frozen ``start``
    by today's ledger.
    """
    after = position(place, end, ledger=ledger)
    if after.is_frozen:
        found = openings.stored(place, start, end, after.edition)
        if found is not None:
            return PlaceChange(
                found.before,
                after,
                _as_fractions(sittings.held(found.rows)),
                holdings(after),
                found.adjusted,
                found.adjustment,
                found.rows,
            )
    before = position(place, start, ledger=ledger)
    if not before.is_frozen or after.is_frozen:
        return PlaceChange(before, after, holdings(before), holdings(after))
    adjusted = ledger_position(place, start)
    return PlaceChange(
        before,
        after,
        holdings(adjusted),
        holdings(after),
        adjusted,
        openings.adjustment(place, start),
    )


def opening_adjustment(place: Place, day: dt.date) -> OpeningAdjustment:
    """From the frozen figures of ``day`` to today's ledger about it; nothing while it is open."""
    return openings.adjustment(place, day)


def restated(place: Place, day: dt.date) -> Restated:
    """原报数 and 调整后同期数 of a past day; the same twice while its month is open."""
    reported = position(place, day)
    return Restated(reported, ledger_position(place, day) if reported.is_frozen else reported)


def restated_start(of: PlaceChange) -> Restated:
    """The same of the first day of a change that has been read; no query where it is known."""
    if not of.before.is_frozen:
        return Restated(of.before, of.before)
    if of.adjusted is not None and not of.after.is_frozen:
        return Restated(of.before, of.adjusted)
    return Restated(of.before, ledger_position(of.before.place, of.before.as_of))


def holdings(of: PlacePosition) -> Holdings:
    """What each enterprise occupies in each building: S, L and O, shared spells by their shares,
    in whole hundredths.
    """
    ids = [one.building.pk for one in of.buildings]
    if of.is_frozen:
        return _as_fractions(sittings.held(openings.rows_of(of)))
    return _ledger_holdings(ids, of.as_of)


def _ledger_holdings(ids: list[int], day: dt.date) -> Holdings:
    rows = (
        occupants(ids, day)
        .order_by("spell_id", "enterprise_id")
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
        parts = rules.cent_shares(
            sharers[0][2],
            [sharer[4] for sharer in sharers],
            [sharer[5] is not None for sharer in sharers],
        )
        for sharer, part in zip(sharers, parts, strict=True):
            held[sharer[1], sharer[3]] += Fraction(part)
    return dict(held)


def _as_fractions(held: Mapping[tuple[int, int], Decimal]) -> Holdings:
    return {key: Fraction(area) for key, area in held.items()}


def by_enterprise(held: Holdings) -> dict[int, Fraction]:
    """The same over all buildings, so that a move inside the scope nets to 0."""
    return _summed((enterprise, area) for (_, enterprise), area in held.items())


def _summed(pairs: Iterable[tuple[int, Fraction]]) -> dict[int, Fraction]:
    sums: dict[int, Fraction] = defaultdict(Fraction)
    for key, area in pairs:
        sums[key] += area
    return dict(sums)
