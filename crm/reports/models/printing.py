"""Runs of the printer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import StoredFile, Team
from crm.core.querysets import ScopedQuerySet
from crm.core.scopes import Scope
from crm.reports.models.background import BackgroundJob
from crm.reports.models.snapshots import ArchivePackage, Snapshot


class PrintJob(BackgroundJob):
    """One run of the printer; it stirs every few pages."""

    class Purpose(models.TextChoices):
        PRINT = "print", pgettext_lazy("report", "print the draft")
        ISSUE = "issue", pgettext_lazy("report", "issue")

    scope = Scope.via("snapshot")

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=pgettext_lazy("record", "report"),
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    purpose = models.CharField(pgettext_lazy("job", "purpose"), max_length=8, choices=Purpose)
    note = models.CharField(_("what was corrected"), max_length=300, blank=True)
    pages = models.PositiveIntegerField(_("pages so far"), default=0)
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"


class ArchiveJob(BackgroundJob):
    """One package in the making: ``done`` of ``total`` reports are packed.

    ``package`` is filled in the transaction that makes the package.
    """

    scope = Scope("asked_by", "team", view="reports.archive", edit="reports.archive")

    team = models.ForeignKey(
        Team,
        verbose_name=_("answering body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="archive_jobs",
    )
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=160)
    retention = models.CharField(_("period of retention"), max_length=20)
    done = models.PositiveIntegerField(_("reports packed"), default=0)
    total = models.PositiveIntegerField(_("reports to pack"), default=0)
    package = models.ForeignKey(
        ArchivePackage,
        verbose_name=_("archive package"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive job")
        verbose_name_plural = _("archive jobs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"
