"""Words for what happens to enterprises."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries.events import name_events

name_events(
    {
        "enterprises.phone_revealed": _("Whole phone number looked at"),
        "enterprises.contact_added": _("Contact added"),
        "enterprises.steward_appointed": _("Steward appointed"),
        "enterprises.listed": _("Put on a list"),
        "enterprises.registration_recorded": _("Registration recorded"),
        "enterprises.figure_recorded": _("Yearly figure recorded"),
        "enterprises.figure_corrected": _("Yearly figure corrected"),
    }
)
