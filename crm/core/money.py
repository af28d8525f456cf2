"""Money as it is written and read in Chinese offices. Pure: no Django."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CURRENCIES = {
    "CNY": ("人民币", "元"),
    "USD": ("美元", "美元"),
    "EUR": ("欧元", "欧元"),
    "HKD": ("港元", "港元"),
    "JPY": ("日元", "日元"),
    "GBP": ("英镑", "英镑"),
    "SGD": ("新加坡元", "新加坡元"),
}
_UNITS = {
    "": Decimal(1),
    "千": Decimal(1_000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
_NAMES = {
    "": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "¥": "CNY",
    "美元": "USD",
    "美金": "USD",
    "USD": "USD",
    "$": "USD",
    "US$": "USD",
    "欧元": "EUR",
    "EUR": "EUR",
    "€": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "HKD": "HKD",
    "日元": "JPY",
    "JPY": "JPY",
    "英镑": "GBP",
    "GBP": "GBP",
    "新加坡元": "SGD",
    "新元": "SGD",
    "SGD": "SGD",
}
_PATTERN = re.compile(
    r"^(?P<front>US\$|[¥$€]|[A-Z]{3}|人民币)?\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>万亿|百万|千万|亿|万|千)?\s*(?P<back>[A-Za-z$€¥]+|[一-龥]+)?$"
)


def parse_money(text: str) -> tuple[Decimal, str]:
    """``"1.8亿美元"`` → (180000000.00, "USD"); ``"5000万"`` → (50000000.00, "CNY").

    Raises ValueError when the text is no amount or names a currency that is not known.
    """
    folded = unicodedata.normalize("NFKC", text).strip().replace("，", ",")
    match = _PATTERN.match(folded)
    if match is None:
        raise ValueError(text)
    front, back = (match["front"] or "").upper(), (match["back"] or "").upper()
    name = front or back
    if name not in _NAMES or (front and back and _NAMES[front] != _NAMES.get(back)):
        raise ValueError(text)
    try:
        number = Decimal(match["number"].replace(",", "")) * _UNITS[match["unit"] or ""]
    except InvalidOperation as error:
        raise ValueError(text) from error
    return number.quantize(Decimal("0.01"), ROUND_HALF_UP), _NAMES[name]


def show_money(
    amount: Decimal | None, currency: str = "CNY", *, foreign_capital: bool = False
) -> str:
    """万元 below 1 亿, 亿元 from there; foreign capital always in 万美元. None is —."""
    if amount is None:
        return "—"
    unit = CURRENCIES.get(currency, (currency, currency))[1]
    if foreign_capital or abs(amount) < 100_000_000:
        return f"{_rounded(amount / 10_000)} 万{unit}"
    return f"{_rounded(amount / 100_000_000)} 亿{unit}"


def _rounded(value: Decimal) -> str:
    shown = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{shown:,.2f}".replace("-", "−")


def in_yuan(amount: Decimal, currency: str, rate: Decimal | None) -> Decimal | None:
    """The yuan value to two places, half up; None for a foreign currency without a rate."""
    if currency != "CNY" and rate is None:
        return None
    value = amount if currency == "CNY" else amount * (rate or Decimal(1))
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
