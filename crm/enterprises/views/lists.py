"""The enterprise list."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from crm.core.views import Button, PresetView, RecordList
from crm.enterprises.filters import EnterpriseFilter
from crm.enterprises.models import Enterprise
from crm.enterprises.tables import EnterpriseTable


class EnterpriseList(RecordList):
    """Who is here or might come."""

    model = Enterprise
    permission = "enterprises.view"
    title = _("Enterprises")
    table_class = EnterpriseTable
    filterset_class = EnterpriseFilter
    export_kind = "enterprises"
    default_sort = "-number"
    sort_fields = {"number": "pk", "name": "name", "founded": "founded"}
    fixed_columns = ("name",)
    default_columns = (
        "number",
        "name",
        "uscc",
        "industry",
        "capital_nature",
        "registered",
        "steward",
        "is_verified",
    )
    presets = (
        PresetView("all", _("All that I may see"), ""),
        PresetView("mine", _("Mine to look after"), "steward=me"),
        PresetView("unverified", _("Not verified"), "is_verified=false"),
        PresetView("quality", _("Quality enterprises"), "on_list=quality"),
    )
    buttons = (
        Button(
            _("Record an enterprise"),
            "desk:enterprises:create",
            "plus",
            "enterprises.create",
            primary=True,
        ),
    )
    empty_text = _("Record the first enterprise, or remove a condition.")

    def rows(self) -> QuerySet:
        return super().rows().current().select_related("team", "steward")
