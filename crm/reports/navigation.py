"""The entries of reports in the left navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation

navigation.register(
    NavItem(
        key="reports",
        label=_("Reports"),
        url_name="desk:reports:list",
        icon="report",
        action="reports.view",
        section="data",
        order=10,
    )
)
navigation.register(
    NavItem(
        key="reports.submissions",
        label=_("Forms of other offices"),
        url_name="desk:reports:forms:list",
        icon="table",
        action="reports.view",
        section="data",
        order=11,
    )
)
