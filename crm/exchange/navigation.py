"""Imports and exports in the navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation

navigation.register(
    NavItem(
        key="exchange",
        label=_("Import and export"),
        url_name="desk:exchange:list",
        icon="import",
        action="exchange.import",
        section="data",
        order=60,
    )
)
