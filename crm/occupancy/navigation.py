"""Space in the navigation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.core.registries import NavItem, navigation
from crm.occupancy.quality.numbers import open_findings
from crm.occupancy.returns.reminders import returns_waiting

navigation.register(
    NavItem(
        key="buildings",
        label=_("Buildings"),
        url_name="desk:occupancy:buildings",
        icon="building",
        action="occupancy.view",
        section="space",
        order=10,
    )
)
navigation.register(
    NavItem(
        key="leases",
        label=_("Leases"),
        url_name="desk:occupancy:leases",
        icon="file",
        action="occupancy.view_leases",
        section="space",
        order=20,
    )
)
navigation.register(
    NavItem(
        key="leasing",
        label=_("Lease analysis"),
        url_name="desk:occupancy:leasing",
        icon="gauge",
        action="occupancy.view_leases",
        section="space",
        order=25,
    )
)
navigation.register(
    NavItem(
        key="vacant_runs",
        label=_("Contiguous vacant area"),
        url_name="desk:occupancy:vacant_runs",
        icon="layers",
        action="occupancy.view",
        section="space",
        order=15,
    )
)
navigation.register(
    NavItem(
        key="release_plans",
        label=_("Release plan"),
        url_name="desk:occupancy:release_plans",
        icon="flag",
        action="occupancy.view",
        section="space",
        order=28,
    )
)
navigation.register(
    NavItem(
        key="comparison",
        label=pgettext_lazy("occupancy", "Comparison"),
        url_name="desk:occupancy:comparison",
        icon="swap",
        action="occupancy.view",
        section="space",
        order=40,
    )
)
navigation.register(
    NavItem(
        key="registration",
        label=_("Registration and industry"),
        url_name="desk:occupancy:registration",
        icon="firm",
        action="enterprises.view",
        section="space",
        order=45,
    )
)
navigation.register(
    NavItem(
        key="quality",
        label=_("Data quality"),
        url_name="desk:occupancy:quality",
        icon="check",
        action="occupancy.view_leases",
        section="space",
        order=70,
        number=open_findings,
    )
)
navigation.register(
    NavItem(
        key="returns",
        label=_("Monthly returns"),
        url_name="desk:occupancy:returns",
        icon="return",
        action="occupancy.report_month",
        section="space",
        order=12,
        count=returns_waiting,
    )
)
navigation.register(
    NavItem(
        key="closings",
        label=_("Closed months"),
        url_name="desk:occupancy:closings",
        icon="lock",
        action="occupancy.close_month",
        section="space",
        order=74,
    )
)
