"""转租: the final user decides the state. What a master tenant has not filled is N, and vacant once
the grace period is over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core.acts import announce, change, create
from crm.core.dated_values import value_on
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy import grace
from crm.occupancy.actions.spells import lock_units, record_spells
from crm.occupancy.actions.succession import succeed
from crm.occupancy.book import OccupantDraft, SpellDraft
from crm.occupancy.dated import SUBLET_GRACE_DAYS
from crm.occupancy.models import Lease, Spell, Unit

ONE_DAY = dt.timedelta(days=1)


def unfilled_of(master: Lease, day: dt.date) -> tuple[list[Unit], list[Unit]]:
    """The master tenant's units without a user on ``day``: those in the grace period, and those
    beyond it, which count as vacant.
    """
    leases = chain_back(master)
    units = {spell.unit for lease in leases for spell in lease.spells.select_related("unit")}
    waiting, beyond = [], []
    for unit in sorted(units, key=lambda one: one.number):
        if not unit.holds_on(day):
            continue
        spells = sorted(unit.spells.all(), key=lambda one: one.starts_on)
        here = next((spell for spell in spells if spell.holds_on(day)), None)
        before = [spell for spell in spells if spell.starts_on <= day]
        if here is not None and here.state == "N" and here.lease in leases:
            waiting.append(unit)
        elif here is None and before and _ended_by_grace(before[-1], spells, leases):
            beyond.append(unit)
    return waiting, beyond


def sublet(
    lease: Lease,
    units: Sequence[Unit],
    *,
    by: User | None,
    moved_in_on: dt.date | None = None,
    reason: str = "",
) -> Lease:
    """Sign ``lease`` inside ``lease.sublet_of``: its units and its time hold the sublet's.

    The units are N in the subtenant's name from the first day, and L from ``moved_in_on``.
    Must run inside a transaction; the caller numbers the lease.
    """
    master = lease.sublet_of
    assert master is not None  # noqa: S101 - the action that calls sets it
    _refuse_outside(lease, master)
    start = min(filter(None, [lease.starts_on, moved_in_on]))
    lock_units(units)
    end_grace_of(units, by=None, day=start)
    waiting, beyond = unfilled_of(master, start)
    strangers = [unit for unit in units if unit not in [*waiting, *beyond]]
    if strangers or not units:
        raise Refused(
            _("Only units of the master lease without a user can be sublet. On %(day)s: %(units)s.")
            % {
                "day": start,
                "units": "、".join(unit.number for unit in [*waiting, *beyond]) or _("none"),
            },
            field="units",
        )
    create([lease], by=by, reason=reason)
    _settle(lease, units, start, moved_in_on, by=by, reason=reason)
    announce("occupancy.lease_sublet", [lease, master], by=by, reason=reason)
    return lease


def take_up_again(
    ended: Sequence[Spell],
    ends: Mapping[int, dt.date | None],
    *,
    by: User | None,
    on: dt.date,
    reason: str = "",
) -> list[Spell]:
    """Units whose sublet ended on ``on`` are the master tenant's to fill again while it has a
    lease. ``ends`` are the former ends of the spells by id.
    """
    drafts = []
    for spell in ended:
        master = None if spell.lease is None else running_master(spell.lease, on)
        end = ends[spell.pk]
        if master is None or (end is not None and end <= on):
            continue
        drafts.append(
            SpellDraft(
                unit=spell.unit,
                state="N",
                starts_on=on,
                ends_before=end,
                lease=master,
                occupants=[OccupantDraft(master.tenant)],
            )
        )
    return record_spells(drafts, by=by, reason=reason) if drafts else []


def refuse_running_sublets(leases: Sequence[Lease], last_day: dt.date) -> None:
    """Raise Refused when somebody would still sit there under a sublet."""
    there = (
        Spell.objects.filter(lease__sublet_of__in=leases)
        .overlapping(last_day + ONE_DAY, None)
        .select_related("lease", "unit")
        .first()
    )
    if there is not None:
        raise Refused(
            _("The sublet %(lease)s of unit %(unit)s runs beyond that day: end it first.")
            % {"lease": there.lease, "unit": there.unit},
            field="last_day",
        )


def end_grace_of(
    units: Iterable[Unit] | None, *, by: User | None, day: dt.date, reason: str = ""
) -> list[Spell]:
    """End the N of master tenants whose grace period is over by ``day``: vacant from then on.

    ``units`` None: everywhere. Doing it twice does nothing; whenever it runs, a spell ends on the
    day on which the period was over.
    """
    with transaction.atomic():
        rows = Spell.objects.filter(
            state=Spell.State.SIGNED,
            lease__tenant_role=Lease.TenantRole.OPERATOR,
            starts_on__lt=day,
        ).select_related("unit__building", "lease")
        if units is not None:
            rows = rows.filter(unit__in=list(units))
        days = cache(lambda since: int(value_on(SUBLET_GRACE_DAYS, since)))
        over, runs = [], _runs(rows)
        for spell in rows.order_by("unit_id", "starts_on"):
            since = grace.unfilled_since(spell, runs[_run_of(spell)])
            end = since + dt.timedelta(days=days(since))
            if grace.is_over(spell, end, day):
                spell.ends_before = max(end, spell.starts_on + ONE_DAY)
                over.append(spell)
        change(over, ["ends_before"], by=by, reason=reason or "grace period over")
        announce("occupancy.sublet_grace_over", over, by=by, data={"by": str(day)})
        return over


def running_master(lease: Lease, day: dt.date) -> Lease | None:
    """The lease that the sublet's master tenant holds on ``day``, renewals included."""
    master = lease.sublet_of
    while master is not None and not master.starts_on <= day <= master.last_day:
        master = master.renewals.order_by("starts_on").first()
    return master


def chain_back(lease: Lease) -> list[Lease]:
    """The lease and those that it renews, newest first."""
    chain = [lease]
    while chain[-1].renews is not None and chain[-1].renews not in chain:
        chain.append(chain[-1].renews)
    return chain


def _settle(
    lease: Lease,
    units: Sequence[Unit],
    start: dt.date,
    moved_in_on: dt.date | None,
    *,
    by: User | None,
    reason: str,
) -> None:
    successions, fresh = [], []
    by_unit: dict[int, list[Spell]] = defaultdict(list)
    for spell in Spell.objects.filter(unit__in=units).select_related("unit", "lease"):
        by_unit[spell.unit_id].append(spell)
    leases = chain_back(lease.sublet_of) if lease.sublet_of else []
    for unit in units:
        spells = sorted(by_unit[unit.pk], key=lambda one: one.starts_on)
        here = next((spell for spell in spells if spell.holds_on(start)), None)
        later = next((spell for spell in spells if spell.starts_on > start), None)
        end = later.starts_on if later else unit.ends_before
        if here is not None and not _ended_by_grace(here, spells, leases):
            end = here.ends_before if here.ends_before else end
        drafts = _drafts(lease, unit, start, end, moved_in_on)
        if here is not None:
            successions.append((here, drafts))
        else:
            fresh += drafts
    succeed(successions, by=by, on=start, reason=reason)
    if fresh:
        record_spells(fresh, by=by, reason=reason)


def _drafts(
    lease: Lease, unit: Unit, start: dt.date, end: dt.date | None, moved: dt.date | None
) -> list[SpellDraft]:
    stages = [("N", start, moved or end)] if moved is None or moved > start else []
    stages += [("L", moved, end)] if moved is not None else []
    return [
        SpellDraft(
            unit=unit,
            state=state,
            starts_on=first,
            ends_before=until,
            lease=lease,
            occupants=[OccupantDraft(lease.tenant)],
        )
        for state, first, until in stages
    ]


def _run_of(spell: Spell) -> tuple[int, int]:
    """N spells of one unit and one tenant may follow on one another (renewals)."""
    return spell.unit_id, spell.lease.tenant_id  # type: ignore[union-attr]


def _runs(rows: Iterable[Spell]) -> dict[tuple[int, int], list[Spell]]:
    runs: dict[tuple[int, int], list[Spell]] = defaultdict(list)
    for spell in rows:
        runs[_run_of(spell)].append(spell)
    return runs


def _ended_by_grace(spell: Spell, spells: Sequence[Spell], leases: Sequence[Lease]) -> bool:
    if spell.state != "N" or spell.lease not in leases or spell.ends_before is None:
        return False
    same = [one for one in spells if one.state == "N" and one.lease in leases]
    since = grace.unfilled_since(spell, same)
    days = int(value_on(SUBLET_GRACE_DAYS, since))
    return spell.ends_before == since + dt.timedelta(days=days)


def _refuse_outside(lease: Lease, master: Lease) -> None:
    if master.tenant_role != Lease.TenantRole.OPERATOR:
        raise Refused(
            _("The tenant of %(lease)s does not sublet: change its role first.")
            % {"lease": master},
            field="sublet_of",
        )
    if lease.starts_on < master.starts_on or lease.last_day > master.last_day:
        raise Refused(
            _("A sublet lies within its master lease, from %(start)s to %(end)s.")
            % {"start": master.starts_on, "end": master.last_day},
            field="last_day",
        )
