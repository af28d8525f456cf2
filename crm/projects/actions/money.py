from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, authorise, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.core.money import in_yuan
from crm.projects.amounts import check_currency
from crm.projects.models import MoneyIncrement


def record_money(
    increments: Sequence[MoneyIncrement], *, by: User | None, reason: str = ""
) -> list[MoneyIncrement]:
    """Record dated amounts, each once. A foreign currency needs its rate and the day of the rate.

    Foreign capital received says by which means. The yuan value is computed here and stored.
    """
    with transaction.atomic():
        authorise(by, "projects.record_money", [row.project for row in increments])
        day = today()
        for row in increments:
            _check(row, day)
            row.cny = in_yuan(row.amount, row.currency, row.rate)
        created = create(increments, by=by, reason=reason)
        announce("projects.money_recorded", [row.project for row in created], by=by, reason=reason)
        return created


def _check(row: MoneyIncrement, day) -> None:
    row.currency = (row.currency or "CNY").upper()
    check_currency(row.currency, "currency")
    if row.amount == 0:
        raise Refused(_("An amount of zero says nothing."), field="amount")
    if row.happened_on > day:
        raise Refused(_("An amount cannot lie in the future."), field="happened_on")
    if row.currency == "CNY":
        row.rate, row.rate_on = Decimal(1), None
    elif not row.rate or row.rate <= 0 or row.rate_on is None:
        raise Refused(_("A foreign currency needs its rate and the day of the rate."), field="rate")
    if row.kind == MoneyIncrement.Kind.FOREIGN_RECEIVED and not row.means:
        raise Refused(_("Say by which means the foreign capital came."), field="means")
