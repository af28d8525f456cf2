from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import MoneyRow
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.projects.models.projects import Project


class MoneyIncrement(Record, MoneyRow):
    """One dated amount, counted once. 系统台账数 and 官方数 are two series that never mix."""

    class Kind(models.TextChoices):
        INTENT = "intent", _("intended investment")
        CONTRACT = "contract", _("contract amount")
        CONTRACT_FOREIGN = "contract_foreign", _("contract foreign capital")
        PAID_IN = "paid_in", _("paid in")
        FOREIGN_RECEIVED = "foreign_received", _("foreign capital actually used")
        DEPOSIT = "deposit", _("deposit (not counted)")

    class Means(models.TextChoices):
        SPOT = "spot", _("foreign exchange")
        RENMINBI = "renminbi", _("cross-border renminbi")
        KIND = "kind", _("in kind")
        EQUITY = "equity", _("equity")
        PROFIT = "profit", _("reinvested profit")

    class PaidAs(models.TextChoices):
        CAPITAL = "capital", _("registered capital")
        FIXED = "fixed", _("fixed assets")
        RENT = "rent", _("rent and fitting out")
        OTHER = "other", pgettext_lazy("money", "other")

    class Series(models.TextChoices):
        LEDGER = "ledger", _("system ledger")
        OFFICIAL = "official", _("official figure")

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="money"
    )
    happened_on = models.DateField(_("date"))
    kind = models.CharField(_("kind of amount"), max_length=20, choices=Kind)
    paid_as = models.CharField(_("paid in as"), max_length=10, choices=PaidAs, blank=True)
    means = models.CharField(_("means of receipt"), max_length=10, choices=Means, blank=True)
    series = models.CharField(_("series"), max_length=10, choices=Series, default=Series.LEDGER)
    voucher = models.CharField(_("voucher"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("amount of a project")
        verbose_name_plural = _("amounts of projects")
        ordering = ("happened_on", "pk")
        indexes = [models.Index(fields=["kind", "happened_on"], name="money_by_kind")]

    def __str__(self) -> str:
        return f"{self.project} {self.kind} {self.amount}"
