"""Snapshots: figures as they were frozen, the sheet as it was issued, and runs of the printer."""

import datetime as dt
import json
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import StoredFile, User
from crm.core.querysets import ScopedQuerySet
from crm.core.records import Record
from crm.core.registries import ReportKind, report_kinds
from crm.core.scopes import Scope


class Snapshot(Record):
    """One report: the draft froze ``canonical``, nothing changes it afterwards.

    ``number`` is given at issue, inside its transaction, so that numbers have no gap. A correction
    is a snapshot of its own that ``supersedes`` the earlier one.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "draft")
        REVIEWED = "reviewed", pgettext_lazy("report", "reviewed")
        ISSUED = "issued", pgettext_lazy("report", "issued")
        CORRECTED = "corrected", pgettext_lazy("report", "corrected by a later one")
        DROPPED = "dropped", pgettext_lazy("report", "dropped")

    OPEN = (State.DRAFT, State.REVIEWED)
    PUBLISHED = (State.ISSUED, State.CORRECTED)

    scope = Scope(view="reports.view", edit="reports.draft", open_to="reports.view")

    kind = models.CharField(_("kind of report"), max_length=40)
    scope_code = models.CharField(_("code of the scope"), max_length=32)
    scope_name = models.CharField(pgettext_lazy("report", "scope"), max_length=100)
    as_of = models.DateField(_("as of"))
    rule_version = models.CharField(_("rule version"), max_length=20)
    is_closed = models.BooleanField(_("month closed"), default=False)
    is_demo = models.BooleanField(_("demo data"), default=False)
    canonical = models.TextField(_("figures"), editable=False)
    sha256 = models.CharField(_("hash of the figures"), max_length=64, editable=False)
    frozen_at = models.DateTimeField(pgettext_lazy("report", "frozen at"))
    state = models.CharField(
        pgettext_lazy("report", "state"), max_length=10, choices=State, default=State.DRAFT
    )
    number = models.CharField(_("number"), max_length=32, unique=True, null=True, editable=False)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    supersedes = models.ForeignKey(
        "self",
        verbose_name=_("corrects"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    correction_note = models.CharField(_("what was corrected"), max_length=300, blank=True)
    reviewed_by = models.ForeignKey(
        User,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    issued_by = models.ForeignKey(
        User,
        verbose_name=_("issued by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    issued_at = models.DateTimeField(_("issued at"), null=True, blank=True)
    font_set = models.CharField(_("font set"), max_length=200, blank=True)
    pdf = models.ForeignKey(
        StoredFile,
        verbose_name=_("printed file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    pages = models.PositiveIntegerField(pgettext_lazy("report", "pages"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("record", "report")
        verbose_name_plural = pgettext_lazy("record", "reports")
        ordering = ("-as_of", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "scope_code", "as_of"],
                condition=Q(state__in=("draft", "reviewed")),
                name="one_open_draft_a_report",
            ),
            models.UniqueConstraint(
                fields=["kind", "scope_code", "as_of"],
                condition=Q(state="issued"),
                name="one_report_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "reviewed", "dropped"), number__isnull=True)
                | Q(state__in=("issued", "corrected"), number__isnull=False),
                name="report_numbered_when_issued",
            ),
        ]
        indexes = [models.Index(fields=["as_of", "id"], name="report_by_day")]

    def __str__(self) -> str:
        return self.number or _now("Draft of %(month)s") % {"month": f"{self.as_of:%Y-%m}"}

    def get_absolute_url(self) -> str:
        return reverse("desk:reports:page", kwargs={"slug": self.slug})

    @property
    def slug(self) -> str:
        """How the desk addresses it: by number once it has one."""
        return self.number or f"draft-{self.pk}"

    @property
    def definition(self) -> ReportKind:
        """What kind of report it is; KeyError when the installation no longer knows it."""
        return report_kinds[self.kind]

    @property
    def kind_label(self) -> str:
        """The name of the kind, or its key where the kind is gone."""
        return str(report_kinds[self.kind].label) if self.kind in report_kinds else self.kind

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The frozen figures."""
        return json.loads(self.canonical)

    @property
    def is_open(self) -> bool:
        """Whether it may still be reviewed, issued or dropped."""
        return self.state in self.OPEN

    @property
    def issued_on(self) -> dt.date | None:
        """The Shanghai date of issue."""
        return timezone.localtime(self.issued_at).date() if self.issued_at else None


class PrintJob(models.Model):
    """One run of the printer in the background, for the screen that waits for it."""

    class Purpose(models.TextChoices):
        PRINT = "print", pgettext_lazy("report", "print the draft")
        ISSUE = "issue", pgettext_lazy("report", "issue")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("job", "waiting")
        RUNNING = "running", pgettext_lazy("job", "running")
        DONE = "done", pgettext_lazy("job", "done")
        FAILED = "failed", pgettext_lazy("job", "failed")

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
    def is_over(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.state in (self.State.DONE, self.State.FAILED)
