"""办公 and 商业 rates beside the headline: the areas of a place by 用途, one query."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import Sum

from crm.core.fields import cents, from_cents
from crm.core.registries.figures import Figure
from crm.occupancy import frozen, rules, strips
from crm.occupancy.models import UnitUse
from crm.occupancy.places import Place
from crm.occupancy.positions import ledger_position, live_units
from crm.occupancy.standing import PlacePosition

OFFICE = UnitUse.Use.OFFICE


def position_by_use(place: Place, as_of: dt.date) -> tuple[PlacePosition, dict[str, rules.Areas]]:
    """``positions.position`` with the areas by use; of an open day they cost no query more."""
    closing = frozen.latest_on(as_of)
    if closing is None:
        by_use: dict[str, rules.Areas] = {}
        return ledger_position(place, as_of, by_use), by_use
    found = frozen.position(place, closing)
    return found, areas_by_use(found)


def areas_by_use(of: PlacePosition) -> dict[str, rules.Areas]:
    """㎡ by use and state; of a closed month as it was frozen."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = _frozen(of) if of.is_frozen else _ledger(of)
    for use, state, kind, way, total in rows:
        mine = sums[use or OFFICE]
        mine[state or "V"] += total
        if state == "N" and kind == "sold":
            mine["sold_unmoved"] += total
        if state in (None, "V") and way not in (None, "", "to_let"):
            mine["not_to_let"] += total
    return {
        use: rules.Areas(**{key: from_cents(one) for key, one in mine.items()})
        for use, mine in sums.items()
    }


def strip_by_use(of: PlacePosition, areas: dict[str, rules.Areas]) -> list[Figure]:
    """入驻率 of each use that there is, the headline's definition on the use's own units."""
    names = dict(UnitUse.Use.choices)
    return [strips.of_use(of, names[use], areas[use]) for use in names if use in areas]


def _ledger(of: PlacePosition) -> Any:
    return (
        live_units([one.building.pk for one in of.buildings], of.as_of)
        .with_way_on(of.as_of)
        .with_use_on(of.as_of)
        .order_by()
        .values_list("use_now__use", "spell_now__state", "spell_now__signed_kind", "way_now__way")
        .annotate(total=Sum(cents("area")))
    )


def _frozen(of: PlacePosition) -> Any:
    return (
        frozen.rows_of(of)
        .order_by()
        .values_list("use", "state", "signed_kind", "way")
        .annotate(total=Sum(cents("area")))
    )
