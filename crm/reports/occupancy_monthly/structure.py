"""Who sits there: industries and concentration."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from crm.enterprises.industries import section_of
from crm.enterprises.models import Enterprise
from crm.occupancy import rules, statements
from crm.occupancy.changes import PlaceChange, by_enterprise
from crm.occupancy.standing import PlacePosition
from crm.occupancy.tenants import enterprises_of

UNKNOWN = "未登记行业"


def direction_of(enterprise: Enterprise) -> str:
    """The district's own direction of industry, else the national section, else unknown."""
    return enterprise.direction or section_of(enterprise.industry) or UNKNOWN


def directions_of(at: PlacePosition) -> dict[int, str]:
    """The same of everybody who sits there, as of its day."""
    return {key: direction_of(one) for key, one in enterprises_of(at).items()}


def industry_figures(change: PlaceChange) -> list[dict[str, Any]]:
    """Area now and then and enterprises now, by direction, largest first, unknown last.

    Areas occupied without a known enterprise belong to the unknown. What an enterprise does is that
    of the later day, and of the earlier one for those that left, so that a new word for an old
    tenant moves no area.
    """
    now, then = by_enterprise(change.holdings_after), by_enterprise(change.holdings_before)
    names = directions_of(change.before) | directions_of(change.after)
    missing = Enterprise.objects.in_bulk(list((now.keys() | then.keys()) - names.keys()))
    names |= {key: direction_of(owner) for key, owner in missing.items()}
    area, before = _sums(now, names), _sums(then, names)
    counts: dict[str, int] = defaultdict(int)
    for key in change.after.enterprise_ids:
        counts[names.get(key, UNKNOWN)] += 1
    totals = {"now": change.after.areas.occupied, "then": change.before.areas.occupied}
    rows = []
    for name in sorted((area.keys() | before.keys() | counts.keys()) - {UNKNOWN}):
        rows.append((rules.to_cents(area[name]), rules.to_cents(before[name]), name))
    rows.sort(key=lambda row: (-row[0], row[2]))
    rest = totals["now"] - sum((row[0] for row in rows), rules.ZERO)
    rest_before = totals["then"] - sum((row[1] for row in rows), rules.ZERO)
    if rest or rest_before or counts[UNKNOWN]:
        rows.append((rest, rest_before, UNKNOWN))
    return [
        {
            "name": name,
            "area": statements.area(here),
            "previous": statements.area(there),
            "enterprises": counts[name],
        }
        for here, there, name in rows
    ]


def _sums(held: Mapping[int, Fraction], names: Mapping[int, str]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for enterprise, area in held.items():
        sums[names[enterprise]] += area
    return sums


def top_five(held: Mapping[int, Fraction]) -> dict[str, Any]:
    """What the five largest occupiers hold together."""
    largest = sorted(held.values(), reverse=True)[:5]
    area = rules.to_cents(sum(largest, Fraction(0)))
    return {"enterprises": len(largest), "area": statements.area(area)}
