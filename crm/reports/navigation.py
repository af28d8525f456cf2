"""The entry of reports in the left navigation."""

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
