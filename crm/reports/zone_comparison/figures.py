"""The zones of the district on one day, and at the two days that they are compared with."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.occupancy import rules, statements
from crm.occupancy.changes import PlaceChange, holdings
from crm.occupancy.lettings import lettings
from crm.occupancy.models import Zone
from crm.occupancy.places import DISTRICT, place_of
from crm.occupancy.positions import PlacePosition, add_up, is_closed, position
from crm.occupancy.tenants import tenants_of
from crm.reports.months import month_end
from crm.reports.occupancy_monthly.figures import scope_name, source_of, whole
from crm.reports.occupancy_monthly.leases import lease_figures
from crm.reports.occupancy_monthly.structure import industry_figures
from crm.reports.planned import planned_in_year

KIND, RULE_VERSION = "zone-comparison", "1"


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """Every zone, those without a building in use included, and the whole district."""
    if scope != DISTRICT:
        raise Refused(_("Zones are compared over the whole district."), field="scope")
    place = place_of(scope)
    now, previous, year_ago = (position(place, month_end(as_of, months)) for months in (0, 1, 12))
    home = tenants_of(now).registered_here
    zones = [
        (zone, [_part(at, zone.pk) for at in (now, previous, year_ago)])
        for zone in Zone.objects.order_by("code")
    ]
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "month": f"{as_of:%Y-%m}",
        "as_of": as_of,
        "closed": is_closed(as_of),
        "demo": any(part.building.is_demo for part in now.buildings),
        "scope": {"code": place.code, "name": scope_name(place)},
        **source_of(now),
        "zones": [
            {
                "code": zone.code,
                "name": zone.name,
                "planned": _planned(as_of, [zone.code]),
                **_entry(parts, home),
            }
            for zone, parts in zones
        ],
        "district": {
            "planned": _planned(as_of, [zone.code for zone, _parts in zones]),
            **_entry([now, previous, year_ago], home),
        },
    }


def _part(at: PlacePosition, zone: int) -> PlacePosition:
    inside = [one for one in at.buildings if one.building.zone_id == zone]
    return add_up(at.place, at.as_of, inside, at.edition, keeps_terms=at.keeps_terms)


def _entry(parts: list[PlacePosition], home: frozenset[int]) -> dict[str, Any]:
    now, previous, year_ago = parts
    leases = lease_figures(now, lettings(now))
    change = PlaceChange(previous, now, holdings(previous), holdings(now))
    return {
        "now": whole(now, home),
        "previous": whole(previous, None),
        "year_ago": whole(year_ago, None),
        "industries": industry_figures(change),
        "ladder": leases["ladder"],
        "wale_years": leases["wale_years"],
    }


def _planned(as_of: dt.date, zones: Iterable[str]) -> str:
    wanted = set(zones)
    rows = [row for row in planned_in_year(as_of) if row.plan.zone.code in wanted]
    return statements.area(sum((row.area for row in rows), rules.ZERO))
