from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import Team, User
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.enterprises.models import Enterprise
from crm.leads.models.leads import Lead


class FirstReportClaim(Record):
    """首报首谈: the earliest valid claim on an enterprise or group protects its team for a time."""

    class State(models.TextChoices):
        VALID = "valid", pgettext_lazy("claim", "valid")
        DISPUTED = "disputed", pgettext_lazy("claim", "disputed")
        LAPSED = "lapsed", pgettext_lazy("claim", "lapsed")
        REJECTED = "rejected", pgettext_lazy("claim", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")

    scope = Scope("filed_by", "team", view="leads.view", edit="leads.edit")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="first_reports",
    )
    # What is protected: the credit code or name key of the enterprise, or of the head of its group.
    enterprise_key = models.CharField(_("protected key"), max_length=160, db_index=True)
    covers_group = models.BooleanField(_("covers the whole group"), default=False)
    lead = models.ForeignKey(
        Lead,
        verbose_name=_("lead"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="first_reports"
    )
    filed_by = models.ForeignKey(
        User,
        verbose_name=_("filed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="first_reports",
    )
    filed_at = models.DateTimeField(_("filed at"))
    evidence = models.TextField(_("evidence of first contact"), blank=True)
    protected_until = models.DateField(_("protected until"))
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.VALID)

    class Meta:
        verbose_name = _("first-report claim")
        verbose_name_plural = _("first-report claims")
        ordering = ("filed_at", "pk")

    def __str__(self) -> str:
        return f"{self.enterprise} {self.team}"
