"""The project list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.views import Button, PresetView, RecordList
from crm.projects.filters import ProjectFilter
from crm.projects.models import LibraryEntry, Project
from crm.projects.seeds import DEFAULT_LIBRARY
from crm.projects.tables import ProjectTable


class ProjectList(RecordList):
    """All projects as a table; the board shows those under way."""

    model = Project
    permission = "projects.view"
    title = _("Projects")
    template_name = "projects/project_list.html"
    table_class = ProjectTable
    filterset_class = ProjectFilter
    export_kind = "projects"
    default_sort = "-updated_at"
    sort_fields = {
        "number": "number",
        "name": "name",
        "stage_since": "stage_since",
        "investment": "investment_cny",
        "signed_on": "signed_on",
        "updated_at": "updated_at",
    }
    fixed_columns = ("name",)
    default_columns = (
        "number",
        "name",
        "stage",
        "stage_since",
        "investment",
        "need",
        "function",
        "library",
        "owner",
    )
    presets = (
        PresetView("mine", _("My projects"), "owner=me&side=under_way"),
        PresetView("library", _("In the “two zones” library"), "entry=in"),
        PresetView("pending", _("Awaiting review of entry"), "entry=pending"),
        PresetView("paused", _("Paused"), "side=paused"),
        PresetView("all", _("All that I may see"), ""),
    )
    buttons = (
        Button(_("New project"), "desk:projects:create", "plus", "projects.create", primary=True),
    )
    empty_text = _("Record the first project, or remove a condition.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("owner", "team", "enterprise")

    def row_context(self, rows: list[Any]) -> None:
        entries = {
            entry.project_id: entry
            for entry in LibraryEntry.objects.filter(
                project__in=[row.pk for row in rows], library__code=DEFAULT_LIBRARY
            )
        }
        for row in rows:
            row.library_entry = entries.get(row.pk)
