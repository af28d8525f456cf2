"""Settings that policies change, and the counters behind record numbers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope


class DatedSetting(Record):
    """One value of a setting from a day on. History recalculates with the value of its day."""

    scope = Scope(view="core.manage_settings", edit="core.manage_settings")

    key = models.CharField(_("setting"), max_length=80)
    value = models.JSONField(_("value"))
    effective_from = models.DateField(_("effective from"))
    note = models.CharField(_("basis or reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("dated setting")
        verbose_name_plural = _("dated settings")
        ordering = ("key", "effective_from")
        constraints = [
            models.UniqueConstraint(fields=["key", "effective_from"], name="one_value_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.effective_from}"


class Sequence(models.Model):
    """The last number given out under a name such as ``XM-2023``."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    last = models.PositiveBigIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number sequence")
        verbose_name_plural = _("number sequences")

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
