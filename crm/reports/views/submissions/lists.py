"""The list of forms, what each asks for now first."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.clock import today
from crm.core.views import Button, PresetView, RecordList
from crm.reports.models import SubmissionForm
from crm.reports.submissions.filters import FormFilter
from crm.reports.submissions.standing import standings
from crm.reports.submissions.tables import FormTable


class FormList(RecordList):
    """Forms in use with period, due day and how far they are; former editions on request."""

    model = SubmissionForm
    permission = "reports.view"
    title = _("Forms of other offices")
    table_class = FormTable
    filterset_class = FormFilter
    default_sort = "code"
    sort_fields = {"code": "code", "agency": "agency"}
    fixed_columns = ("name",)
    default_columns = ("name", "code", "agency", "frequency", "period", "due", "standing")
    presets = (
        PresetView("in_use", pgettext_lazy("form", "In use"), "is_active=true"),
        PresetView("all", pgettext_lazy("form", "All editions"), "is_active="),
    )
    buttons = (
        Button(
            _("Upload a form"),
            "desk:reports:forms:create",
            "plus",
            "reports.submit",
            primary=True,
        ),
    )
    empty_text = _("No form yet. Upload the blank .xlsx of another office once, and map its cells.")

    def row_context(self, rows: list[Any]) -> None:
        found = standings(rows, today())
        for row in rows:
            row.now = found[row.pk]
