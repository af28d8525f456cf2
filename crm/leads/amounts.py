"""The expected investment of a lead: checked, and its yuan value kept beside it."""

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.core.money import CURRENCIES, in_yuan
from crm.leads.models import Lead

INVESTMENT_FIELDS = ("expected_investment_currency", "expected_investment_cny")


def settle_investment(lead: Lead) -> None:
    """Compute the yuan value in memory; raises Refused for an unknown currency."""
    lead.expected_investment_currency = (lead.expected_investment_currency or "CNY").upper()
    if lead.expected_investment_currency not in CURRENCIES:
        raise Refused(
            _("%(code)s is not a known currency. Allowed: %(known)s.")
            % {"code": lead.expected_investment_currency, "known": "、".join(CURRENCIES)},
            field="expected_investment_amount",
        )
    amount = lead.expected_investment_amount
    lead.expected_investment_cny = (
        None
        if amount is None
        else in_yuan(amount, lead.expected_investment_currency, lead.expected_investment_rate)
    )
