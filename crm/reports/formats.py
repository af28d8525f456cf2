"""How figures look on paper and on screen. Rounding happens here and nowhere earlier.

A form names what a raw value is and how it is printed:
wan ㎡ as 万㎡ · square ㎡ · rate a fraction as % · points a difference of fractions as 百分点 ·
count · years · months · price · date · month · text. ``*_signed`` carry a sign unless they are
zero.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

DASH, MINUS = "—", "−"
WAN = Decimal(10_000)
# form → (places, factor by which the raw value is multiplied, signed)
NUMBERS: dict[str, tuple[int, Decimal, bool]] = {
    "wan": (2, 1 / WAN, False),
    "wan_signed": (2, 1 / WAN, True),
    "square": (0, Decimal(1), False),
    "square_signed": (0, Decimal(1), True),
    "square2": (2, Decimal(1), False),
    "square2_signed": (2, Decimal(1), True),
    "rate": (1, Decimal(100), False),
    "points": (1, Decimal(100), True),
    "count": (0, Decimal(1), False),
    "count_signed": (0, Decimal(1), True),
    "years": (2, Decimal(1), False),
    "months": (1, Decimal(1), False),
    "price": (2, Decimal(1), False),
}


def is_number(form: str) -> bool:
    """Whether the form is printed at the right and kept as a number in a workbook."""
    return form in NUMBERS


def number(value: Any, form: str) -> Decimal:
    """The value in the unit in which it is printed, not rounded."""
    _places, factor, _signed = NUMBERS[form]
    return Decimal(value) * factor


def rounded(value: Any, form: str) -> Decimal:
    """The value as it is printed."""
    places = NUMBERS[form][0]
    return number(value, form).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def show(value: Any, form: str) -> str:
    """The printed text; — stands for "does not apply" or "no figure", never for zero."""
    if value is None or value == "":
        return DASH
    if form not in NUMBERS:
        return _plain(value, form)
    shown = rounded(value, form)
    text = f"{abs(shown):,}"
    if shown == 0:
        return text
    if shown < 0:
        return MINUS + text
    return "+" + text if NUMBERS[form][2] else text


def _plain(value: Any, form: str) -> str:
    if form == "month" and isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    return str(value)


def share(part: Any, whole: Any) -> Decimal | None:
    """``part / whole``; None, 无法计算, where the whole is nothing."""
    return None if not whole else Decimal(part) / Decimal(whole)


def difference(now: Any, then: Any) -> Decimal | None:
    """``now - then``; None when either is not known."""
    return None if now is None or then is None else Decimal(now) - Decimal(then)
