"""Bringing an accepted report into the ledger through the ledger's own actions."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.core.models import User
from crm.enterprises.actions import ensure
from crm.enterprises.identity import Identity
from crm.enterprises.models import Enterprise
from crm.occupancy.actions.leases import (
    LeaseSigning,
    edit_leases,
    end_lease,
    register_leases,
    renew_lease,
    sign_lease,
)
from crm.occupancy.actions.leaving import move_out
from crm.occupancy.actions.reshaping import Correction, correct_area
from crm.occupancy.actions.spells import (
    edit_spells,
    move_in,
    put_on_hold,
    record_spells,
    release,
)
from crm.occupancy.book import OccupantDraft, SpellDraft
from crm.occupancy.models import Lease, Spell, Unit
from crm.occupancy.returns.reported import Reported

ONE_DAY = dt.timedelta(days=1)
LET = ("L", "N")


def apply_report(said: Reported, *, by: User | None, reason: str) -> None:
    """Make the ledger say what is reported, from its day on. Inside one transaction; Refused where
    the ledger's own rules say no.
    """
    unit = said.unit
    if said.area is not None and said.area != unit.area:
        document = said.note.strip() or reason
        correction = Correction(unit, said.area, document[:160])
        unit = correct_area([correction], by=by, on=said.on, reason=reason)[0]
    spell = _spell_on(unit, said.on)
    seats = _seats(said, by=by, reason=reason)
    if spell is not None and _stays(spell, said, seats):
        _renew(spell, said, by=by, reason=reason)
    elif spell is not None and spell.starts_on == said.on:
        _rewrite(spell, said, seats, by=by, reason=reason)
    elif spell is not None and _moves_in(spell, said, seats):
        move_in([spell], by=by, on=said.on, reason=reason)
    else:
        former = _leave(spell, said, by=by, reason=reason)
        _take(unit, said, seats, former, by=by, reason=reason)


def _spell_on(unit: Unit, day: dt.date) -> Spell | None:
    return unit.spells.on(day).select_related("unit__building", "lease").first()


def _seats(said: Reported, *, by: User | None, reason: str) -> list[OccupantDraft]:
    wanted = {Identity(tenant.name): tenant for tenant in said.tenants if tenant.enterprise is None}
    known: dict[Identity, Enterprise] = {}
    if wanted:
        known, _fresh = ensure(wanted, by=by, reason=reason)
    return [
        OccupantDraft(
            tenant.enterprise or known[Identity(tenant.name)], tenant.area_share, tenant.desks
        )
        for tenant in said.tenants
    ]


def _sitting(spell: Spell) -> set[int]:
    return set(spell.occupants.true().values_list("enterprise_id", flat=True))


def _same_tenants(spell: Spell, seats: Sequence[OccupantDraft]) -> bool:
    return _sitting(spell) == {one.enterprise.pk for one in seats}


def _stays(spell: Spell, said: Reported, seats: Sequence[OccupantDraft]) -> bool:
    """Nothing but the lease is new."""
    if spell.state != said.state or any(one.area_share or one.desks for one in seats):
        return False
    if said.state == "N" and (said.signed_kind or "let") != (spell.signed_kind or "let"):
        return False
    return said.state != "H" and _same_tenants(spell, seats)


def _moves_in(spell: Spell, said: Reported, seats: Sequence[OccupantDraft]) -> bool:
    wanted = "O" if spell.signed_kind == Spell.SignedKind.SOLD else "L"
    return spell.state == "N" and said.state == wanted and _same_tenants(spell, seats)


def _renew(spell: Spell, said: Reported, *, by: User | None, reason: str) -> None:
    lease = spell.lease
    if said.last_day is None or said.state not in LET:
        return
    if lease is None:
        fresh = _lease(said, spell.unit, _first_tenant(spell))
        register_leases([fresh], by=by, reason=reason)
        draft = _draft(spell.unit, said, [], fresh)
        draft.starts_on, draft.ends_before = spell.starts_on, spell.ends_before
        draft.occupants = _seated(spell)
        edit_spells([(spell, draft)], by=by, reason=reason)
    elif said.lease_starts_on is not None and said.lease_starts_on > lease.starts_on:
        number = said.lease_number if said.lease_number != lease.number else ""
        new = Lease(number=number, starts_on=said.lease_starts_on, last_day=said.last_day)
        renew_lease([(lease, new)], by=by, reason=reason)
    elif said.last_day != lease.last_day:
        lease.last_day = said.last_day
        edit_leases([lease], ["last_day"], by=by, reason=reason)


def _first_tenant(spell: Spell) -> Enterprise:
    return spell.occupants.true().select_related("enterprise").order_by("pk")[0].enterprise


def _seated(spell: Spell) -> list[OccupantDraft]:
    rows = spell.occupants.true().select_related("enterprise").order_by("pk")
    return [OccupantDraft(row.enterprise, row.area_share, row.desks) for row in rows]


def _rewrite(
    spell: Spell, said: Reported, seats: list[OccupantDraft], *, by: User | None, reason: str
) -> None:
    """The spell began on that very day: it is corrected, not followed."""
    if said.state == "V":
        raise Refused(
            _("%(state)s began on that very day: vacant from a later day.")
            % {"state": spell.get_state_display()},
            field="on",
        )
    lease = _known_lease(said, spell.unit) or (spell.lease if said.state in LET else None)
    if lease is None and said.last_day is not None and said.state in LET:
        lease = register_leases(
            [_lease(said, spell.unit, seats[0].enterprise)], by=by, reason=reason
        )[0]
    draft = _draft(spell.unit, said, seats, lease)
    draft.ends_before = said.ends_before or spell.ends_before
    edit_spells([(spell, draft)], by=by, reason=reason)


def _leave(spell: Spell | None, said: Reported, *, by: User | None, reason: str) -> Lease | None:
    """End what was there; gives its lease, which a new tenant may take over."""
    if spell is None:
        return None
    if spell.state == "H":
        release([spell], by=by, on=said.on, reason=reason)
        return None
    last_day = said.on - ONE_DAY
    if said.state == "V" and spell.lease is not None and _is_all_of(spell, last_day):
        end_lease([spell.lease], by=by, last_day=last_day, reason=said.note.strip() or reason)
    else:
        move_out([spell], by=by, on=said.on, reason=reason)
    return spell.lease


def _is_all_of(spell: Spell, last_day: dt.date) -> bool:
    lease = spell.lease
    if lease is None or last_day < lease.starts_on:
        return False
    others = lease.spells.exclude(pk=spell.pk).overlapping(last_day, None)
    return not others.exists()


def _take(
    unit: Unit,
    said: Reported,
    seats: list[OccupantDraft],
    former: Lease | None,
    *,
    by: User | None,
    reason: str,
) -> None:
    if said.state == "V":
        return
    if said.state == "H":
        put_on_hold(
            [unit],
            by=by,
            starts_on=said.on,
            ends_before=said.ends_before or unit.ends_before,
            reason=said.note.strip() or reason,
        )
        return
    lease = _known_lease(said, unit)
    if lease is None and said.last_day is not None and said.state in LET:
        _sign(unit, said, seats, by=by, reason=reason)
        return
    if lease is None and said.state in LET and said.last_day is None:
        lease = former
    record_spells([_draft(unit, said, seats, lease)], by=by, reason=reason)


def _sign(
    unit: Unit, said: Reported, seats: list[OccupantDraft], *, by: User | None, reason: str
) -> None:
    moved_in = said.on if said.state == "L" else None
    signing = LeaseSigning(
        _lease(said, unit, seats[0].enterprise), [unit], taken_from=said.on, moved_in_on=moved_in
    )
    lease = sign_lease([signing], by=by, reason=reason)[0]
    if len(seats) == 1 and seats[0].area_share is None and seats[0].desks is None:
        return
    spells = lease.spells.filter(unit=unit).select_related("unit__building")
    edits = [(spell, _draft_like(spell, seats, lease)) for spell in spells]
    edit_spells(edits, by=by, reason=reason)


def _draft_like(spell: Spell, seats: list[OccupantDraft], lease: Lease) -> SpellDraft:
    return SpellDraft(
        unit=spell.unit,
        state=spell.state,
        starts_on=spell.starts_on,
        ends_before=spell.ends_before,
        lease=lease,
        signed_kind=spell.signed_kind,
        occupants=seats,
    )


def _draft(
    unit: Unit, said: Reported, seats: list[OccupantDraft], lease: Lease | None
) -> SpellDraft:
    return SpellDraft(
        unit=unit,
        state=said.state,
        starts_on=said.on,
        ends_before=said.ends_before or unit.ends_before,
        lease=lease,
        reason=said.note if said.state == "H" else "",
        signed_kind=said.signed_kind,
        occupants=seats,
    )


def _known_lease(said: Reported, unit: Unit) -> Lease | None:
    """The recorded lease of that number: a second unit of it, or one that was signed already."""
    if not said.lease_number or said.state not in LET:
        return None
    return Lease.objects.filter(number=said.lease_number, building=unit.building).first()


def _lease(said: Reported, unit: Unit, tenant: Enterprise) -> Lease:
    return Lease(
        number=said.lease_number.strip(),
        tenant=tenant,
        building=unit.building,
        starts_on=said.lease_starts_on or said.on,
        last_day=said.last_day,
    )
