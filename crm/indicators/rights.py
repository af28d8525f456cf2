"""Who reads and who keeps indicators."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

ACTIONS = {
    "indicators.view": _("See indicators"),
    "indicators.edit": _("Keep indicators, targets and observations"),
}
READERS = ("manager", "chief", "deputy_head", "steward", "head")

rights.declare(
    ACTIONS,
    {
        **{role: ["indicators.view"] for role in READERS},
        "statistician": list(ACTIONS),
        "coordinator": list(ACTIONS),
    },
)
