"""Closed months as they were frozen: figures from the closing itself, tenants from its rows."""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from crm.core.clock import today
from crm.core.fields import cents, from_cents
from crm.occupancy import rules
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, ClosedPosition, MonthClose, Zone
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import LEASED, OCCUPIED
from crm.occupancy.standing import BuildingPosition, Leased, PlacePosition, add_up

ONE_DAY = dt.timedelta(days=1)
FIRST_RULES = "1"
AREA_KEYS = (*rules.STATES, "sold_unmoved", "not_to_let")


def is_month_end(day: dt.date) -> bool:
    """Whether a month ends on ``day``."""
    return day == month_end(day)


def latest_on(as_of: dt.date) -> MonthClose | None:
    """The latest edition of the month that ends on ``as_of``; None while it is open. One query.

    A closing that was recorded without figures (from elsewhere) has nothing to be read from, and a
    month that is not over is never closed.
    """
    if not is_month_end(as_of) or as_of >= today():
        return None
    editions = MonthClose.objects.filter(month=as_of.replace(day=1)).exclude(sha256="")
    return editions.order_by("-edition").first()


def latest_of(months: Iterable[dt.date]) -> dict[dt.date, MonthClose]:
    """The latest edition of each of these months (first days) that is closed. One query."""
    rows = MonthClose.objects.filter(month__in=set(months)).exclude(sha256="")
    rows = rows.order_by("month", "edition")
    return {row.month: row for row in rows}


def edition_of(month: dt.date, edition: int) -> MonthClose | None:
    """One edition of a month."""
    return MonthClose.objects.filter(month=month, edition=edition).first()


def keeps_terms(closing: MonthClose) -> bool:
    """Whether it froze leases, rents, industries and registrations: since rule version 2."""
    return closing.figures["rule_version"] != FIRST_RULES


def last_day(closing: MonthClose) -> dt.date:
    """The day that the closing shows."""
    return (closing.month + dt.timedelta(days=31)).replace(day=1) - ONE_DAY


def entries(place: Place, closing: MonthClose) -> list[dict[str, Any]]:
    """The closing's buildings that lay in ``place`` then, seen or not."""
    return [one for one in closing.figures["buildings"] if is_inside(place, one)]


def is_inside(place: Place, entry: Mapping[str, Any]) -> bool:
    """Whether a frozen building lay in ``place``."""
    if place.is_district or place.reach is None:
        return True
    return place.code in (entry["zone"], entry["code"])


def areas_of(entry: Mapping[str, Any]) -> rules.Areas:
    """The areas of a frozen building, or of the whole."""
    return rules.Areas(**{key: Decimal(entry["area"][key]) for key in AREA_KEYS})


def position(place: Place, closing: MonthClose) -> PlacePosition:
    """The figures of ``place`` in this edition: three queries."""
    listed = entries(place, closing)
    buildings = buildings_of(place, listed)
    ids = [building.pk for building in buildings.values()]
    leased, unleased = _leased(closing, ids)
    settled = _enterprises(closing, ids)
    as_of = last_day(closing)
    parts = [
        BuildingPosition(
            as_of=as_of,
            areas=areas_of(entry),
            gross_in_use=Decimal(entry["area"]["gross_in_use"]),
            units=entry["units"],
            enterprise_ids=frozenset(settled[building.pk]),
            leased=leased[building.pk],
            unleased=unleased[building.pk],
            building=building,
        )
        for entry in listed
        for building in [buildings.get(entry["code"])]
        if building is not None
    ]
    return add_up(place, as_of, parts, closing.edition, keeps_terms=keeps_terms(closing))


def rows_of(at: PlacePosition) -> QuerySet[ClosedPosition]:
    """The rows of the edition that ``at`` was read from; only for a frozen position."""
    return ClosedPosition.objects.filter(
        close__month=at.as_of.replace(day=1),
        close__edition=at.edition,
        building__in=[one.building.pk for one in at.buildings],
    )


def buildings_of(place: Place, listed: Iterable[Mapping[str, Any]]) -> dict[str, Building]:
    """Those of the frozen entries that the asker sees, by code, with the name, zone and area of
    then. Never save them.
    """
    reach = place.buildings if place.reach is None else place.reach
    by_code = {entry["code"]: entry for entry in listed}
    rows = reach.filter(code__in=by_code).select_related("zone")
    return {row.code: _as_frozen(row, by_code[row.code]) for row in rows}


def _as_frozen(row: Building, entry: Mapping[str, Any]) -> Building:
    then = copy.copy(row)
    then.name, then.gross_area = entry["name"], Decimal(entry["area"]["gross_in_use"])
    day = entry["in_use_from"]
    then.in_use_from = dt.date.fromisoformat(day) if day else None
    if row.zone.code != entry["zone"]:
        then.zone = Zone.objects.get(code=entry["zone"])
    return then


def _leased(closing: MonthClose, ids: list[int]) -> tuple[dict[int, Leased], dict[int, Decimal]]:
    rows = (
        ClosedPosition.objects.filter(close=closing, building_id__in=ids, state__in=LEASED)
        .order_by()
        .values_list("building_id", "last_day")
        .annotate(total=Sum(cents("area")))
    )
    leased: dict[int, Leased] = defaultdict(list)
    unleased: dict[int, Decimal] = defaultdict(lambda: rules.ZERO)
    for building, until, total in rows:
        if until is None:
            unleased[building] += from_cents(total)
        else:
            leased[building].append((until, from_cents(total)))
    return leased, unleased


def _enterprises(closing: MonthClose, ids: list[int]) -> dict[int, set[int]]:
    rows = ClosedPosition.objects.filter(
        close=closing, building_id__in=ids, state__in=OCCUPIED, enterprise__isnull=False
    )
    settled: dict[int, set[int]] = defaultdict(set)
    pairs = rows.order_by().values_list("building_id", "enterprise_id").distinct()
    for building, enterprise in pairs:
        settled[building].add(enterprise)
    return settled
