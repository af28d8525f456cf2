"""Runs of the printer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import StoredFile, User
from crm.core.querysets import ScopedQuerySet
from crm.core.scopes import Scope
from crm.reports.models.snapshots import Snapshot


class PrintJob(models.Model):
    """One run of the printer in the background, for the screen that waits for it.

    ``alive_at`` is written every few pages: a job that has not stirred for minutes has lost its
    worker.
    """

    class Purpose(models.TextChoices):
        PRINT = "print", pgettext_lazy("report", "print the draft")
        ISSUE = "issue", pgettext_lazy("report", "issue")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("job", "waiting")
        RUNNING = "running", pgettext_lazy("job", "running")
        DONE = "done", pgettext_lazy("job", "done")
        FAILED = "failed", pgettext_lazy("job", "failed")
        STOPPED = "stopped", pgettext_lazy("job", "stopped")

    scope = Scope.via("snapshot")

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=pgettext_lazy("record", "report"),
        on_delete=models.PROTECT,
        related_name="jobs",
    )
    purpose = models.CharField(pgettext_lazy("job", "purpose"), max_length=8, choices=Purpose)
    state = models.CharField(
        pgettext_lazy("job", "state"), max_length=8, choices=State, default=State.WAITING
    )
    asked_by = models.ForeignKey(
        User, verbose_name=_("asked by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    started_at = models.DateTimeField(pgettext_lazy("job", "started at"), null=True, blank=True)
    alive_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    stop_asked_at = models.DateTimeField(_("asked to stop at"), null=True, blank=True)
    note = models.CharField(_("what was corrected"), max_length=300, blank=True)
    pages = models.PositiveIntegerField(_("pages so far"), default=0)
    message = models.CharField(pgettext_lazy("job", "message"), max_length=300, blank=True)
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

    @property
    def is_being_stopped(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self.stop_asked_at is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state in (self.State.DONE, self.State.FAILED, self.State.STOPPED)
