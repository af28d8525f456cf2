"""Snapshots: figures as they were frozen, words as they were edited, the sheet as issued."""

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

from crm.core.models import StoredFile, Team, User
from crm.core.records import Record
from crm.core.registries import ReportKind, report_kinds
from crm.core.scopes import Scope


class Snapshot(Record):
    """One report: the draft froze ``canonical``, nothing changes it afterwards.

    ``team`` is the body that answers for it (编制单位, see crm.reports.bodies); null: only grants
    at the root of the tree reach it.

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

    scope = Scope("team", view="reports.view", edit="reports.draft", open_to="reports.view")

    team = models.ForeignKey(
        Team,
        verbose_name=_("answering body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
    )
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
    archived_in = models.ForeignKey(
        "reports.ArchivePackage",
        verbose_name=_("archived in"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="snapshots",
    )

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


class Passage(Record):
    """Words of a draft as somebody edited them: the lead of a section, or ⑦ 问题与建议.

    ``key`` names the place in the document. Figures stand in the text as ``{name}`` and stay
    locked. History names the author of each change; issue fixes the words.
    """

    scope = Scope.via("snapshot")

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=pgettext_lazy("record", "report"),
        on_delete=models.PROTECT,
        related_name="passages",
    )
    key = models.CharField(_("place in the report"), max_length=60)
    text = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("passage of a report")
        verbose_name_plural = _("passages of reports")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "key"], name="one_passage_a_place"),
        ]

    def __str__(self) -> str:
        return self.key


class SnapshotPart(Record):
    """One file of a report that is too long for one (分册), in order."""

    scope = Scope.via("snapshot")

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=pgettext_lazy("record", "report"),
        on_delete=models.PROTECT,
        related_name="parts",
    )
    ordinal = models.PositiveSmallIntegerField(pgettext_lazy("part of a report", "part"))
    label = models.CharField(pgettext_lazy("part of a report", "name"), max_length=100)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    pages = models.PositiveIntegerField(pgettext_lazy("report", "pages"))

    class Meta:
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of reports")
        ordering = ("snapshot", "ordinal")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "ordinal"], name="one_part_an_ordinal"),
        ]

    def __str__(self) -> str:
        return self.label


class RestrictedAnnex(Record):
    """涉密附件 of a report, tax above all: figures and sheet apart, for who may see them.

    ``authority`` is the number of the authorisation to use the data (授权文号).
    """

    scope = Scope(
        "snapshot__team",
        view="reports.view_restricted",
        edit="reports.draft_restricted",
        open_to="reports.view_restricted",
    )

    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=pgettext_lazy("record", "report"),
        on_delete=models.PROTECT,
        related_name="annexes",
    )
    kind = models.CharField(_("kind of annex"), max_length=40)
    authority = models.CharField(_("number of the authorisation"), max_length=100)
    rule_version = models.CharField(_("rule version"), max_length=20)
    canonical = models.TextField(_("figures"), editable=False)
    sha256 = models.CharField(_("hash of the figures"), max_length=64, editable=False)
    pdf = models.ForeignKey(
        StoredFile,
        verbose_name=_("printed file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    pages = models.PositiveIntegerField(pgettext_lazy("report", "pages"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("copies printed"), default=0)

    class Meta:
        verbose_name = _("restricted annex")
        verbose_name_plural = _("restricted annexes")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "kind"], name="one_annex_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot} {self.kind}"

    @cached_property
    def figures(self) -> dict[str, Any]:
        """The frozen figures."""
        return json.loads(self.canonical)


class ArchivePackage(Record):
    """归档包: a year's issued reports with 目录, kept together; what it holds is read-only."""

    scope = Scope("team", view="reports.view", edit="reports.archive", open_to="reports.view")

    team = models.ForeignKey(
        Team,
        verbose_name=_("answering body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="archive_packages",
    )
    number = models.CharField(_("number"), max_length=32, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=160)
    retention = models.CharField(_("period of retention"), max_length=20)
    manifest = models.JSONField(_("contents"), default=list)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("archive package")
        verbose_name_plural = _("archive packages")
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return self.number
