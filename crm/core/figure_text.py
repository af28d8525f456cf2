"""How values are written on screens: dates, areas, rates, money, phones. Only here are they
rounded.
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.money import show_money
from crm.core.registries.figures import Figure

EMPTY = "—"
MINUS = "−"
WAN = Decimal(10_000)


def day(value: dt.date | dt.datetime | None) -> str:
    """2023-02-28; a moment gives its Shanghai date."""
    if not value:
        return EMPTY
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%Y-%m-%d")


def moment(value: dt.date | dt.datetime | None) -> str:
    """2023-02-28 10:30 in Shanghai; a date stays a date."""
    if not value:
        return EMPTY
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
        return value.strftime("%Y-%m-%d %H:%M")
    return value.strftime("%Y-%m-%d")


def dash(value: Any) -> Any:
    """— for an empty cell; zero and no are not empty."""
    return EMPTY if value is None or value == "" or value == [] else value


def area(value: Any) -> str:
    """㎡ with two decimals and grouping, without the unit: it stands in the column head."""
    return _fixed(value, 2)


def wan_area(value: Any) -> str:
    """㎡ as 万㎡ with two decimals, without the unit."""
    number = _decimal(value)
    return EMPTY if number is None else _fixed(number / WAN, 2)


def rate(value: Any, places: int = 1) -> str:
    """A fraction as per cent with one decimal, half up, without the sign %."""
    number = _decimal(value)
    return EMPTY if number is None else _fixed(number * 100, int(places))


def points(value: Any) -> str:
    """A difference of fractions in 百分点 with one decimal and its sign; 0.0 has none."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return signed(rate(value))


def net_area(value: Any) -> str:
    """㎡ with two decimals and its sign; 0.00 has none."""
    return signed(area(value))


def net_wan_area(value: Any) -> str:
    """㎡ as 万㎡ with two decimals and its sign; 0.00 has none."""
    return signed(wan_area(value))


def signed(text: str) -> str:
    """A number as shown, with + or −; none where it is shown as zero."""
    if text == EMPTY or not text.strip("0.,−"):
        return text.lstrip(MINUS)
    return text if text.startswith(MINUS) else f"+{text}"


def money(value: Any, currency: str = "CNY") -> str:
    """An amount in 万元 or 亿元 by its size, with the unit."""
    return show_money(_decimal(value), currency or "CNY")


def grouped(value: Any) -> str:
    """A whole number with thousands separators."""
    number = _decimal(value)
    return EMPTY if number is None else f"{int(number):,}".replace("-", MINUS)


def grouped_or_exact(value: Any) -> str:
    """A number as it was published: whole with separators, else with its decimals."""
    number = _decimal(value)
    if number is None:
        return EMPTY
    whole = number == number.to_integral_value()
    return grouped(number) if whole else f"{number.normalize():,f}".replace("-", MINUS)


def masked_phone(value: str | None) -> str:
    """138****5678; of a short number only the last two digits stay."""
    digits = re.sub(r"\D", "", value or "")
    if not digits:
        return EMPTY
    if len(digits) < 8:
        return f"****{digits[-2:]}"
    return f"{digits[:3]}****{digits[-4:]}"


def yes_no(value: bool | None) -> str:
    """是 or 否, — when nobody knows."""
    if value is None:
        return EMPTY
    return pgettext("answer", "yes") if value else pgettext("answer", "no")


def setting_value(value: Any) -> str:
    """A dated setting's value for people: 是 and 否 instead of true and false, lists as words."""
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or EMPTY
    return yes_no(value) if isinstance(value, bool) else str(value)


def value_of(figure: Figure) -> str:
    """The figure's value as shown beside its unit. A rate is a fraction, an area is in ㎡."""
    if figure.value is None:
        return EMPTY
    return _shown(figure.value, figure)


def change_of(figure: Figure) -> str:
    """The signed change, or nothing. A rate's change is a difference of fractions, in 百分点."""
    if figure.change is None:
        return ""
    text = _shown(abs(figure.change), figure)
    if Decimal(text.replace(",", "")) == 0:
        return text
    return f"+{text}" if figure.change > 0 else f"{MINUS}{text}"


def change_tone(figure: Figure) -> str:
    """The colour of the change, which the sign says too."""
    if not figure.change:
        return "muted"
    return "t-ok" if figure.change > 0 else "t-bad"


def change_unit(figure: Figure) -> str:
    """What the change is counted in."""
    return _("percentage points") if figure.kind == "rate" else figure.unit


def _shown(value: Any, figure: Figure) -> str:
    if figure.kind == "rate":
        return rate(value)
    if figure.kind == "points":
        return points(value)
    if figure.kind == "net_area":
        return _signed(wan_area(value) if figure.unit == "万㎡" else area(value), value)
    if figure.kind == "area":
        return wan_area(value) if figure.unit == "万㎡" else area(value)
    if figure.kind == "money":
        return _fixed(value, 2)
    return grouped(value) if value == int(value) else _fixed(value, 2)


def _signed(text: str, value: Any) -> str:
    return f"+{text}" if value > 0 else text


def _fixed(value: Any, places: int) -> str:
    number = _decimal(value)
    if number is None:
        return EMPTY
    shown = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{shown:,.{places}f}".replace("-", MINUS)


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
