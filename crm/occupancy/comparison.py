"""Two days side by side: the rate and what moved it, state by state and building by building."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm.core.charts import Step, waterfall_chart
from crm.core.figure_text import area as in_square_metres
from crm.core.figure_text import points as in_points
from crm.core.figure_text import rate as in_per_cent
from crm.core.registries.figures import Figure
from crm.occupancy import rules, strips
from crm.occupancy.changes import PlaceChange, Restated
from crm.occupancy.denominators import Denominator
from crm.occupancy.models import Building
from crm.occupancy.move_rules import MOVES
from crm.occupancy.moves import MoveList
from crm.occupancy.positions import PlacePosition, Position
from crm.occupancy.spans import Span
from crm.occupancy.stacking import STATE_NAMES

GREY, BLUE, GREEN, RED = "#8a98a6", "#0b5cab", "#1a7f4b", "#b3261e"
DRAWN_PARTS = 4
STATES_OF = {"available": "SLONV"}  # of a measure; else what is occupied


@dataclass(frozen=True)
class StateRow:
    """㎡ in one state at both days, with the lists of units behind them."""

    letter: str
    name: Any
    before: Decimal
    after: Decimal
    before_url: str
    after_url: str

    @property
    def change(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True)
class BuildingRow:
    """One building at both days; None where it is not in use. The ``effect`` of all buildings adds
    up to the change of the whole scope's rate.
    """

    building: Building
    before: Position | None
    after: Position | None
    effect: Fraction | None

    @property
    def change(self) -> Decimal | None:
        """Of its own rate, as a difference of fractions."""
        sides = [side.rates.occupancy if side else None for side in (self.before, self.after)]
        if None in sides:
            return None
        return sides[1] - sides[0]  # type: ignore[operator]

    @property
    def has_moved(self) -> bool:
        """Whether it adds to what changed in the whole."""
        return bool(self.effect or self.occupied_change)

    @property
    def occupied_change(self) -> Decimal:
        """㎡ more."""
        then, now = (x.areas.occupied if x else rules.ZERO for x in (self.before, self.after))
        return now - then


@dataclass(frozen=True)
class BalanceRow:
    """One line from the occupied area then to that of now. ``whole`` lines are sums."""

    key: str
    label: Any
    area: Decimal
    url: str
    count: int | None = None
    whole: bool = False


@dataclass(frozen=True)
class RestatedRow:
    """A measure of the first day as reported and as today's ledger has it, against the second day.
    Rates are fractions, areas ㎡; None where it cannot be computed.
    """

    key: str
    label: Any
    reported: Decimal | None
    restated: Decimal | None
    now: Decimal | None
    reported_url: str
    restated_url: str

    @property
    def is_rate(self) -> bool:
        return self.key in ("rate", "rate_on_gross")

    @property
    def change(self) -> Decimal | None:
        """From the reported figure."""
        return _less(self.now, self.reported)

    @property
    def restated_change(self) -> Decimal | None:
        """From the restated figure."""
        return _less(self.now, self.restated)

    @property
    def correction(self) -> Decimal | None:
        """From the reported to the restated figure."""
        return _less(self.restated, self.reported)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def restated_rows(of: PlaceChange, past: Restated) -> list[RestatedRow]:
    """原报数, 调整后同期数, and both changes to the second day."""
    measures: dict[str, tuple[Any, Callable[[PlacePosition], Decimal | None]]] = {
        "available": (_("Lettable area (B − H)"), lambda at: at.areas.available),
        "occupied": (_("Occupied area (S + L + O)"), lambda at: at.areas.occupied),
        "rate": (_("Occupancy rate"), lambda at: at.rates.occupancy),
        "rate_on_gross": (
            _("Occupancy rate on gross area"),
            lambda at: at.rates.occupancy_on_gross,
        ),
    }
    known = bool(past.reported.buildings), bool(past.ledger.buildings)
    return [
        RestatedRow(
            key,
            label,
            value(past.reported) if known[0] else None,
            value(past.ledger) if known[1] else None,
            value(of.after),
            strips.rows_url(past.reported, STATES_OF.get(key, "SLO")),
            strips.rows_url(past.ledger, STATES_OF.get(key, "SLO")),
        )
        for key, (label, value) in measures.items()
    ]


def by_state(of: PlaceChange) -> list[StateRow]:
    """S L O N V H, then B."""
    rows = [
        StateRow(
            letter,
            STATE_NAMES[letter],
            getattr(of.before.areas, letter),
            getattr(of.after.areas, letter),
            strips.rows_url(of.before, letter),
            strips.rows_url(of.after, letter),
        )
        for letter in "SLONVH"
    ]
    base = StateRow(
        "B",
        _("all units"),
        of.before.areas.base,
        of.after.areas.base,
        strips.rows_url(of.before),
        strips.rows_url(of.after),
    )
    return [*rows, base]


def by_building(of: PlaceChange) -> list[BuildingRow]:
    """Every building in use at either day, the largest effect on the rate first."""
    before = {part.building.code: part for part in of.before.buildings}
    after = {part.building.code: part for part in of.after.buildings}
    rows = []
    for code in before.keys() | after.keys():
        then, now = before.get(code), after.get(code)
        side = now or then
        if side is not None:
            rows.append(BuildingRow(side.building, then, now, _effect(of, then, now)))
    return sorted(
        rows, key=lambda row: (not row.has_moved, -abs(row.effect or 0), row.building.code)
    )


def _effect(of: PlaceChange, then: Position | None, now: Position | None) -> Fraction | None:
    """The building's part in ΔR: what it took up, and what its own base did to the whole."""
    whole, later = of.before.areas, of.after.areas
    base = [side.areas.available if side else rules.ZERO for side in (then, now)]
    taken = [side.areas.occupied if side else rules.ZERO for side in (then, now)]
    supply = rules.denominator_effect(
        whole.occupied, whole.available, later.available, base[1] - base[0]
    )
    if supply is None:
        return None
    return Fraction(taken[1] - taken[0]) / Fraction(later.available) + supply


def balance(of: PlaceChange, moves: MoveList, span: Span) -> list[BalanceRow]:
    """From the occupied area then to now, line by line; it always adds up."""
    listed = f"{reverse('desk:occupancy:moves')}?{span.query(of.after.place, kind='')}"
    rows = [_side_of_balance("opening", of.before)]
    rows += _adjustment(of)
    labels = {
        "move_in": _("Moved in"),
        "expansion": _("Expanded"),
        "move_out": _("Moved out"),
        "contraction": _("Contracted"),
    }
    for kind in MOVES:
        found = moves.of(kind)
        area = sum((row.net for row in found), rules.ZERO)
        rows.append(BalanceRow(kind, labels[kind], area, listed + kind, len(found)))
    unknown = _("Ledger difference (tenants not known)")
    rows.append(BalanceRow("difference", unknown, moves.difference, f"{listed}difference"))
    return [*rows, _side_of_balance("closing", of.after)]


def _adjustment(of: PlaceChange) -> list[BalanceRow]:
    """期初调整 by cause: what today's ledger says otherwise about a closed opening."""
    labels = {
        "late": _("Adjustment of the opening: entered late"),
        "measured": _("Adjustment of the opening: area corrected"),
        "scope": _("Adjustment of the opening: scope changed"),
    }
    url = strips.rows_url(of.opening, "SLO")
    parts = ((key, label, getattr(of.adjustment, key)) for key, label in labels.items())
    return [BalanceRow(key, label, area, url) for key, label, area in parts if area]


def _side_of_balance(key: str, at: PlacePosition) -> BalanceRow:
    label = _("Occupied on %(day)s") % {"day": at.as_of}
    return BalanceRow(key, label, at.areas.occupied, strips.rows_url(at, "SLO"), whole=True)


def figures(of: PlaceChange, moves: MoveList, span: Span) -> list[Figure]:
    """入驻率, 可比口径, 净吸纳影响, 分母变动影响, 净吸纳量."""
    return [
        strips.occupancy(of.after, of.before if of.before.buildings else None),
        like_for_like(of),
        *effects(of, moves),
        net_absorption(of, moves, span),
    ]


def like_for_like(of: PlaceChange) -> Figure:
    """可比口径: only buildings in use on both days."""
    return _points(
        of,
        name=_("Like-for-like change"),
        value=of.like_for_like_change,
        basis=_("the same rate over the buildings in use on both days only"),
        note=_same_buildings(of),
        rows_url="#buildings",
        why=_("no building is in use on both days"),
    )


def effects(of: PlaceChange, moves: MoveList) -> list[Figure]:
    """Formula 8: what take-up and what the denominator did to the rate."""
    found, base = of.rate_change, of.after.areas.available - of.before.areas.available
    return [
        _points(
            of,
            name=_("Effect of take-up"),
            value=found.take_up_effect,
            basis=_("(occupied now − occupied then) ÷ base now"),
            note=_("%(area)s ㎡ more occupied") % {"area": in_square_metres(moves.net)},
            rows_url="#balance",
        ),
        _points(
            of,
            name=_("Effect of the denominator"),
            value=found.new_supply_effect,
            basis=_("− occupied then × (base now − base then) ÷ (base then × base now)"),
            note=_("base changed by %(area)s ㎡") % {"area": in_square_metres(base)},
            rows_url="#denominator",
        ),
    ]


def net_absorption(of: PlaceChange, moves: MoveList, span: Span) -> Figure:
    """Formula 7."""
    return Figure(
        name=_("Net absorption"),
        value=moves.net,
        unit="㎡",
        kind="net_area",
        basis=_("moved in + expanded − moved out − reduced, by comparing enterprises"),
        scope=of.after.place.name,
        as_of=of.after.as_of,
        note=_("%(joined)d enterprises more, %(departed)d fewer")
        % {"joined": moves.joined, "departed": moves.departed},
        rows_url=f"{reverse('desk:occupancy:moves')}?{span.query(of.after.place)}",
    )


def _same_buildings(of: PlaceChange) -> str:
    both = {one.building.pk for one in of.before.buildings}
    both &= {one.building.pk for one in of.after.buildings}
    return _("%(count)d buildings in use on both days") % {"count": len(both)}


def _points(of: PlaceChange, **facts: Any) -> Figure:
    values = {
        "unit": _("percentage points"),
        "kind": "points",
        "scope": of.after.place.name,
        "as_of": of.after.as_of,
        "why": _("no area is available on one of the days"),
        **facts,
    }
    return Figure(**values)


def waterfall(of: PlaceChange, parts: Denominator, labels: dict[str, Any]) -> Any:
    """Then, take-up, the larger parts of the denominator, now; nothing without two rates."""
    then, now = of.before.rates.occupancy, of.after.rates.occupancy
    take_up = of.rate_change.take_up_effect
    if then is None or now is None or take_up is None:
        return ""
    moved = [(_("Take-up"), Fraction(take_up)), *_drawn(parts, labels)]
    level, steps = Fraction(then), [_whole(of.before, then, GREY)]
    for name, effect in moved:
        after = level + effect
        words = in_points(Decimal(effect.numerator) / Decimal(effect.denominator))
        tone = GREEN if effect >= 0 else RED
        steps.append(Step(name, float(level * 100), float(after * 100), words, tone))
        level = after
    steps.append(_whole(of.after, now, BLUE))
    said = "；".join(f"{step.name} {step.words}" for step in steps)
    return waterfall_chart(steps, said, _("percentage points; the axis is broken"))


def _whole(at: PlacePosition, rate: Decimal, fill: str) -> Step:
    day = at.as_of.isoformat()
    return Step(day, 0, float(rate * 100), f"{in_per_cent(rate)}%", fill, whole=True)


def _drawn(parts: Denominator, labels: dict[str, Any]) -> Iterable[tuple[str, Fraction]]:
    """The parts with an effect, at most four: what is beyond stands in one step."""
    moving = [one for one in parts.parts if one.effect]
    moving.sort(key=lambda one: -abs(one.effect or 0))
    shown = moving if len(moving) <= DRAWN_PARTS else moving[: DRAWN_PARTS - 1]
    drawn = [(str(labels[one.key]), one.effect or Fraction(0)) for one in shown]
    rest = sum((one.effect or Fraction(0) for one in moving[len(shown) :]), Fraction(0))
    return [*drawn, (_("Other parts"), rest)] if len(moving) > len(shown) else drawn
