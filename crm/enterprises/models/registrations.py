from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class Registration(Record, Period):
    """Where an enterprise was registered from when to when, and by which event it came to be so."""

    class Event(models.TextChoices):
        FOUNDED = "founded", _("newly founded")
        MOVED_IN = "moved_in", pgettext_lazy("registration", "moved in")
        MOVED_OUT = "moved_out", pgettext_lazy("registration", "moved out")
        RENAMED = "renamed", _("renamed")
        CHANGED = "changed", _("address changed within the district")
        DEREGISTERED = "deregistered", _("deregistered")
        REVOKED = "revoked", _("licence revoked")
        UNKNOWN = "unknown", _("state as first recorded")

    class Status(models.TextChoices):
        ACTIVE = "active", _("in business")
        DEREGISTERED = "deregistered", _("deregistered")
        REVOKED = "revoked", _("licence revoked")
        MOVED = "moved", pgettext_lazy("registration", "moved out")

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    address = models.CharField(_("registered address"), max_length=255, blank=True)
    district = models.CharField(_("district of registration"), max_length=60, blank=True)
    in_district = models.BooleanField(_("in this district"), null=True, blank=True)
    authority = models.CharField(_("registration authority"), max_length=100, blank=True)
    event = models.CharField(_("event"), max_length=16, choices=Event, default=Event.UNKNOWN)
    status = models.CharField(
        pgettext_lazy("registration", "status"),
        max_length=16,
        choices=Status,
        default=Status.ACTIVE,
    )
    other_place = models.CharField(_("moved from or to"), max_length=100, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "starts_on"], name="one_registration_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.starts_on}"
