"""分母变动影响: its parts add up exactly, and each names what it is for."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy import actions, places, rules
from crm.occupancy.changes import change
from crm.occupancy.denominators import PARTS, denominator
from crm.occupancy.models import UnitLineage
from tests.factories.occupancy import (
    BuildingFactory,
    BuildingMembershipFactory,
    SpellFactory,
    UnitFactory,
)
from tests.occupancy import slow
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

START, END = dt.date(2023, 1, 31), dt.date(2023, 2, 28)
TURN = dt.date(2023, 2, 10)
AREA = st.integers(1, 10**8).map(lambda cents: Decimal(cents) / 100)
CHANGE = st.integers(-(10**6), 10**6).map(lambda cents: Decimal(cents) / 100)


@given(AREA, AREA, st.lists(CHANGE, max_size=7))
def test_effects_of_parts_add_up_exactly_to_the_effect_of_the_whole(occupied, old, parts):
    new = old + sum(parts)
    if new == 0:
        return
    effects = [rules.denominator_effect(occupied, old, new, part) for part in parts]
    whole = Fraction(occupied) / Fraction(new) - Fraction(occupied) / Fraction(old)
    assert sum(effects, Fraction(0)) == whole


def found():
    return denominator(change(places.district(), START, END))


def only(key: str, area: str):
    """All parts but one are nothing."""
    parts = {one.key: one.area for one in found().parts}
    assert parts == {**dict.fromkeys(PARTS, Decimal(0)), key: Decimal(area)}
    return found().part(key)


@pytest.fixture
def standing(db):
    """A building in use at both days with a let unit."""
    return SpellFactory().unit.building


def test_a_building_that_comes_into_use(standing):
    fresh = UnitFactory(building__in_use_from=TURN).building
    assert only("entered", "100.00").buildings == (fresh,)


def test_a_building_that_closes(standing):
    gone = UnitFactory().building
    gone.statuses.create(status="suspended", starts_on=TURN)
    assert only("left", "-100.00").buildings == (gone,)


def test_a_building_that_is_counted_in(standing):
    other = UnitFactory().building
    BuildingMembershipFactory(building=other, counts=False, ends_before=TURN)
    assert only("scope", "100.00").buildings == (other,)


def test_a_unit_put_on_hold_counts_against(standing):
    SpellFactory(unit__building=standing, state="H", starts_on=TURN)
    assert only("held", "-100.00").buildings == (standing,)


def test_a_measured_area(standing):
    old = UnitFactory(building=standing, ends_before=TURN)
    new = UnitFactory(building=standing, starts_on=TURN, area=Decimal("98.50"))
    UnitLineage(parent=old, child=new, kind="measured").save()
    only("measured", "-1.50")


def test_a_split_has_no_effect_and_is_counted(standing):
    old = UnitFactory(building=standing, ends_before=TURN)
    for area in ("60.00", "40.00"):
        child = UnitFactory(building=standing, starts_on=TURN, area=Decimal(area))
        UnitLineage(parent=old, child=child, kind="split").save()
    assert (found().change, found().effect, found().reshaped) == (0, 0, 1)


def test_new_units_in_a_building_in_use(standing):
    UnitFactory(building=standing, starts_on=TURN)
    only("relaid", "100.00")


def test_nothing_can_be_computed_without_a_base(db):
    BuildingFactory()
    assert found().effect is None


def slow_relaid(district, start, end) -> Fraction:
    both = [b for b in slow.in_use(district, start) if b in slow.in_use(district, end)]
    area = Fraction(0)
    for unit in district.units:
        if unit.building in both:
            then, now = slow.holds(unit, start), slow.holds(unit, end)
            area += Fraction(unit.area) * (now - then)
    return area


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [6, 7])
def test_random_histories_against_the_slow_reckoning(seed):
    district = RandomDistrict(seed)
    marks = [FIRST + dt.timedelta(days=at) for at in range(0, DAYS, 149)]
    for start, end in [*zip(marks, marks[2:], strict=False), (marks[6], marks[2])]:
        of = change(places.district(), start, end)
        parts = denominator(of)
        assert sum(one.area for one in parts.parts) == parts.change
        if parts.effect is None:
            continue
        assert sum(one.effect for one in parts.parts) == parts.effect
        assert abs(parts.effect - Fraction(of.rate_change.new_supply_effect)) < Fraction(1, 10**20)
        assert Fraction(parts.part("relaid").area) == slow_relaid(district, start, end)
        assert parts.part("other").area == 0


@pytest.mark.django_db
def test_the_parts_take_four_queries_at_most(django_assert_max_num_queries):
    RandomDistrict(8)
    of = change(places.district(), FIRST + dt.timedelta(days=300), FIRST + dt.timedelta(days=700))
    with django_assert_max_num_queries(4):
        denominator(of)


def test_a_corrected_opening_stands_in_a_part_of_its_own(standing):
    actions.close_month(START, by=None, without_returns="试算")
    SpellFactory(unit__building=standing, state="H", starts_on=dt.date(2023, 1, 5))
    parts = found()
    assert (
        parts.part("other").area == change(places.district(), START, END).adjustment.available.total
    )
    assert sum(one.area for one in parts.parts) == parts.change
    assert sum(one.effect for one in parts.parts) == parts.effect
    assert parts.part("held").area == 0
