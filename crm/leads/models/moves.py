from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import Team, User
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.leads.models.leads import Lead


class LeadMove(Record):
    """One change of state, owner or team. ``created_by`` moved it; null: not done by a person."""

    scope = Scope.via("lead")

    lead = models.ForeignKey(
        Lead, verbose_name=_("lead"), on_delete=models.PROTECT, related_name="moves"
    )
    moved_at = models.DateTimeField(_("moved at"))
    from_state = models.CharField(_("from state"), max_length=16, choices=Lead.State, blank=True)
    to_state = models.CharField(_("to state"), max_length=16, choices=Lead.State)
    from_owner = models.ForeignKey(
        User,
        verbose_name=_("from owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_owner = models.ForeignKey(
        User,
        verbose_name=_("to owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    from_team = models.ForeignKey(
        Team,
        verbose_name=_("from team"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_team = models.ForeignKey(
        Team,
        verbose_name=_("to team"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Shares of the credit by team code, when a lead goes from one team to another.
    credit_split = models.JSONField(_("credit split"), default=dict, blank=True)

    class Meta:
        verbose_name = _("lead move")
        verbose_name_plural = _("lead moves")
        ordering = ("-moved_at", "-pk")

    def __str__(self) -> str:
        return f"{self.lead} {self.from_state} > {self.to_state}"
