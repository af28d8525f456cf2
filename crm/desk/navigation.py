"""The first entries of the left navigation."""

from django.utils.translation import gettext_lazy as _

from crm.core.access import ANY_STAFF
from crm.core.registries import NavItem, navigation

navigation.register(
    NavItem("desk.my_day", _("My day"), "desk:my_day", "home", ANY_STAFF, section="main", order=1)
)
navigation.register(
    NavItem(
        "desk.overview",
        _("Overview"),
        "desk:overview",
        "gauge",
        "occupancy.view_district",
        section="main",
        order=2,
    )
)
