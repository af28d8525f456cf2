"""As-of figures of random districts against the independent reckoning, at many days."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from crm.occupancy import places, rules
from crm.occupancy.changes import by_enterprise, change
from crm.occupancy.models import BuildingMembership, BuildingStatus
from crm.occupancy.positions import position
from tests.factories.occupancy import (
    BuildingFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitDispositionFactory,
    UnitFactory,
)
from tests.occupancy import slow
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)


@pytest.fixture(params=[1, 2])
def district(request) -> RandomDistrict:
    return RandomDistrict(request.param)


def days(step: int = 79) -> list[dt.date]:
    return [FIRST + dt.timedelta(days=offset) for offset in range(0, DAYS, step)]


def test_states_partition_the_base_and_equal_the_slow_sums(district):
    for day in days():
        found = position(places.district(), day)
        expected = slow.state_areas(district, day, slow.in_use(district, day))
        for state, area in expected.items():
            assert Fraction(getattr(found.areas, state)) == area, (day, state)
        assert Fraction(found.areas.base) == sum(expected.values())


def test_each_building_alone_equals_the_slow_sums(district):
    for day in days(200):
        found = position(places.district(), day)
        assert {one.building.code for one in found.buildings} == {
            b.code for b in slow.in_use(district, day)
        }
        for one in found.buildings:
            expected = slow.state_areas(district, day, [one.building])
            assert {s: Fraction(getattr(one.areas, s)) for s in expected} == expected


def test_enterprises_are_distinct_over_the_scope(district):
    for day in days():
        found = position(places.district(), day)
        assert found.enterprise_ids == slow.enterprises(district, day)


def test_expiry_equals_the_slow_sums(district):
    for day in days(100):
        ladder = position(places.district(), day).expiring
        for step, area in ladder.items():
            assert Fraction(area) == slow.expiring(district, day, step)


def test_holdings_equal_the_slow_shares(district):
    for day in days(100):
        found = change(places.district(), day, day)
        held, exact = by_enterprise(found.holdings_after), slow.held(district, day)
        for key in held.keys() | exact.keys():
            # Every shared unit is split into whole hundredths: one each at most.
            gap = abs(held.get(key, Fraction(0)) - exact.get(key, Fraction(0)))
            assert gap <= Fraction(len(district.units), 100)
        named = sum((one.areas.occupied for one in found.after.buildings), Decimal(0))
        assert sum(held.values()) <= named


def test_absorption_reconciles_and_effects_add_up(district):
    for start, end in zip(days(), days()[3:], strict=False):
        found = change(places.district(), start, end)
        moves = found.absorption
        explained = moves.move_in + moves.expansion - moves.move_out - moves.contraction
        assert moves.net == found.after.areas.occupied - found.before.areas.occupied
        assert abs(moves.net - explained - moves.difference) <= Decimal("0.02")
        effects = found.rate_change
        if effects.change is not None:
            rest = effects.change - effects.take_up_effect - effects.new_supply_effect
            assert abs(rest) < Decimal("1e-20")


def test_zones_add_up_to_the_district(district):
    for day in days(300):
        whole = position(places.district(), day)
        parts = [position(places.zone(zone.code), day) for zone in district.zones]
        assert rules.total(part.areas for part in parts) == whole.areas
        assert sum(part.units for part in parts) == whole.units


def test_as_of_takes_few_queries_however_many_buildings(district, django_assert_num_queries):
    with django_assert_num_queries(5):  # the first asks whether the month is closed
        position(places.district(), DAY)
    with django_assert_num_queries(4):
        position(places.district(), DAY - dt.timedelta(days=1))


def test_the_last_day_of_a_period_no_longer_counts():
    spell = SpellFactory(ends_before=DAY)
    place = places.building(spell.unit.building.code)
    assert spell.unit.area == position(place, DAY - dt.timedelta(days=1)).areas.L
    assert spell.unit.area == position(place, DAY).areas.V


def test_a_building_counts_from_the_day_it_comes_into_use():
    unit = UnitFactory(building__in_use_from=DAY)
    place = places.building(unit.building.code)
    assert position(place, DAY - dt.timedelta(days=1)).buildings == []
    assert position(place, DAY).units == 1


def test_a_stated_status_overrules_the_date(people):
    building = BuildingFactory()
    BuildingStatus(
        building=building, status="suspended", starts_on=DAY, ends_before=dt.date(2023, 6, 1)
    ).save()
    place = places.building(building.code)
    assert position(place, DAY).buildings == []
    assert len(position(place, dt.date(2023, 6, 1)).buildings) == 1


def test_a_building_outside_the_scope_counts_nowhere():
    building = BuildingFactory()
    BuildingMembership(building=building, counts=False, starts_on=DAY).save()
    assert position(places.building(building.code), DAY).buildings == []


def test_vacant_for_sale_is_vacant_but_not_to_let():
    unit = UnitDispositionFactory().unit
    found = position(places.building(unit.building.code), DAY)
    assert (found.areas.V, found.areas.not_to_let) == (unit.area, unit.area)
    assert found.rates.letting is None


def test_an_occupant_entered_in_error_counts_nowhere():
    occupant = SpellOccupantFactory(is_void=True)
    found = position(places.building(occupant.spell.unit.building.code), DAY)
    assert found.enterprises == 0
