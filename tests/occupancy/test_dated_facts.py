"""Names, statuses, membership, use, disposition, floors: laid over time, under the lock."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.core.errors import NotAllowed, Refused, Stale
from crm.occupancy import actions, places
from crm.occupancy.models import (
    Building,
    BuildingMembership,
    BuildingStatus,
    Floor,
    UnitDisposition,
    UnitUse,
)
from crm.occupancy.positions import position
from tests.factories.occupancy import (
    BuildingFactory,
    BuildingNameFactory,
    FloorFactory,
    UnitFactory,
    UnitUseFactory,
)

FIRST = dt.date(2021, 1, 1)


def on(offset: int) -> dt.date:
    return FIRST + dt.timedelta(days=offset)


class LaidOver(TestCase):
    """Day by day: what was said last holds in its period, what held before holds outside."""

    @settings(max_examples=40)
    @given(
        said=st.lists(
            st.tuples(
                st.integers(0, 40), st.none() | st.integers(1, 20), st.sampled_from(UnitUse.Use)
            ),
            max_size=6,
        )
    )
    def test_every_day_has_the_value_that_was_said_last_about_it(self, said):
        unit = UnitFactory(starts_on=FIRST)
        expected: dict[int, str] = {}
        for start, length, use in said:
            until = None if length is None else on(start + length)
            try:
                actions.set_fact(UnitUse, unit, {"use": use}, by=None, on=on(start), until=until)
            except Refused:
                continue
            for day in range(start, 80 if length is None else start + length):
                expected[day] = use
        rows = list(unit.uses.all())
        for day in range(80):
            found = [row.use for row in rows if row.holds_on(on(day))]
            assert found == ([expected[day]] if day in expected else []), day


pytestmark = pytest.mark.django_db


def test_a_fact_that_begins_later_is_not_swallowed():
    use = UnitUseFactory(starts_on=on(10))
    with pytest.raises(Refused, match="2021-01-11"):
        actions.set_fact(UnitUse, use.unit, {"use": "office"}, by=None, on=on(0))


def test_a_disposition_takes_vacant_area_out_of_the_letting_rate():
    unit = UnitFactory()
    place = places.building(unit.building.code)
    actions.set_fact(UnitDisposition, unit, {"way": "kept"}, by=None, on=on(10), until=on(20))
    not_to_let = [position(place, on(day)).areas.not_to_let for day in (9, 10, 19, 20)]
    assert not_to_let == [0, unit.area, unit.area, 0]


def test_two_who_saw_the_same_page_do_not_both_add():
    building = BuildingFactory()
    seen = building.version
    values = {"status": "suspended", "reason": "改造"}
    actions.set_fact(
        BuildingStatus, building, values, by=None, on=on(0), until=on(5), expected=seen
    )
    again = Building.objects.get(pk=building.pk)
    with pytest.raises(Stale):
        actions.set_fact(
            BuildingStatus, again, values, by=None, on=on(50), until=on(60), expected=seen
        )
    assert BuildingStatus.objects.count() == 1


def test_who_does_not_edit_space_sets_no_fact(people):
    building = BuildingFactory(team=people.team("section_one"))
    with pytest.raises(NotAllowed):
        actions.set_fact(
            BuildingMembership, building, {"counts": False}, by=people.manager, on=on(0)
        )


@pytest.fixture
def desk(client, people):
    """Opens an address as one of the cast."""

    def open_as(name: str, url: str, data=None):
        client.force_login(getattr(people, name))
        return client.get(url) if data is None else client.post(url, data)

    return open_as


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


def test_a_building_is_renamed_and_found_by_its_former_name(desk):
    building = BuildingFactory(name="旧名大厦")
    data = {"name": "新名大厦", "starts_on": "2023-01-01", "version": building.version}
    assert desk("statistician", address("name_add", building.code), data).status_code == 302
    building.refresh_from_db()
    assert (building.name, building.names.get().name) == ("新名大厦", "旧名大厦")
    listed = desk("manager", f"{address('buildings')}?q=旧名").content.decode()
    assert "新名大厦" in listed


def test_a_former_name_is_recorded_afterwards(desk):
    building = BuildingFactory(name="今名大厦")
    data = {
        "name": "最早的名字",
        "starts_on": "2016-01-01",
        "ends_before": "2018-01-01",
        "version": building.version,
    }
    desk("statistician", address("name_add", building.code), data)
    building.refresh_from_db()
    assert (building.name, building.names.get().name) == ("今名大厦", "最早的名字")
    page = desk("manager", address("building_facts", building.code)).content.decode()
    assert "最早的名字" in page


def test_a_closed_building_counts_in_no_rate_while_it_is_rebuilt(desk):
    building = UnitFactory().building
    data = {
        "status": "suspended",
        "starts_on": "2023-01-01",
        "ends_before": "2023-06-01",
        "reason": "停用改造",
        "version": building.version,
    }
    assert desk("statistician", address("status_add", building.code), data).status_code == 302
    place = places.building(building.code)
    counted = [
        bool(position(place, day).buildings)
        for day in (dt.date(2022, 12, 31), dt.date(2023, 1, 1), dt.date(2023, 6, 1))
    ]
    assert counted == [True, False, True]


def test_a_stale_page_of_facts_is_told_so(desk):
    building = BuildingFactory()
    data = {
        "counts": "no",
        "starts_on": "2023-01-01",
        "reason": "范围调整",
        "version": building.version + 1,
    }
    assert desk("statistician", address("scope_add", building.code), data).status_code == 409
    assert not BuildingMembership.objects.exists()


def test_what_was_recorded_is_corrected_under_its_own_lock(desk):
    name = BuildingNameFactory()
    url = address("name_edit", name.pk)
    data = {"name": "更正名", "starts_on": "2011-01-01", "ends_before": "2019-01-01"}
    assert desk("statistician", url, {**data, "version": name.version + 1}).status_code == 409
    assert desk("statistician", url, {**data, "version": name.version}).status_code == 302
    name.refresh_from_db()
    assert (name.name, name.starts_on) == ("更正名", dt.date(2011, 1, 1))


def test_a_correction_into_the_time_of_another_entry_is_refused(desk):
    building = BuildingFactory()
    one = BuildingNameFactory(building=building)
    two = BuildingNameFactory(
        building=building, starts_on=dt.date(2005, 1, 1), ends_before=dt.date(2010, 1, 1)
    )
    data = {
        "name": two.name,
        "starts_on": "2005-01-01",
        "ends_before": "2012-01-01",
        "version": two.version,
    }
    answer = desk("statistician", address("name_edit", two.pk), data)
    assert answer.status_code == 422
    assert one.name in answer.content.decode()


def test_floors_are_added_and_corrected(desk):
    building = BuildingFactory()
    data = {"label": "13F", "kind": "skipped", "note": "跳号", "version": building.version}
    assert desk("statistician", address("floor_add", building.code), data).status_code == 302
    floor = Floor.objects.get()
    assert (floor.label, floor.level, floor.kind) == ("13", 13, "skipped")
    building.refresh_from_db()
    again = {**data, "version": building.version}
    assert desk("statistician", address("floor_add", building.code), again).status_code == 422
    change = {"label": "13", "level": "13", "kind": "plant", "version": floor.version}
    assert desk("statistician", address("floor_edit", floor.pk), change).status_code == 302
    floor.refresh_from_db()
    assert floor.kind == "plant"


def test_a_floor_with_units_stays_one(desk):
    floor = FloorFactory()
    UnitFactory(building=floor.building, floor=floor)
    data = {
        "label": floor.label,
        "level": floor.level,
        "kind": "plant",
        "version": floor.version,
    }
    assert desk("statistician", address("floor_edit", floor.pk), data).status_code == 422


@pytest.mark.parametrize("name", ["name_add", "status_add", "scope_add", "floor_add"])
def test_readers_change_no_fact_of_a_building(desk, people, name):
    building = BuildingFactory(operator=people.team("operator_a"))
    assert desk("manager", address(name, building.code), {}).status_code == 403
    assert desk("other_operator", address(name, building.code), {}).status_code == 403
    assert desk("operator", address("building_facts", building.code)).status_code == 200
    assert desk("other_operator", address("building_facts", building.code)).status_code == 404
