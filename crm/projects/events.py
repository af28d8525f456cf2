"""Words for what happens to projects."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries.events import name_events

name_events(
    {
        "projects.handed_on": _("Handed to another person"),
        "projects.function_planned": _("Area of a function planned"),
        "projects.units_reserved": _("Units reserved"),
        "projects.entry_refused": _("Entry into the library refused"),
    }
)
