"""Enterprises in the navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import NavItem, navigation

navigation.register(
    NavItem(
        key="enterprises",
        label=_("Enterprises"),
        url_name="desk:enterprises:list",
        icon="firm",
        action="enterprises.view",
        section="space",
        order=30,
    )
)
