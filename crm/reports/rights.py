"""Who reads, draws up, reviews and issues reports."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

ACTIONS = {
    "reports.view": _("See reports"),
    "reports.draft": _("Draw up reports"),
    "reports.review": _("Review reports"),
    "reports.issue": _("Issue reports"),
}
READERS = ("manager", "chief", "deputy_head", "steward", "head")
GRANTS = {
    **{role: ["reports.view"] for role in READERS},
    "statistician": list(ACTIONS),
    "coordinator": list(ACTIONS),
}
GRANTS["deputy_head"] = ["reports.view", "reports.review", "reports.issue"]

rights.declare(ACTIONS, GRANTS)
