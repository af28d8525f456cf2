"""What a return would do to the rates: line by line in their order, adding up to the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crm.occupancy import rules
from crm.occupancy.returns.ledger import LedgerBook, Stand, outcome, settle, units_of
from crm.occupancy.returns.reported import Decision, Reported


@dataclass(frozen=True)
class Effect:
    """One report against what stood before it, several units of it with a split or merger.
    ``occupied`` and ``available`` are ㎡; ``rate`` and ``letting`` are fractions, None where they
    cannot be computed.
    """

    said: Reported
    befores: tuple[Stand, ...]
    nows: tuple[Stand, ...]
    occupied: Decimal
    available: Decimal
    rate: Decimal | None
    letting: Decimal | None
    counts: bool

    @property
    def before(self) -> Stand:
        """The (first) unit as it was."""
        return self.befores[0]

    @property
    def shrinks_base(self) -> bool:
        """A unit goes on hold, so the rate rises though nobody moved in."""
        return total(self.nows).H > total(self.befores).H and bool(self.rate and self.rate > 0)


@dataclass(frozen=True)
class Effects:
    """The building before and after all that counts; ``lines`` in their order."""

    before: rules.Areas
    after: rules.Areas
    lines: list[Effect]

    @property
    def change(self) -> rules.RateChange:
        """Formula 8: take_up_effect is the rest, new_supply_effect the denominator's part."""
        return rules.rate_change(self.before, self.after)

    @property
    def occupied(self) -> Decimal:
        """Σ of the lines that count."""
        return self.after.occupied - self.before.occupied

    @property
    def available(self) -> Decimal:
        """The same of the denominator."""
        return self.after.available - self.before.available


def effects_of(
    said: Sequence[Reported], book: LedgerBook, problems: Mapping[str, object]
) -> Effects:
    """Those that are sent back, have problems or are in the ledger already count for nothing;
    what they would do alone is computed all the same, except with problems.
    """
    before = total(book.stands.values())
    running, standing = before, dict(book.stands)
    lines = []
    for one in said:
        units = units_of(one)
        befores = tuple(standing[unit.pk] for unit in units if unit.pk in standing)
        if len(befores) < len(units) or one.is_applied:
            continue
        nows = outcome(one, befores)
        fits = one.key not in problems
        counts = fits and one.decision != Decision.RETURNED
        base = running if counts else before
        fresh = changed(base, befores, nows)
        lines.append(_effect(one, befores, nows, base, fresh, fits=fits, counts=counts))
        if counts:
            running = fresh
            settle(standing, one, nows)
    return Effects(before, running, lines)


def _effect(
    said: Reported,
    befores: tuple[Stand, ...],
    nows: tuple[Stand, ...],
    base: rules.Areas,
    fresh: rules.Areas,
    *,
    fits: bool,
    counts: bool,
) -> Effect:
    old, new = (rules.rates(areas, rules.ZERO) for areas in (base, fresh))
    return Effect(
        said=said,
        befores=befores,
        nows=nows,
        occupied=fresh.occupied - base.occupied,
        available=fresh.available - base.available,
        rate=_difference(old.occupancy, new.occupancy) if fits else None,
        letting=_difference(old.letting, new.letting) if fits else None,
        counts=counts,
    )


def _difference(old: Decimal | None, new: Decimal | None) -> Decimal | None:
    return None if old is None or new is None else new - old


def total(stands: Iterable[Stand]) -> rules.Areas:
    """Σ by state."""
    return rules.total(areas(stand) for stand in stands)


def areas(stand: Stand) -> rules.Areas:
    """One unit's area under its state."""
    found = {stand.state: stand.area}
    if stand.state == "N" and stand.signed_kind == "sold":
        found["sold_unmoved"] = stand.area
    return rules.Areas(**found)


def changed(whole: rules.Areas, befores: Sequence[Stand], nows: Sequence[Stand]) -> rules.Areas:
    """``whole`` with what stood there replaced."""
    gone, come = total(befores), total(nows)
    return rules.Areas(
        *(
            getattr(whole, name) - getattr(gone, name) + getattr(come, name)
            for name in rules.Areas.__dataclass_fields__
        )
    )
