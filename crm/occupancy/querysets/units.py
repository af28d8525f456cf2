"""Units as of a day, and reservations."""

import datetime as dt
from collections.abc import Sequence
from typing import Self

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from crm.core.querysets import PeriodQuerySet


def holding(prefix: str, day: dt.date) -> Q:
    """That the period of the row at ``prefix`` holds ``day``."""
    return Q(**{f"{prefix}__starts_on__lte": day}) & (
        Q(**{f"{prefix}__ends_before__isnull": True}) | Q(**{f"{prefix}__ends_before__gt": day})
    )


class UnitQuerySet(PeriodQuerySet):
    """Words of the trade about units; ``on(day)`` are those alive on that day."""

    def with_spell_on(self, day: dt.date) -> Self:
        """Join the spell of ``day`` as ``spell_now``, none for a vacant unit: one row a unit."""
        return self.annotate(spell_now=FilteredRelation("spells", condition=holding("spells", day)))

    def with_way_on(self, day: dt.date) -> Self:
        """Join the 去向 of ``day`` as ``way_now``; none means to let."""
        return self.annotate(
            way_now=FilteredRelation("dispositions", condition=holding("dispositions", day))
        )

    def with_use_on(self, day: dt.date) -> Self:
        """Join the 用途 of ``day`` as ``use_now``; none means office."""
        return self.annotate(use_now=FilteredRelation("uses", condition=holding("uses", day)))

    def with_hold_on(self, day: dt.date) -> Self:
        """Join the reservation of ``day`` as ``hold_now``."""
        return self.annotate(hold_now=FilteredRelation("holds", condition=holding("holds", day)))

    def vacant_on(self, day: dt.date) -> Self:
        """Alive on ``day`` and without a spell."""
        spells = self.model._meta.get_field("spells").related_model._default_manager
        taken = spells.filter(unit=OuterRef("pk")).on(day)
        return self.on(day).filter(~Exists(taken))

    def in_states(self, states: Sequence[str], day: dt.date) -> Self:
        """Those in one of ``states`` (letters, V included) on ``day``."""
        spells = self.model._meta.get_field("spells").related_model._default_manager
        here = spells.filter(unit=OuterRef("pk")).on(day)
        wanted = Q(Exists(here.filter(state__in=states)))
        if "V" in states:
            wanted |= ~Q(Exists(here))
        return self.filter(wanted)

    def top_down(self) -> Self:
        """Floors from the roof down, units along each floor."""
        return self.order_by(F("floor__level").desc(), "floor__label", "number")


class HoldQuerySet(PeriodQuerySet):
    """Reservations."""

    def of_others(self, owner_number: str) -> Self:
        """Those that are not held for the record ``owner_number``."""
        return self.exclude(owner_number=owner_number) if owner_number else self
