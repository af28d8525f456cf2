"""States in words, and differences with their sign."""

from decimal import Decimal
from typing import Any

from django import template

from crm.core import figure_text
from crm.occupancy.stacking import STATE_NAMES

register = template.Library()


@register.filter
def state_name(letter: str) -> Any:
    """The state that a letter stands for."""
    return STATE_NAMES.get(letter, letter)


@register.filter
def signed_area(value: Any) -> str:
    """㎡ with + or −."""
    return figure_text.signed(figure_text.area(value))


@register.filter
def points(value: Decimal | None) -> str:
    """A difference of two rates in 百分点, with its sign; — where it cannot be computed."""
    return "—" if value is None else figure_text.signed(figure_text.rate(value))


@register.filter
def tone(value: Decimal | None) -> str:
    """Green above zero, red below."""
    if value is None or figure_text.rate(abs(value)).strip("0.") == "":
        return ""
    return "t-ok" if value > 0 else "t-bad"
