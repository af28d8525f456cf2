"""Words for what happens to reports."""

from django.utils.translation import gettext_lazy as _

from crm.core.registries.events import name_events

name_events(
    {
        "reports.frozen": _("Drawn up"),
        "reports.scheduled": _("Drawn up by itself on the first working day"),
        "reports.worded": _("Words edited"),
        "reports.reviewed": _("Approved"),
        "reports.issued": _("Issued"),
        "reports.exported": _("Downloaded"),
        "reports.printed": _("Printed"),
        "reports.read_file": _("PDF opened"),
        "reports.print_stopped": _("Printing stopped"),
        "reports.archive_stopped": _("Making of an archive package stopped"),
        "reports.annexed": _("Restricted annex drawn up"),
        "reports.archived": _("Put into an archive package"),
        "core.attached": _("File attached"),
    }
)
