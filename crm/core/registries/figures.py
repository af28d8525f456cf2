"""Figures with their basis: no number is shown without what it means, over what, and of which
day.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.core.registries.registry import Registry


@dataclass(frozen=True)
class Figure:
    """One computed figure, ready for ``{% figure %}``. ``value`` None is 无法计算, with ``why``.

    ``kind``: number, rate (a fraction, shown in %), points (a difference of fractions, shown in
    百分点), area or net_area (㎡, shown in ``unit`` ㎡ or 万㎡), money. ``change`` is in the same
    measure; that of a rate is shown in 百分点.
    """

    name: Any
    value: Decimal | int | None
    unit: str
    basis: Any
    scope: Any
    as_of: dt.date
    kind: str = "number"
    numerator: Any = ""
    denominator: Any = ""
    rows_url: str = ""
    change: Decimal | None = None
    change_label: Any = ""
    note: Any = ""
    why: Any = ""


@dataclass(frozen=True)
class FigureDefinition:
    """A figure of the bureau head's page; ``compute(user, as_of)`` gives a Figure or None."""

    key: str
    compute: Callable[[Any, dt.date], Figure | None]
    action: str
    order: int = 50


figures: Registry[FigureDefinition] = Registry("figures")
