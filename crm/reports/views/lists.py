"""The list of reports."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.views import Button, PresetView, RecordList
from crm.reports.filters import SnapshotFilter
from crm.reports.models import Snapshot
from crm.reports.tables import SnapshotTable


class SnapshotList(RecordList):
    """Every report that was drawn up, the latest month first."""

    model = Snapshot
    permission = "reports.view"
    title = _("Reports")
    table_class = SnapshotTable
    filterset_class = SnapshotFilter
    default_sort = "-as_of"
    sort_fields = {"as_of": "as_of", "number": "number", "frozen_at": "frozen_at"}
    fixed_columns = ("number",)
    default_columns = ("number", "kind", "scope_name", "as_of", "state", "issued", "pages")
    presets = (
        PresetView("all", pgettext_lazy("reports", "All"), ""),
        PresetView("issued", pgettext_lazy("reports", "In force"), "state=issued"),
        PresetView("open", _("Drafts"), "state=draft&state=reviewed"),
    )
    buttons = (
        Button(_("Archive packages"), "desk:reports:archives", "layers", "reports.view"),
        Button(_("Draw up a report"), "desk:reports:create", "plus", "reports.draft", primary=True),
    )
    empty_text = _("No reports yet. Draw up the first one for a month that is over.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("issued_by").defer("canonical")

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        return {}
