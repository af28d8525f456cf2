"""What people type into cells, and what it means. Each function raises CellError with what is
allowed.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.money import parse_money
from crm.core.names import clean_name
from crm.core.spreadsheets.columns import Column, choice_key

EMPTY = {"", "-", "–", "—", "——", "－", "/", "\\"}
STILL = {"至今", "今", "长期", "长期有效", "现在"}
EPOCH = dt.date(1899, 12, 30)
LAST_SERIAL = 2_958_465
FIRST_YEAR, LAST_YEAR = 1800, 2200
CENT = Decimal("0.01")
_DATE = re.compile(
    r"^(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*(?:日|号)?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$"
)
_COMPACT_DATE = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMBER = re.compile(r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$")
_AREA_UNIT = re.compile(
    r"(万)?\s*(㎡|m2|m\^2|平方米|平米|平方|平|sqm|sq\.?\s?m\.?)$", re.IGNORECASE
)
_NUMBER_UNIT = re.compile(r"(个月|元/㎡[·/.]?[天日月]|层|楼|月|元|人|个|年|[fF])$")
_YUAN = re.compile(r"人民币|RMB|CNY|¥", re.IGNORECASE)
_LIST = re.compile(r"[,，;；、\n]+")
_ESCAPED = re.compile(r"^'(?=[=+\-@\t\r])")
LOOKALIKES = {"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "B": "8"}


class CellError(Exception):
    """The cell cannot be taken; the message says what is allowed."""


# Translated only when a cell is wrong: a file has a million cells that are right.
AN_AREA = gettext_lazy("Should be a number above 0 with at most two decimals, such as 1,520.00㎡.")
AN_AREA_OR_NONE = gettext_lazy(
    "Should be 0 or more, with at most two decimals, such as 1,520.00㎡."
)
A_NUMBER = {
    2: gettext_lazy("Should be a number with at most 2 decimals, such as 5.80."),
    4: gettext_lazy("Should be a number with at most 4 decimals, such as 5.80."),
}
AN_AMOUNT_ALONE = gettext_lazy(
    "Should be a number of 0 or more with at most 2 decimals, such as 1234.50; the unit stands in "
    "its own column."
)
A_NUMBER_ABOVE = gettext_lazy("Should be a number above 0.")
A_WHOLE_NUMBER = gettext_lazy("Should be a whole number, such as 12.")
AN_AMOUNT = gettext_lazy("Should be an amount such as 5000万, 1.8亿美元 or 371亿元.")
A_DAY = gettext_lazy("Should be a day, such as 2016年9月5日, 2016.9.5 or 2016-09-05.")
A_MOMENT = gettext_lazy("Should be a day with or without a time, such as 2016-09-05 14:30.")


class Money(NamedTuple):
    """An amount and the currency that the cell named, "" when it named none."""

    amount: Decimal
    currency: str


def convert(raw: Any, column: Column, factor: Decimal = Decimal(1), currency: str = "") -> Any:
    """The value of a cell, or None when it is empty.

    ``factor`` and ``currency`` come from a unit in the column's head, such as 投资额（万美元）.
    """
    if raw is None or (isinstance(raw, str) and _folded(raw) in EMPTY):
        return None
    if column.type == "money":
        return _money(raw, factor, currency)
    value = CONVERTERS[column.type](raw, column)
    return value * factor if isinstance(value, Decimal) and factor != 1 else value


def as_text(raw: Any) -> str:
    """A cell as it is shown: whole numbers without a point, days without a time."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return format(Decimal(repr(raw)), "f").rstrip("0").rstrip(".")
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ", "minutes")
    return str(raw)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _text(raw: Any, column: Column) -> str:
    text = _ESCAPED.sub("", as_text(raw).strip().replace("\x00", ""))
    if len(text) > column.max_length:
        raise CellError(
            _("Too long: %(length)d characters, at most %(limit)d.")
            % {"length": len(text), "limit": column.max_length}
        )
    return text


def _name(raw: Any, column: Column) -> str:
    return clean_name(_text(raw, column))


def _reference(raw: Any, column: Column) -> str:
    return unicodedata.normalize("NFKC", _text(raw, column)).strip()


def _list(raw: Any, column: Column) -> list[str]:
    return [part.strip() for part in _LIST.split(_text(raw, column)) if part.strip()]


def _decimal(raw: Any, allowed: Any) -> Decimal:
    if isinstance(raw, bool | dt.datetime):
        raise CellError(allowed)
    if isinstance(raw, int | float):
        return Decimal(repr(raw))
    text = _folded(raw).replace("，", ",").replace(" ", "")
    if not _NUMBER.match(text):
        raise CellError(_wrong_letter(text) or allowed)
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise CellError(allowed) from error


def _wrong_letter(text: str) -> str:
    for position, letter in enumerate(text, start=1):
        rest = text[: position - 1] + LOOKALIKES.get(letter, letter) + text[position:]
        if letter in LOOKALIKES and _NUMBER.match(rest):
            return _("Should be a number; character %(position)d is the letter %(letter)s.") % {
                "position": position,
                "letter": letter,
            }
    return ""


def _hundredths(value: Decimal, raw: Any, allowed: Any, places: int = 2) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-places))
    # A formula leaves 0.30000000000000004; a person who types three decimals means something else.
    tolerance = Decimal("0.000001") if isinstance(raw, float) else Decimal(0)
    if abs(rounded - value) > tolerance:
        raise CellError(allowed)
    return rounded


def _area(raw: Any, column: Column) -> Decimal:
    allowed = AN_AREA if column.positive else AN_AREA_OR_NONE
    factor, number = Decimal(1), raw
    if isinstance(raw, str):
        text = _folded(raw)
        match = _AREA_UNIT.search(text)
        if match:
            factor, text = Decimal(10_000) if match[1] else factor, text[: match.start()]
        number = text.strip()
        if number.endswith("万"):
            factor, number = Decimal(10_000), number[:-1]
    value = _hundredths(_decimal(number, allowed) * factor, raw, allowed)
    if value < 0 or (column.positive and value == 0) or value >= 10**10:
        raise CellError(allowed)
    return value


def _number(raw: Any, column: Column) -> Decimal:
    allowed = A_NUMBER[column.places]
    text = _NUMBER_UNIT.sub("", _folded(raw)).strip() if isinstance(raw, str) else raw
    value = _hundredths(_decimal(text, allowed), raw, allowed, column.places)
    if value < 0 or (column.positive and value == 0) or value >= 10**10:
        raise CellError(A_NUMBER_ABOVE if column.positive else allowed)
    return value


def _amount(raw: Any, column: Column) -> Decimal:
    value = _hundredths(_decimal(raw, AN_AMOUNT_ALONE), raw, AN_AMOUNT_ALONE)
    if not 0 <= value < 10**18:
        raise CellError(AN_AMOUNT_ALONE)
    return value


def _integer(raw: Any, column: Column) -> int:
    allowed = A_WHOLE_NUMBER
    text = _NUMBER_UNIT.sub("", _folded(raw)).strip() if isinstance(raw, str) else raw
    value = _decimal(text, allowed)
    if value != value.to_integral_value() or abs(value) >= 10**9 or (column.positive and value < 0):
        raise CellError(allowed)
    return int(value)


def _money(raw: Any, factor: Decimal, currency: str) -> Money:
    allowed = AN_AMOUNT
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return Money(_hundredths(Decimal(repr(raw)) * factor, raw, allowed), currency)
    text = _folded(as_text(raw))
    try:
        amount, found = parse_money(text)
    except ValueError as error:
        raise CellError(_wrong_letter(text) or allowed) from error
    if _NUMBER.match(text.replace("，", ",")):
        amount = (amount * factor).quantize(CENT)
    if abs(amount) >= 10**18:
        raise CellError(allowed)
    # 元 alone may be anybody's: 万元 in a column of dollars means dollars.
    stated = found != "CNY" or _YUAN.search(text)
    return Money(amount, found if stated else currency)


def _day(raw: Any, allowed: Any) -> dt.datetime:
    if isinstance(raw, dt.datetime):
        return raw
    if isinstance(raw, bool):
        raise CellError(allowed)
    text = _folded(as_text(raw))
    if match := _COMPACT_DATE.match(text) or _DATE.match(text):
        numbers = [int(part) for part in match.groups() if part]
        try:
            return dt.datetime(*numbers)  # noqa: DTZ001 - as typed, without a zone
        except ValueError as error:
            raise CellError(_no_such_day(numbers, allowed)) from error
    if isinstance(raw, str):
        try:
            raw = float(text)
        except ValueError as error:
            raise CellError(allowed) from error
    # 2016 alone is a year, not a day of 1905.
    if not 2200 < raw <= LAST_SERIAL:
        raise CellError(allowed)
    days = int(raw)
    seconds = round((raw - days) * 86_400)
    return dt.datetime.combine(EPOCH, dt.time()) + dt.timedelta(days=days, seconds=seconds)


def _no_such_day(numbers: list[int], allowed: Any) -> str:
    day = "-".join(f"{number:02d}" for number in numbers[:3])
    return _("There is no such day as %(day)s. %(allowed)s") % {"day": day, "allowed": allowed}


def _date(raw: Any, column: Column) -> dt.date | None:
    if isinstance(raw, str) and _folded(raw) in STILL:
        return None
    day = _day(raw, A_DAY).date()
    if day == dt.date.max:  # how other systems write that there is no end
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(_("%(day)s is too far off: check the year.") % {"day": day.isoformat()})
    return day


def _datetime(raw: Any, column: Column) -> dt.datetime:
    moment = _day(raw, A_MOMENT)
    return moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)) if moment.tzinfo is None else moment


def _choice(raw: Any, column: Column) -> str:
    key = column.meanings.get(choice_key(as_text(raw)))
    if key is None:
        raise CellError(allowed_choices(column))
    return key


def allowed_choices(column: Column) -> str:
    """The sentence that lists what a choice cell may take."""
    names = [f"{label}（{key}）" for key, label in column.choices]
    return _("Allowed: %(values)s.") % {"values": "、".join(names)}


def _boolean(raw: Any, column: Column) -> bool:
    if isinstance(raw, bool):
        return raw
    text = _folded(as_text(raw)).casefold()
    if text in {"是", "y", "yes", "true", "1", "√", "有", "v", "对"}:
        return True
    if text in {"否", "n", "no", "false", "0", "×", "x", "无", "不是"}:
        return False
    raise CellError(_("Allowed: %(values)s.") % {"values": "是、否"})


CONVERTERS: dict[str, Callable[[Any, Column], Any]] = {
    "text": _text,
    "name": _name,
    "reference": _reference,
    "list": _list,
    "area": _area,
    "number": _number,
    "amount": _amount,
    "integer": _integer,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
    "boolean": _boolean,
}
