"""Leases as the contract says them."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.records import NumberedRecord
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.occupancy import lease_rules, rules
from crm.occupancy.models.buildings import DISTRICT, EDIT, Building
from crm.occupancy.querysets.leases import LeaseQuerySet

VIEW_LEASES = "occupancy.view_leases"


class Lease(NumberedRecord):
    """``last_day`` is inclusive (租期止日); its units are those of its spells.

    ``building`` is where it was signed for: an operator sees the leases of own buildings by it.
    ``agreed_last_day`` keeps what the contract said when a lease ended before its time.
    A tenant who is an ``operator`` (二房东, 联合办公) sublets: whoever sits there in the end
    decides the state, and what is not filled is N, after the grace period V.
    """

    class PriceUnit(models.TextChoices):
        DAY = "day", _("yuan/㎡·day")
        MONTH = "month", _("yuan/㎡·month")

    class TenantRole(models.TextChoices):
        OCCUPIER = "occupier", pgettext_lazy("tenant", "occupier")
        OPERATOR = "operator", pgettext_lazy("tenant", "sublets or runs co-working space")

    number_prefix = "ZL"
    scope = Scope(
        "building__operator", "building__team", view=VIEW_LEASES, edit=EDIT, open_to=DISTRICT
    )

    tenant = models.ForeignKey(
        Enterprise, verbose_name=_("tenant"), on_delete=models.PROTECT, related_name="leases"
    )
    building = models.ForeignKey(
        Building,
        verbose_name=_("building"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leases",
    )
    tenant_role = models.CharField(
        _("role of the tenant"), max_length=8, choices=TenantRole, default=TenantRole.OCCUPIER
    )
    starts_on = models.DateField(pgettext_lazy("lease", "first day"))
    last_day = models.DateField(_("last day (counted)"))
    agreed_last_day = models.DateField(_("last day as agreed"), null=True, blank=True)
    end_reason = models.CharField(_("reason of an early end"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    price = models.DecimalField(_("rent"), max_digits=12, decimal_places=4, null=True, blank=True)
    price_unit = models.CharField(
        _("unit of the rent"), max_length=5, choices=PriceUnit, blank=True, default=PriceUnit.DAY
    )
    rent_free_months = models.DecimalField(
        _("rent-free months"), max_digits=5, decimal_places=2, default=0
    )
    payment_months = models.PositiveSmallIntegerField(
        _("months paid at a time"), null=True, blank=True
    )
    deposit = models.DecimalField(
        _("deposit in yuan"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    renews = models.ForeignKey(
        "self",
        verbose_name=_("renews"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
    )
    sublet_of = models.ForeignKey(
        "self",
        verbose_name=_("sublet of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sublets",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = LeaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("starts_on")), name="lease_lasts_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["last_day", "id"], name="lease_by_last_day"),
            models.Index(fields=["tenant", "last_day"], name="lease_of_tenant"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("desk:occupancy:lease", args=[self.number])

    @property
    def price_text(self) -> str:
        """The rent with two decimals, or as many as it has."""
        return lease_rules.price_text(self.price)

    @property
    def price_a_month(self) -> Decimal | None:
        """元/㎡·月, a price a day × 365 / 12."""
        return None if self.price is None else rules.price_a_month(self.price, self.price_unit)
