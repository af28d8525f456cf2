"""Where everything stands as of a day, building by building, in four queries.

A closed month's last day is read as it was frozen (crm.occupancy.frozen), one query more to ask.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import frozen, rules
from crm.occupancy.models import MonthClose, SpellOccupant, Unit
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import LEASED, OCCUPIED
from crm.occupancy.querysets.units import holding
from crm.occupancy.standing import (
    BuildingPosition,
    Leased,
    PlacePosition,
    Position,
    add_up,
)

__all__ = [
    "BuildingPosition",
    "Leased",
    "PlacePosition",
    "Position",
    "add_up",
    "is_closed",
    "live_units",
    "occupants",
    "position",
]


def position(place: Place, as_of: dt.date, *, ledger: bool = False) -> PlacePosition:
    """The figures of ``place`` as of ``as_of``.

    The last day of a closed month gives the figures of its latest edition, as they were frozen;
    with ``ledger`` what today's ledger says about that day. ``edition`` says which it was. A zone
    or building that no edition holds, because it was entered since, is read from the ledger.
    """
    closing = None if ledger else frozen.latest_on(as_of)
    if closing is None:
        return ledger_position(place, as_of)
    found = frozen.position(place, closing)
    if not found.buildings and not place.is_district and _entered_since(place, closing):
        return ledger_position(place, as_of)
    return found


def _entered_since(place: Place, closing: MonthClose) -> bool:
    """Whether all of the place was entered after this edition; what was there then and did not
    count stays as it was frozen: nothing.
    """
    rows = list(place.buildings.values_list("created_at", flat=True))
    return bool(rows) and all(entered > closing.created_at for entered in rows)


def ledger_position(
    place: Place, as_of: dt.date, by_use: dict[str, rules.Areas] | None = None
) -> PlacePosition:
    """What the ledger says about the day now, whatever was frozen.

    Hand in ``by_use`` to have the areas by 用途 filled in, without a query more.
    """
    buildings = list(place.buildings.in_use_on(as_of).select_related("zone").order_by("code"))
    ids = [building.pk for building in buildings]
    areas, counts = _areas(ids, as_of, by_use)
    leased, unleased = _leased(ids, as_of)
    settled = _enterprises(ids, as_of)
    parts = [
        BuildingPosition(
            as_of=as_of,
            areas=areas[building.pk],
            gross_in_use=building.gross_area,
            units=counts[building.pk],
            enterprise_ids=frozenset(settled[building.pk]),
            leased=leased[building.pk],
            unleased=unleased[building.pk],
            building=building,
        )
        for building in buildings
    ]
    return add_up(place, as_of, parts)


def is_closed(as_of: dt.date) -> bool:
    """Whether the month that ends on ``as_of`` is closed."""
    return frozen.is_month_end(as_of) and (
        MonthClose.objects.filter(month=as_of.replace(day=1)).exists()
    )


def live_units(building_ids: Iterable[int], day: dt.date) -> Any:
    """Units of these buildings alive on ``day``, joined with the spell of that day."""
    return Unit.objects.filter(building_id__in=building_ids).on(day).with_spell_on(day)


def _areas(
    ids: list[int], day: dt.date, by_use: dict[str, rules.Areas] | None = None
) -> tuple[dict[int, rules.Areas], dict[int, int]]:
    rows = live_units(ids, day).with_way_on(day).order_by()
    grouped = ["building_id", "spell_now__state", "spell_now__signed_kind", "way_now__way"]
    if by_use is not None:
        rows, grouped = rows.with_use_on(day), [*grouped, "use_now__use"]
    found = rows.values_list(*grouped).annotate(total=Sum(cents("area")), units=Count("pk"))
    sums: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[int, int] = defaultdict(int)
    for building, state, kind, way, *use, total, units in found:
        counts[building] += units
        for key in (building, *(("use", one or "office") for one in use)):
            sums[key][state or "V"] += total
            if state == "N" and kind == "sold":
                sums[key]["sold_unmoved"] += total
            if state is None and way not in (None, "to_let"):
                sums[key]["not_to_let"] += total
    areas: dict[Any, rules.Areas] = defaultdict(rules.Areas)
    for key, by_state in sums.items():
        whole = rules.Areas(**{name: from_cents(sum_) for name, sum_ in by_state.items()})
        if isinstance(key, tuple):
            by_use[key[1]] = whole  # type: ignore[index] - only filled when it was asked for
        else:
            areas[key] = whole
    return areas, counts


def _leased(ids: list[int], day: dt.date) -> tuple[dict[int, Leased], dict[int, Decimal]]:
    rows = (
        live_units(ids, day)
        .filter(spell_now__state__in=LEASED)
        .order_by()
        .values_list("building_id", "spell_now__lease__last_day")
        .annotate(total=Sum(cents("area")))
    )
    leased: dict[int, Leased] = defaultdict(list)
    unleased: dict[int, Decimal] = defaultdict(lambda: rules.ZERO)
    for building, last_day, total in rows:
        if last_day is None:
            unleased[building] += from_cents(total)
        else:
            leased[building].append((last_day, from_cents(total)))
    return leased, unleased


def _enterprises(ids: list[int], day: dt.date) -> dict[int, set[int]]:
    settled: dict[int, set[int]] = defaultdict(set)
    for building, enterprise in (
        occupants(ids, day).values_list("spell__unit__building_id", "enterprise_id").distinct()
    ):
        settled[building].add(enterprise)
    return settled


def occupants(building_ids: Iterable[int], day: dt.date) -> Any:
    """Enterprises on S, L and O spells of live units of these buildings on ``day``."""
    return (
        SpellOccupant.objects.true()
        .filter(
            holding("spell", day),
            holding("spell__unit", day),
            spell__state__in=OCCUPIED,
            spell__unit__building_id__in=building_ids,
        )
        .order_by()
    )
