from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.core.fields import money_columns
from crm.core.models import User
from crm.core.records import Record
from crm.core.scopes import Scope
from crm.projects.models.projects import Project


class Promise(Record):
    """A support promised to a project: on what basis, by whom, under which condition, kept when."""

    class Review(models.TextChoices):
        NOT_NEEDED = "not_needed", _("not applicable")
        UNDER_REVIEW = "under_review", _("under review")
        PASSED = "passed", _("review passed")
        REJECTED = "rejected", _("review failed")

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="promises"
    )
    title = models.CharField(_("promise"), max_length=160)
    vars().update(money_columns("support", _("support")))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    condition = models.CharField(_("condition"), max_length=200, blank=True)
    approver = models.ForeignKey(
        User,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    review = models.CharField(
        _("fair-competition review"), max_length=14, choices=Review, default=Review.UNDER_REVIEW
    )
    review_number = models.CharField(_("review number"), max_length=60, blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    fulfilled_on = models.DateField(_("fulfilled on"), null=True, blank=True)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.title
