"""Who sits where: record, correct, move in, move out, put on hold, release."""

import datetime as dt
from collections.abc import Sequence
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core.acts import announce, authorise, change, create
from crm.core.errors import Refused
from crm.core.models import User
from crm.occupancy import rules
from crm.occupancy.actions.holds import refuse_reserved
from crm.occupancy.book import OccupantDraft, SpellBook, SpellDraft
from crm.occupancy.models import Spell, SpellOccupant, Unit

SPELL_FIELDS = ["state", "ends_before", "lease", "reason", "signed_kind"]
OCCUPANT_FIELDS = ["area_share", "desks", "first_store", "is_void"]


def record_spells(
    drafts: Sequence[SpellDraft],
    *,
    by: User | None,
    reason: str = "",
    book: SpellBook | None = None,
) -> list[Spell]:
    """Write spells with everybody on them, in bulk.

    Hand in a ``book`` in which every draft was taken already (an import), and they are not checked
    again. Raises Refused naming who sits there and until when; nothing is written then.
    """
    with transaction.atomic():
        units = {draft.unit.pk: draft.unit for draft in drafts}
        authorise(by, "occupancy.let", units.values())
        if book is None:
            lock_units(list(units.values()))
            book = SpellBook(units.values())
            for draft in drafts:
                book.take(draft)
        try:
            with transaction.atomic():
                spells = create([draft.as_spell() for draft in drafts], by=by, reason=reason)
        except IntegrityError as error:
            _refuse_after_race([(None, draft) for draft in drafts], error)
        _seat(list(zip(spells, drafts, strict=True)), by=by, reason=reason)
        _place_leases(drafts, by=by, reason=reason)
        announce("occupancy.spell_recorded", spells, by=by, reason=reason)
        return spells


def edit_spells(
    edits: Sequence[tuple[Spell, SpellDraft]],
    *,
    by: User | None,
    reason: str = "",
    book: SpellBook | None = None,
    expected: int | None = None,
) -> list[Spell]:
    """Correct stored spells to what their drafts say; the beginning never changes.

    ``book`` as in record_spells. Occupants that the draft leaves out become void, they are not
    deleted.
    """
    with transaction.atomic():
        authorise(by, "occupancy.let", [spell.unit for spell, _draft in edits])
        if book is None:
            lock_units([spell.unit for spell, _draft in edits])
            book = SpellBook(spell.unit for spell, _draft in edits)
            for spell, draft in edits:
                book.take(draft, instead_of=spell)
        shrinking, growing = [], []
        for spell, draft in edits:
            fresh = draft.as_spell()
            old = (spell.starts_on, spell.ends_before)
            (shrinking if rules.within(draft.period, old) else growing).append(spell)
            for name in SPELL_FIELDS:
                setattr(spell, name, getattr(fresh, name))
        try:
            with transaction.atomic():
                # Shrinking ones first: the database checks row by row.
                for part in (shrinking, growing):
                    change(part, SPELL_FIELDS, by=by, reason=reason, expected=expected)
        except IntegrityError as error:
            _refuse_after_race(edits, error)
        _reseat(edits, by=by, reason=reason)
        _place_leases([draft for _spell, draft in edits], by=by, reason=reason)
        return [spell for spell, _draft in edits]


def move_in(
    spells: Sequence[Spell], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """N becomes L (sold: O) from ``on``; gives the spells of the tenants who moved in."""
    with transaction.atomic():
        authorise(by, "occupancy.let", spells)
        for spell in spells:
            if spell.state != "N":
                raise Refused(
                    _("Unit %(unit)s is %(state)s: only what is let or sold can be moved into.")
                    % {"unit": spell.unit, "state": spell.get_state_display()},
                    field="spell",
                )
            if not spell.holds_on(on):
                raise Refused(
                    _("Moving in lies in the time of the spell, from %(start)s to %(end)s.")
                    % {
                        "start": spell.starts_on,
                        "end": spell.ends_before or pgettext("end of a period", "no end"),
                    },
                    field="on",
                )
        moved = [_moved_in(spell, on) for spell in spells]
        at_once = [(spell, draft) for spell, draft in moved if spell.starts_on == on]
        later = [(spell, draft) for spell, draft in moved if spell.starts_on < on]
        settled = edit_spells(at_once, by=by, reason=reason) if at_once else []
        end_spells([spell for spell, _draft in later], on, by=by, reason=reason)
        if later:
            settled += record_spells([draft for _spell, draft in later], by=by, reason=reason)
        announce("occupancy.moved_in", settled, by=by, reason=reason, data={"on": str(on)})
        return settled


def put_on_hold(
    units: Sequence[Unit],
    *,
    by: User | None,
    starts_on: dt.date,
    reason: str,
    ends_before: dt.date | None = None,
) -> list[Spell]:
    """暂不可租: vacant units are out of the denominator from ``starts_on``; a reason is needed."""
    if not reason.strip():
        raise Refused(_("Say why the unit is not available."), field="reason")
    with transaction.atomic():
        refuse_reserved(units, starts_on, ends_before)
        drafts = [
            SpellDraft(unit, Spell.State.ON_HOLD, starts_on, ends_before, reason=reason.strip())
            for unit in units
        ]
        spells = record_spells(drafts, by=by, reason=reason)
        announce("occupancy.put_on_hold", units, by=by, reason=reason)
        return spells


def release(
    spells: Sequence[Spell], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """解除: the units can be let again from ``on``."""
    with transaction.atomic():
        authorise(by, "occupancy.let", spells)
        for spell in spells:
            if spell.state != "H":
                raise Refused(
                    _("Unit %(unit)s is not on hold.") % {"unit": spell.unit}, field="spell"
                )
        end_spells(spells, on, by=by, reason=reason)
        announce("occupancy.released", spells, by=by, reason=reason, data={"on": str(on)})
        return list(spells)


def lock_units(units: Sequence[Unit]) -> None:
    """Hold these units until the transaction ends, in one order, so that two lettings queue up."""
    keys = [unit.pk for unit in units]
    list(
        Unit.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )


def drafts_of(spell: Spell) -> list[OccupantDraft]:
    """Everybody on a stored spell, to be seated on another."""
    return [
        OccupantDraft(row.enterprise, row.area_share, row.desks, row.first_store)
        for row in spell.occupants.true().select_related("enterprise").order_by("pk")
    ]


def _moved_in(spell: Spell, on: dt.date) -> tuple[Spell, SpellDraft]:
    is_sold = spell.signed_kind == Spell.SignedKind.SOLD
    return spell, SpellDraft(
        unit=spell.unit,
        state=Spell.State.SOLD if is_sold else Spell.State.LET,
        starts_on=on,
        ends_before=spell.ends_before,
        lease=spell.lease,
        reason=spell.reason,
        occupants=drafts_of(spell),
    )


def end_spells(spells: Sequence[Spell], on: dt.date, *, by: User | None, reason: str) -> None:
    """Let spells end on ``on`` (no longer counted); Refused for a day outside their time."""
    for spell in spells:
        if on <= spell.starts_on:
            raise Refused(
                _("Unit %(unit)s: the spell began on %(start)s, it ends later than that.")
                % {"unit": spell.unit, "start": spell.starts_on},
                field="on",
            )
        if spell.ends_before is not None and spell.ends_before < on:
            raise Refused(
                _("Unit %(unit)s: the spell ended before %(end)s already.")
                % {"unit": spell.unit, "end": spell.ends_before},
                field="on",
            )
        spell.ends_before = on
    change(spells, ["ends_before"], by=by, reason=reason)


def _place_leases(drafts: Sequence[SpellDraft], *, by: User | None, reason: str) -> None:
    """A lease without a building is of the building of its units: operators see it by that."""
    placed = {}
    for draft in drafts:
        if draft.lease is not None and draft.lease.building_id is None:
            draft.lease.building = draft.unit.building
            placed[draft.lease.pk] = draft.lease
    change(list(placed.values()), ["building"], by=by, reason=reason)


def _seat(pairs: Sequence[tuple[Spell, SpellDraft]], *, by: User | None, reason: str) -> None:
    rows = [
        SpellOccupant(
            spell=spell,
            enterprise=one.enterprise,
            area_share=one.area_share,
            desks=one.desks,
            first_store=one.first_store,
        )
        for spell, draft in pairs
        for one in draft.occupants
    ]
    if rows:
        create(rows, by=by, reason=reason)


def _reseat(edits: Sequence[tuple[Spell, SpellDraft]], *, by: User | None, reason: str) -> None:
    stored = {
        (row.spell_id, row.enterprise_id): row
        for row in SpellOccupant.objects.filter(spell__in=[spell for spell, _draft in edits])
    }
    changed, fresh = [], []
    for spell, draft in edits:
        wanted = {one.enterprise.pk: one for one in draft.occupants}
        for (spell_id, enterprise), row in stored.items():
            if spell_id != spell.pk:
                continue
            one = wanted.pop(enterprise, None)
            values = (
                [row.area_share, row.desks, row.first_store, True]
                if one is None
                else [one.area_share, one.desks, one.first_store, False]
            )
            if values != [getattr(row, name) for name in OCCUPANT_FIELDS]:
                for name, value in zip(OCCUPANT_FIELDS, values, strict=True):
                    setattr(row, name, value)
                changed.append(row)
        fresh += [
            (spell, SpellDraft(spell.unit, spell.state, spell.starts_on, occupants=[one]))
            for one in wanted.values()
        ]
    if changed:
        change(changed, OCCUPANT_FIELDS, by=by, reason=reason)
    _seat(fresh, by=by, reason=reason)


def _refuse_after_race(
    edits: Sequence[tuple[Spell | None, SpellDraft]], error: IntegrityError
) -> NoReturn:
    """Somebody else wrote first: say who, as the database now knows."""
    book = SpellBook(draft.unit for _spell, draft in edits)
    for spell, draft in edits:
        book.take(draft, instead_of=spell)
    raise error
