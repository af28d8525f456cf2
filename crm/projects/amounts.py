"""Amounts of projects put in order: currency, rate, yuan, and whether the project is major."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.money import CURRENCIES, in_yuan
from crm.projects.models import Project
from crm.projects.rules import is_major_by_amount

INVESTMENT_FIELDS = (
    "investment_amount",
    "investment_currency",
    "investment_rate",
    "investment_rate_on",
    "investment_cny",
    "is_major",
)


def settle_investment(projects: Sequence[Project], *, day: dt.date) -> None:
    """Compute the yuan value and the major mark in memory. Two queries."""
    limits = {
        "cny": Decimal(str(value_on("projects.major_cny", day))),
        "usd": Decimal(str(value_on("projects.major_usd", day))),
    }
    for row in projects:
        row.investment_currency = (row.investment_currency or "CNY").upper()
        check_currency(row.investment_currency, "investment_currency")
        if row.investment_amount is None:
            row.investment_cny = None
        else:
            if row.investment_amount < 0:
                raise Refused(_("An amount cannot be negative."), field="investment_amount")
            row.investment_cny = in_yuan(
                row.investment_amount, row.investment_currency, row.investment_rate
            )
        row.is_major = row.is_tagged_major or is_major_by_amount(
            row.investment_amount, row.investment_currency, row.investment_cny, limits
        )


def check_currency(code: str, field: str) -> None:
    """Raise Refused for a currency that is not known."""
    if code not in CURRENCIES:
        raise Refused(
            _("%(code)s is not a known currency. Allowed: %(known)s.")
            % {"code": code, "known": "、".join(CURRENCIES)},
            field=field,
        )
