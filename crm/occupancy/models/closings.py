"""楼宇运营月报 and 结账: what operators send, and the month as it was frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.fields import AreaField
from crm.core.models import User
from crm.core.querysets import ScopedQuerySet
from crm.core.records import NumberedRecord, Record
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.occupancy.models.buildings import VIEW, Building
from crm.occupancy.models.leases import Lease
from crm.occupancy.models.spells import Spell
from crm.occupancy.models.units import Unit

MONTH = _("month (its first day)")


class MonthlyReturn(NumberedRecord):
    """What an operator says about one building at the end of one month.

    ``round`` counts how often it was sent; a return that was sent back and sent again is in its
    second round. The stamped scan is an attachment of kind ``confirmation``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("monthly return", "being filled in")
        SENT = "sent", pgettext_lazy("monthly return", "sent")
        ACCEPTED = "accepted", pgettext_lazy("monthly return", "accepted")
        RETURNED = "returned", pgettext_lazy("monthly return", "sent back")

    number_prefix = "YB"
    scope = Scope.via("building")

    building = models.ForeignKey(
        Building,
        verbose_name=_("building"),
        on_delete=models.PROTECT,
        related_name="monthly_returns",
    )
    month = models.DateField(MONTH)
    state = models.CharField(
        pgettext_lazy("monthly return", "state"), max_length=8, choices=State, default=State.DRAFT
    )
    is_unchanged = models.BooleanField(_("no change this month"), default=False)
    round = models.PositiveSmallIntegerField(_("round of sending"), default=0)
    prepared_by = models.CharField(_("filled in by"), max_length=60, blank=True)
    responsible = models.CharField(_("person responsible"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.ForeignKey(
        User,
        verbose_name=_("sent by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason of sending back"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("monthly return")
        verbose_name_plural = _("monthly returns")
        constraints = [
            models.UniqueConstraint(fields=["building", "month"], name="one_return_a_month"),
        ]
        indexes = [models.Index(fields=["month", "id"], name="return_by_month")]

    def __str__(self) -> str:
        return f"{self.building} {self.month:%Y-%m}"


class MonthlyReturnLine(Record):
    """One difference from the ledger that a return reports.

    Lines of one return with equal unit and day describe one shared spell, an enterprise each.
    ``area`` is filled only where the operator measured another area than the ledger has. Evidence
    hangs on the line as attachments. What was accepted is in the ledger since ``applied_at``.

    With ``reshaping`` the line is about the unit numbered ``part`` that begins on the day: by a
    split, one of the parts of ``unit`` with its ``area``; by a merger, all units whose lines name
    that part, the first of which says who sits there.
    """

    class Reshaping(models.TextChoices):
        SPLIT = "split", _("split")
        MERGE = "merge", _("merge")

    class Decision(models.TextChoices):
        OPEN = "open", pgettext_lazy("line of a return", "not decided")
        ACCEPTED = "accepted", pgettext_lazy("line of a return", "accepted")
        RETURNED = "returned", pgettext_lazy("line of a return", "sent back")

    scope = Scope.via("monthly_return")

    monthly_return = models.ForeignKey(
        MonthlyReturn,
        verbose_name=_("monthly return"),
        on_delete=models.PROTECT,
        related_name="lines",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_on = models.DateField(_("changed on"))
    state = models.CharField(
        pgettext_lazy("occupancy", "state"),
        max_length=1,
        choices=[*Spell.State.choices, ("V", _("vacant"))],
    )
    signed_kind = models.CharField(
        _("kind of not yet occupied"), max_length=4, choices=Spell.SignedKind, blank=True
    )
    ends_before = models.DateField(_("until (that day not counted)"), null=True, blank=True)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    enterprise_name = models.CharField(_("enterprise as written"), max_length=160, blank=True)
    area_share = AreaField(_("share of the area"), null=True, blank=True)
    desks = models.PositiveIntegerField(_("desks"), null=True, blank=True)
    lease_number = models.CharField(_("number of the lease"), max_length=32, blank=True)
    lease_starts_on = models.DateField(_("first day of the lease"), null=True, blank=True)
    last_day = models.DateField(_("last day of the lease"), null=True, blank=True)
    area = AreaField(_("area as measured"), null=True, blank=True)
    reshaping = models.CharField(_("split or merger"), max_length=5, choices=Reshaping, blank=True)
    part = models.CharField(_("number of the new unit"), max_length=32, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    decision = models.CharField(
        _("decision"), max_length=8, choices=Decision, default=Decision.OPEN
    )
    decision_reason = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    applied_at = models.DateTimeField(_("in the ledger since"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a monthly return")
        verbose_name_plural = _("lines of monthly returns")

    def __str__(self) -> str:
        return f"{self.unit} {self.state}"


class MonthClose(Record):
    """A month as closed. A correction is a new edition with its note; the earlier one stays."""

    scope = Scope(view=VIEW, edit="occupancy.close_month", open_to=VIEW)

    month = models.DateField(MONTH)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    closed_at = models.DateTimeField(pgettext_lazy("month", "closed at"))
    closed_by = models.ForeignKey(
        User, verbose_name=_("closed by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("correction note"), max_length=500, blank=True)
    figures = models.JSONField(_("figures"), default=dict)
    sha256 = models.CharField(_("hash of the figures"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        ordering = ("-month", "-edition")
        constraints = [
            models.UniqueConstraint(fields=["month", "edition"], name="one_close_an_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ClosedPosition(models.Model):
    """Who sat where when the month was closed: a row a unit and enterprise, never changed again.

    The areas of a unit's rows add up to its area; a vacant unit, one on hold and one whose tenant
    is not known have one row without an enterprise, a desk without a share has 0 ㎡.

    ``lease_number`` to ``rent_unit`` are those of the spell's lease, empty without one; the rent is
    as agreed, and the rules reckon with it. ``industry``, ``direction`` and ``home`` (see
    registration_rules) are the enterprise's on the month's last day. Closings of rule version 1
    kept none of them but ``last_day``: there they are empty, and read from the ledger.
    """

    scope = Scope.via("building")

    close = models.ForeignKey(
        MonthClose,
        verbose_name=_("closed month"),
        on_delete=models.PROTECT,
        related_name="positions",
    )
    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=pgettext_lazy("occupancy", "unit"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(pgettext_lazy("occupancy", "state"), max_length=1)
    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    area = AreaField(_("floor area"))
    signed_kind = models.CharField(_("kind of not yet occupied"), max_length=4, blank=True)
    way = models.CharField(_("disposition"), max_length=10, blank=True)
    use = models.CharField(pgettext_lazy("unit", "use"), max_length=10, blank=True)
    last_day = models.DateField(_("last day of the lease"), null=True)
    lease_number = models.CharField(_("number of the lease"), max_length=32, blank=True)
    lease_starts_on = models.DateField(_("first day of the lease"), null=True)
    lease_tenant = models.ForeignKey(
        Enterprise,
        verbose_name=_("tenant of the lease"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    is_renewal = models.BooleanField(_("the lease renews another"), default=False)
    rent = models.DecimalField(_("rent"), max_digits=12, decimal_places=4, null=True)
    rent_unit = models.CharField(
        _("unit of the rent"), max_length=5, choices=Lease.PriceUnit, blank=True
    )
    industry = models.CharField(_("industry"), max_length=4, blank=True)
    direction = models.CharField(_("local direction"), max_length=60, blank=True)
    home = models.CharField(_("place of registration"), max_length=9, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("position of a closed month")
        verbose_name_plural = _("positions of closed months")
        indexes = [models.Index(fields=["close", "building"], name="position_of_close")]

    def __str__(self) -> str:
        return f"{self.unit} {self.state}"


class ClosedDue(models.Model):
    """A lease that came due in the twelve months up to a closed month's end, in one building.

    ``area`` is the ㎡ under it at its end, ``renewed`` the ㎡ under the renewing lease on its first
    day: what 续租率 is reckoned from (lease_rules.Due).
    """

    scope = Scope.via("building")

    close = models.ForeignKey(
        MonthClose, verbose_name=_("closed month"), on_delete=models.PROTECT, related_name="dues"
    )
    building = models.ForeignKey(
        Building, verbose_name=_("building"), on_delete=models.PROTECT, related_name="+"
    )
    lease_number = models.CharField(_("number of the lease"), max_length=32)
    area = AreaField(_("area that came due"))
    renewed = AreaField(_("area under the renewing lease"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("lease due in a closed month's year")
        verbose_name_plural = _("leases due in a closed month's year")
        indexes = [models.Index(fields=["close", "building"], name="due_of_close")]

    def __str__(self) -> str:
        return self.lease_number
