"""办公 and 商业 rates, which stand beside the headline."""

from collections import defaultdict
from typing import Any

from django.db.models import F, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import statements
from crm.occupancy.positions import PlacePosition, live_units
from crm.occupancy.querysets.spells import OCCUPIED
from crm.reports.occupancy_monthly.frozen_rows import frozen_rows

SHOWN = ("office", "retail")
DEFAULT = "office"


def use_figures(*moments: tuple[str, PlacePosition]) -> dict[str, Any]:
    """By use and moment the occupied area and what could be let (B − H)."""
    found = {name: by_use(at) for name, at in moments}
    return {
        "uses": {use: {name: found[name][use] for name, _at in moments} for use in SHOWN},
    }


def by_use(at: PlacePosition) -> dict[str, dict[str, str]]:
    """Two sums a use, in one query."""
    if at.is_frozen:
        rows = frozen_rows(at).order_by().values(kind=F("use"), letter=F("state"))
    else:
        ids = [one.building.pk for one in at.buildings]
        units = live_units(ids, at.as_of).with_use_on(at.as_of).order_by()
        rows = units.values(kind=F("use_now__use"), letter=F("spell_now__state"))
    occupied: dict[str, int] = defaultdict(int)
    base: dict[str, int] = defaultdict(int)
    for row in rows.annotate(total=Sum(cents("area"))):
        use = row["kind"] or DEFAULT
        occupied[use] += row["total"] if row["letter"] in OCCUPIED else 0
        base[use] += row["total"] if row["letter"] != "H" else 0
    return {
        use: {
            "occupied": statements.area(from_cents(occupied[use])),
            "base": statements.area(from_cents(base[use])),
        }
        for use in SHOWN
    }
