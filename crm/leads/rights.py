"""What may be done with leads, and who starts with it."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries import rights

OWN_WORK = ["leads.edit:own", "leads.follow_up:own", "leads.close:own", "leads.reveal_phone:own"]

rights.declare(
    {
        "leads.view": _("See leads"),
        "leads.create": _("Record leads"),
        "leads.edit": _("Edit leads"),
        "leads.assign": _("Assign leads and hand them on"),
        "leads.follow_up": _("Answer, assess and follow up leads"),
        "leads.close": _("Mark leads invalid"),
        "leads.hand_over": _("Hand leads to another district"),
        "leads.reveal_phone": _("See whole phone numbers of leads"),
        "leads.take_inbox": _("Take enquiries from the portal"),
        "leads.edit_events": _("Record promotion events"),
    },
    {
        "manager": ["leads.view", "leads.create", *OWN_WORK],
        "chief": [
            "leads.view",
            "leads.create",
            "leads.edit",
            "leads.assign",
            "leads.follow_up",
            "leads.close",
            "leads.reveal_phone",
            "leads.edit_events",
        ],
        "deputy_head": ["leads.view"],
        "coordinator": [
            "leads.view",
            "leads.create",
            "leads.edit",
            "leads.assign",
            "leads.follow_up",
            "leads.close",
            "leads.hand_over",
            "leads.reveal_phone",
            "leads.take_inbox",
            "leads.edit_events",
        ],
        "statistician": ["leads.view"],
        "head": ["leads.view"],
    },
)
