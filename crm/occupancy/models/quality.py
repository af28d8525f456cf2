"""数据质量: findings that somebody looked into and found right."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.records import Record
from crm.core.scopes import Scope
from crm.occupancy.models.buildings import DISTRICT, EDIT, VIEW, Building


class QualityWaiver(Record):
    """已核实: a finding of one check on one subject that is right as it is, and why.

    ``subject`` names the row as the check does (``unit:12``). It counts again after ``until``.
    """

    scope = Scope("building__operator", "building__team", view=VIEW, edit=EDIT, open_to=DISTRICT)

    building = models.ForeignKey(
        Building,
        verbose_name=_("building"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    check_key = models.CharField(_("check"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    reason = models.CharField(_("reason"), max_length=300)
    until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("verified finding")
        verbose_name_plural = _("verified findings")
        constraints = [
            models.UniqueConstraint(
                fields=["check_key", "subject"], name="one_waiver_a_check_and_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_key} {self.subject}"
