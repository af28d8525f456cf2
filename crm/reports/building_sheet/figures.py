"""The figures of one building on one day: what its sheet freezes."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.occupancy import statements
from crm.occupancy.lettings import lettings
from crm.occupancy.models import Building, MonthlyReturn
from crm.occupancy.places import place_of
from crm.occupancy.positions import PlacePosition, is_closed, position
from crm.occupancy.tenants import tenants_of
from crm.reports.building_sheet.floors import Floor, floors_of
from crm.reports.canonical import plain
from crm.reports.lease_lists import lease_rows
from crm.reports.months import month_end
from crm.reports.occupancy_monthly.figures import building, source_of
from crm.reports.occupancy_monthly.leases import lease_figures
from crm.reports.sources import monthly_in_force

KIND, RULE_VERSION = "building-sheet", "1"
COMPARED = ("area", "units", "enterprises", "registered", "previous", "year_ago")


def figures(as_of: dt.date, scope: str) -> dict[str, Any]:
    """Everything that the sheet prints; Refused unless ``scope`` is a building in use that day."""
    record = _building(scope)
    now, previous, year_ago = (
        position(place_of(scope), month_end(as_of, months)) for months in (0, 1, 12)
    )
    if not now.buildings:
        raise Refused(
            _("%(building)s is not in use on %(day)s.")
            % {"building": record.name, "day": as_of.isoformat()},
            field="scope",
        )
    home = tenants_of(now).registered_here
    row = building(now.buildings[0], previous, year_ago, home)
    floors = floors_of(record, now)
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "month": f"{as_of:%Y-%m}",
        "as_of": as_of,
        "closed": is_closed(as_of),
        "demo": record.is_demo,
        "scope": {"code": record.code, "name": record.name},
        **source_of(now),
        "source": _source(record, row, as_of),
        "facts": _facts(record, floors),
        "monthly_return": _monthly_return(record, as_of),
        "row": row,
        "floors": floors,
        "leases": lease_rows(now),
        **_ladder(now),
    }


def _building(code: str) -> Building:
    row = Building.objects.filter(code=code).select_related("zone", "operator", "team").first()
    if row is None:
        raise Refused(_("Choose one building for this report."), field="scope")
    return row


def _ladder(now: PlacePosition) -> dict[str, Any]:
    found = lease_figures(now, lettings(now))
    return {"ladder": found["ladder"], "wale_years": found["wale_years"]}


def _source(record: Building, row: dict[str, Any], as_of: dt.date) -> dict[str, Any] | None:
    """The monthly report in force that has a line for this building, and whether it is the same."""
    found = monthly_in_force(as_of, ("district", record.zone.code, record.code))
    if found is None:
        return None
    lines = [one for zone in found.figures["zones"] for one in zone["buildings"]]
    line = next((one for one in lines if one["code"] == record.code), {})
    same = plain(row)
    agrees = all(line.get(key) == same[key] for key in COMPARED)
    return {"number": found.number, "agrees": agrees}


def _facts(record: Building, floors: list[Floor]) -> dict[str, Any]:
    areas = Counter(
        sum((Decimal(unit["area"]) for unit in floor["units"]), Decimal(0))
        for floor in floors
        if floor["units"]
    )
    usual = max(areas, key=lambda area: (areas[area], area)) if areas else Decimal(0)
    return {
        "zone": record.zone.name,
        "address": record.address,
        "grade": record.grade,
        "floors_above": record.floors_above,
        "floors_below": record.floors_below,
        "plant": [floor["label"] for floor in floors if floor["kind"] == "plant"],
        "skipped": [floor["label"] for floor in floors if floor["kind"] == "skipped"],
        "gross_area": statements.area(record.gross_area),
        "usual_floor": statements.area(usual),
        "usual_floors": areas[usual],
        "operator": record.operator.name if record.operator else "",
        "team": record.team.name if record.team else "",
    }


def _monthly_return(record: Building, as_of: dt.date) -> dict[str, Any] | None:
    month = as_of.replace(day=1)
    found = MonthlyReturn.objects.filter(building=record, month=month).first()
    if found is None:
        return None
    sent_on = timezone.localtime(found.sent_at).date() if found.sent_at else None
    return {"state": found.state, "sent_on": sent_on, "round": found.round}
