"""平均租金, weighted by area, over the leases that say a price."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import rules, statements
from crm.occupancy.positions import PlacePosition, live_units
from crm.occupancy.querysets.spells import LEASED


def rent_figures(now: PlacePosition) -> dict[str, Any]:
    """Mean in 元/㎡·月 (None without a price), the area behind it, and all let area.

    Today's ledger also for a closed month: a closing freezes areas, not prices.
    """
    ids = [one.building.pk for one in now.buildings]
    rows = (
        live_units(ids, now.as_of)
        .filter(spell_now__state__in=LEASED)
        .order_by()
        .values(price=F("spell_now__lease__price"), unit=F("spell_now__lease__price_unit"))
        .annotate(total=Sum(cents("area")))
    )
    priced: dict[Decimal, Decimal] = defaultdict(lambda: rules.ZERO)
    let = rules.ZERO
    for row in rows:
        area = from_cents(row["total"])
        let += area
        if row["price"] is not None:
            priced[rules.price_a_month(row["price"], row["unit"])] += area
    area = sum(priced.values(), rules.ZERO)
    weighted = sum((price * part for price, part in priced.items()), rules.ZERO)
    mean = rules.ratio(weighted, area)
    return {
        "rent": {
            "mean": None if mean is None else f"{mean.quantize(Decimal('0.0001')):f}",
            "area": statements.area(area),
            "let": statements.area(let),
        }
    }
