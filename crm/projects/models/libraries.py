"""入库 is its own axis: one row a project and library."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.models import User
from crm.core.querysets import PeriodQuerySet
from crm.core.records import Period, Record
from crm.core.scopes import Scope
from crm.projects import rules
from crm.projects.models.projects import Project
from crm.projects.querysets import LibraryEntryQuerySet


class Library(Record, Period):
    """A project library, such as "两区"库 (the default). The list is dated."""

    scope = Scope(
        view="projects.edit_libraries", edit="projects.edit_libraries", open_to="projects.view"
    )

    code = models.CharField(_("library code"), max_length=32, unique=True)
    name = models.CharField(_("library"), max_length=60)
    authority = models.CharField(_("kept by"), max_length=100, blank=True)
    is_default = models.BooleanField(_("default library"), default=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")
        ordering = ("-is_default", "code")

    def __str__(self) -> str:
        return self.name


class LibraryEntry(Record):
    """A project in a library. The day of leaving is already out: ``entered_on ≤ D < left_on``."""

    class State(models.TextChoices):
        NONE = rules.EntryState.NONE, pgettext_lazy("library", "not entered")
        PENDING = rules.EntryState.PENDING, pgettext_lazy("library", "awaiting review")
        IN = rules.EntryState.IN, pgettext_lazy("library", "in the library")
        LEFT = rules.EntryState.LEFT, pgettext_lazy("library", "left")

    class LeaveReason(models.TextChoices):
        LANDED = "landed", _("landed and moved on")
        ENDED = "ended", _("ended and cleared")
        HANDED_OVER = "handed_over", pgettext_lazy("library", "handed over")
        DUPLICATE = "duplicate", pgettext_lazy("library", "duplicate")

    scope = Scope.via("project")

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="library_entries"
    )
    library = models.ForeignKey(
        Library, verbose_name=_("library"), on_delete=models.PROTECT, related_name="entries"
    )
    state = models.CharField(
        pgettext_lazy("library", "state"), max_length=10, choices=State, default=State.NONE
    )
    official_number = models.CharField(_("official number"), max_length=60, blank=True)
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    requested_by = models.ForeignKey(
        User,
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewer = models.ForeignKey(
        User,
        verbose_name=_("reviewer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    entered_on = models.DateField(_("entered on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    leave_reason = models.CharField(
        _("reason of leaving"), max_length=12, choices=LeaveReason, blank=True
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = LibraryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("library entry")
        verbose_name_plural = _("library entries")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "library"], name="one_entry_a_project_and_library"
            )
        ]
        indexes = [
            models.Index(fields=["library", "entered_on", "left_on"], name="library_by_entry")
        ]

    def __str__(self) -> str:
        return f"{self.library} {self.project}"
