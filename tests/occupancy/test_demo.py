"""The demo's district reproduces the published totals, and the identity holds everywhere."""

import datetime as dt
import random
from decimal import Decimal
from itertools import pairwise

import pytest

from crm.occupancy.demo import centre_a
from crm.occupancy.demo.ledger import Ledger
from crm.occupancy.demo.names import Tenants
from crm.occupancy.demo.stock import plan_buildings
from crm.occupancy.demo.story import OCCUPIED, SEED_DAY, Story, month_ends
from crm.occupancy.demo.turns import MOVED_ON, SUCCEEDED_ON, take_turns
from crm.occupancy.rules import Areas, rate_change, rates

SEED = 20230228
LAST = dt.date(2024, 6, 30)


@pytest.fixture(scope="module")
def told() -> tuple:
    """The story alone: nothing of it needs a database."""
    chance, ledger = random.Random(SEED), Ledger()
    tenants, buildings = Tenants(chance, set()), plan_buildings(chance)
    centre_a.lay_out(buildings[0], ledger, tenants)
    Story(buildings, ledger, tenants, chance).tell(LAST)
    groups = take_turns(ledger, tenants)
    return buildings, ledger, tenants, groups


def areas_on(told: tuple, day: dt.date) -> Areas:
    """Sums of the story's own rows."""
    buildings, ledger, *_rest = told
    live = [
        unit
        for building in buildings
        if building.in_use_from <= day
        for unit in building.units
        if unit.starts_on <= day and (unit.ends_before is None or day < unit.ends_before)
    ]
    state = {spell.unit: spell.state for spell in ledger.spells if spell.holds_on(day)}
    sums = dict.fromkeys("SLNOVH", Decimal("0.00"))
    for unit in live:
        sums[state.get(unit, "V")] += unit.area
    return Areas(**sums)


def test_forty_buildings_and_the_published_totals(told):
    areas = areas_on(told, SEED_DAY)
    assert sum(one.in_use_from <= SEED_DAY for one in told[0]) == 40
    assert areas.base == sum(building.area for building in told[0]) == 1_900_000
    assert (areas.occupied, areas.H) == (OCCUPIED, 1_000)
    assert sum(len(building.units) for building in told[0]) >= 4_000


def test_81_per_cent_on_both_bases(told):
    found = rates(areas_on(told, SEED_DAY), Decimal(1_900_000))
    assert round(found.occupancy * 100, 1) == Decimal("81.0")
    assert found.occupancy_on_gross == Decimal("0.81")


def test_february_falls_by_new_supply_though_more_is_taken_up(told):
    change = rate_change(areas_on(told, dt.date(2023, 1, 31)), areas_on(told, SEED_DAY))
    in_points = [round(part * 100, 1) for part in (change.take_up_effect, change.new_supply_effect)]
    assert in_points == [Decimal("0.6"), Decimal("-1.4")]


def test_a_year_before_it_was_79_8(told):
    areas = areas_on(told, dt.date(2022, 2, 28))
    assert round(areas.occupied / areas.available * 100, 1) == Decimal("79.8")


def test_no_unit_is_taken_twice_and_no_spell_leaves_the_life_of_its_unit(told):
    spells = sorted(told[1].spells, key=lambda spell: (id(spell.unit), spell.starts_on))
    for one, other in pairwise(spells):
        assert one.unit is not other.unit or one.ends_before <= other.starts_on
    assert all(spell.starts_on >= spell.unit.starts_on for spell in spells)
    assert all(spell.ends_before is None or spell.starts_on < spell.ends_before for spell in spells)


def test_leases_last_and_begin_before_their_spells(told):
    leased = [spell for spell in told[1].spells if spell.lease is not None]
    assert all(lease.starts_on <= lease.last_day for lease in told[1].leases)
    assert all(spell.starts_on >= dt.date(2014, 1, 1) for spell in leased)


def test_the_rate_moves_month_by_month_as_told(told):
    shares = [
        areas_on(told, day).occupied / areas_on(told, day).available
        for day in month_ends(dt.date(2021, 2, 28), SEED_DAY)
    ]
    assert len(shares) == 24
    assert all(Decimal("0.74") < share < Decimal("0.83") for share in shares)


def test_every_tenant_is_made_up_and_says_so(told):
    tenants = told[2].made
    assert len(tenants) > 1_000
    assert all(tenant.name.endswith("（演示）") for tenant in tenants)
    assert len({tenant.name for tenant in tenants}) == len(tenants)
    assert len({tenant.uscc for tenant in tenants}) == len(tenants)


def begun(told, day: dt.date) -> list:
    return [spell for spell in told[1].spells if spell.starts_on == day]


def test_a_subsidiary_takes_over_the_unit_of_its_parent(told):
    (child, parent) = told[3][0]
    spell = next(one for one in begun(told, SUCCEEDED_ON) if one.tenant is child)
    before = next(
        one
        for one in told[1].spells
        if one.tenant is parent and one.holds_on(SUCCEEDED_ON - dt.timedelta(days=1))
    )
    assert (before.unit, before.ends_before) == (spell.unit, SUCCEEDED_ON)
    assert before.lease.last_day == SUCCEEDED_ON - dt.timedelta(days=1)
    after = [one for one in told[1].spells if one.unit is spell.unit and one.tenant is parent]
    assert all(one.starts_on < SUCCEEDED_ON for one in after)


def test_a_tenant_moves_to_another_building_at_the_same_size(told):
    gone = [one for one in told[1].spells if one.lease and one.lease.end_reason == "区内搬迁"]
    assert len(gone) == 1
    came = next(one for one in begun(told, MOVED_ON) if one.tenant is gone[0].tenant)
    assert came.unit.building is not gone[0].unit.building
    assert (came.unit.area, gone[0].ends_before) == (gone[0].unit.area, MOVED_ON)


def test_a_master_tenant_sublets_and_has_a_unit_to_fill_at_the_seeds_day(told):
    master = next(one for one in told[1].leases if one.tenant_role == "operator")
    sublets = [one for one in told[1].leases if one.sublet_of is master]
    assert len({one.tenant.name for one in sublets}) == 2
    assert all(
        master.starts_on <= one.starts_on and one.last_day <= master.last_day for one in sublets
    )
    assert all(one.sublet_of is master for one in told[1].leases if one.renews in sublets)
    unfilled = [one for one in told[1].spells if one.lease is master]
    assert [(one.state, one.holds_on(SEED_DAY)) for one in unfilled] == [("N", True)]
    assert unfilled[0].tenant is master.tenant
