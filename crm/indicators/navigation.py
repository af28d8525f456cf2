"""The entry of indicators in the left navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation

navigation.register(
    NavItem(
        key="indicators",
        label=_("Indicators"),
        url_name="desk:indicators:list",
        icon="gauge",
        action="indicators.view",
        section="data",
        order=20,
    )
)
