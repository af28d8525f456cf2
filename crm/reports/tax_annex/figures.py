"""The figures of the annex: who sits where on the day, and what they paid in a year."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from crm.enterprises.models import YearlyFigure
from crm.occupancy import rules as space
from crm.occupancy.changes import Holdings, holdings
from crm.occupancy.places import place_of
from crm.occupancy.positions import PlacePosition, position
from crm.reports.models import Snapshot
from crm.reports.occupancy_monthly.structure import UNKNOWN, directions_of
from crm.reports.tax_annex.rules import (
    YI,
    Group,
    band_of,
    hidden,
    in_yuan,
    shared,
    top_five_share,
)

KIND, RULE_VERSION = "tax", "1"


def figures(snapshot: Snapshot, year: int) -> dict[str, Any]:
    """Everything that the annex of a report prints; no enterprise is named.

    Tax whose source names no authorisation, or whose unit is not known, is left out and counted.
    """
    now = position(place_of(snapshot.scope_code), snapshot.as_of)
    paid, unusable = paid_by(now.enterprise_ids, year)
    buildings = _by_building(now, paid)
    industries = _by_industry(paid, directions_of(now))
    shown_out = hidden(buildings)
    areas = {one.building.code: one for one in now.buildings}
    return {
        "kind": KIND,
        "rule_version": RULE_VERSION,
        "as_of": snapshot.as_of,
        "year": year,
        "scope": {"code": snapshot.scope_code, "name": snapshot.scope_name},
        "enterprises": len(now.enterprise_ids),
        "with_tax": len(paid),
        "unusable": unusable,
        "total": _money(sum(paid.values(), Decimal(0))),
        "gross": f"{now.gross_in_use:.2f}",
        "occupied": f"{now.areas.occupied:.2f}",
        "top_five": _share(top_five_share(Fraction(value) for value in paid.values())),
        "buildings": [
            _building(group, areas[group.key], hide=group.key in shown_out) for group in buildings
        ],
        "industries": [
            _industry(group, hide=group.key in hidden(industries)) for group in industries
        ],
        "yi_buildings": sum(
            group.total >= YI and group.key not in shown_out for group in buildings
        ),
    }


def paid_by(enterprises: frozenset[int], year: int) -> tuple[dict[int, Decimal], int]:
    """Yuan by enterprise, from the latest entry of the year, and how many entries are no use."""
    rows = YearlyFigure.objects.filter(
        enterprise__in=enterprises, kind=YearlyFigure.Kind.TAX, year=year
    ).order_by("pk")
    found: dict[int, Decimal] = {}
    unusable = 0
    for row in rows:
        amount = in_yuan(row.value, row.unit)
        if amount is None or not row.authorisation:
            unusable += 1
        else:
            found[row.enterprise_id] = amount
    return found, unusable


def _by_building(now: PlacePosition, paid: dict[int, Decimal]) -> list[Group]:
    codes = {one.building.pk: one.building.code for one in now.buildings}
    places: dict[int, dict[str, Fraction]] = defaultdict(dict)
    held: Holdings = holdings(now)
    for (building, enterprise), area in held.items():
        places[enterprise][codes[building]] = area
    parts: dict[str, dict[int, Fraction]] = {code: {} for code in codes.values()}
    for enterprise, amount in paid.items():
        for code, part in shared(amount, places.get(enterprise, {})).items():
            parts[code][enterprise] = part
    return [Group(code, parts[code]) for code in codes.values()]


def _by_industry(paid: dict[int, Decimal], directions: Mapping[int, str]) -> list[Group]:
    groups: dict[str, dict[int, Fraction]] = defaultdict(dict)
    for key, amount in paid.items():
        groups[directions[key]][key] = Fraction(amount)
    found = [Group(name, values) for name, values in groups.items()]
    return sorted(found, key=lambda one: (one.key == UNKNOWN, -one.total, one.key))


def _building(group: Group, at: Any, *, hide: bool) -> dict[str, Any]:
    shown = group.size > 0 and not hide
    return {
        "code": group.key,
        "name": at.building.name,
        "hidden": hide,
        "enterprises": None if hide else group.size,
        "total": _money(_cents(group.total)) if shown else None,
        "band": band_of(group.total) if shown else None,
        "gross": f"{at.gross_in_use:.2f}",
        "occupied": f"{at.areas.occupied:.2f}",
        "top_five": _share(top_five_share(group.paid.values())) if shown else None,
    }


def _industry(group: Group, *, hide: bool) -> dict[str, Any]:
    return {
        "name": group.key,
        "hidden": hide,
        "enterprises": None if hide else group.size,
        "total": None if hide else _money(_cents(group.total)),
    }


def _cents(value: Fraction) -> Decimal:
    return space.to_cents(value)


def _money(value: Decimal) -> str:
    return f"{value.quantize(space.CENT):f}"


def _share(value: Fraction | None) -> str | None:
    return None if value is None else space.six_places(Decimal(value.numerator) / value.denominator)
