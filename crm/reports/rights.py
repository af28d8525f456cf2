"""Who reads, draws up, reviews and issues reports, and who sees the restricted annexes."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

ACTIONS = {
    "reports.view": _("See reports"),
    "reports.draft": _("Draw up reports"),
    "reports.review": _("Review reports"),
    "reports.issue": _("Issue reports"),
    "reports.submit": _("Fill the forms of other offices"),
    "reports.archive": _("Archive issued reports"),
}
RESTRICTED = {
    "reports.view_restricted": _("See restricted annexes (tax)"),
    "reports.draft_restricted": _("Draw up restricted annexes (tax)"),
}
READERS = ("manager", "chief", "steward")
LEADERS = ("deputy_head", "head")
GRANTS = {
    **{role: ["reports.view"] for role in READERS},
    **{role: ["reports.view", "reports.view_restricted"] for role in LEADERS},
    "statistician": [*ACTIONS, *RESTRICTED],
    "coordinator": list(ACTIONS),
}
GRANTS["deputy_head"] += ["reports.review", "reports.issue"]

rights.declare({**ACTIONS, **RESTRICTED}, GRANTS)
