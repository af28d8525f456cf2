"""The list of imports."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.exchange.models import ImportJob
from crm.exchange.wording import kind_label


class JobTable(tables.Table):
    """What came in, by whom, and what came of it."""

    number = tables.Column(_("number"), linkify=True, attrs={"td": {"class": "k-title nowrap"}})
    kind = tables.Column(_("kind of records"))
    file_name = tables.Column(_("file name"))
    state = tables.TemplateColumn(
        template_name="exchange/_cell_state.html",
        verbose_name=pgettext_lazy("import", "state"),
        attrs={"td": {"class": "k-state"}},
    )
    created = tables.Column(pgettext_lazy("import", "created"), attrs={"td": {"class": "num"}})
    updated = tables.Column(pgettext_lazy("import", "updated"), attrs={"td": {"class": "num"}})
    refused = tables.Column(pgettext_lazy("import", "wrong"), attrs={"td": {"class": "num"}})
    created_by = tables.Column(_("by"), default=_("command line"))
    created_at = tables.DateTimeColumn(verbose_name=_("uploaded at"), format="Y-m-d H:i")

    class Meta:
        model = ImportJob
        fields = (
            "number",
            "kind",
            "file_name",
            "state",
            "created",
            "updated",
            "refused",
            "created_by",
            "created_at",
        )

    def render_kind(self, value: str) -> Any:
        return kind_label(value)
