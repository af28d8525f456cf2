"""The rows of closings for reading: a page of them, and what differs between two editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from crm.core.fields import cents, from_cents
from crm.enterprises.models import Enterprise
from crm.occupancy import rules, sittings
from crm.occupancy.models import ClosedPosition, MonthClose, Unit
from crm.occupancy.places import DISTRICT
from crm.occupancy.stacking import STATE_NAMES

PAGE = 100


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


def rows_of(
    closing: MonthClose, user: Any, code: str, states: Sequence[str], after: str
) -> RowPage:
    """Rows of one edition that ``user`` may see, of one building or zone, in some states."""
    rows = ClosedPosition.objects.visible_to(user).filter(close=closing)
    if code not in ("", DISTRICT):
        listed = closing.figures["buildings"]
        codes = [one["code"] for one in listed if code in (one["code"], one["zone"])]
        rows = rows.filter(building__code__in=codes)
    if states:
        rows = rows.filter(state__in=states)
    whole = rows.aggregate(total=Sum(cents("area")), units=Count("unit", distinct=True))
    if after.isdigit():
        rows = rows.filter(pk__gt=int(after))
    shown = list(
        rows.select_related("building", "unit__floor", "enterprise").order_by("pk")[: PAGE + 1]
    )
    more = len(shown) > PAGE
    shown = shown[:PAGE]
    for row in shown:
        row.state_name = STATE_NAMES[row.state]
    return RowPage(
        shown, whole["units"], from_cents(whole["total"]), str(shown[-1].pk) if more else ""
    )


def differences(before: MonthClose, now: MonthClose) -> list[Difference]:
    """Units that differ between two editions, with what that does to the occupied area."""
    sides = [
        sittings.by_unit(
            sittings.Sitting(*row)
            for row in ClosedPosition.objects.filter(close=closing)
            .order_by("unit_id", "enterprise_id")
            .values_list(*sittings.COLUMNS)
        )
        for closing in (before, now)
    ]
    then, fresh = sides
    keys = [key for key in then.keys() | fresh.keys() if then.get(key) != fresh.get(key)]
    units = Unit.objects.select_related("building").in_bulk(keys)
    ids = {row.enterprise_id for key in keys for side in sides for row in side.get(key, ())}
    names = dict(Enterprise.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
    listed = [
        Difference(
            units[key],
            _words(then.get(key, []), names),
            _words(fresh.get(key, []), names),
            _occupied(fresh.get(key, [])) - _occupied(then.get(key, [])),
        )
        for key in keys
    ]
    return sorted(listed, key=lambda one: (one.unit.building.code, one.unit.number))


def _words(rows: Sequence[sittings.Sitting], names: dict[int, str]) -> str:
    if not rows:
        return "—"
    tenants = "、".join(names[row.enterprise_id] for row in rows if row.enterprise_id is not None)
    area = sum((row.area for row in rows), rules.ZERO)
    state, last_day = rows[0].state, rows[0].last_day
    until = _("lease until %(day)s") % {"day": last_day.isoformat()} if last_day else ""
    words = [state, str(STATE_NAMES[state]), tenants, f"{area:,.2f} ㎡", until]
    return " ".join(filter(None, words))


def _occupied(rows: Sequence[sittings.Sitting]) -> Decimal:
    return sum((row.area for row in rows if row.state in "SLO"), rules.ZERO)
