from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.models import User
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.projects.models.projects import Project


class Milestone(Record):
    """A planned day of a project and when it came true."""

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="milestones"
    )
    name = models.CharField(_("milestone"), max_length=100)
    planned_on = models.DateField(_("planned on"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ("planned_on", "pk")

    def __str__(self) -> str:
        return self.name
