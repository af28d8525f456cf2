"""Needs of projects against space: what is asked for, what is empty, what may become free."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F, QuerySet, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import frozen, rules, statements
from crm.occupancy.positions import PlacePosition, live_units
from crm.occupancy.querysets.spells import LEASED
from crm.occupancy.tenants import Tenants
from crm.projects.functions import function_rows, needs_of, planned_on

COMING_DAYS = 180
# Upper ends of the bands in ㎡; what lies above the last is a whole building.
BANDS = ((500, "500"), (1000, "1000"), (2000, "2000"), (30000, "30000"))
WHOLE = "whole"


def band_of(area: Decimal) -> str:
    """The band that an area belongs to; its upper end counts in."""
    return next((key for most, key in BANDS if area <= most), WHOLE)


def matching_figures(
    now: PlacePosition, held: Mapping[int, Fraction], tenants: Tenants
) -> dict[str, Any]:
    """bands (needs, vacancy, coming by size) and functions (projects, need, used).

    Needs are those of projects that name no place, this one, or one around or inside it.
    """
    needs = needs_of(now.place, now.as_of)
    return {
        "needs": {
            "projects": len(needs),
            "area": statements.area(sum((need for need, _ in needs), rules.ZERO)),
            "bands": _bands(needs, _vacant(now), _coming(now)),
            "functions": _functions(now, needs, held, tenants),
        }
    }


def _bands(
    needs: Iterable[tuple[Decimal, str]], vacant: list[Decimal], coming: list[Decimal]
) -> list[dict[str, Any]]:
    count: dict[str, int] = defaultdict(int)
    sums: dict[str, dict[str, Decimal]] = {
        name: defaultdict(lambda: rules.ZERO) for name in ("need", "vacant", "coming")
    }
    for need, _function in needs:
        count[band_of(need)] += 1
        sums["need"][band_of(need)] += need
    for name, patches in (("vacant", vacant), ("coming", coming)):
        for area in patches:
            sums[name][band_of(area)] += area
    keys = [*(key for _, key in BANDS), WHOLE]
    return [
        {
            "key": key,
            "projects": count[key],
            **{name: statements.area(found[key]) for name, found in sums.items()},
        }
        for key in keys
    ]


def _vacant(now: PlacePosition) -> list[Decimal]:
    """Vacant space by floor; a building that is empty from bottom to top is one."""
    if now.is_frozen:
        rows = _by_floor(frozen.rows_of(now).filter(state="V"), "building", "unit__floor")
    else:
        rows = _by_floor(
            live_units(_ids(now), now.as_of).filter(spell_now__state__isnull=True),
            "building",
            "floor",
        )
    empty = {one.building.pk: one.areas.V for one in now.buildings if one.areas.base == one.areas.V}
    patches = [area for building, area in rows if building not in empty]
    return [*patches, *(area for area in empty.values() if area)]


def _coming(now: PlacePosition) -> list[Decimal]:
    """Space by floor whose lease ends within half a year: it may, not will, become free."""
    last = now.as_of + dt.timedelta(days=COMING_DAYS)
    if now.is_frozen:
        rows = frozen.rows_of(now).filter(
            state__in=LEASED, last_day__gt=now.as_of, last_day__lte=last
        )
        return [area for _building, area in _by_floor(rows, "building", "unit__floor")]
    units = live_units(_ids(now), now.as_of).filter(
        spell_now__state__in=LEASED,
        spell_now__lease__last_day__gt=now.as_of,
        spell_now__lease__last_day__lte=last,
    )
    return [area for _building, area in _by_floor(units, "building", "floor")]


def _by_floor(rows: QuerySet, building: str, floor: str) -> list[tuple[int, Decimal]]:
    listed = (
        rows.order_by()
        .values(place=F(building), storey=F(floor))
        .annotate(total=Sum(cents("area")))
        .values_list("place", "total")
    )
    return [(place, from_cents(total)) for place, total in listed if total]


def _ids(now: PlacePosition) -> list[int]:
    return [one.building.pk for one in now.buildings]


def _functions(
    now: PlacePosition,
    needs: Iterable[tuple[Decimal, str]],
    held: Mapping[int, Fraction],
    tenants: Tenants,
) -> list[dict[str, Any]]:
    """By function: the plan of the day, what is used, the projects and their need."""
    rows = function_rows(needs, held, planned_on(now.place, now.as_of), tenants.enterprises)
    return [
        {
            "name": row.name,
            "projects": row.projects,
            "need": statements.area(row.need),
            "used": None if row.used is None else statements.area(row.used),
            "planned": None if row.planned is None else statements.area(row.planned),
        }
        for row in rows
    ]
