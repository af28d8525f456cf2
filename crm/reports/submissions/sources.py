"""The figures and fields that forms can be filled with."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.occupancy import rules
from crm.projects.models import LibraryEntry
from crm.projects.seeds import DEFAULT_LIBRARY
from crm.reports.building_sheet.facts import GRADES
from crm.reports.submissions.catalogue import (
    ENTERPRISE,
    PERIOD,
    PLACE,
    ROW,
    Source,
    sources,
)
from crm.reports.submissions.reading import At, Reading, Tenant

ONE_DAY = dt.timedelta(days=1)
OCCUPANCY, STATES, CHANGES, LEASES, PROJECTS, PLACES, TENANTS, PERIODS = (
    _("Occupancy"),
    _("Areas by state"),
    _("Changes in the period"),
    pgettext_lazy("sources of forms", "Leases"),
    pgettext_lazy("sources of forms", "Projects"),
    _("Zone and building"),
    _("Enterprises settled, one a row"),
    _("Period and filling"),
)


def _register(group: Any, of: str, rows: list[tuple[str, Any, str, Callable[..., Any]]]) -> None:
    start = len(sources)
    for order, (key, label, measure, value) in enumerate(rows, start):
        sources.register(Source(key, label, group, measure, value, of=of, order=order))


def _area(state: str) -> Callable[[At], Any]:
    return lambda at: getattr(at.position.areas, state)


def _rate(name: str) -> Callable[[At], Any]:
    return lambda at: getattr(at.position.rates, name)


def _moved(*kinds: str) -> Callable[[At], Any]:
    return lambda at: sum((abs(row.net) for row in at.moved.of(*kinds)), rules.ZERO)


def _rate_change(at: At) -> Any:
    """Against the period before the moment."""
    change = at.moved.change
    return rules.rate_change(change.before.areas, change.after.areas).change


def _expiring(days: int) -> Callable[[At], Any]:
    return lambda at: at.position.expiring[days]


def _projects(how: str) -> Callable[[Reading, dt.date], int]:
    def value(reading: Reading, day: dt.date) -> int:
        rows = LibraryEntry.objects.all()
        first, after = day.replace(month=1, day=1), day + ONE_DAY
        found = {
            "cumulative": lambda: rows.cumulative(DEFAULT_LIBRARY, day),
            "entered": lambda: rows.entered(DEFAULT_LIBRARY, first, after),
            "present": lambda: rows.present(DEFAULT_LIBRARY, day),
        }
        return found[how]().count()

    return value


def _of_building(name: str) -> Callable[[At], Any]:
    return lambda at: getattr(at.building, name) if at.building else None


_register(
    OCCUPANCY,
    PLACE,
    [
        ("occupancy.rate", _("Occupancy rate"), "rate", _rate("occupancy")),
        ("occupancy.letting", _("Letting rate"), "rate", _rate("letting")),
        ("occupancy.take_up", _("Take-up rate"), "rate", _rate("take_up")),
        ("occupancy.vacancy", _("Vacancy rate"), "rate", _rate("vacancy")),
        (
            "occupancy.on_gross",
            _("Occupancy rate on the area in use"),
            "rate",
            _rate("occupancy_on_gross"),
        ),
        ("area.gross", _("Gross area in use"), "area", lambda at: at.position.gross_in_use),
        ("area.base", _("Lettable area"), "area", _area("available")),
        ("area.occupied", _("Occupied area"), "area", _area("occupied")),
        (
            "count.buildings",
            _("Number of buildings in use"),
            "count",
            lambda at: len(getattr(at.position, "buildings", (at.building,))),
        ),
        ("count.units", _("Number of units"), "count", lambda at: at.position.units),
        (
            "count.enterprises",
            _("Number of enterprises"),
            "count",
            lambda at: at.position.enterprises,
        ),
        (
            "count.registered",
            _("Enterprises registered in the district"),
            "count",
            lambda at: at.registered,
        ),
        (
            "rate.registered",
            _("Share registered in the district"),
            "rate",
            lambda at: rules.ratio(at.registered, at.position.enterprises),
        ),
    ],
)
_register(
    STATES,
    PLACE,
    [
        ("area.S", _("Self-use area"), "area", _area("S")),
        ("area.L", _("Let and occupied area"), "area", _area("L")),
        ("area.O", _("Sold and occupied area"), "area", _area("O")),
        ("area.N", _("Area let, not yet occupied"), "area", _area("N")),
        ("area.V", _("Vacant area"), "area", _area("V")),
        ("area.H", _("Area not available"), "area", _area("H")),
    ],
)
_register(
    CHANGES,
    PLACE,
    [
        ("change.net", _("Net absorption of the period"), "area", lambda at: at.moved.net),
        ("change.in", _("Area moved in and expanded"), "area", _moved("move_in", "expansion")),
        (
            "change.out",
            _("Area moved out and reduced"),
            "area",
            _moved("move_out", "contraction"),
        ),
        ("change.joined", _("Enterprises that came"), "count", lambda at: at.moved.joined),
        ("change.departed", _("Enterprises that left"), "count", lambda at: at.moved.departed),
        ("change.rate", _("Change of the occupancy rate"), "points", _rate_change),
    ],
)
_register(
    LEASES,
    PLACE,
    [
        ("lease.90", _("Area with a lease ending within 90 days"), "area", _expiring(90)),
        ("lease.180", _("Area with a lease ending within 180 days"), "area", _expiring(180)),
        ("lease.365", _("Area with a lease ending within a year"), "area", _expiring(365)),
        ("lease.over", _("Area held over"), "area", lambda at: at.position.held_over),
        ("lease.wale", _("Mean term left"), "years", lambda at: at.position.wale_years),
    ],
)
_register(
    PROJECTS,
    PERIOD,
    [
        ("project.cumulative", _("Projects ever entered"), "count", _projects("cumulative")),
        ("project.entered", _("Projects entered this year"), "count", _projects("entered")),
        ("project.present", _("Projects in the library now"), "count", _projects("present")),
    ],
)
_register(
    PLACES,
    PLACE,
    [
        ("place.name", _("Name of the zone or building"), "text", lambda at: at.name),
        ("place.code", _("Code of the zone or building"), "text", lambda at: at.scope),
        (
            "place.zone",
            _("Zone of the building"),
            "text",
            lambda at: at.building.zone.name if at.building else None,
        ),
        (
            "place.grade",
            _("Grade of the building"),
            "text",
            lambda at: GRADES.get(at.building.grade) if at.building else None,
        ),
        ("place.address", _("Address of the building"), "text", _of_building("address")),
        ("place.in_use_from", _("Building in use from"), "day", _of_building("in_use_from")),
        (
            "place.operator",
            _("Operator of the building"),
            "text",
            lambda at: str(at.building.operator or "") if at.building else None,
        ),
    ],
)


def _of_enterprise(name: str) -> Callable[[Tenant], Any]:
    return lambda tenant: getattr(tenant.enterprise, name)


_register(
    TENANTS,
    ENTERPRISE,
    [
        ("enterprise.name", _("Name of the enterprise"), "text", _of_enterprise("name")),
        ("enterprise.uscc", _("Unified social credit code"), "text", _of_enterprise("uscc")),
        (
            "enterprise.industry",
            _("Direction of industry"),
            "text",
            lambda tenant: tenant.direction,
        ),
        ("enterprise.area", _("Area that it occupies"), "area", lambda tenant: tenant.area),
        (
            "enterprise.buildings",
            _("Buildings that it sits in"),
            "text",
            lambda tenant: "、".join(tenant.buildings),
        ),
        (
            "enterprise.registered",
            _("Whether it is registered in the district"),
            "text",
            lambda tenant: "是" if tenant.is_registered else "否",
        ),
    ],
)
_register(PERIODS, ROW, [("row.number", _("Number of the row"), "count", lambda number: number)])
_register(
    PERIODS,
    PERIOD,
    [
        ("period.year", _("Year of the period"), "count", lambda _, day: day.year),
        ("period.month", _("Month of the period"), "count", lambda _, day: day.month),
        (
            "period.words",
            _("Period in words, such as 2023年2月"),
            "text",
            lambda _, day: f"{day.year}年{day.month}月",
        ),
        ("period.last_day", _("Last day of the period"), "day", lambda _, day: day),
        ("filling.day", _("Day of filling"), "day", lambda *_: today()),
        (
            "filling.person",
            _("Person who fills it in"),
            "text",
            lambda reading, _: reading.filled_by or None,
        ),
    ],
)
