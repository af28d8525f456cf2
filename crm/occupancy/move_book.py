"""The list of moves as a spreadsheet, and the words for their kinds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.core.spreadsheets.writing import XlsxWriter
from crm.occupancy.models import Building, Unit
from crm.occupancy.moves import MoveList, MoveRow

KIND_NAMES = {
    "move_in": gettext_lazy("Moved in"),
    "expansion": gettext_lazy("Expanded"),
    "move_out": gettext_lazy("Moved out"),
    "contraction": gettext_lazy("Contracted"),
    "succession": gettext_lazy("Tenant replaced within a group"),
    "relocation": gettext_lazy("Relocated within the scope"),
}
OWN_NAMES = {
    "move_out": gettext_lazy("Moved away"),
    "contraction": gettext_lazy("Reduced"),
}


def word_of(row: MoveRow) -> str:
    """退租 and 缩租; 迁出 and 缩减 where nothing was rented."""
    names = KIND_NAMES if row.rented else {**KIND_NAMES, **OWN_NAMES}
    return str(names[row.kind])


def write_moves(book: XlsxWriter, moves: MoveList) -> None:
    """All moves with a difference row and the sum, and a sheet that says what they mean."""
    heads = [
        _("Kind"),
        _("Enterprise"),
        _("New tenant"),
        _("Left"),
        _("Taken"),
        _("Area ㎡"),
        _("Net change ㎡"),
        _("Industry"),
        _("Reason"),
    ]
    book.sheet(_("Moves"), heads, (22, 36, 36, 30, 30, 14, 16, 24, 24))
    for kind in KIND_NAMES:
        for row in moves.of(kind):
            book.row(_line(row))
    if moves.difference:
        words = _("Ledger difference (tenants not known)")
        book.row([words, "", "", "", "", moves.difference, moves.difference, "", ""])
    book.row([_("Net absorption"), "", "", "", "", None, moves.net, "", ""])
    _explain(book, moves)


def _line(row: MoveRow) -> list[object]:
    return [
        word_of(row),
        row.enterprise.name,
        row.successor.name if row.successor else "",
        _where(row.left),
        _where(row.taken),
        row.area,
        row.net,
        row.industry,
        row.why,
    ]


def _where(places: list[tuple[Building, list[Unit]]]) -> str:
    return "；".join(
        f"{building.name} {'、'.join(unit.number for unit in units)}" for building, units in places
    )


def _explain(book: XlsxWriter, moves: MoveList) -> None:
    of = moves.change
    book.sheet(_("Basis"), [_("Item"), _("Explanation")], (18, 90))
    book.row([_("Scope"), of.after.place.name])
    book.row([_("From"), of.before.as_of])
    book.row([_("To"), of.after.as_of])
    book.row(
        [
            _("Net absorption"),
            _("moved in + expanded − moved out − reduced, by comparing enterprises"),
        ]
    )
    book.row(
        [
            _("No moves"),
            _(
                "A tenant replaced within a group and a relocation within the scope are no moves:"
                " both net to 0 and stand as rows of their own."
            ),
        ]
    )
