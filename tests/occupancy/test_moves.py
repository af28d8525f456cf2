"""入驻与退租: what is a move, what is none, and that the list adds up to the net absorption."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy import moves, places, rules
from crm.occupancy.changes import change
from crm.occupancy.models import UnitLineage
from crm.occupancy.move_rules import SIGN, Seat, joined_units, moves_between, settled
from tests.factories.enterprises import EnterpriseFactory, FormerNameFactory
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)
from tests.occupancy import slow_moves
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

START, END = dt.date(2023, 1, 31), dt.date(2023, 2, 28)
TURN = dt.date(2023, 2, 10)


@st.composite
def seats(draw):
    """A day: up to ten units in three buildings, each shared by up to three of six enterprises."""
    found = []
    for unit in range(draw(st.integers(0, 10))):
        for enterprise in draw(st.sets(st.integers(1, 6), max_size=3)):
            area = Fraction(draw(st.integers(0, 30_000)), draw(st.sampled_from([1, 3, 100])))
            found.append(Seat(unit % 3, unit, enterprise, area, draw(st.sampled_from("SLO"))))
    return found


GROUPS = st.fixed_dictionaries({key: st.integers(1, 4) for key in range(1, 7)})


@given(seats(), seats(), GROUPS)
def test_the_moves_add_up_whatever_the_groups(before, after, kin):
    found = moves_between(before, after, kin)
    old, new = (sum(slow_moves.occupied_by(side).values()) for side in (before, after))
    assert sum(move.net for move in found) == new - old
    assert sum(SIGN.get(move.kind, 0) * move.area for move in found) == new - old
    assert all(move.net == 0 for move in found if move.kind not in SIGN)


@given(seats(), seats())
def test_without_groups_the_four_parts_are_those_of_the_formula(before, after):
    found = moves_between(before, after)
    sums = Counter()
    for move in found:
        sums[move.kind] += move.area
    old, new = slow_moves.occupied_by(before), slow_moves.occupied_by(after)
    whole = [Decimal(0), Decimal(0)]
    parts = rules.net_absorption(old, new, *whole)
    for kind in SIGN:
        assert rules.to_cents(Fraction(sums[kind])) == getattr(parts, kind)


@given(seats(), seats())
def test_relocations_equal_the_slow_reckoning(before, after):
    found = {m.enterprise: m.area for m in moves_between(before, after) if m.kind == "relocation"}
    assert found == slow_moves.relocated(before, after)


@given(seats(), seats(), GROUPS)
def test_changes_of_tenant_inside_a_group_equal_the_slow_reckoning(before, after, kin):
    found = moves_between(before, after, kin)
    area = sum((m.area for m in found if m.kind == "succession"), Fraction(0))
    assert area == slow_moves.taken_over(before, after, kin)
    assert all(kin[m.enterprise] == kin[m.successor] for m in found if m.kind == "succession")


@given(seats(), seats(), GROUPS)
def test_building_by_building_the_parts_add_up_too(before, after, kin):
    found = moves_between(before, after, kin)
    for building in range(3):
        moved = sum(p.net for m in found for p in m.parts if p.building == building)
        old, new = (sum(x.area for x in s if x.building == building) for s in (before, after))
        assert moved == new - old


@given(seats(), seats(), GROUPS)
def test_who_comes_and_who_goes_is_in_the_list(before, after, kin):
    found = moves_between(before, after, kin)
    come = {m.enterprise for m in found if m.kind in ("move_in", "expansion", "relocation")}
    come |= {m.successor for m in found}
    gone = {m.enterprise for m in found}
    old, new = ({seat.enterprise for seat in side} for side in (before, after))
    assert new - old <= come
    assert old - new <= gone


@given(st.lists(st.fractions(min_value=-500, max_value=500, max_denominator=9), max_size=12))
def test_rounded_parts_add_up_to_the_rounded_whole(values):
    found = settled(values)
    assert abs(Fraction(sum(found)) - sum(values, Fraction(0))) <= Fraction(1, 200)
    for value, shown in zip(values, found, strict=True):
        assert abs(Fraction(shown) - value) < Fraction(1, 100)
        if (value * 100).denominator == 1:
            assert Fraction(shown) == value


def test_units_that_hang_together_stand_for_one_place():
    joined = joined_units([(5, 7), (7, 9), (2, 3), (9, 4)])
    assert joined == {4: 4, 5: 4, 7: 4, 9: 4, 2: 2, 3: 2}


def taken(unit, enterprise, start=dt.date(2022, 1, 1), end=None, state="L", **more):
    spell = SpellFactory(unit=unit, state=state, starts_on=start, ends_before=end, **more)
    SpellOccupantFactory(spell=spell, enterprise=enterprise)
    return spell


def listed(place=None):
    return moves.between(place or places.district(), START, END)


def kinds(found) -> list[tuple[str, str, Decimal]]:
    return [(row.kind, row.enterprise.name, row.area) for row in found.rows]


@pytest.mark.django_db
class TestMoves:
    def test_in_out_more_and_less_with_names_areas_and_reasons(self):
        units = [UnitFactory(number=str(n)) for n in range(6)]
        new, gone, more, less = (EnterpriseFactory(name=n) for n in ("新来", "离开", "增", "减"))
        taken(units[0], new, TURN)
        lease = LeaseFactory(end_reason="总部迁回")
        taken(units[1], gone, end=TURN, lease=lease)
        taken(units[2], more)
        taken(units[3], more, TURN)
        taken(units[4], less)
        taken(units[5], less, end=TURN, state="S")
        found = listed()
        assert kinds(found) == [
            ("move_in", "新来", Decimal("100.00")),
            ("expansion", "增", Decimal("100.00")),
            ("move_out", "离开", Decimal("-100.00")),
            ("contraction", "减", Decimal("-100.00")),
        ]
        assert [row.reason for row in found.rows][2] == "总部迁回"
        assert [row.rented for row in found.rows] == [True, True, True, False]
        assert found.of("move_out")[0].units == [units[1]]
        assert (found.net, found.difference, found.joined, found.departed) == (0, 0, 1, 1)

    def test_a_tenant_of_the_same_group_on_the_same_unit_is_no_move(self):
        parent = EnterpriseFactory()
        one = EnterpriseFactory(parent=EnterpriseFactory(parent=parent))
        other = EnterpriseFactory(parent=parent)
        unit = UnitFactory()
        taken(unit, one, end=TURN)
        taken(unit, other, TURN)
        (row,) = listed().rows
        assert (row.kind, row.enterprise, row.successor) == ("succession", one, other)
        assert (row.area, row.net) == (unit.area, 0)

    def test_strangers_on_the_same_unit_are_two_moves(self):
        unit = UnitFactory()
        taken(unit, EnterpriseFactory(), end=TURN)
        taken(unit, EnterpriseFactory(), TURN)
        assert [row.kind for row in listed().rows] == ["move_in", "move_out"]

    def test_a_former_name_and_a_renewal_by_another_tenant_are_successions(self):
        old, new = EnterpriseFactory(), EnterpriseFactory()
        FormerNameFactory(enterprise=new, name=old.name, name_key=old.name_key)
        first, second = EnterpriseFactory(), EnterpriseFactory()
        lease = LeaseFactory(tenant=first)
        for unit, pair in ((UnitFactory(), (old, new)), (UnitFactory(), (first, second))):
            taken(unit, pair[0], end=TURN)
            taken(unit, pair[1], TURN)
        LeaseFactory(tenant=second, renews=lease)
        assert [row.kind for row in listed().rows] == ["succession", "succession"]

    def test_a_successor_after_a_split_of_the_unit_is_still_no_move(self):
        parent = EnterpriseFactory()
        one, other = (EnterpriseFactory(parent=parent) for _ in range(2))
        unit = UnitFactory(ends_before=TURN)
        half = UnitFactory(building=unit.building, area=Decimal("60.00"), starts_on=TURN)
        rest = UnitFactory(building=unit.building, area=Decimal("40.00"), starts_on=TURN)
        for child in (half, rest):
            UnitLineage(parent=unit, child=child, kind="split").save()
        taken(unit, one, end=TURN)
        taken(half, other, TURN)
        found = listed()
        assert kinds(found) == [
            ("contraction", one.name, Decimal("-40.00")),
            ("succession", one.name, Decimal("60.00")),
        ]

    def test_a_unit_measured_anew_moves_nobody_but_the_measure(self):
        one = EnterpriseFactory()
        unit = UnitFactory(ends_before=TURN)
        after = UnitFactory(building=unit.building, area=Decimal("101.50"), starts_on=TURN)
        UnitLineage(parent=unit, child=after, kind="measured").save()
        taken(unit, one, end=TURN)
        taken(after, one, TURN)
        found = listed()
        assert kinds(found) == [("expansion", one.name, Decimal("1.50"))]
        assert found.rows[0].cause == "measured"

    def test_another_building_of_the_scope_is_a_relocation_and_nets_to_nothing(self):
        here, there = UnitFactory(), UnitFactory(area=Decimal("130.00"))
        one = EnterpriseFactory()
        taken(here, one, end=TURN)
        taken(there, one, TURN)
        found = listed()
        assert kinds(found) == [
            ("expansion", one.name, Decimal("30.00")),
            ("relocation", one.name, Decimal("100.00")),
        ]
        row = found.of("relocation")[0]
        assert [building for building, _ in row.left] == [here.building]
        assert [building for building, _ in row.taken] == [there.building]
        assert [(one.building, one.areas["relocation"]) for one in found.by_building()] == [
            (here.building, Decimal("-100.00")),
            (there.building, Decimal("100.00")),
        ]
        alone = listed(places.building(here.building.code))
        assert [row.kind for row in alone.rows] == ["move_out"]

    def test_tenants_not_known_stand_in_the_difference_row(self):
        taken(UnitFactory(), EnterpriseFactory(), TURN)
        SpellFactory(starts_on=TURN)
        found = listed()
        assert (found.net, found.difference) == (Decimal("200.00"), Decimal("100.00"))

    def test_desks_alone_count_an_enterprise_and_no_area(self):
        desk = SpellOccupantFactory(spell__starts_on=TURN, desks=4)
        found = listed()
        assert kinds(found) == [("move_in", desk.enterprise.name, Decimal("0.00"))]
        assert (found.joined, found.difference) == (1, Decimal("100.00"))

    def test_equal_thirds_add_up_to_the_unit(self):
        spell = SpellFactory(starts_on=TURN)
        for _ in range(3):
            SpellOccupantFactory(spell=spell)
        found = listed()
        assert sum(row.area for row in found.rows) == spell.unit.area == found.net
        assert found.difference == 0

    def test_a_building_that_leaves_the_figures_says_why_its_tenants_left(self):
        building = BuildingFactory()
        taken(UnitFactory(building=building), EnterpriseFactory())
        building.memberships.create(counts=False, starts_on=TURN)
        (row,) = listed().rows
        assert (row.kind, row.cause) == ("move_out", "withdrawn")

    def test_a_lease_that_ran_out_says_so(self):
        lease = LeaseFactory(last_day=TURN - dt.timedelta(days=1))
        taken(UnitFactory(), lease.tenant, end=TURN, lease=lease)
        assert listed().rows[0].cause == "expired"


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [3, 4])
def test_random_histories_reconcile_between_any_two_days(seed):
    RandomDistrict(seed)
    marks = [FIRST + dt.timedelta(days=at) for at in range(0, DAYS, 171)]
    for start, end in zip(marks, marks[2:], strict=False):
        of = change(places.district(), start, end)
        found = moves.moves_of(of)
        assert sum((row.net for row in found.rows), found.difference) == of.absorption.net
        for kind in SIGN:
            listed = sum(abs(row.area) for row in found.rows if row.kind == kind)
            assert abs(listed - getattr(of.absorption, kind)) <= Decimal("0.01") * len(found.rows)
        for one in found.by_building():
            moved = sum(one.areas.values(), one.difference)
            assert moved == one.closing - one.opening


@pytest.mark.django_db
def test_the_list_takes_few_queries_however_long(django_assert_max_num_queries):
    RandomDistrict(5)
    of = change(places.district(), FIRST + dt.timedelta(days=300), FIRST + dt.timedelta(days=700))
    with django_assert_max_num_queries(10):
        moves.moves_of(of)
