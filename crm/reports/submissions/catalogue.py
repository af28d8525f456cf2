"""What may stand in a cell of another office's form: named figures and fields, a registry.

A source says what it measures; units, places and the moment are chosen where it is mapped.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import Registry

WAN = Decimal(10_000)
# Measure → unit → factor; the first is the unit that is meant when none is named.
UNITS: Mapping[str, Mapping[str, Decimal]] = {
    "area": {"㎡": Decimal(1), "万㎡": 1 / WAN},
    "rate": {"%": Decimal(100), "小数": Decimal(1)},
    "points": {"百分点": Decimal(100)},
    "count": {"": Decimal(1)},
    "years": {"年": Decimal(1)},
    "text": {"": Decimal(1)},
    "day": {"": Decimal(1)},
}
PLACES = {"㎡": 2, "万㎡": 2, "%": 1, "小数": 3, "百分点": 1, "年": 2, "": 0}
MOMENTS = {
    "now": _("end of the period"),
    "previous": _("end of the period before"),
    "year_ago": _("a year ago"),
    "year_start": _("end of last year"),
}
PLACE, PERIOD, ENTERPRISE, ROW = "place", "period", "enterprise", "row"
PER = {
    "building": pgettext_lazy("rows of a form", "one row a building"),
    "zone": pgettext_lazy("rows of a form", "one row a zone"),
    "enterprise": pgettext_lazy("rows of a form", "one row an enterprise"),
}


@dataclass(frozen=True)
class Parameters:
    """How a source is read: over what, of which moment, and one row for each of what."""

    scope: str = "district"
    moment: str = "now"
    per: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Parameters":
        """From what is stored with a cell; what is not known is left out."""
        known = {key: str(stored[key]) for key in ("scope", "moment", "per") if stored.get(key)}
        return cls(**known)

    @property
    def stored(self) -> dict[str, str]:
        """As it is stored: only what differs from the usual."""
        return {key: value for key, value in asdict(self).items() if value != _USUAL[key]}


_USUAL = {"scope": "district", "moment": "now", "per": ""}


@dataclass(frozen=True)
class Source:
    """``value`` takes what ``of`` names: a position with its reading, the reading and a day, an
    enterprise's row or the number of the row. None is "no figure": the cell stays empty and is
    listed.
    """

    key: str
    label: Any
    group: Any
    measure: str
    value: Callable[..., Any]
    of: str = PLACE
    order: int = 50

    @property
    def units(self) -> list[str]:
        """The units that it can be written in, the usual one first."""
        return list(UNITS[self.measure])

    def may_fill(self, per: str) -> bool:
        """Whether it can fill a column with a row for each of ``per``; "" is a single cell."""
        if self.of == ENTERPRISE:
            return per == "enterprise"
        if self.of == ROW:
            return per != ""
        return per != "enterprise" if self.of == PLACE else per == ""


sources: Registry[Source] = Registry("sources of forms")


def converted(value: Any, measure: str, unit: str, shown_as: str) -> Any:
    """The value as it is written: in the unit; a share where the cell is shown as per cent.

    A cell that has no number format of its own gets the usual number of places.
    """
    if value is None or isinstance(value, str | dt.date):
        return value
    units = UNITS[measure]
    unit = unit if unit in units else next(iter(units))
    number = Decimal(value) * units[unit]
    if measure in ("rate", "points") and "%" in shown_as:
        return number / units[unit]
    if shown_as != "General":
        return number
    step = Decimal(1).scaleb(-PLACES[unit])
    number = number.quantize(step, ROUND_HALF_UP)
    return int(number) if number == number.to_integral_value() and not PLACES[unit] else number
