from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class Qualification(Record):
    """A title such as 高新技术企业 or 专精特新, with its batch, its source and its term."""

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="qualifications",
    )
    name = models.CharField(_("qualification"), max_length=80)
    batch = models.CharField(_("batch"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=120)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to (last day)"), null=True, blank=True)

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ("-valid_from", "-pk")

    def __str__(self) -> str:
        return self.name
