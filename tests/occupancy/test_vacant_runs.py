"""连续空置面积 over all buildings: the same rule as the stacking plan, by a slow search of each."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.occupancy import places
from crm.occupancy.models import Building, Floor, UnitDisposition, UnitUse
from crm.occupancy.plan_figures import free_blocks
from crm.occupancy.stacking import building_on
from crm.occupancy.vacant_runs import Looked, runs
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    LeaseFactory,
    SpellFactory,
    UnitFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)
PAGE = reverse("desk:occupancy:vacant_runs")


def unit(building, floor, number, area="100.00", **facts):
    return UnitFactory(building=building, floor=floor, number=number, area=Decimal(area), **facts)


@pytest.fixture
def tower(people):
    """Floor 14 all free, 13 skipped, 12 all free, plant 11, 10 with one unit let in the middle."""
    building = BuildingFactory(name="甲楼", code="LY-A", operator=people.team("operator_a"))
    floors = {
        label: FloorFactory(building=building, label=label, level=int(label), kind=kind)
        for label, kind in (
            ("14", "office"),
            ("13", "skipped"),
            ("12", "office"),
            ("11", "plant"),
            ("10", "office"),
        )
    }
    made = {
        number: unit(building, floors[number[:2]], number)
        for number in ("1401", "1402", "1201", "1202", "1001", "1002", "1003", "1004")
    }
    lease = LeaseFactory(building=building, last_day=dt.date(2023, 5, 31))
    SpellFactory(unit=made["1003"], lease=lease, state="L", starts_on=dt.date(2021, 1, 1))
    return made


def listed(area, **asked) -> list[tuple[tuple[str, ...], object]]:
    found = runs(Looked(places.district(), DAY, Decimal(area), **asked))
    return [(tuple(run.found.numbers), run.free_on) for run in found]


def test_floors_above_each_other_are_one_block_and_a_plant_floor_parts_them(tower):
    assert listed(300) == [(("1401", "1402", "1201", "1202"), None)]
    assert listed(500) == []


def test_on_one_floor_each_floor_stands_alone(tower):
    found = listed(150, one_floor=True)
    assert {numbers for numbers, _ in found} == {
        ("1401", "1402"),
        ("1201", "1202"),
        ("1001", "1002"),
    }
    assert listed(300, one_floor=True) == []


def test_by_a_day_leases_that_end_before_it_count_as_free_and_stand_after_what_is_free(tower):
    whole = ("1001", "1002", "1003", "1004")
    assert listed(300, free_by=dt.date(2023, 5, 31))[1:] == []
    found = listed(300, free_by=dt.date(2023, 6, 1))
    assert found == [
        (("1401", "1402", "1201", "1202"), None),
        (whole, dt.date(2023, 6, 1)),
    ]


def test_what_is_reserved_or_not_to_let_is_not_free(tower):
    UnitHoldFactory(unit=tower["1402"], starts_on=dt.date(2023, 1, 1))
    UnitDisposition.objects.create(
        unit=tower["1202"], way="for_sale", starts_on=dt.date(2020, 1, 1)
    )
    assert listed(200) == [(("1001", "1002"), None)]


def test_only_units_of_the_use_asked_for_count(tower):
    UnitUse.objects.create(unit=tower["1401"], use="retail", starts_on=dt.date(2020, 1, 1))
    assert listed(100, use="retail") == [(("1401",), None)]
    assert ("1401", "1402", "1201", "1202") not in dict(listed(100, use="office"))


def test_the_closest_fit_of_all_buildings_comes_first(tower):
    other = BuildingFactory(name="乙楼", code="LY-B")
    floor = FloorFactory(building=other, label="1", level=1)
    unit(other, floor, "101", "210.00")
    assert [numbers for numbers, _ in listed(200)] == [
        ("1001", "1002"),
        ("101",),
        ("1401", "1402", "1201", "1202"),
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(5))
def test_random_houses_give_what_the_plan_of_each_finds(seed):
    """The page of each building, asked for the same area, frames the same blocks."""
    chance = random.Random(seed)
    for house in range(3):
        building = BuildingFactory(code=f"LY-{seed}{house}")
        for level in range(1, 7):
            kind = chance.choice(["office"] * 5 + ["plant"])
            floor = FloorFactory(building=building, label=str(level), level=level, kind=kind)
            for number in range(chance.randint(1, 4) if kind == "office" else 0):
                row = unit(building, floor, f"{level}{number:02d}", str(chance.randint(50, 300)))
                if chance.random() < 0.3:
                    SpellFactory(unit=row, starts_on=dt.date(2021, 1, 1))
                elif chance.random() < 0.1:
                    UnitHoldFactory(unit=row, starts_on=dt.date(2023, 1, 1))
    for area in (60, 200, 450):
        found = runs(Looked(places.district(), DAY, Decimal(area)))
        mine = {(run.building.code, run.found.block.keys) for run in found}
        plans = {
            (building.code, one.block.keys)
            for building in Building.objects.all()
            for one in free_blocks(building_on(building, DAY), Decimal(area))
        }
        assert mine == plans


def test_it_takes_three_queries_whatever_there_is(tower, django_assert_num_queries):
    with django_assert_num_queries(3):
        runs(Looked(places.district(), DAY, Decimal(100)))
    assert Floor.objects.count() > 3


def test_the_page_lists_the_blocks_and_opens_the_plan(client, people, tower):
    client.force_login(people.manager)
    text = client.get(f"{PAGE}?need=300&as_of={DAY}&by=2023-06-30").content.decode()
    for words in ("甲楼", "12—14", "400.00", "2023-06-01"):
        assert words in text
    plan = f"{Building.objects.get().get_absolute_url()}?as_of={DAY}&need=300"
    assert plan.replace("&", "&amp;") in text
    assert "12—14" in client.get(plan).content.decode()


@pytest.mark.parametrize(
    "query", ["", "?need=x", "?need=-1", "?need=1e9&by=x&use=x", "?need=99999"]
)
def test_nonsense_and_nothing_give_the_page(client, people, tower, query):
    client.force_login(people.manager)
    assert client.get(PAGE + query).status_code == 200


def test_an_operator_finds_own_space_only(client, people, tower):
    for who, seen in (("operator", True), ("other_operator", False)):
        client.force_login(getattr(people, who))
        text = client.get(f"{PAGE}?need=100&as_of={DAY}").content.decode()
        assert ("甲楼" in text) is seen
