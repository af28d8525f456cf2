"""Leases that came due in the twelve months up to a day, and what of them was renewed: the one way
to read 续租率. Of a closed month they come as they were frozen.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from crm.core.fields import cents, from_cents
from crm.occupancy import lease_rules, rules
from crm.occupancy.models import ClosedDue, Lease, Spell
from crm.occupancy.querysets.spells import LEASED
from crm.occupancy.spans import year_before
from crm.occupancy.standing import PlacePosition

ONE_DAY = dt.timedelta(days=1)


class DueIn(NamedTuple):
    """One lease in one building; as ClosedDue stores it."""

    building_id: int
    lease_number: str
    area: Decimal
    renewed: Decimal


def renewal_of(at: PlacePosition) -> lease_rules.Renewal:
    """续租率 of the leases that came due in the twelve months up to the day: three queries, or one
    for a closed month.
    """
    ids = [one.building.pk for one in at.buildings]
    if at.keeps_terms:
        kept = ClosedDue.objects.filter(
            close__month=at.as_of.replace(day=1), close__edition=at.edition, building__in=ids
        )
        rows: Iterable[DueIn] = [DueIn(*row) for row in kept.values_list(*DueIn._fields)]
    else:
        rows = dues(ids, year_before(at.as_of), at.as_of)
    return lease_rules.renewal(by_lease(rows))


def by_lease(rows: Iterable[DueIn]) -> list[lease_rules.Due]:
    """Each lease as one, whatever buildings it lay in."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [rules.ZERO, rules.ZERO])
    for row in rows:
        sums[row.lease_number][0] += row.area
        sums[row.lease_number][1] += row.renewed
    return [lease_rules.Due(*both) for both in sums.values()]


def dues(building_ids: Iterable[int], after: dt.date, until: dt.date) -> list[DueIn]:
    """Leases whose agreed last day lies in (after, until], with what was under them then: three
    queries, by today's ledger.

    One that ended before its time was not due. One that was renewed ahead of its end counts with
    what was under it the day before the renewal began.
    """
    due = Lease.objects.filter(
        last_day__gt=after, last_day__lte=until, agreed_last_day__isnull=True
    ).values_list("pk", "number", "last_day")
    leases = {key: (number, last) for key, number, last in due}
    followers = Lease.objects.filter(renews__in=leases).order_by("-starts_on")
    renewals: dict[int, tuple[int, dt.date]] = {}
    for key, pk, start in followers.values_list("renews_id", "pk", "starts_on"):
        renewals[key] = pk, start  # the earliest stays
    held = _held(building_ids, [*leases, *(pk for pk, _start in renewals.values())])
    found = []
    for key, (number, last) in leases.items():
        found += _of_lease(number, last, held[key], renewals.get(key), held)
    return found


def _of_lease(
    number: str,
    last: dt.date,
    held: dict[int, list[tuple]],
    follower: tuple[int, dt.date] | None,
    all_held: dict[int, dict[int, list[tuple]]],
) -> list[DueIn]:
    day, later = last, dict[int, list[tuple]]()
    if follower is not None:
        day, later = min(last, follower[1] - ONE_DAY), all_held[follower[0]]
    found = []
    for building in sorted(held.keys() | later.keys()):
        area = _on(held.get(building, []), day)
        kept = _on(later.get(building, []), follower[1]) if follower else rules.ZERO
        if area or kept:
            found.append(DueIn(building, number, area, kept))
    return found


def _held(building_ids: Iterable[int], leases: list[int]) -> dict[int, dict[int, list[tuple]]]:
    """(first day, end, ㎡) of what is let under each lease, by building."""
    rows = (
        Spell.objects.filter(lease__in=leases, state__in=LEASED, unit__building_id__in=building_ids)
        .order_by()
        .values_list("lease", "unit__building_id", "starts_on", "ends_before")
        .annotate(total=Sum(cents("unit__area")))
    )
    held: dict[int, dict[int, list[tuple]]] = defaultdict(lambda: defaultdict(list))
    for lease, building, start, end, total in rows:
        held[lease][building].append((start, end, from_cents(total)))
    return held


def _on(held: list[tuple], day: dt.date) -> Decimal:
    return sum(
        (area for start, end, area in held if start <= day and (end is None or day < end)),
        rules.ZERO,
    )
