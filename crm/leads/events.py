"""Words for what happens to leads."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries.events import name_events

name_events(
    {
        "leads.phone_revealed": _("Whole phone number looked at"),
        "leads.handed_over": _("Handed to another district"),
    }
)
