"""Who moved between two days, from who sat where on each. Pure: values in, values out, no Django.

A change of tenant inside a group (承租主体变更) is no move, and what an enterprise gives up in one
unit and takes in another is a relocation (区内搬迁): both net to 0 and stand as rows of their own.
Everything else is told apart as in formula 7, enterprise by enterprise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

NOTHING = Fraction(0)
MOVES = ("move_in", "expansion", "move_out", "contraction")
NO_MOVES = ("succession", "relocation")
SIGN = {"move_in": 1, "expansion": 1, "move_out": -1, "contraction": -1}


class Seat(NamedTuple):
    """What one enterprise takes of one occupied unit on a day; a desk alone takes 0 ㎡."""

    building: int
    unit: int
    enterprise: int
    area: Fraction
    state: str


class Part(NamedTuple):
    """What a move gave up (``lost``) and took (``gained``) in one place, and its units."""

    building: int
    units: tuple[int, ...]
    lost: Fraction
    gained: Fraction

    @property
    def net(self) -> Fraction:
        """㎡ more."""
        return self.gained - self.lost


@dataclass(frozen=True)
class Move:
    """``area`` is its size, never negative. ``kind``: one of MOVES or NO_MOVES.

    In a succession ``enterprise`` was the tenant and ``successor`` is. ``rented`` is False when all
    of it is self-use or sold: then the words are 迁出 and 缩减.
    """

    kind: str
    enterprise: int
    area: Fraction
    parts: tuple[Part, ...]
    rented: bool
    successor: int | None = None

    @property
    def net(self) -> Fraction:
        """㎡ more in the scope; 0 for a succession and a relocation."""
        return sum((part.net for part in self.parts), NOTHING)


class _Place(NamedTuple):
    """One unit, or the units that came of one another, with an enterprise on it."""

    place: int
    enterprise: int


@dataclass
class _Side:
    """One day: area, units and states by place, and who is there at all."""

    area: dict[_Place, Fraction]
    units: dict[_Place, set[int]]
    states: dict[_Place, set[str]]
    building: dict[int, int]
    totals: dict[int, Fraction]

    @property
    def present(self) -> set[int]:
        return set(self.totals)

    def total(self, enterprise: int) -> Fraction:
        return self.totals.get(enterprise, NOTHING)


def _side(seats: Iterable[Seat], joined: Mapping[int, int]) -> _Side:
    side = _Side(
        defaultdict(Fraction), defaultdict(set), defaultdict(set), {}, defaultdict(Fraction)
    )
    for seat in seats:
        place = joined.get(seat.unit, seat.unit)
        key = _Place(place, seat.enterprise)
        side.area[key] += seat.area
        side.totals[seat.enterprise] += seat.area
        side.units[key].add(seat.unit)
        side.states[key].add(seat.state)
        side.building[place] = seat.building
    return side


def suspects(
    before: Iterable[Seat], after: Iterable[Seat], joined: Mapping[int, int] | None = None
) -> set[int]:
    """Enterprises that gave up or took over a place where another did the opposite: the only ones
    whose kinship :func:`moves_between` asks for.
    """
    old, new = _side(before, joined or {}), _side(after, joined or {})
    found: set[int] = set()
    for losers, gainers in _turnover(old, new).values():
        if losers and gainers:
            found |= losers.keys() | gainers.keys()
    return found


def moves_between(
    before: Iterable[Seat],
    after: Iterable[Seat],
    kin: Mapping[int, int] | None = None,
    joined: Mapping[int, int] | None = None,
) -> list[Move]:
    """All moves, by kind, then size.

    ``kin`` names the group of an enterprise (of its own when missing); ``joined`` the unit that
    stands for all that came of one another by split, merger or measurement between the two days.
    """
    old, new = _side(before, joined or {}), _side(after, joined or {})
    turnover = _turnover(old, new)
    taken_over = _successions(turnover, kin or {})
    lost, gained = _rest(turnover)
    sent, received = {one for one, _ in taken_over}, {other for _, other in taken_over}
    found = [_succession(pair, places, old, new) for pair, places in taken_over.items()]
    were, are = old.present, new.present
    for enterprise in sorted(were | are):
        found += _moves_of(
            _Enterprise(
                enterprise,
                lost.get(enterprise, {}),
                gained.get(enterprise, {}),
                was_here=enterprise in received or bool(old.total(enterprise)),
                stays=enterprise in sent or bool(new.total(enterprise)),
                joins=enterprise not in were,
                leaves=enterprise not in are,
            ),
            old,
            new,
        )
    order = {kind: at for at, kind in enumerate((*MOVES, *NO_MOVES))}
    return sorted(found, key=lambda move: (order[move.kind], -move.area, move.enterprise))


Turnover = dict[int, tuple[dict[int, Fraction], dict[int, Fraction]]]


def _turnover(old: _Side, new: _Side) -> Turnover:
    """Place by place what each enterprise gave up and what each took."""
    found: Turnover = defaultdict(lambda: ({}, {}))
    for key in sorted(old.area.keys() | new.area.keys()):
        change = new.area.get(key, NOTHING) - old.area.get(key, NOTHING)
        if change:
            found[key.place][change > 0][key.enterprise] = abs(change)
    return dict(found)


def _successions(
    turnover: Turnover, kin: Mapping[int, int]
) -> dict[tuple[int, int], dict[int, Fraction]]:
    """(former, present tenant) of one group → area by place; ``turnover`` keeps the rest."""
    found: dict[tuple[int, int], dict[int, Fraction]] = defaultdict(dict)
    for place, (losers, gainers) in turnover.items():
        for former in sorted(losers):
            for present in sorted(gainers):
                if kin.get(former, former) != kin.get(present, present):
                    continue
                area = min(losers[former], gainers[present])
                if area:
                    found[former, present][place] = area
                    losers[former] -= area
                    gainers[present] -= area
    return dict(found)


Areas = dict[int, Fraction]


def _rest(turnover: Turnover) -> tuple[dict[int, Areas], dict[int, Areas]]:
    """By enterprise and place what is left of the turnover."""
    sides: tuple[dict[int, Areas], dict[int, Areas]] = ({}, {})
    for place, both in turnover.items():
        for side, areas in zip(sides, both, strict=True):
            for enterprise, area in areas.items():
                if area:
                    side.setdefault(enterprise, {})[place] = area
    return sides


def _succession(pair: tuple[int, int], places: Areas, old: _Side, new: _Side) -> Move:
    former, present = pair
    parts = tuple(
        Part(
            new.building[place],
            tuple(sorted(new.units[_Place(place, present)])),
            area,
            area,
        )
        for place, area in sorted(places.items())
    )
    rented = any("L" in new.states[_Place(place, present)] for place in places)
    return Move("succession", former, sum(places.values(), NOTHING), parts, rented, present)


@dataclass(frozen=True)
class _Enterprise:
    """What one enterprise gave up and took, successions apart."""

    key: int
    lost: Areas
    gained: Areas
    was_here: bool
    stays: bool
    joins: bool
    leaves: bool


def _moves_of(one: _Enterprise, old: _Side, new: _Side) -> list[Move]:
    lost, gained = sum(one.lost.values(), NOTHING), sum(one.gained.values(), NOTHING)
    moved = min(lost, gained)
    left, left_more = _divide(one.lost, moved)
    taken, taken_more = _divide(one.gained, moved)
    found = []
    if moved:
        found.append(_move("relocation", one.key, moved, left, taken, old, new))
    if lost > moved:
        kind = "contraction" if one.stays else "move_out"
        found.append(_move(kind, one.key, lost - moved, left_more, {}, old, new))
    if gained > moved:
        kind = "expansion" if one.was_here else "move_in"
        found.append(_move(kind, one.key, gained - moved, {}, taken_more, old, new))
    if not found and one.joins != one.leaves and not (one.was_here and one.stays):
        found += _desks_only(one, old, new)
    return found


def _desks_only(one: _Enterprise, old: _Side, new: _Side) -> list[Move]:
    """An enterprise that came with desks alone, or left them: 0 ㎡, 1 家."""
    side, kind = (new, "move_in") if one.joins else (old, "move_out")
    if side.total(one.key):
        return []
    places = {key.place: NOTHING for key in side.area if key.enterprise == one.key}
    sides = ({}, places) if one.joins else (places, {})
    return [_move(kind, one.key, NOTHING, *sides, old, new)]


def _divide(places: Areas, wanted: Fraction) -> tuple[Areas, Areas]:
    """``wanted`` ㎡ of the places, the largest first, and what is left of them."""
    first, rest = {}, {}
    for place, area in sorted(places.items(), key=lambda pair: (-pair[1], pair[0])):
        used = min(area, wanted)
        wanted -= used
        if used:
            first[place] = used
        if area > used:
            rest[place] = area - used
    return first, rest


def _move(
    kind: str, enterprise: int, size: Fraction, lost: Areas, gained: Areas, old: _Side, new: _Side
) -> Move:
    parts = [
        Part(old.building[place], _changed(old, new, place, enterprise), area, NOTHING)
        for place, area in sorted(lost.items())
    ]
    parts += [
        Part(new.building[place], _changed(new, old, place, enterprise), NOTHING, area)
        for place, area in sorted(gained.items())
    ]
    states = set().union(*(old.states[_Place(place, enterprise)] for place in lost))
    states |= set().union(*(new.states[_Place(place, enterprise)] for place in gained))
    return Move(kind, enterprise, size, tuple(parts), "L" in states)


def _changed(side: _Side, other: _Side, place: int, enterprise: int) -> tuple[int, ...]:
    """The enterprise's units of a place on one day only; all of them when only shares changed."""
    here = side.units[_Place(place, enterprise)]
    only = here - other.units.get(_Place(place, enterprise), set())
    return tuple(sorted(only or here))


def joined_units(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of (earlier, later) the smallest id of all that hang together, for each id."""
    heads: dict[int, int] = {}

    def head(key: int) -> int:
        while heads.setdefault(key, key) != key:
            key = heads[key]
        return key

    for one, other in pairs:
        low, high = sorted((head(one), head(other)))
        heads[high] = low
    return {key: head(key) for key in list(heads)}


def settled(values: Sequence[Fraction]) -> list[Decimal]:
    """Each value in whole hundredths so that they add up to the rounded sum of all.

    What is whole already stays as it is; the largest remainders are rounded up.
    """
    cents = [value * 100 for value in values]
    down = [floor(value) for value in cents]
    missing = floor(sum(cents, NOTHING) + Fraction(1, 2)) - sum(down)
    by_remainder = sorted(range(len(cents)), key=lambda at: (down[at] - cents[at], at))
    for at in by_remainder[:missing]:
        down[at] += 1
    return [Decimal(value).scaleb(-2) for value in down]
