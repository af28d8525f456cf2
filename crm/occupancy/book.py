"""Who sits where in some units, read once and checked in memory, for actions and imports."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.core import figure_text
from crm.core.errors import Refused
from crm.enterprises.models import Enterprise
from crm.occupancy import rules
from crm.occupancy.models import Lease, Spell, SpellOccupant, Unit

CHUNK = 500


@dataclass
class OccupantDraft:
    """An enterprise that is to sit on a spell; see SpellOccupant for the shares."""

    enterprise: Enterprise
    area_share: Decimal | None = None
    desks: int | None = None
    first_store: str = ""


@dataclass
class SpellDraft:
    """A spell that is to be written, with everybody on it."""

    unit: Unit
    state: str
    starts_on: dt.date
    ends_before: dt.date | None = None
    lease: Lease | None = None
    reason: str = ""
    signed_kind: str = ""
    occupants: list[OccupantDraft] = field(default_factory=list)

    @property
    def period(self) -> rules.Period:
        """Half-open."""
        return self.starts_on, self.ends_before

    def as_spell(self) -> Spell:
        """The row; N is 已租未入驻 unless it says otherwise."""
        kind = (self.signed_kind or Spell.SignedKind.LET) if self.state == "N" else ""
        return Spell(
            unit=self.unit,
            state=self.state,
            starts_on=self.starts_on,
            ends_before=self.ends_before,
            lease=self.lease,
            reason=self.reason,
            signed_kind=kind,
        )


@dataclass(frozen=True)
class Entry:
    """One period of a unit as the book knows it; ``spell`` None is about to be written."""

    period: rules.Period
    state: str
    names: tuple[str, ...]
    reason: str
    spell: Spell | None = None


class SpellBook:
    """All spells of some units. ``check`` before ``take``; what was taken counts for the next one.

    Loading costs two queries for every 500 units; checking costs none.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._entries: dict[int, list[Entry]] = defaultdict(list)
        keys = sorted({unit.pk for unit in units})
        for start in range(0, len(keys), CHUNK):
            self._load(keys[start : start + CHUNK])

    def _load(self, keys: Sequence[int]) -> None:
        names: dict[int, list[str]] = defaultdict(list)
        sitting = SpellOccupant.objects.true().filter(spell__unit_id__in=keys).order_by("pk")
        for spell, name in sitting.values_list("spell_id", "enterprise__name"):
            names[spell].append(name)
        for spell in Spell.objects.filter(unit_id__in=keys):
            self._entries[spell.unit_id].append(
                Entry(
                    (spell.starts_on, spell.ends_before),
                    spell.state,
                    tuple(names[spell.pk]),
                    spell.reason,
                    spell,
                )
            )

    def spell_at(self, unit: Unit, starts_on: dt.date) -> Spell | None:
        """The stored spell that begins on that day: the key of an import."""
        for entry in self._entries[unit.pk]:
            if entry.spell is not None and entry.period[0] == starts_on:
                return entry.spell
        return None

    def spells_of(self, unit: Unit) -> list[Spell]:
        """The stored spells of a unit in order of time."""
        stored = [entry.spell for entry in self._entries[unit.pk] if entry.spell is not None]
        return sorted(stored, key=lambda spell: spell.starts_on)

    def check(self, draft: SpellDraft, *, instead_of: Spell | None = None) -> None:
        """Raise Refused unless ``draft`` can stand; ``instead_of`` is the spell it replaces."""
        refuse_impossible(draft)
        for entry in self._entries[draft.unit.pk]:
            if instead_of is not None and entry.spell is not None and entry.spell == instead_of:
                continue
            if rules.overlap(entry.period, draft.period):
                raise Refused(taken_message(draft.unit, entry), field="starts_on", code="taken")

    def take(self, draft: SpellDraft, *, instead_of: Spell | None = None) -> None:
        """Check ``draft`` and remember it for the next check."""
        self.check(draft, instead_of=instead_of)
        entries = self._entries[draft.unit.pk]
        if instead_of is not None:
            entries[:] = [entry for entry in entries if entry.spell != instead_of]
        names = tuple(occupant.enterprise.name for occupant in draft.occupants)
        entries.append(Entry(draft.period, draft.state, names, draft.reason, instead_of))


def refuse_impossible(draft: SpellDraft) -> None:
    """Raise Refused for a period outside the unit's life or shares that do not fit its area."""
    unit = draft.unit
    if draft.ends_before is not None and draft.ends_before <= draft.starts_on:
        raise Refused(
            _("The end %(end)s does not lie after the beginning %(start)s.")
            % {"end": draft.ends_before, "start": draft.starts_on},
            field="ends_before",
        )
    if not rules.within(draft.period, (unit.starts_on, unit.ends_before)):
        raise Refused(
            _("Unit %(unit)s exists from %(start)s to %(end)s only.")
            % {
                "unit": unit,
                "start": unit.starts_on,
                "end": unit.ends_before or pgettext("end of a period", "no end"),
            },
            field="starts_on",
        )
    _refuse_misfit_shares(draft)


def _refuse_misfit_shares(draft: SpellDraft) -> None:
    stated = [one.area_share for one in draft.occupants if one.area_share is not None]
    together = sum(stated, rules.ZERO)
    is_whole = len(stated) == len(draft.occupants) > 0
    if any(share < 0 for share in stated) or together > draft.unit.area:
        wrong = True
    else:
        wrong = is_whole and together != draft.unit.area
    if wrong:
        raise Refused(
            _("The shares add up to %(together)s ㎡, the unit has %(area)s ㎡.")
            % {
                "together": figure_text.area(together),
                "area": figure_text.area(draft.unit.area),
            },
            field="area_share",
        )


def taken_message(unit: Unit, entry: Entry) -> str:
    """Who sits in ``unit`` and until when."""
    start, end = entry.period
    facts = {
        "unit": unit,
        "who": "、".join(entry.names) or entry.reason or _("tenant not named"),
        "state": Spell.State(entry.state).label,
        "start": start,
        "end": end,
    }
    if end is None:
        return (
            _("Unit %(unit)s is taken: %(who)s (%(state)s) from %(start)s, with no end recorded.")
            % facts
        )
    return (
        _("Unit %(unit)s is taken: %(who)s (%(state)s) from %(start)s until %(end)s (not counted).")
        % facts
    )
