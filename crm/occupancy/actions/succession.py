"""From a day on a unit goes on otherwise: the spell so far ends there and its successors begin."""

import datetime as dt
from collections.abc import Sequence

from crm.core.acts import change
from crm.core.models import User
from crm.occupancy.actions.spells import edit_spells, record_spells
from crm.occupancy.book import SpellDraft
from crm.occupancy.models import Spell

Succession = tuple[Spell, list[SpellDraft]]


def succeed(
    successions: Sequence[Succession], *, by: User | None, on: dt.date, reason: str = ""
) -> list[Spell]:
    """End each spell on ``on`` and write its drafts, the first of which begins on that day.

    A spell that itself begins on ``on`` is turned into its first draft, so that no empty spell is
    left. Must run inside the transaction of the action that needs it, with the units locked.
    """
    at_once = [(spell, drafts[0]) for spell, drafts in successions if spell.starts_on == on]
    later = [(spell, drafts) for spell, drafts in successions if spell.starts_on < on]
    for spell, _drafts in later:
        spell.ends_before = on
    change([spell for spell, _drafts in later], ["ends_before"], by=by, reason=reason)
    settled = edit_spells(at_once, by=by, reason=reason) if at_once else []
    fresh = [draft for _spell, drafts in later for draft in drafts]
    fresh += [
        draft for spell, drafts in successions if spell.starts_on == on for draft in drafts[1:]
    ]
    return settled + (record_spells(fresh, by=by, reason=reason) if fresh else [])
