"""Approval chains: who signs an act, in which order, from which day on."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope


class ApprovalChain(Record):
    """The steps of one act (经办—科长—分管领导—局长) from a day on; a later row supersedes."""

    scope = Scope(
        view="directives.view", edit="directives.manage_chains", open_to="directives.view"
    )

    act = models.CharField(_("act"), max_length=60)
    effective_from = models.DateField(_("effective from"))
    steps = models.JSONField(_("role codes in order"), default=list)
    note = models.CharField(_("basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("approval chain")
        verbose_name_plural = _("approval chains")
        ordering = ("act", "effective_from")
        constraints = [
            models.UniqueConstraint(
                fields=["act", "effective_from"], name="one_chain_an_act_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.effective_from}"


class Approval(Record):
    """One act on one record that waits for signatures."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    scope = Scope("requested_by", "team", view="directives.view", edit="directives.decide")

    act = models.CharField(_("act"), max_length=60)
    content_type = models.ForeignKey(
        ContentType, verbose_name=_("kind of record"), on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(_("record id"))
    record = GenericForeignKey("content_type", "object_id")
    team = models.ForeignKey(
        "core.Team", verbose_name=_("team"), on_delete=models.PROTECT, related_name="+"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("requested at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["content_type", "object_id"], name="approval_of_record")]

    def __str__(self) -> str:
        return f"{self.act} {self.get_state_display()}"


class ApprovalStep(Record):
    """One signature of an approval."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    scope = Scope.via("approval")

    approval = models.ForeignKey(
        Approval, verbose_name=_("approval"), on_delete=models.PROTECT, related_name="steps"
    )
    order = models.PositiveSmallIntegerField(_("order"))
    role = models.CharField(_("role code"), max_length=32)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ("approval", "order")
        constraints = [
            models.UniqueConstraint(fields=["approval", "order"], name="one_step_an_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.role}"
