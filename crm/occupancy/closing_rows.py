"""The rows of closings for reading: a page of them, and what differs between two editions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crm.core.fields import cents, from_cents
from crm.core.whole_numbers import read_whole
from crm.enterprises.industries import SECTIONS, section_of
from crm.enterprises.models import Enterprise
from crm.occupancy import rules, sittings
from crm.occupancy.frozen import keeps_terms
from crm.occupancy.lease_rules import price_text
from crm.occupancy.models import ClosedDue, ClosedPosition, Lease, MonthClose, Unit, UnitUse
from crm.occupancy.places import DISTRICT
from crm.occupancy.stacking import STATE_NAMES
from crm.occupancy.tenants import HOME_NAMES
from crm.occupancy.terms import COLUMNS as TERM_COLUMNS
from crm.occupancy.terms import NO_TERMS, Terms

PAGE = 100
OF_LEASES = {
    "lease_number",
    "lease_starts_on",
    "lease_tenant_id",
    "is_renewal",
    "rent",
    "rent_unit",
}


@dataclass(frozen=True)
class RowPage:
    """``after`` is where the next page begins, empty on the last."""

    rows: list[Any]
    total: int
    area: Decimal
    after: str


@dataclass(frozen=True)
class Difference:
    """A unit that two editions have otherwise. ``before`` and ``now`` are in words."""

    unit: Unit
    before: str
    now: str
    occupied: Decimal


@dataclass(frozen=True)
class RowsAsked:
    """Which rows: of a building or zone, in some states, by the lease's last day (both counted), by
    place of registration, by direction of industry (else section, as reports count), by use.
    """

    code: str = ""
    states: Sequence[str] = ()
    ends_from: dt.date | None = None
    ends_to: dt.date | None = None
    home: str = ""
    direction: str | None = None
    use: str = ""

    def narrow(self, rows: Any, closing: MonthClose) -> Any:
        """The condition on the rows of a closing."""
        if self.code not in ("", DISTRICT):
            rows = rows.filter(building__code__in=codes_of(closing, self.code))
        if self.states:
            rows = rows.filter(state__in=self.states)
        if self.ends_from is not None:
            rows = rows.filter(last_day__gte=self.ends_from)
        if self.ends_to is not None:
            rows = rows.filter(last_day__lte=self.ends_to)
        if self.home:
            rows = rows.filter(home=self.home)
        if self.use:
            unsaid = [""] if self.use == UnitUse.Use.OFFICE else []
            rows = rows.filter(use__in=[self.use, *unsaid])
        return rows if self.direction is None else rows.filter(in_direction(self.direction))


def rows_address(as_of: dt.date, edition: int, *conditions: tuple[str, str]) -> str:
    """The frozen rows of the month that ends on ``as_of``, narrowed as :class:`RowsAsked` is."""
    address = reverse("desk:occupancy:closing_rows", args=[f"{as_of:%Y-%m}", edition])
    return f"{address}?{urlencode(conditions)}" if conditions else address


def dues_of(closing: MonthClose, user: Any, code: str) -> list[ClosedDue]:
    """Leases that came due in the year up to the closing, of a building or zone, that ``user`` may
    see, those of one building together.
    """
    rows = ClosedDue.objects.visible_to(user).filter(close=closing).select_related("building")
    if code not in ("", DISTRICT):
        rows = rows.filter(building__code__in=codes_of(closing, code))
    return list(rows.order_by("building__code", "lease_number"))


def codes_of(closing: MonthClose, code: str) -> list[str]:
    """The buildings of a zone or building, as they lay then."""
    listed = closing.figures["buildings"]
    return [one["code"] for one in listed if code in (one["code"], one["zone"])]


def in_direction(name: str) -> Q:
    """Tenants of a direction of industry, or of a section where they have none; none for ''."""
    if not name:
        return Q(direction="", industry="")
    letters = [letter for letter, section in SECTIONS.items() if section == name]
    found = Q(direction=name)
    for letter in letters:
        found |= Q(direction="", industry__startswith=letter)
    return found


def rows_of(closing: MonthClose, user: Any, asked: RowsAsked, after: str) -> RowPage:
    """Rows of one edition that ``user`` may see."""
    rows = asked.narrow(ClosedPosition.objects.visible_to(user).filter(close=closing), closing)
    whole = rows.aggregate(total=Sum(cents("area")), units=Count("unit", distinct=True))
    since = read_whole(after)
    if since is not None:
        rows = rows.filter(pk__gt=since)
    shown = list(
        rows.select_related("building", "unit__floor", "enterprise").order_by("pk")[: PAGE + 1]
    )
    more = len(shown) > PAGE
    shown = shown[:PAGE]
    for row in shown:
        row.state_name = STATE_NAMES[row.state]
        row.home_name = HOME_NAMES.get(row.home, "")
        row.rent_words = rent_words(row.rent, row.rent_unit) if row.lease_number else ""
        row.section = row.direction or section_of(row.industry)
    return RowPage(
        shown, whole["units"], from_cents(whole["total"]), str(shown[-1].pk) if more else ""
    )


def differences(
    before: MonthClose, now: MonthClose, *, with_leases: bool = True
) -> list[Difference]:
    """Units that differ between two editions, with what that does to the occupied area. An edition
    that kept no terms is compared without them; who reads no leases is told no numbers and rents.
    """
    with_terms = keeps_terms(before) and keeps_terms(now)
    then, fresh = (_by_unit(closing, with_terms) for closing in (before, now))
    keys = [key for key in then.keys() | fresh.keys() if then.get(key) != fresh.get(key)]
    units = Unit.objects.select_related("building").in_bulk(keys)
    ids = {row.enterprise_id for key in keys for side in (then, fresh) for row, _ in side[key]}
    names = dict(Enterprise.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
    listed = []
    for key in keys:
        odd = _odd_terms(then[key], fresh[key]) - (set() if with_leases else OF_LEASES)
        listed.append(
            Difference(
                units[key],
                _words(then[key], names, odd),
                _words(fresh[key], names, odd),
                _occupied(fresh[key]) - _occupied(then[key]),
            )
        )
    return sorted(listed, key=lambda one: (one.unit.building.code, one.unit.number))


Row = tuple[sittings.Sitting, Terms]


def _by_unit(closing: MonthClose, with_terms: bool) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = ClosedPosition.objects.filter(close=closing).order_by("unit_id", "enterprise_id")
    width = len(sittings.COLUMNS)
    for row in rows.values_list(*sittings.COLUMNS, *TERM_COLUMNS):
        kept = Terms(*row[width:]) if with_terms else NO_TERMS
        found[row[1]].append((sittings.Sitting(*row[:width]), kept))
    return found


def _odd_terms(then: Sequence[Row], now: Sequence[Row]) -> set[str]:
    """Which terms differ, by name; those that only one of the editions can have are not told."""
    if not then or not now:
        return set()
    return {
        name
        for name in Terms._fields
        if {getattr(one, name) for _, one in then} != {getattr(one, name) for _, one in now}
    }


def _words(rows: Sequence[Row], names: dict[int, str], odd: set[str]) -> str:
    if not rows:
        return "—"
    seats = [row for row, _ in rows]
    tenants = "、".join(names[row.enterprise_id] for row in seats if row.enterprise_id is not None)
    area = sum((row.area for row in seats), rules.ZERO)
    state, last_day = seats[0].state, seats[0].last_day
    until = _("lease until %(day)s") % {"day": last_day.isoformat()} if last_day else ""
    words = [state, str(STATE_NAMES[state]), tenants, f"{area:,.2f} ㎡", until]
    return " ".join(filter(None, [*words, *_term_words(rows[0][1], odd)]))


def _term_words(terms: Terms, odd: set[str]) -> list[str]:
    """Of the first row: the lease's are the same on all; only what differs is named."""
    words = []
    if odd & (OF_LEASES - {"rent", "rent_unit"}):
        words.append(terms.lease_number)
        words.append(_("renewal") if terms.is_renewal else "")
    if odd & {"rent", "rent_unit"}:
        words.append(rent_words(terms.rent, terms.rent_unit))
    if odd & {"industry", "direction"}:
        words.append(terms.direction or section_of(terms.industry) or _("industry not recorded"))
    if "home" in odd:
        words.append(str(HOME_NAMES.get(terms.home, "")))
    return words


def rent_words(rent: Decimal | None, unit: str) -> str:
    """A rent as it was agreed."""
    if rent is None:
        return _("no rent recorded")
    return f"{price_text(rent)} {Lease.PriceUnit(unit).label}"


def _occupied(rows: Sequence[Row]) -> Decimal:
    return sum((row.area for row, _ in rows if row.state in "SLO"), rules.ZERO)
