"""What colours the plan: state, expiry, industry or enterprise, with the legend that says it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.enterprises.industries import SECTIONS
from crm.occupancy import rules
from crm.occupancy.stacking import STATE_NAMES, FloorNow, UnitNow, short_name
from crm.occupancy.svg import STATE_PAINTS, Paint, paint_swatch
from crm.occupancy.svg.paints import EXPIRY_PAINTS, GROUP_PAINTS, NO_LEASE, OTHER, expiry_key

MODES = {
    "state": gettext_lazy("State"),
    "expiry": gettext_lazy("Expiry"),
    "industry": gettext_lazy("Industry"),
    "enterprise": gettext_lazy("Enterprise"),
}
LONGEST = 10


@dataclass(frozen=True)
class LegendRow:
    """A paint, what it means, and how much area has it."""

    swatch: SafeString
    name: Any
    area: Decimal


@dataclass(frozen=True)
class Colouring:
    """``paints`` by unit id; empty when the state colours the plan."""

    mode: str
    legend: list[LegendRow]
    paints: dict[int, Paint] = field(default_factory=dict)


def mode_of(text: str) -> str:
    """The mode of an address; unknown ones are the state."""
    return text if text in MODES else "state"


def colour(mode: str, floors: Sequence[FloorNow], day: dt.date) -> Colouring:
    """The paints and the legend of one mode."""
    units = [one for floor in floors for one in floor.units]
    return _BY_MODE[mode](units, day)


def _by_state(units: Sequence[UnitNow], day: dt.date) -> Colouring:
    areas = _areas((one.state, one) for one in units)
    legend = [
        LegendRow(paint_swatch(STATE_PAINTS[state]), f"{state} {STATE_NAMES[state]}", areas[state])
        for state in "SLONVH"
    ]
    return Colouring("state", legend)


def _by_expiry(units: Sequence[UnitNow], day: dt.date) -> Colouring:
    keys = {one.unit.pk: expiry_key(_days_left(one, day)) for one in units}
    names = {
        "over": _("over, but still there"),
        "90": _("within 90 days"),
        "180": _("91 to 180 days"),
        "365": _("181 to 365 days"),
        "later": _("later than 365 days"),
        "none": _("no lease (self-use, sold, vacant, not available)"),
    }
    areas = _areas((keys[one.unit.pk], one) for one in units)
    legend = [
        LegendRow(paint_swatch(paint), names[key], areas[key])
        for key, paint in EXPIRY_PAINTS.items()
        if key not in ("over", "none") or areas[key]
    ]
    paints = {pk: EXPIRY_PAINTS[key] for pk, key in keys.items()}
    return Colouring("expiry", legend, paints)


def _days_left(one: UnitNow, day: dt.date) -> int | None:
    return one.days_left(day) if one.state in "LN" else None


def _by_industry(units: Sequence[UnitNow], day: dt.date) -> Colouring:
    groups = {
        one.unit.pk: (one.occupants[0].industry[:1] or "-") if one.occupants else ""
        for one in units
    }
    names = {**SECTIONS, "-": _("industry not recorded")}
    return _grouped("industry", units, groups, names, letters={key: key for key in SECTIONS})


def _by_enterprise(units: Sequence[UnitNow], day: dt.date) -> Colouring:
    groups, names = {}, {}
    for one in units:
        first = one.occupants[0] if one.occupants else None
        groups[one.unit.pk] = str(first.pk) if first else ""
        if first:
            names[str(first.pk)] = short_name(first.name)
    return _grouped("enterprise", units, groups, names, letters={})


def _grouped(
    mode: str,
    units: Sequence[UnitNow],
    groups: dict[int, str],
    names: dict[str, str],
    letters: dict[str, str],
) -> Colouring:
    """The largest groups have a paint each, the others share one; nobody there has none."""
    areas = _areas((groups[one.unit.pk], one) for one in units)
    ranked = sorted((key for key in areas if key), key=lambda key: (-areas[key], key))
    shown, rest = ranked[:LONGEST], ranked[LONGEST:]
    chosen = {
        key: replace(paint, letter=letters.get(key, str(index + 1) if not letters else ""))
        for index, (key, paint) in enumerate(zip(shown, GROUP_PAINTS, strict=False))
    }
    legend = [
        LegendRow(
            paint_swatch(chosen[key]),
            f"{chosen[key].letter} {names[key]}".strip(),
            areas[key],
        )
        for key in shown
    ]
    if rest:
        others = sum((areas[key] for key in rest), rules.ZERO)
        legend.append(LegendRow(paint_swatch(OTHER), _("others"), others))
    if areas[""]:
        legend.append(LegendRow(paint_swatch(NO_LEASE), _("nobody named there"), areas[""]))
    paints = {pk: chosen.get(key, OTHER) if key else NO_LEASE for pk, key in groups.items()}
    return Colouring(mode, legend, paints)


def _areas(pairs: Any) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(lambda: rules.ZERO)
    for key, one in pairs:
        sums[key] += one.unit.area
    return sums


_BY_MODE: dict[str, Callable[[Sequence[UnitNow], dt.date], Colouring]] = {
    "state": _by_state,
    "expiry": _by_expiry,
    "industry": _by_industry,
    "enterprise": _by_enterprise,
}
