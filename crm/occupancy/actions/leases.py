"""Leases: register, sign with their units, renew, end."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from crm.core import numbering
from crm.core.acts import announce, authorise, change, create
from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy.actions.holds import refuse_reserved, release_holds
from crm.occupancy.actions.lease_units import operators_fill
from crm.occupancy.actions.seats import is_of_operator
from crm.occupancy.actions.spells import drafts_of, lock_units, record_spells
from crm.occupancy.actions.subletting import (
    end_grace_of,
    refuse_running_sublets,
    sublet,
    take_up_again,
)
from crm.occupancy.book import OccupantDraft, SpellBook, SpellDraft
from crm.occupancy.days import LAST
from crm.occupancy.models import Lease, Spell, Unit

ONE_DAY = dt.timedelta(days=1)


@dataclass
class LeaseSigning:
    """A lease that is to be signed for units.

    The units are 已租未入驻 from ``taken_from`` (the lease's first day without it) and 已租已入驻
    from ``moved_in_on``. ``held_for`` is the number of the record whose reservation it fulfils.
    """

    lease: Lease
    units: list[Unit] = field(default_factory=list)
    taken_from: dt.date | None = None
    moved_in_on: dt.date | None = None
    held_for: str = ""


def register_leases(leases: Sequence[Lease], *, by: User | None, reason: str = "") -> list[Lease]:
    """Record contracts without units (an import); those without a number get one."""
    with transaction.atomic():
        authorise(by, "occupancy.let")
        _refuse_impossible(leases)
        _number(leases)
        added = create(leases, by=by, reason=reason)
        announce("occupancy.lease_registered", added, by=by, reason=reason)
        return added


def edit_leases(
    leases: Sequence[Lease],
    fields: Sequence[str],
    *,
    by: User | None,
    reason: str = "",
    expected: int | None = None,
) -> list[Lease]:
    """Store changed ``fields`` of leases; the number never changes."""
    with transaction.atomic():
        authorise(by, "occupancy.let", leases)
        _refuse_impossible(leases)
        return change(leases, fields, by=by, reason=reason, expected=expected)


def sign_lease(
    signings: Sequence[LeaseSigning], *, by: User | None, reason: str = ""
) -> list[Lease]:
    """Sign leases for vacant units.

    Refuses a unit that is taken (says by whom and until when) or reserved for another record.
    """
    with transaction.atomic():
        units = [unit for signing in signings for unit in signing.units]
        authorise(by, "occupancy.let", units)
        lock_units(units)
        book, drafts, own_holds = SpellBook(units), [], []
        for signing in signings:
            if not signing.units:
                raise Refused(_("Choose the units of the lease."), field="units")
            if signing.moved_in_on is not None and is_of_operator(signing.lease):
                raise Refused(operators_fill(), field="moved_in_on")
            own_holds += _check_holds(signing)
            signed = _drafts(signing)
            for draft in signed:
                book.take(draft)
            drafts += signed
        leases = [signing.lease for signing in signings]
        _refuse_impossible(leases)
        for signing in signings:
            signing.lease.building = signing.lease.building or signing.units[0].building
        _number(leases)
        create(leases, by=by, reason=reason)
        record_spells(drafts, by=by, reason=reason, book=book)
        for hold, start in own_holds:
            release_holds([hold], by=by, on=start, reason=reason)
        announce("occupancy.lease_signed", leases, by=by, reason=reason)
        return leases


def sign_sublet(
    signings: Sequence[LeaseSigning], *, by: User | None, reason: str = ""
) -> list[Lease]:
    """Sign sublets inside their master leases (``lease.sublet_of``): the final user decides."""
    with transaction.atomic():
        masters = [signing.lease.sublet_of for signing in signings]
        units = [unit for signing in signings for unit in signing.units]
        authorise(by, "occupancy.let", [*masters, *units])
        leases = [signing.lease for signing in signings]
        _refuse_impossible(leases)
        _number(leases)
        for signing in signings:
            signing.lease.building = signing.lease.sublet_of.building
            sublet(
                signing.lease,
                signing.units,
                by=by,
                moved_in_on=signing.moved_in_on,
                reason=reason,
            )
        return leases


def renew_lease(
    renewals: Sequence[tuple[Lease, Lease]], *, by: User | None, reason: str = ""
) -> list[Lease]:
    """Follow a running lease by its renewal (old, new): the tenant stays, from the new first day
    under the new lease.
    """
    with transaction.atomic():
        authorise(by, "occupancy.let", [old for old, _new in renewals])
        fresh = [new for _old, new in renewals]
        for old, new in renewals:
            new.tenant, new.building, new.renews = old.tenant, old.building, old
            new.tenant_role = old.tenant_role
            if is_of_operator(old):
                held = [spell.unit for spell in old.spells.select_related("unit")]
                end_grace_of(held, by=None, day=new.starts_on)
            if new.starts_on <= old.starts_on:
                raise Refused(
                    _("The renewal begins after %(day)s.") % {"day": old.starts_on},
                    field="starts_on",
                )
        _refuse_impossible(fresh)
        _number(fresh)
        create(fresh, by=by, reason=reason)
        drafts = [
            draft for old, new in renewals for draft in _carry_over(old, new, by=by, reason=reason)
        ]
        if drafts:
            record_spells(drafts, by=by, reason=reason)
        announce("occupancy.lease_renewed", fresh, by=by, reason=reason)
        return fresh


def end_lease(
    leases: Sequence[Lease], *, by: User | None, last_day: dt.date, reason: str
) -> list[Lease]:
    """End leases on ``last_day`` (counted): their units are free from the day after.

    A lease that is over already ends later than it said, when its tenant leaves; one that runs
    never does: that is a renewal.
    """
    if not reason.strip():
        raise Refused(_("Say why the lease ends."), field="reason")
    with transaction.atomic():
        authorise(by, "occupancy.let", leases)
        refuse_running_sublets(leases, last_day)
        for lease in leases:
            if last_day < lease.starts_on:
                raise Refused(
                    _("The lease %(lease)s began on %(start)s.")
                    % {"lease": lease, "start": lease.starts_on},
                    field="last_day",
                )
            if last_day > lease.last_day >= today():
                raise Refused(
                    _("The lease %(lease)s runs until %(end)s: renew it to go on after that.")
                    % {"lease": lease, "end": lease.last_day},
                    field="last_day",
                )
            if last_day < lease.last_day:
                lease.agreed_last_day = lease.agreed_last_day or lease.last_day
                lease.last_day = last_day
            lease.end_reason = reason.strip()
        change(leases, ["last_day", "agreed_last_day", "end_reason"], by=by, reason=reason)
        _vacate(leases, last_day + ONE_DAY, by=by, reason=reason)
        announce("occupancy.lease_ended", leases, by=by, reason=reason)
        return list(leases)


def _vacate(leases: Sequence[Lease], on: dt.date, *, by: User | None, reason: str) -> None:
    running = Spell.objects.filter(lease__in=leases).overlapping(on, None)
    ending = list(running.select_related("unit"))
    for spell in ending:
        if spell.starts_on >= on:
            raise Refused(
                _("Unit %(unit)s is taken under this lease only from %(start)s.")
                % {"unit": spell.unit, "start": spell.starts_on},
                field="last_day",
            )
    ends = {spell.pk: spell.ends_before for spell in ending}
    for spell in ending:
        spell.ends_before = on
    change(ending, ["ends_before"], by=by, reason=reason)
    take_up_again(ending, ends, by=by, on=on, reason=reason)


def _carry_over(old: Lease, new: Lease, *, by: User | None, reason: str) -> list[SpellDraft]:
    staying = list(
        old.spells.filter(starts_on__lt=new.starts_on)
        .overlapping(new.starts_on, None)
        .select_related("unit__building")
    )
    drafts = [
        SpellDraft(
            unit=spell.unit,
            state=spell.state,
            starts_on=new.starts_on,
            ends_before=spell.ends_before,
            lease=new,
            reason=spell.reason,
            signed_kind=spell.signed_kind,
            occupants=drafts_of(spell),
        )
        for spell in staying
    ]
    for spell in staying:
        spell.ends_before = new.starts_on
    change(staying, ["ends_before"], by=by, reason=reason)
    return drafts


def _drafts(signing: LeaseSigning) -> list[SpellDraft]:
    start = signing.taken_from or signing.lease.starts_on
    moved_in = signing.moved_in_on
    if moved_in is not None and moved_in < start:
        start = moved_in
    drafts = []
    for unit in signing.units:
        end = unit.ends_before
        stages = [("N", start, moved_in or end)] if moved_in is None or moved_in > start else []
        stages += [("L", moved_in, end)] if moved_in is not None else []
        drafts += [
            SpellDraft(
                unit=unit,
                state=state,
                starts_on=first,
                ends_before=until,
                lease=signing.lease,
                occupants=[OccupantDraft(signing.lease.tenant)],
            )
            for state, first, until in stages
        ]
    return drafts


def _check_holds(signing: LeaseSigning) -> list[tuple]:
    start = min(filter(None, [signing.taken_from or signing.lease.starts_on, signing.moved_in_on]))
    holds = refuse_reserved(signing.units, start, None, signing.held_for)
    return [(hold, start) for hold in holds]


def _refuse_impossible(leases: Sequence[Lease]) -> None:
    for lease in leases:
        if lease.last_day < lease.starts_on:
            raise Refused(
                _("The last day %(end)s lies before the first day %(start)s.")
                % {"end": lease.last_day, "start": lease.starts_on},
                field="last_day",
            )
        if lease.last_day > LAST:
            raise Refused(
                _("%(day)s is too far off: check the year.") % {"day": lease.last_day},
                field="last_day",
            )
        if lease.price is not None and lease.price < 0:
            raise Refused(_("A rent is never negative."), field="price")
        if lease.renews is not None and (
            lease.renews == lease or lease.renews.starts_on >= lease.starts_on
        ):
            raise Refused(
                _("The renewal begins after %(day)s.") % {"day": lease.renews.starts_on},
                field="renews",
            )
        if lease.sublet_of is not None and lease.sublet_of == lease:
            raise Refused(_("A lease is no sublet of itself."), field="sublet_of")


def _number(leases: Sequence[Lease]) -> None:
    given = [lease.number for lease in leases if lease.number]
    taken = list(Lease.objects.filter(number__in=given).values_list("number", flat=True))
    taken += [number for number in given if given.count(number) > 1]
    if taken:
        raise Refused(
            _("There is a lease %(number)s already.") % {"number": taken[0]}, field="number"
        )
    for lease in leases:
        while not lease.number:
            (number,) = numbering.take("ZL", lease.starts_on.year)
            if not Lease.objects.filter(number=number).exists():
                lease.number = number
