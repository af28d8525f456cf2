"""平均租金, weighted by area, over the leases that say a price."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crm.occupancy import rules, statements
from crm.occupancy.lease_figures import rent_of
from crm.occupancy.lettings import Letting


def rent_figures(rows: Sequence[Letting]) -> dict[str, Any]:
    """Mean in 元/㎡·月 (None without a price), the area behind it, and all let area."""
    found = rent_of(row for row in rows if row.last_day is not None)
    mean = found.a_month
    return {
        "rent": {
            "mean": None if mean is None else f"{mean.quantize(Decimal('0.0001')):f}",
            "area": statements.area(found.area),
            "let": statements.area(sum((row.area for row in rows), rules.ZERO)),
        }
    }
