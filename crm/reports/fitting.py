"""A sheet that must not grow: what may give way is left out until the rest fits."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.reports.division import in_parts
from crm.reports.models import Snapshot
from crm.reports.pdf import Printed
from crm.reports.printing import document_of, imprint_of, to_html


def printed_whole(snapshot: Snapshot, to_print: Callable[[str], Printed], most: int) -> Printed:
    """The sheet, in parts by building where it takes more than ``most`` pages."""
    whole = fitted(snapshot, to_print)
    if whole.pages <= most:
        return whole
    imprint = imprint_of(snapshot)
    return in_parts(
        document_of(snapshot), whole, most, lambda part: to_print(to_html(part, imprint))
    )


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
