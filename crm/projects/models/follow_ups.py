from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.scopes import Scope
from crm.leads.models import FollowUpBase
from crm.projects.models.projects import Project


class ProjectFollowUp(FollowUpBase):
    """A follow-up on a project."""

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="follow_ups"
    )

    class Meta(FollowUpBase.Meta):
        verbose_name = _("follow-up of a project")
        verbose_name_plural = _("follow-ups of projects")
        indexes = [models.Index(fields=["project", "-at"], name="follow_up_of_project")]
