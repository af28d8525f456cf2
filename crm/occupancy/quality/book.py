"""The findings of the data-quality board as a spreadsheet."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.spreadsheets.writing import XlsxWriter
from crm.occupancy.places import Place
from crm.occupancy.quality.findings import Board, Found


def write_findings(book: XlsxWriter, place: Place, board: Board, rows: Sequence[Found]) -> None:
    """The ``rows`` asked for, and a sheet with the number of findings by check."""
    above = [
        _("Scope: %(place)s") % {"place": place.name},
        _("As of the end of %(day)s") % {"day": board.day.isoformat()},
        _("Basis: checks of today's ledger; what was verified as right counts no more."),
    ]
    heads = [
        _("Check"),
        _("Code"),
        _("Building"),
        _("What was found"),
        _("Right because"),
        _("Verified by"),
        _("Until"),
    ]
    book.sheet(_("Findings"), heads, (24, 14, 28, 70, 40, 14, 12), above)
    for one in rows:
        building, waiver = one.building, one.waiver
        book.row(
            [
                str(one.check.label),
                building.code if building else "",
                building.name if building else "",
                one.words,
                waiver.reason if waiver else "",
                str(waiver.created_by or "") if waiver else "",
                waiver.until if waiver else None,
            ]
        )
    counts = [_("Check"), pgettext("data quality", "Open"), pgettext("data quality", "Verified")]
    book.sheet(_("By check"), counts, (30, 10, 12), above)
    for check, waiting, right in board.by_check:
        book.row([str(check.label), waiting, right])
