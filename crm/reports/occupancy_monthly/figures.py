"""The figures of one month, from the occupancy ledger: what the draft freezes.

Names and codes are stored, never words in the language of whoever asks, so that the same ledger
gives the same canonical text everywhere.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.conf import settings

from crm.occupancy import rules, statements
from crm.occupancy.changes import by_enterprise, restated
from crm.occupancy.changes import change as changed
from crm.occupancy.frozen import areas_of, entries, latest_of
from crm.occupancy.lettings import lettings
from crm.occupancy.models import MonthClose
from crm.occupancy.places import DISTRICT, Place, place_of
from crm.occupancy.positions import is_closed
from crm.occupancy.quality import findings_count
from crm.occupancy.series import DayOfSeries
from crm.occupancy.series import series as ledger_series
from crm.occupancy.standing import BuildingPosition, PlacePosition, Position, add_up
from crm.occupancy.tenants import tenants_of
from crm.reports.months import month_end
from crm.reports.occupancy_monthly.leases import lease_figures
from crm.reports.occupancy_monthly.matching import matching_figures
from crm.reports.occupancy_monthly.moving import move_figures
from crm.reports.occupancy_monthly.release import release_figures
from crm.reports.occupancy_monthly.rents import rent_figures
from crm.reports.occupancy_monthly.returned import return_figures
from crm.reports.occupancy_monthly.structure import industry_figures, top_five
from crm.reports.occupancy_monthly.uses import use_figures

KIND, RULE_VERSION = "occupancy-monthly", "2"
MONTHS_SHOWN = 24


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """Everything that the report of ``as_of`` prints; Refused when the scope is not known."""
    place = place_of(scope)
    change = changed(place, month_end(as_of, 1), as_of)
    now, previous = change.after, change.before
    past = restated(place, month_end(as_of, 12))
    year_ago = past.reported
    held = by_enterprise(change.holdings_after)
    tenants, let = tenants_of(now), lettings(now)
    home = tenants.registered_here
    return {
        **identity(now),
        "editions": {
            "now": now.edition,
            "previous": previous.edition,
            "year_ago": year_ago.edition,
        },
        "now": whole(now, home),
        "previous": whole(previous, None),
        "year_ago": whole(year_ago, None),
        "year_ago_restated": whole(past.ledger, None),
        "like_for_like": {
            "month": like_for_like(previous, now),
            "year": like_for_like(year_ago, now),
        },
        "supply": supply(previous, now),
        **move_figures(change),
        "absorption": absorption(year_ago, now),
        "zones": zones(now, previous, year_ago, home),
        "industries": industry_figures(change),
        "top_five": top_five(held),
        **lease_figures(now, let),
        **rent_figures(let),
        **use_figures(("now", now), ("previous", previous), ("year_ago", year_ago)),
        **matching_figures(now, held, tenants),
        **release_figures(place, as_of),
        **return_figures(place, as_of),
        "quality": {"count": findings_count(place, as_of)},
        "series": series(place, as_of),
    }


def identity(now: PlacePosition) -> dict[str, Any]:
    """What the figures are of."""
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "month": f"{now.as_of:%Y-%m}",
        "as_of": now.as_of,
        "closed": now.is_frozen or is_closed(now.as_of),
        "demo": any(part.building.is_demo for part in now.buildings),
        "scope": {"code": now.place.code, "name": scope_name(now.place)},
        **source_of(now),
    }


def source_of(now: PlacePosition) -> dict[str, Any]:
    """Of a closed month its edition, and whether its leases, industries and registrations come
    from the ledger all the same.
    """
    edition = {"edition": now.edition} if now.is_frozen else {}
    return edition | ({"terms_from_ledger": True} if now.terms_from_ledger else {})


def scope_name(place: Place) -> str:
    """The district's own name before that of a zone; a building stands alone."""
    district = settings.DISTRICT_NAME
    if place.code == DISTRICT:
        return district
    is_zone = not place.buildings.filter(code=place.code).exists()
    return f"{district}{place.name}" if is_zone and district not in place.name else place.name


def whole(at: PlacePosition, home: frozenset[int] | None) -> dict[str, Any]:
    """One scope on one day."""
    return {"as_of": at.as_of, "buildings": len(at.buildings), **_sums(at, home)}


def _sums(at: Position, home: frozenset[int] | None) -> dict[str, Any]:
    return {
        "area": {
            **statements.areas(at),
            "sold_unmoved": statements.area(at.areas.sold_unmoved),
            "not_to_let": statements.area(at.areas.not_to_let),
        },
        "rate": statements.rates(at),
        "units": at.units,
        "enterprises": at.enterprises,
        "registered": None if home is None else len(at.enterprise_ids & home),
    }


def like_for_like(then: PlacePosition, now: PlacePosition) -> dict[str, Any]:
    """可比口径: areas at both dates of the buildings in use at both."""
    both = _ids(then) & _ids(now)
    return {"buildings": len(both), "then": _base(then, both), "now": _base(now, both)}


def _ids(at: PlacePosition) -> set[int]:
    return {part.building.pk for part in at.buildings}


def _base(at: PlacePosition, ids: set[int]) -> dict[str, str]:
    same = add_up(at.place, at.as_of, [part for part in at.buildings if part.building.pk in ids])
    return _ratio(same)


def _ratio(at: Position) -> dict[str, str]:
    return {
        "occupied": statements.area(at.areas.occupied),
        "base": statements.area(at.areas.available),
    }


def supply(then: PlacePosition, now: PlacePosition) -> dict[str, Any]:
    """Buildings that came into use and left between the two dates."""
    return {
        "entered": [
            _building(part) for part in now.buildings if part.building.pk not in _ids(then)
        ],
        "left": [_building(part) for part in then.buildings if part.building.pk not in _ids(now)],
    }


def _building(part: BuildingPosition) -> dict[str, Any]:
    building = part.building
    return {
        "code": building.code,
        "name": building.name,
        "on": building.in_use_from,
        "area": statements.area(part.gross_in_use),
    }


def absorption(year_ago: PlacePosition, now: PlacePosition) -> dict[str, Any]:
    """Mean of twelve months, and how long the vacancy lasts at that pace (formula 10)."""
    net = now.areas.occupied - year_ago.areas.occupied
    known = bool(year_ago.areas.available)
    months = rules.months_to_clear(now.areas.V, [net / 12]) if known else None
    return {
        "mean": _places(net / 12, "0.0001"),
        "months_to_clear": None if months is None else _places(months, "0.0001"),
    }


def _places(value: Decimal, step: str) -> str:
    return f"{value.quantize(Decimal(step)) + 0:f}"


def zones(
    now: PlacePosition, previous: PlacePosition, year_ago: PlacePosition, home: frozenset[int]
) -> list[dict[str, Any]]:
    """Zones in the order of their codes, each with its buildings."""
    found = {part.building.zone.code: part.building.zone for part in now.buildings}
    listed = []
    for code, zone in sorted(found.items()):
        parts = [
            add_up(
                at.place, at.as_of, [one for one in at.buildings if one.building.zone.code == code]
            )
            for at in (now, previous, year_ago)
        ]
        buildings = [building(part, previous, year_ago, home) for part in parts[0].buildings]
        listed.append(
            {
                "code": code,
                "name": zone.name,
                **_sums(parts[0], home),
                "previous": _ratio(parts[1]) if parts[1].buildings else None,
                "year_ago": _ratio(parts[2]) if parts[2].buildings else None,
                "buildings": buildings,
            }
        )
    return listed


def building(
    part: BuildingPosition, previous: PlacePosition, year_ago: PlacePosition, home: frozenset[int]
) -> dict[str, Any]:
    """One building now, and its occupied area and base at the two earlier dates."""
    row = part.building
    then, before = previous.of(row.code), year_ago.of(row.code)
    return {
        "code": row.code,
        "name": row.name,
        "grade": row.grade,
        "in_use_from": row.in_use_from,
        **_sums(part, home),
        "previous": _ratio(then) if then else None,
        "year_ago": _ratio(before) if before else None,
    }


def series(place: Place, as_of: dt.date) -> list[dict[str, Any]]:
    """Month ends of two years, from the first in which anything was in use.

    Closed months as they were frozen, open ones from the ledger: nine queries for all of them.
    """
    days = [month_end(as_of, months) for months in range(MONTHS_SHOWN - 1, -1, -1)]
    closings = latest_of(day.replace(day=1) for day in days)
    listed: list[dict[str, Any]] = []
    for day in ledger_series(place, days).days:
        closing = closings.get(day.as_of.replace(day=1))
        row = _open_month(day) if closing is None else _closed_month(place, day.as_of, closing)
        if listed or Decimal(row["base"]):
            listed.append(row)
    return listed


def _open_month(day: DayOfSeries) -> dict[str, Any]:
    return {
        "month": f"{day.as_of:%Y-%m}",
        "gross": statements.area(day.gross_in_use),
        "occupied": statements.area(day.total.occupied),
        "base": statements.area(day.total.available),
    }


def _closed_month(place: Place, day: dt.date, closing: MonthClose) -> dict[str, Any]:
    listed = entries(place, closing)
    areas = rules.total(areas_of(one) for one in listed)
    gross = sum((Decimal(one["area"]["gross_in_use"]) for one in listed), rules.ZERO)
    return {
        "month": f"{day:%Y-%m}",
        "gross": statements.area(gross),
        "occupied": statements.area(areas.occupied),
        "base": statements.area(areas.available),
    }
