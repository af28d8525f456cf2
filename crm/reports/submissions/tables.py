"""Columns of the list of forms."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.reports.models import SubmissionForm
from crm.reports.tables import cell


class FormTable(tables.Table):
    """Everything that the list can show."""

    name = cell("form_name", "k-title", verbose_name=_("name of the form"))
    code = tables.Column(verbose_name=pgettext_lazy("form", "Code"))
    agency = tables.Column(verbose_name=_("submitted to"))
    frequency = tables.Column(verbose_name=_("frequency"))
    period = cell("form_period", "nowrap", verbose_name=_("Period"), accessor="pk", orderable=False)
    due = cell("form_due", "k-due nowrap", verbose_name=_("Due"), accessor="pk", orderable=False)
    standing = cell(
        "form_standing",
        "k-state nowrap",
        verbose_name=pgettext_lazy("form", "State"),
        accessor="pk",
        orderable=False,
    )
    file_name = tables.Column(verbose_name=_("file name"))

    class Meta:
        model = SubmissionForm
        fields = ()
