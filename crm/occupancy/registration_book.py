"""注册与行业 as spreadsheets: the lists, and industries with the largest occupiers. Each sheet says
scope, day and basis above its head; names that the reader may not see stay out.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from crm.core.spreadsheets.writing import XlsxWriter
from crm.enterprises.models import Registration
from crm.occupancy.absentees import Absentee, Absentees
from crm.occupancy.comparison_book import said
from crm.occupancy.places import Place
from crm.occupancy.registration import Settled, Tenant
from crm.occupancy.registration_rules import Share
from crm.occupancy.spans import Span
from crm.occupancy.standing import PlacePosition
from crm.occupancy.tenants import HOME_NAMES

HUNDRED = Decimal(100)


def head(at: PlacePosition, *more: str) -> list[str]:
    """Of what is read with the position: scope, day with where it was read, basis."""
    lines = [
        _("Scope: %(place)s") % {"place": at.place.name},
        _("As of the end of %(day)s") % {"day": said(at)},
        _("Basis: enterprises on S, L and O units of buildings in use on that day; floor area."),
    ]
    if at.terms_from_ledger:
        lines.append(_("Industries and registrations are from today's ledger."))
    return [*lines, *filter(None, more)]


def ledger_head(place: Place, span: Span, *more: str) -> list[str]:
    """Of lists of registrations, which know no position: scope, day, what the list means."""
    return [
        _("Scope: %(place)s") % {"place": place.name},
        _("As of the end of %(day)s") % {"day": span.end.isoformat()},
        *filter(None, more),
    ]


def write_tenants(book: XlsxWriter, name: str, rows: Sequence[Tenant], above: list[str]) -> None:
    """Tenants with where they sit and are registered."""
    heads = [
        _("Number"),
        _("Enterprise"),
        _("Area ㎡"),
        _("Building"),
        _("Local direction"),
        _("Section of industry"),
        _("Registration"),
    ]
    book.sheet(name, heads, (18, 40, 14, 40, 20, 30, 16), above)
    for row in rows:
        one = row.enterprise
        buildings = [building.name for building in row.buildings]
        home = str(HOME_NAMES[row.home])
        book.row([one.number, one.name, row.area, buildings, one.direction, row.section, home])


def write_absentees(
    book: XlsxWriter, name: str, rows: Sequence[Absentee], above: list[str]
) -> None:
    """注册不在地经营 with the building that the address names."""
    heads = [
        _("Number"),
        _("Enterprise"),
        _("Registered address"),
        _("Building that it names"),
        _("Local direction"),
        _("Section of industry"),
    ]
    book.sheet(name, heads, (18, 40, 50, 28, 20, 30), above)
    for row in rows:
        one = row.enterprise
        building = row.building.name if row.building else ""
        book.row([one.number, one.name, row.address, building, one.direction, one.industry_name])


def write_registrations(
    book: XlsxWriter, name: str, rows: Sequence[Registration], above: list[str]
) -> None:
    """迁入迁出."""
    heads = [
        _("Day"),
        _("Event"),
        _("Number"),
        _("Enterprise"),
        _("From or to"),
        _("Registered address"),
        _("Reason"),
    ]
    book.sheet(name, heads, (14, 12, 18, 40, 24, 50, 24), above)
    for row in rows:
        one = row.enterprise
        event = row.get_event_display()
        book.row(
            [row.starts_on, event, one.number, one.name, row.other_place, row.address, row.reason]
        )


WRITERS: Mapping[str, Callable[..., None]] = {
    "absent": write_absentees,
    "moved": write_registrations,
}


def write_list(
    book: XlsxWriter, key: str, name: str, rows: Sequence[Any], above: list[str]
) -> None:
    """One of the lists of the screen."""
    WRITERS.get(key, write_tenants)(book, name, rows, above)


def untold_words(place: Place, found: Absentees) -> str:
    """How many are of no building of the place; nothing over the whole district."""
    if place.is_district:
        return ""
    return _(
        "In %(place)s by the building that the registered address names; %(elsewhere)s name a"
        " building elsewhere, %(untold)s name no building: these stand in the list of the whole"
        " district."
    ) % {"place": place.name, "elsewhere": found.elsewhere, "untold": found.untold}


def span_words(span: Span) -> str:
    """The days between which registrations moved."""
    return _("Moves after %(start)s, up to %(end)s") % {"start": span.start, "end": span.end}


def write_overview(
    book: XlsxWriter, found: Settled, visible: Collection[int], unknown: str
) -> None:
    """Registration, industries both ways, the five largest, concentration by building."""
    above = head(found.at)
    _homes(book, found, above)
    for name, shares in (
        (_("Sections of industry"), found.by_section(unknown)),
        (_("Local directions"), found.by_direction(unknown)),
    ):
        _shares(book, name, shares, above)
    _largest(book, found, visible, above)
    _by_building(book, found, visible, above)


def _homes(book: XlsxWriter, found: Settled, above: list[str]) -> None:
    heads = [_("Registration"), _("Enterprises"), _("Of the enterprises, %"), _("Area ㎡")]
    book.sheet(_("Registration"), heads, (28, 12, 16, 18), above)
    total = len(found.enterprises)
    for home, label in HOME_NAMES.items():
        keys = found.of_home(home)
        share = Decimal(len(keys)) * HUNDRED / total if total else None
        book.row([str(label), len(keys), share, found.area_of(keys)])
    book.row([_("Total"), total, HUNDRED if total else None, found.occupied])


def _shares(book: XlsxWriter, name: str, shares: Sequence[Share], above: list[str]) -> None:
    heads = [name, _("Area ㎡"), _("Of the area, %"), _("Enterprises"), _("Of the enterprises, %")]
    book.sheet(name, heads, (40, 18, 14, 12, 16), above)
    for one in shares:
        book.row(
            [
                one.name,
                one.area,
                per_cent(one.of_area),
                one.enterprises,
                per_cent(one.of_enterprises),
            ]
        )


def _largest(book: XlsxWriter, found: Settled, visible: Collection[int], above: list[str]) -> None:
    heads = [_("Rank"), _("Enterprise"), _("Area ㎡"), _("Of what is occupied, %")]
    book.sheet(_("The five largest"), heads, (8, 40, 18, 20), above)
    for rank, (key, area) in enumerate(found.top.largest, 1):
        share = area * HUNDRED / found.occupied if found.occupied else None
        book.row([rank, _named(found, key, visible), area, share])
    book.row([None, _("Total"), found.top.area, per_cent(found.top.share)])


def _by_building(
    book: XlsxWriter, found: Settled, visible: Collection[int], above: list[str]
) -> None:
    heads = [
        _("Code"),
        _("Building"),
        _("Enterprises"),
        _("The largest"),
        _("Area ㎡"),
        _("Five largest, %"),
    ]
    book.sheet(_("Concentration by building"), heads, (14, 28, 12, 40, 18, 16), above)
    for row in found.by_building():
        first = _named(found, row.first.pk, visible) if row.first else ""
        book.row(
            [
                row.building.code,
                row.building.name,
                row.enterprises,
                first,
                row.first_area,
                per_cent(row.top.share),
            ]
        )


def _named(found: Settled, key: int, visible: Collection[int]) -> str:
    return found.enterprises[key].name if key in visible else _("out of your sight")


def per_cent(value: Decimal | None) -> Decimal | None:
    """A fraction as per cent."""
    return None if value is None else value * HUNDRED
