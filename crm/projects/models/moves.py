from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import User
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.projects.models.projects import Project


class StageMove(Record):
    """One move of stage or side state. ``created_by`` moved it; null is the command line."""

    class EndReason(models.TextChoices):
        ELSEWHERE = "elsewhere", _("settled in another district")
        WITHDRAWN = "withdrawn", _("the enterprise withdrew")
        NO_SPACE = "no_space", _("no suitable space")
        FUNDING = "funding", _("funding fell through")
        UNFIT = "unfit", _("failed the assessment")
        OTHER = "other", _("another reason")

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="moves"
    )
    moved_on = models.DateField(_("moved on"))
    from_stage = models.CharField(_("from stage"), max_length=16, choices=Project.Stage, blank=True)
    to_stage = models.CharField(_("to stage"), max_length=16, choices=Project.Stage)
    from_side = models.CharField(
        _("from side state"), max_length=12, choices=Project.Side, blank=True
    )
    to_side = models.CharField(_("to side state"), max_length=12, choices=Project.Side, blank=True)
    reason_code = models.CharField(_("reason code"), max_length=16, choices=EndReason, blank=True)
    reason = models.CharField(_("reason or note"), max_length=200, blank=True)
    approved_by = models.ForeignKey(
        User,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    review_on = models.DateField(_("review on"), null=True, blank=True)
    handed_to = models.CharField(_("handed to"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("stage move")
        verbose_name_plural = _("stage moves")
        ordering = ("-moved_on", "-pk")

    def __str__(self) -> str:
        return f"{self.project} {self.from_stage} > {self.to_stage}"
