"""What runs in the background while a screen waits for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import User


class BackgroundJob(models.Model):
    """``alive_at`` is written again and again: a job that has not stirred for minutes has lost its
    worker.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("job", "waiting")
        RUNNING = "running", pgettext_lazy("job", "running")
        DONE = "done", pgettext_lazy("job", "done")
        FAILED = "failed", pgettext_lazy("job", "failed")
        STOPPED = "stopped", pgettext_lazy("job", "stopped")

    OVER = (State.DONE, State.FAILED, State.STOPPED)

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
    message = models.CharField(pgettext_lazy("job", "message"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_being_stopped(self) -> bool:
        """Whether it was asked to stop and has not yet."""
        return self.stop_asked_at is not None and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state in self.OVER
