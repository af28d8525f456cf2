"""Units and values of yearly figures. Pure: no Django."""

import unicodedata
from decimal import Decimal

FIRST_YEAR = 1980
YUAN = ("万元", "元", "千元", "百万元", "亿元")
DOLLARS = ("万美元", "美元", "亿美元")
# What a figure may be counted in, the usual unit first. The tax annex reads every one of tax.
UNITS = {
    "tax": YUAN,
    "revenue": YUAN,
    "headcount": ("人",),
    "exports": (*DOLLARS, *YUAN),
    "foreign_capital": (*DOLLARS, *YUAN),
}
_SAME = {"名": "人", "个": "人", "万": "万元", "亿": "亿元", "千": "千元", "百万": "百万元"}


def clean_unit(text: str) -> str:
    """The unit as stored: ``万元（人民币）`` → ``万元``, ``万美金`` → ``万美元``."""
    unit = "".join(unicodedata.normalize("NFKC", text).split())
    for word in ("(人民币)", "人民币", "RMB"):
        unit = unit.replace(word, "")
    unit = unit.replace("美金", "美元")
    return _SAME.get(unit, unit)


def every_unit() -> list[str]:
    """All units, each once, in the order of the kinds."""
    return list(dict.fromkeys(unit for units in UNITS.values() for unit in units))


def value_fits(kind: str, value: Decimal) -> bool:
    """Never below zero, at most two decimals, people in whole numbers."""
    places = 0 if kind == "headcount" else 2
    return 0 <= value < 10**18 and value == round(value, places)
