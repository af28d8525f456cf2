from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.leads.models.leads import Lead


class FollowUpBase(Record):
    """A contact with the enterprise: how, when, with what result, and what comes next."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone call")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", pgettext_lazy("follow-up", "visit to the enterprise")
        VIEWING = "viewing", _("viewing of space")
        RECEPTION = "reception", _("reception here")
        MESSAGE = "message", _("message or e-mail")
        OTHER = "other", pgettext_lazy("follow-up", "other")

    kind = models.CharField(_("way of contact"), max_length=12, choices=Kind, default=Kind.PHONE)
    at = models.DateTimeField(_("happened at"))
    participants = models.CharField(_("participants"), max_length=200, blank=True)
    result = models.TextField(_("result"))
    next_step = models.CharField(_("next step"), max_length=160, blank=True)
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)
    is_substantive = models.BooleanField(
        _("substantive"),
        default=True,
        help_text=_("A real exchange with the enterprise; attempts that reached nobody are not."),
    )

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.result[:40]}"


class FollowUp(FollowUpBase):
    """A follow-up on a lead."""

    scope = Scope.via("lead")

    lead = models.ForeignKey(
        Lead, verbose_name=_("lead"), on_delete=models.PROTECT, related_name="follow_ups"
    )

    class Meta(FollowUpBase.Meta):
        verbose_name = _("follow-up of a lead")
        verbose_name_plural = _("follow-ups of leads")
        indexes = [models.Index(fields=["lead", "-at"], name="follow_up_of_lead")]
