"""“功能+项目”: planned areas through time, the page of the gap, and who may plan."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.errors import NotAllowed, Refused
from crm.occupancy import places
from crm.projects import actions
from crm.projects.functions import function_rows, needs_of, planned_on
from crm.projects.models import FunctionPlan, Project
from tests.factories.occupancy import (
    BuildingFactory,
    SpellFactory,
    SpellOccupantFactory,
    ZoneFactory,
)
from tests.factories.projects import FunctionPlanFactory, ProjectFactory, StageMoveFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)
GREEN = "绿色金融"


def plan(area, on=dt.date(2021, 1, 1), function=GREEN, **place) -> FunctionPlan:
    return FunctionPlan(function=function, area=Decimal(area), starts_on=on, **place)


def looking(people, area, **facts) -> Project:
    facts = {"function": GREEN, "team": people.team("section_one"), **facts}
    project = ProjectFactory(need_area_from=Decimal(area), **facts)
    StageMoveFactory(project=project)
    return project


@pytest.mark.both_databases
def test_a_later_plan_follows_on_the_one_before(people):
    zone = ZoneFactory()
    actions.plan_functions([plan(1000, zone=zone)], by=people.coordinator)
    later = plan(1500, on=dt.date(2023, 1, 1), zone=zone)
    actions.plan_functions([later], by=people.coordinator)
    for day, area in ((dt.date(2022, 12, 31), 1000), (dt.date(2023, 1, 1), 1500)):
        assert planned_on(places.district(), day) == {GREEN: Decimal(area)}
    assert planned_on(places.district(), dt.date(2020, 12, 31)) == {}


def test_what_holds_already_is_corrected_not_planned_twice(people):
    zone = ZoneFactory()
    actions.plan_functions([plan(1000, zone=zone)], by=people.coordinator)
    for on in (dt.date(2021, 1, 1), dt.date(2020, 6, 1)):
        with pytest.raises(Refused, match="2021"):
            actions.plan_functions([plan(900, on=on, zone=zone)], by=people.coordinator)


def test_a_zone_and_its_building_are_not_both_planned(people):
    building = BuildingFactory()
    actions.plan_functions([plan(1000, zone=building.zone)], by=people.coordinator)
    with pytest.raises(Refused, match="重复计算"):
        actions.plan_functions([plan(500, building=building)], by=people.coordinator)
    other = plan(500, function="专业服务", building=building)
    actions.plan_functions([other], by=people.coordinator)
    expected = {GREEN: Decimal(1000), "专业服务": Decimal(500)}
    assert planned_on(places.zone(building.zone.code), DAY) == expected
    assert planned_on(places.building(building.code), DAY) == {"专业服务": Decimal(500)}


@pytest.mark.parametrize("place", ["neither", "both"])
def test_a_plan_is_of_one_place(people, place):
    building = BuildingFactory()
    named = {"zone": building.zone, "building": building} if place == "both" else {}
    with pytest.raises(Refused):
        actions.plan_functions([plan(1, **named)], by=people.coordinator)


def test_only_who_may_plans(people):
    for name in ("manager", "chief", "head", "steward", "operator", "stranger"):
        with pytest.raises(NotAllowed):
            actions.plan_functions([plan(1, zone=ZoneFactory())], by=getattr(people, name))


def test_needs_of_a_place_leave_out_those_that_want_another(people):
    here, elsewhere = BuildingFactory(), BuildingFactory()
    looking(people, 100)
    looking(people, 200, need_zone=here.zone)
    looking(people, 400, need_building=here)
    looking(people, 800, need_zone=elsewhere.zone)
    looking(people, 1600, need_building=elsewhere)
    sums = {
        name: sum(area for area, _ in needs_of(place, DAY))
        for name, place in (
            ("district", places.district()),
            ("zone", places.zone(here.zone.code)),
            ("building", places.building(here.code)),
            ("other", places.zone(elsewhere.zone.code)),
        )
    }
    assert sums == {"district": 3100, "zone": 700, "building": 700, "other": 2500}


@pytest.mark.both_databases
def test_a_need_is_that_of_the_day(people):
    project = looking(people, 100)
    project.need_area_from, project.function = Decimal(300), "专业服务"
    actions.edit([project], ["need_area_from", "function"], by=people.coordinator)
    for area, at in ((100, (2022, 6, 1)), (300, (2023, 3, 5))):
        rows = project.history.filter(need_area_from=area)
        rows.update(history_date=dt.datetime(*at, tzinfo=dt.UTC))
    assert needs_of(places.district(), DAY) == [(Decimal(100), GREEN)]
    assert needs_of(places.district(), dt.date(2023, 3, 31)) == [(Decimal(300), "专业服务")]


def test_gap_is_plan_less_use_less_need(people):
    row = function_rows([(Decimal(300), GREEN)], {}, {GREEN: Decimal(1000)}, {})[0]
    assert row.gap == Decimal(700)
    assert function_rows([(Decimal(300), GREEN)], {}, {}, {})[0].gap is None


def test_the_page_shows_plan_use_and_projects_of_the_reader(client, people):
    building = BuildingFactory()
    FunctionPlanFactory(function=GREEN, zone=building.zone, area=Decimal(1000))
    SpellOccupantFactory(spell=SpellFactory(unit__building=building), enterprise__direction=GREEN)
    looking(people, 300)
    looking(people, 300, team=people.team("other_section"))
    client.force_login(people.manager)
    answer = client.get(f"{reverse('desk:projects:functions')}?as_of={DAY}")
    row = answer.context["rows"][0]["row"]
    assert (row.planned, row.used, row.projects) == (Decimal(1000), Decimal("100.00"), 1)
    assert row.gap == Decimal(600)
    assert "direction=%E7%BB%BF" in answer.content.decode()


def test_a_plan_is_entered_and_corrected_on_screen(client, people):
    zone = ZoneFactory()
    client.force_login(people.coordinator)
    data = {"function": GREEN, "zone": zone.pk, "area": "420,000", "starts_on": "2023年1月1日"}
    answer = client.post(reverse("desk:projects:function_create"), data)
    row = FunctionPlan.objects.get()
    assert (answer.status_code, row.area) == (302, Decimal("420000.00"))
    edit = reverse("desk:projects:function_edit", args=[row.pk])
    data = {"area": "43", "starts_on": "2023-01-01", "ends_before": "2022-01-01", "version": 1}
    assert client.post(edit, data).status_code == 422
    assert client.post(edit, {**data, "ends_before": ""}).status_code == 302
    row.refresh_from_db()
    assert row.area == Decimal("43.00")


@pytest.mark.parametrize(
    ("name", "status"), [("manager", 403), ("coordinator", 200), ("statistician", 200)]
)
def test_who_reaches_the_form(client, people, name, status):
    client.force_login(getattr(people, name))
    assert client.get(reverse("desk:projects:function_create")).status_code == status
