"""Spells by unit and first day; several rows of one period are one shared spell."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.errors import Refused
from crm.core.names import name_key
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Importer,
    Row,
    RowRefused,
)
from crm.enterprises.identity import Identity, as_new
from crm.enterprises.mentions import Mentions, identities_of, identity_of
from crm.enterprises.models import Enterprise
from crm.occupancy import rules
from crm.occupancy.actions import edit_leases, edit_spells, record_spells
from crm.occupancy.book import OccupantDraft, SpellBook, SpellDraft
from crm.occupancy.exchange.leases import leases_by_number
from crm.occupancy.exchange.places import building_of, buildings_by_code
from crm.occupancy.exchange.spell_lines import COLUMNS, spell_lines, spell_row, spell_rows
from crm.occupancy.exchange.units import key_of, lives_by_number
from crm.occupancy.models import Lease, Spell, SpellOccupant, Unit

FIELDS = {"starts_on": "from", "ends_before": "to", "area_share": "area_share"}
Outcome = str | RowRefused


class GrowingBook(SpellBook):
    """A spell book to which units are added chunk by chunk."""

    def __init__(self) -> None:
        super().__init__([])
        self._known: set[int] = set()

    def more(self, units: Sequence[Unit]) -> None:
        """Read the spells of units that are not in the book yet."""
        fresh = {unit.pk for unit in units} - self._known
        self._known |= fresh
        # Units of a dry run have provisional keys and no spells.
        self._load(sorted(key for key in fresh if key > 0))


@dataclass
class Wish:
    """A spell as one or more rows of the file want it."""

    unit: Unit
    draft: SpellDraft
    rows: list[Row] = field(default_factory=list)
    spell: Spell | None = None
    unknown: list[tuple[OccupantDraft, Identity, Row]] = field(default_factory=list)
    """Occupants whom nobody knows yet: recorded only when the wish is granted."""


class SpellImporter(Importer):
    """All rows of a unit come together, so that an update may make room for a new spell."""

    def load(self, rows: Sequence[Row]) -> None:
        run = self.run
        run.lookup(buildings_by_code).load(row.get("building") for row in rows)
        lives = run.lookup(lives_by_number)
        lives.load(key_of(row, "unit") for row in rows)
        run.lookup(leases_by_number).load(row.get("lease_number") for row in rows)
        self._mentions = Mentions.of_run(run)
        self._mentions.load(identities_of(rows))
        units = [unit for row in rows for unit in lives.get(key_of(row, "unit")) or ()]
        if not (run.is_dry and hasattr(self, "_book")):
            self._book = GrowingBook()
        self._book.more(units)
        keys = {unit.pk for unit in units if unit.pk > 0}
        self._sitting: dict[int, list[SpellOccupant]] = {}
        sitting = SpellOccupant.objects.true().filter(spell__unit__in=keys).order_by("pk")
        for one in sitting.select_related("enterprise"):
            self._sitting.setdefault(one.spell_id, []).append(one)
        self._drafts: list[SpellDraft] = []
        self._edits: list[tuple[Spell, SpellDraft]] = []

    def take_group(self, rows: Sequence[Row]) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        wishes: list[Wish] = []
        for row in rows:
            try:
                outcome = self._wish(row, wishes)
            except RowRefused as refusal:
                outcome = refusal
            if outcome is not None:
                outcomes[row.number] = outcome
        for wish in sorted(wishes, key=lambda wish: wish.spell is None):
            result = self._settle(wish)
            outcomes.update({row.number: result for row in wish.rows if row.number not in outcomes})
        return [outcomes[row.number] for row in rows]

    # --- from rows to wishes --------------------------------------------------------------

    def _wish(self, row: Row, wishes: list[Wish]) -> Outcome | None:
        """Add a row to the wishes of its unit; an outcome when it is settled already."""
        unit = self._unit(row)
        spell = self._stored(unit, row)
        period = (row.get("from"), self._end(row, spell))
        lease = self._lease(row)
        self._check_enterprise(row)
        self._check_share(row, unit)
        for wish in wishes:
            if wish.unit is not unit or not rules.overlap(wish.draft.period, period):
                continue
            if (wish.draft.period, wish.draft.state) != (period, row.get("state")):
                raise RowRefused("from", self._taken(wish))
            return self._share(wish, row, lease)
        wishes.append(self._new_wish(row, unit, period, spell, lease))
        return None

    def _unit(self, row: Row) -> Unit:
        building = building_of(self, row)
        start, end = row.get("from"), row.get("to")
        if end is not None and end <= start:
            raise RowRefused("to", _("Should lie after the first day %(day)s.") % {"day": start})
        lives = self.run.lookup(lives_by_number).get(key_of(row, "unit")) or []
        for unit in lives:
            if rules.within((start, end), (unit.starts_on, unit.ends_before)):
                if not self.may(unit):
                    message = _("This unit lies outside the teams for which you may import.")
                    raise RowRefused("unit", message)
                return unit
        if not lives:
            raise RowRefused("unit", self._no_such_unit(building.code, row.get("unit")))
        known = "；".join(f"{one.starts_on} – {one.ends_before or '…'}" for one in lives)
        raise RowRefused(
            "from",
            _("No unit %(unit)s exists during that whole time. It exists: %(lives)s.")
            % {"unit": row.get("unit"), "lives": known},
        )

    def _no_such_unit(self, building: str, number: str) -> str:
        numbers = Unit.objects.filter(building__code=building).order_by("number")
        known = list(dict.fromkeys(numbers.values_list("number", flat=True)[:200]))
        near = [one for one in known if one[:2] == number[:2]] or known
        return _("Building %(building)s has no unit %(unit)s. There are: %(units)s.") % {
            "building": building,
            "unit": number,
            "units": "、".join(near[:12]) + ("…" if len(near) > 12 else "") or "—",
        }

    def _stored(self, unit: Unit, row: Row) -> Spell | None:
        spell = self._book.spell_at(unit, row.get("from"))
        if spell is not None:
            spell.unit = unit
        return spell

    def _end(self, row: Row, spell: Spell | None) -> Any:
        return row.get("to") if row.has("to") or spell is None else spell.ends_before

    def _lease(self, row: Row) -> Lease | None:
        number = row.get("lease_number")
        lease = self.run.lookup(leases_by_number).get(number)
        if number is not None and lease is None:
            raise RowRefused(
                "lease_number",
                _("There is no lease %(number)s. Import the lease first, or leave the cell empty.")
                % {"number": number},
            )
        return lease

    def _check_share(self, row: Row, unit: Unit) -> None:
        share = row.get("area_share")
        if share is not None and share > unit.area:
            raise RowRefused(
                "area_share",
                _("A share is at most the unit's %(area)s ㎡.") % {"area": unit.area},
            )

    def _taken(self, wish: Wish) -> str:
        facts = {
            "row": wish.rows[0].number,
            "unit": wish.unit,
            "who": "、".join(one.enterprise.name for one in wish.draft.occupants)
            or wish.draft.reason
            or _("tenant not named"),
            "start": wish.draft.starts_on,
            "end": wish.draft.ends_before or _("now on"),
        }
        return (
            _(
                "Row %(row)d puts %(who)s into unit %(unit)s from %(start)s to %(end)s;"
                " of overlapping rows the earlier wins."
            )
            % facts
        )

    def _check_enterprise(self, row: Row) -> None:
        identity = identity_of(row)
        if identity and not identity.name and self._mentions.known(identity) is None:
            message = _("Nobody is recorded with this credit code; give the name as well.")
            raise RowRefused("uscc", message)

    def _new_wish(
        self, row: Row, unit: Unit, period: Any, spell: Spell | None, lease: Lease | None
    ) -> Wish:
        draft = SpellDraft(unit, row.get("state"), *period, lease=lease)
        wish = Wish(unit, draft, [row], spell)
        if spell is not None:
            draft.reason, draft.signed_kind = spell.reason, spell.signed_kind
            if not row.has("lease_number"):
                draft.lease = spell.lease
        for name in ("reason", "signed_kind"):
            if row.has(name):
                setattr(draft, name, row.get(name) or "")
        if row.has("enterprise") or row.has("uscc"):
            self._seat(wish, row)
        elif spell is not None:
            draft.occupants = [_as_draft(one) for one in self._sitting.get(spell.pk, [])]
        return wish

    def _share(self, wish: Wish, row: Row, lease: Lease | None) -> Outcome | None:
        """A further row of the same period: one more enterprise on the spell, or a repetition."""
        before = len(wish.draft.occupants)
        self._seat(wish, row)
        wish.draft.lease = wish.draft.lease or lease
        wish.rows.append(row)
        return None if len(wish.draft.occupants) > before else UNCHANGED

    def _seat(self, wish: Wish, row: Row) -> None:
        identity = identity_of(row)
        if identity is None:
            return
        known = self._mentions.known(identity)
        enterprise = known or as_new(identity)
        if any(_same_enterprise(one.enterprise, enterprise) for one in wish.draft.occupants):
            return
        occupant = OccupantDraft(
            enterprise, row.get("area_share"), row.get("desks"), row.get("first_store") or ""
        )
        wish.draft.occupants.append(occupant)
        if known is None:
            wish.unknown.append((occupant, identity, row))

    # --- from wishes to drafts ------------------------------------------------------------

    def _settle(self, wish: Wish) -> Outcome:
        draft, spell = wish.draft, wish.spell
        if spell is not None and self._says(spell, draft):
            return UNCHANGED
        try:
            self._book.take(draft, instead_of=spell)
        except Refused as refusal:
            return RowRefused(FIELDS.get(refusal.field or "", "from"), refusal.message)
        for occupant, identity, row in wish.unknown:
            occupant.enterprise = self._mentions.of(identity, row, self.run)
        if spell is None:
            self._drafts.append(draft)
            return CREATED
        self._edits.append((spell, draft))
        return UPDATED

    def _says(self, spell: Spell, draft: SpellDraft) -> bool:
        """Whether the stored spell says what the draft says."""
        fresh = draft.as_spell()
        names = ("state", "ends_before", "reason", "signed_kind", "lease_id")
        if any(getattr(spell, name) != getattr(fresh, name) for name in names):
            return False
        stored = {_facts(_as_draft(one)) for one in self._sitting.get(spell.pk, [])}
        return stored == {_facts(one) for one in draft.occupants}

    def write(self) -> None:
        by, reason = self.run.by, self.run.reason
        self._mentions.record(by=by, reason=reason)
        drafts = [*self._drafts, *(draft for _spell, draft in self._edits)]
        for draft in drafts:
            for one in draft.occupants:
                one.enterprise = self._mentions.recorded(one.enterprise)
        if self._edits:
            edit_spells(self._edits, by=by, reason=reason, book=self._book)
        if self._drafts:
            record_spells(self._drafts, by=by, reason=reason, book=self._book)
        self._place_leases(drafts)

    def _place_leases(self, drafts: Sequence[SpellDraft]) -> None:
        """A lease that came without a building is where its units are: its operator sees it."""
        placed: dict[int, Lease] = {}
        for draft in drafts:
            lease = draft.lease
            if lease is not None and lease.building_id is None:
                lease.building = draft.unit.building
                placed[lease.pk] = lease
        if placed:
            edit_leases(list(placed.values()), ["building"], by=self.run.by, reason=self.run.reason)


def _as_draft(one: SpellOccupant) -> OccupantDraft:
    return OccupantDraft(one.enterprise, one.area_share, one.desks, one.first_store)


def _same_enterprise(one: Enterprise, other: Enterprise) -> bool:
    if one.pk or other.pk:
        return one.pk == other.pk
    if one.uscc and other.uscc:
        return one.uscc == other.uscc
    return one is other or (name_key(one.name), one.country) == (
        name_key(other.name),
        other.country,
    )


def _facts(one: OccupantDraft) -> tuple[Any, Decimal | None, int | None, str]:
    return (
        one.enterprise.pk or id(one.enterprise),
        one.area_share,
        one.desks,
        one.first_store,
    )


exchange_kinds.register(
    ExchangeKind(
        key="spells",
        label=pgettext_lazy("exchange", "spells"),
        model=Spell,
        columns=COLUMNS,
        importer=SpellImporter,
        row=spell_row,
        expand=spell_lines,
        rows=spell_rows,
        view_action="occupancy.view",
        edit_action="occupancy.let",
        group_by=("building", "unit"),
        order=80,
    )
)
