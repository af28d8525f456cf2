"""Columns for areas and money, and sums that do not drift."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.functions import Cast, Round
from django.utils.translation import gettext_lazy as _

CENT = Decimal("0.01")


class AreaField(models.DecimalField):
    """Square metres, two decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


def cents(expression: Any) -> Any:
    """An area or amount as a whole number of 0.01, exact on both databases."""
    return Cast(
        Round(models.F(expression) * 100 if isinstance(expression, str) else expression * 100),
        models.BigIntegerField(),
    )


def sum_cents(expression: Any, **kwargs: Any) -> models.Sum:
    """``Sum`` in whole hundredths: SQLite drifts on decimals. Turn it back with
    :func:`from_cents`.
    """
    return models.Sum(cents(expression), **kwargs)


def from_cents(value: int | None) -> Decimal:
    """Hundredths back to a quantised Decimal; None is 0.00."""
    return (Decimal(value or 0) * CENT).quantize(CENT)


class MoneyRow(models.Model):
    """An amount in its own currency and what it was in yuan on the day: each stored, none
    recomputed.
    """

    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, default=1)
    rate_on = models.DateField(_("rate of"), null=True, blank=True)
    cny = models.DecimalField(_("amount in yuan"), max_digits=20, decimal_places=2)

    class Meta:
        abstract = True


def money_columns(prefix: str, label: Any) -> dict[str, models.Field]:
    """The five columns of one amount of a record: x_amount, x_currency, x_rate, x_rate_on,
    x_cny.
    """
    return {
        f"{prefix}_amount": models.DecimalField(
            label, max_digits=20, decimal_places=2, null=True, blank=True
        ),
        f"{prefix}_currency": models.CharField(_("currency"), max_length=3, default="CNY"),
        f"{prefix}_rate": models.DecimalField(
            _("exchange rate"), max_digits=18, decimal_places=8, null=True, blank=True
        ),
        f"{prefix}_rate_on": models.DateField(_("rate of"), null=True, blank=True),
        f"{prefix}_cny": models.DecimalField(
            _("amount in yuan"), max_digits=20, decimal_places=2, null=True, blank=True
        ),
    }
