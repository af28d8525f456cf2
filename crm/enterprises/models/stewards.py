from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import User
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.enterprises.models.enterprises import Enterprise


class StewardTerm(Record, Period):
    """Who was 服务管家 from when to when, with the hand-over checklist of the beginning.

    ``checklist`` is a list of ``{"item": text, "done_on": ISO date or null}``.
    """

    scope = Scope.via("enterprise")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=_("enterprise"),
        on_delete=models.PROTECT,
        related_name="steward_terms",
    )
    steward = models.ForeignKey(
        User, verbose_name=_("steward"), on_delete=models.PROTECT, related_name="steward_terms"
    )
    checklist = models.JSONField(_("hand-over checklist"), default=list, blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("steward's term")
        verbose_name_plural = _("stewards' terms")
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return f"{self.steward} {self.starts_on}"
