"""Form fields that read what people type: 1.8亿美元, 3,000㎡."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm.core.models import User
from crm.core.money import CURRENCIES, parse_money

CURRENCY_CHOICES = [(code, f"{names[0]} {code}") for code, names in CURRENCIES.items()]


class Amount(Decimal):
    """What was typed as an amount; ``currency`` is None when the text named none."""

    currency: str | None = None


class AmountField(forms.CharField):
    """An amount in yuan or in the currency that stands behind it; see :class:`MoneyForm`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Such as 5000万, 1.8亿 or 3000万美元"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Amount | None:
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        try:
            number, currency = parse_money(text)
        except ValueError:
            raise ValidationError(
                _("%(text)s is not an amount. Write it like 5000万, 1.8亿 or 3000万美元."),
                params={"text": text},
            ) from None
        named = currency != "CNY" or any(mark in text for mark in ("元", "人民币", "CNY", "¥"))
        amount = Amount(number)
        amount.currency = currency if named else None
        return amount


class NumberTextField(forms.DecimalField):
    """A number of 0 or more; commas are allowed, and one of ``units`` behind it."""

    units: tuple[str, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = ("" if value is None else str(value)).replace(",", "").replace("，", "").strip()
        for unit in self.units:
            text = text.removesuffix(unit).strip()
        return super().to_python(text)


class AreaTextField(NumberTextField):
    """Square metres; commas and the unit are allowed."""

    units = ("平方米", "平米", "㎡", "m²", "m2")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        super().__init__(**kwargs)


class MoneyForm:
    """Mixin: a currency that was typed behind an amount wins over the chosen one."""

    money_fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data  # type: ignore[misc]
        for name in self.money_fields:
            currency = getattr(cleaned.get(f"{name}_amount"), "currency", None)
            if currency:
                cleaned[f"{name}_currency"] = currency
        return cleaned


class PersonField(forms.ModelChoiceField):
    """A person, shown with the home team."""

    def label_from_instance(self, person: User) -> str:
        return f"{person}·{person.home_team}" if person.home_team else str(person)
