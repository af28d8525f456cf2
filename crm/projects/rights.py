"""What may be done with projects, and who starts with it."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

OWN_WORK = ["projects.edit:own", "projects.move:own", "projects.record_money:own"]

rights.declare(
    {
        "projects.view": _("See projects"),
        "projects.create": _("Record projects"),
        "projects.edit": _("Edit and follow up projects"),
        "projects.move": _("Move projects between stages"),
        "projects.approve": _("Approve moves backwards"),
        "projects.review_entry": _("Review entry into libraries"),
        "projects.record_money": _("Record amounts"),
        "projects.edit_libraries": _("Keep the list of libraries"),
        "projects.edit_functions": _("Plan areas of functions"),
    },
    {
        "manager": ["projects.view", "projects.create", *OWN_WORK],
        "chief": [
            "projects.view",
            "projects.create",
            "projects.edit",
            "projects.move",
            "projects.approve",
            "projects.record_money",
        ],
        "deputy_head": ["projects.view", "projects.approve"],
        "coordinator": [
            "projects.view",
            "projects.create",
            "projects.edit",
            "projects.move",
            "projects.approve",
            "projects.review_entry",
            "projects.record_money",
            "projects.edit_libraries",
            "projects.edit_functions",
        ],
        "statistician": ["projects.view", "projects.review_entry", "projects.edit_functions"],
        "head": ["projects.view"],
        "steward": [],
    },
)
