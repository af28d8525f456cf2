"""What may be done with enterprises, and who starts with it."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

rights.declare(
    {
        "enterprises.view": _("See enterprises"),
        "enterprises.create": _("Record enterprises"),
        "enterprises.edit": _("Edit enterprises"),
        "enterprises.reveal_phone": _("See whole phone numbers of contacts"),
        "enterprises.appoint_steward": _("Appoint stewards"),
        "enterprises.edit_lists": _("Keep enterprise lists"),
        "enterprises.view_figures": _("See restricted yearly figures"),
        "enterprises.edit_figures": _("Record restricted yearly figures"),
    },
    {
        "manager": [
            "enterprises.view",
            "enterprises.create",
            "enterprises.edit",
            "enterprises.reveal_phone",
        ],
        "chief": [
            "enterprises.view",
            "enterprises.create",
            "enterprises.edit",
            "enterprises.reveal_phone",
            "enterprises.appoint_steward",
            "enterprises.view_figures",
        ],
        "deputy_head": ["enterprises.view", "enterprises.view_figures"],
        "coordinator": [
            "enterprises.view",
            "enterprises.create",
            "enterprises.edit",
            "enterprises.reveal_phone",
            "enterprises.appoint_steward",
            "enterprises.edit_lists",
        ],
        "steward": [
            "enterprises.view",
            "enterprises.edit:own",
            "enterprises.reveal_phone:own",
        ],
        "statistician": [
            "enterprises.view",
            "enterprises.edit_lists",
            "enterprises.view_figures",
            "enterprises.edit_figures",
        ],
        "head": ["enterprises.view", "enterprises.view_figures"],
    },
)
