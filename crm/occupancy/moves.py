"""入驻与退租: the list of moves between two days, and how it adds up to the net absorption."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext_lazy

from crm.enterprises.industries import section_of
from crm.enterprises.models import Enterprise, FormerName
from crm.occupancy import rules
from crm.occupancy.changes import PlaceChange, change
from crm.occupancy.models import Building, Lease, SpellOccupant, Unit, UnitLineage
from crm.occupancy.move_rules import (
    MOVES,
    NO_MOVES,
    Move,
    Seat,
    joined_units,
    moves_between,
    settled,
    suspects,
)
from crm.occupancy.places import Place
from crm.occupancy.querysets.spells import OCCUPIED
from crm.occupancy.sittings import Sitting
from crm.occupancy.tenants import natures

ONE_DAY = dt.timedelta(days=1)
GENERATIONS, MANY = 8, 500
NAMED = ("number", "name", "industry", "direction")  # what a list of moves tells of a tenant
CAUSES = {
    "expired": gettext_lazy("lease ran out, not renewed"),
    "withdrawn": gettext_lazy("building withdrawn"),
    "measured": gettext_lazy("area measured anew"),
}


@dataclass(frozen=True)
class MoveRow:
    """One move with the names that go with it.

    ``area`` is ㎡ in whole hundredths, negative where space was given up, and the size of a
    succession or relocation (``net`` is 0 then). The rows' ``net`` and the list's ``difference``
    add up to the net absorption exactly. ``left`` and ``taken`` name buildings and units.
    ``reason`` is what the ledger says in its own words, ``cause`` what can be told without words:
    ``expired`` (期满未续), ``withdrawn`` (楼宇退出), ``measured`` (面积更正) or nothing.
    """

    move: Move
    enterprise: Enterprise
    successor: Enterprise | None
    area: Decimal
    net: Decimal
    left: list[tuple[Building, list[Unit]]]
    taken: list[tuple[Building, list[Unit]]]
    industry: str
    reason: str
    cause: str

    @property
    def kind(self) -> str:
        """move_in, expansion, move_out, contraction, succession or relocation."""
        return self.move.kind

    @property
    def rented(self) -> bool:
        """False where all of it is self-use or sold: 迁出 and 缩减 instead of 退租 and 缩租."""
        return self.move.rented

    @property
    def buildings(self) -> list[Building]:
        """Where it happened, each once, those left first."""
        found = {building.pk: building for building, _ in [*self.left, *self.taken]}
        return list(found.values())

    @property
    def units(self) -> list[Unit]:
        """The units that changed hands."""
        return [unit for _, units in [*self.left, *self.taken] for unit in units]

    @property
    def why(self) -> str:
        """Why it was given up, in words; empty when nobody said and it cannot be told."""
        return self.reason or str(CAUSES.get(self.cause, ""))


def _by_size(row: MoveRow) -> tuple[Decimal, str]:
    return -abs(row.area), row.enterprise.name


@dataclass(frozen=True)
class MoveList:
    """All moves of a place between two days. ``difference`` is what is occupied by tenants that
    are not known, more or less than before: never hidden.
    """

    change: PlaceChange
    rows: list[MoveRow]
    difference: Decimal

    @property
    def net(self) -> Decimal:
        """Formula 7, from the adjusted opening."""
        return self.change.after.areas.occupied - self.change.opening.areas.occupied

    def of(self, *kinds: str) -> list[MoveRow]:
        """The rows of these kinds, the largest first."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], [])
        return sorted((row for kind in kinds for row in self.of(kind)), key=_by_size)

    @cached_property
    def _by_kind(self) -> dict[str, list[MoveRow]]:
        found: dict[str, list[MoveRow]] = defaultdict(list)
        for row in sorted(self.rows, key=_by_size):
            found[row.kind].append(row)
        return dict(found)

    def size(self, *kinds: str) -> Decimal:
        """Σ area of these kinds, not signed."""
        return sum((abs(row.area) for row in self.of(*kinds)), rules.ZERO)

    @property
    def joined(self) -> int:
        """Enterprises that are there now and were not."""
        return len(self.change.after.enterprise_ids - self.change.opening.enterprise_ids)

    @property
    def departed(self) -> int:
        """Enterprises that were there and are not."""
        return len(self.change.opening.enterprise_ids - self.change.after.enterprise_ids)

    def by_building(self) -> list["BuildingMoves"]:
        """What moved in each building; each row adds up to what its occupied area changed by."""
        return _by_building(self)


@dataclass(frozen=True)
class BuildingMoves:
    """㎡ of one building: signed, ``relocation`` is the balance of those that came and went."""

    building: Building
    opening: Decimal
    closing: Decimal
    areas: dict[str, Decimal]
    difference: Decimal


def between(place: Place, start: dt.date, end: dt.date) -> MoveList:
    """The moves of ``place`` from ``start`` (as of) to ``end`` (as of)."""
    return moves_of(change(place, start, end))


def moves_of(of: PlaceChange) -> MoveList:
    """The moves behind a change that has been read: about ten queries."""
    before, after = (seats(rows) for rows in of.sittings())
    joined, measured = _joined(of)
    kin = kinship(suspects(before, after, joined))
    found = moves_between(before, after, kin, joined)
    net = of.after.areas.occupied - of.opening.areas.occupied
    exact = [move.net for move in found]
    *nets, difference = settled([*exact, Fraction(net) - sum(exact, Fraction(0))])
    return MoveList(of, _rows(of, found, nets, measured), difference)


def seats(rows: Iterable[Sitting]) -> list[Seat]:
    """Who takes how much of which occupied unit."""
    return [
        Seat(row.building_id, row.unit_id, row.enterprise_id, Fraction(row.area), row.state)
        for row in rows
        if row.state in OCCUPIED and row.enterprise_id is not None
    ]


def kinship(enterprises: Iterable[int]) -> dict[int, int]:
    """One id for all enterprises of a group tree, of a merger, of a former name, and for tenants
    whose lease renews another's.
    """
    ids = set(enterprises)
    if not ids:
        return {}
    pairs: list[tuple[int, int]] = []
    climbing, seen, names = set(ids), set(), {}
    for _step in range(GENERATIONS):
        rows = Enterprise.objects.filter(pk__in=climbing - seen)
        seen |= climbing
        climbing = set()
        for key, parent, merged, name in rows.values_list(
            "pk", "parent_id", "merged_into_id", "name_key"
        ):
            names.setdefault(name, key)
            above = {other for other in (parent, merged) if other is not None}
            pairs += [(key, other) for other in above]
            climbing |= above
        if not climbing - seen:
            break
    former = FormerName.objects.filter(enterprise__in=seen, kind=FormerName.Kind.FORMER)
    for name, key in former.values_list("name_key", "enterprise_id"):
        if names.get(name, key) != key:
            pairs.append((names[name], key))
    renewed = Lease.objects.filter(tenant__in=ids, renews__tenant__in=ids)
    pairs += renewed.values_list("renews__tenant_id", "tenant_id")
    return joined_units(pairs)


def _joined(of: PlaceChange) -> tuple[dict[int, int], set[int]]:
    """Units that came of one another between the two days stand for one place; and which of them
    were measured anew.
    """
    start, end = sorted((of.before.as_of, of.after.as_of))
    buildings = {part.building.pk for part in [*of.opening.buildings, *of.after.buildings]}
    rows = UnitLineage.objects.filter(
        child__building__in=buildings, child__starts_on__gt=start, child__starts_on__lte=end
    ).values_list("parent_id", "child_id", "kind")
    pairs, measured = [], set()
    for parent, child, kind in rows:
        pairs.append((parent, child))
        if kind == UnitLineage.Kind.MEASURED:
            measured |= {parent, child}
    return joined_units(pairs), measured


def _rows(
    of: PlaceChange, found: list[Move], nets: list[Decimal], measured: set[int]
) -> list[MoveRow]:
    owners = Enterprise.objects.only(*NAMED).in_bulk(
        {key for move in found for key in (move.enterprise, move.successor) if key is not None}
    )
    for side in (of.before, of.after):
        natures(owners, side)
    sides = [*of.opening.buildings, *of.after.buildings]
    buildings = {part.building.pk: part.building for part in sides}
    units = _units(found, buildings)
    gone = {part.building.pk for part in of.opening.buildings}
    gone -= {part.building.pk for part in of.after.buildings}
    reasons, expired = _endings(of, {move.enterprise for move in found if move.kind != "move_in"})
    rows = []
    for move, net in zip(found, nets, strict=True):
        owner = owners[move.enterprise]
        ended = move.kind in ("move_out", "contraction", "relocation")
        rows.append(
            MoveRow(
                move=move,
                enterprise=owner,
                successor=None if move.successor is None else owners[move.successor],
                area=net if move.kind in MOVES else rules.to_cents(move.area),
                net=net,
                left=_places(move, buildings, units, gained=False),
                taken=_places(move, buildings, units, gained=True),
                industry=owner.direction or section_of(owner.industry),
                reason=_reason(move, reasons) if ended else "",
                cause=_cause(move, gone, expired, measured),
            )
        )
    return rows


def _places(
    move: Move, buildings: Mapping[int, Building], units: Mapping[int, Unit], *, gained: bool
) -> list[tuple[Building, list[Unit]]]:
    """Building by building the units taken (``gained``) or given up; a succession has taken."""
    found: dict[int, list[Unit]] = defaultdict(list)
    takes = {"move_in", "expansion", "succession"}
    for part in move.parts:
        taken = bool(part.gained) or (not part.lost and move.kind in takes)
        if taken == gained:
            found[part.building] += [units[key] for key in part.units]
    return [
        (buildings[key], sorted(rows, key=lambda unit: unit.number))
        for key, rows in sorted(found.items(), key=lambda pair: buildings[pair[0]].code)
    ]


def _given_up(move: Move) -> list[tuple[int, int]]:
    """(enterprise, unit) of what a move gave up."""
    return [
        (move.enterprise, unit)
        for part in move.parts
        if part.lost or not part.gained
        for unit in part.units
    ]


def _reason(move: Move, reasons: Mapping[tuple[int, int], str]) -> str:
    """What the ledger says about the units that were given up, each reason once."""
    said = [reasons.get(key, "") for key in _given_up(move)]
    return "；".join(dict.fromkeys(filter(None, said)))


def _units(found: list[Move], buildings: Iterable[int]) -> dict[int, Unit]:
    """The units that the moves name, by id; many are read by their buildings in one query."""
    keys = {unit for move in found for part in move.parts for unit in part.units}
    rows = Unit.objects.only("number", "building_id")
    if len(keys) <= MANY:
        return rows.in_bulk(keys)
    rows = rows.filter(building__in=buildings).order_by()
    return {unit.pk: unit for unit in rows.iterator() if unit.pk in keys}


def _cause(move: Move, gone: set[int], expired: set[tuple[int, int]], measured: set[int]) -> str:
    """What the ledger shows without saying it; ``gone`` are the buildings that were withdrawn."""
    if all(measured.issuperset(part.units) for part in move.parts):
        return "measured"
    if any(part.building in gone for part in move.parts):
        return "withdrawn"
    gave_up = any(part.lost for part in move.parts) and move.kind != "succession"
    return "expired" if gave_up and expired.intersection(_given_up(move)) else ""


def _endings(
    of: PlaceChange, enterprises: set[int]
) -> tuple[dict[tuple[int, int], str], set[tuple[int, int]]]:
    """By (enterprise, unit) why a spell ended, in the ledger's words; and whose lease ran out."""
    rows = SpellOccupant.objects.true().filter(
        enterprise__in=enterprises,
        spell__ends_before__gt=of.before.as_of,
        spell__ends_before__lte=of.after.as_of,
    )
    reasons: dict[tuple[int, int], str] = {}
    expired: set[tuple[int, int]] = set()
    for enterprise, unit, end, reason, last_day, ended in rows.order_by("pk").values_list(
        "enterprise_id",
        "spell__unit_id",
        "spell__ends_before",
        "spell__reason",
        "spell__lease__last_day",
        "spell__lease__end_reason",
    ):
        reasons[enterprise, unit] = ended or reason
        if last_day is not None and last_day + ONE_DAY <= end:
            expired.add((enterprise, unit))
    return reasons, expired


def _by_building(of: MoveList) -> list[BuildingMoves]:
    kinds = (*MOVES, *NO_MOVES)
    sums: dict[int, dict[str, Fraction]] = defaultdict(lambda: dict.fromkeys(kinds, Fraction(0)))
    for row in of.rows:
        for part in row.move.parts:
            sums[part.building][row.kind] += part.net
    before = {part.building.code: part for part in of.change.opening.buildings}
    after = {part.building.code: part for part in of.change.after.buildings}
    found = []
    for code in sorted(before.keys() | after.keys()):
        sides = [side.get(code) for side in (before, after)]
        building = next(side.building for side in sides if side)
        opening, closing = (side.areas.occupied if side else rules.ZERO for side in sides)
        moved = sums[building.pk]
        rest = Fraction(closing - opening) - sum(moved.values(), Fraction(0))
        *areas, difference = settled([*moved.values(), rest])
        named = dict(zip(moved, areas, strict=True))
        found.append(BuildingMoves(building, opening, closing, named, difference))
    return found
