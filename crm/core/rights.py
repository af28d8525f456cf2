"""Core's own actions."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

STAFF = (
    "manager",
    "chief",
    "deputy_head",
    "coordinator",
    "steward",
    "statistician",
    "head",
    "policy_editor",
    "policy_reviewer",
    "policy_publisher",
    "admin",
)

rights.declare(
    {
        "core.use_desk": _("Use the staff side"),
        "core.view_teams": _("See teams and colleagues"),
        "core.manage_people": _("Manage accounts, teams and roles"),
        "core.manage_settings": _("Change dated settings and the calendar"),
        "core.view_events": _("Read the event log"),
        "core.edit_policies": _("Edit the policy portal"),
    },
    {
        **{role: ["core.use_desk", "core.view_teams"] for role in STAFF},
        "operator": ["core.use_desk"],
        "admin": [
            "core.use_desk",
            "core.view_teams",
            "core.manage_people",
            "core.manage_settings",
            "core.view_events",
        ],
        "coordinator": ["core.use_desk", "core.view_teams", "core.manage_settings"],
    },
)
rights.declare({}, {role: ["core.edit_policies"] for role in STAFF if role.startswith("policy_")})
