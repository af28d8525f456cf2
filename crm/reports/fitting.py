"""A sheet that must not grow: what may give way is left out until the rest fits."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.reports.models import Snapshot
from crm.reports.pdf import Printed
from crm.reports.printing import document_of, imprint_of, to_html


def fitted(snapshot: Snapshot, to_print: Callable[[str], Printed]) -> Printed:
    """The sheet on at most as many pages as its document allows; the type never shrinks.

    Raises Refused when nothing may give way any more.
    """
    document, imprint = document_of(snapshot), imprint_of(snapshot)
    while True:
        printed = to_print(to_html(document, imprint))
        if not document.most_pages or printed.pages <= document.most_pages:
            return printed
        if not document.shorten():
            raise Refused(
                _("The text takes %(pages)s pages; this report has %(most)s. Shorten it.")
                % {"pages": printed.pages, "most": document.most_pages}
            )
