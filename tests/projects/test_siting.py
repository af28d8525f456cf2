"""Needs of projects beside the stacking plan, and the buildings that could meet one project."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm.core.models import Role
from crm.projects.models import Project
from crm.projects.rules import Side, Stage
from tests.exchange.files import rows_in
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    LeaseFactory,
    SpellFactory,
    UnitFactory,
    UnitHoldFactory,
    ZoneFactory,
)
from tests.factories.projects import ProjectFactory, StageMoveFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 2, 28)


@pytest.fixture
def building(people):
    """Floor 12: 300 let until 2023-05-01 and 200 free; floor 11: 400 free as a whole."""
    building = BuildingFactory(team=people.team("section_one"), name="测试大厦")
    upper = FloorFactory(building=building, level=12, label="12")
    lower = FloorFactory(building=building, level=11, label="11")
    let = UnitFactory(building=building, floor=upper, number="1201", area=Decimal("300.00"))
    lease = LeaseFactory(last_day=dt.date(2023, 5, 1), building=building, price=Decimal("6.00"))
    SpellFactory(unit=let, lease=lease)
    UnitFactory(building=building, floor=upper, number="1202", area=Decimal("200.00"))
    UnitFactory(building=building, floor=lower, number="1101", area=Decimal("400.00"))
    return building


def seeker(people, area, team="section_one", **facts) -> Project:
    project = ProjectFactory(team=people.team(team), need_area_from=Decimal(area), **facts)
    StageMoveFactory(project=project, to_stage=project.stage)
    return project


def plan(client, building, person, query="", day=DAY):
    client.force_login(person)
    return client.get(f"{building.get_absolute_url()}?as_of={day}{query}")


def listed(answer) -> dict[str, object]:
    laid = answer.context["overlays"][0]
    return {one.project.number: one for one in [*laid["needs_shown"], *laid["needs_more"]]}


def test_a_need_that_fits_stands_beside_the_plan_and_is_framed_on_asking(client, people, building):
    project = seeker(people, 350, need_contiguous=True)
    found = listed(plan(client, building, people.manager))[project.number]
    assert [block.numbers for block in found.blocks] == [["1101"]]
    answer = plan(client, building, people.manager, f"&fit={project.number}")
    assert answer.content.decode().count('class="found"') == 1
    assert "对接需求" in answer.content.decode()


def test_without_contiguous_space_pieces_together_do(client, people, building):
    project = seeker(people, 550)
    found = listed(plan(client, building, people.manager))[project.number]
    assert not found.fit.is_together
    assert found.fit.area == Decimal("600.00")
    Project.objects.update(need_contiguous=True)
    assert listed(plan(client, building, people.manager)) == {}


def test_a_lease_that_ends_before_the_move_counts_and_says_so(client, people, building):
    project = seeker(people, 450, need_contiguous=True, need_by=dt.date(2023, 6, 1))
    found = listed(plan(client, building, people.manager))[project.number]
    assert found.later
    assert found.fit.area == Decimal("900.00")
    Project.objects.update(need_by=dt.date(2023, 5, 1))
    assert listed(plan(client, building, people.manager)) == {}


@pytest.mark.both_databases
def test_only_projects_that_one_may_see_are_listed_and_counted(client, people, building):
    mine, other = seeker(people, 100), seeker(people, 100, team="other_section")
    answer = plan(client, building, people.manager)
    assert set(listed(answer)) == {mine.number}
    assert answer.context["overlays"][0]["needs_count"] == 1
    assert other.number not in answer.content.decode()
    assert set(listed(plan(client, building, people.other_manager))) == {other.number}
    framed = plan(client, building, people.manager, f"&fit={other.number}")
    assert 'class="found"' not in framed.content.decode()


def test_who_may_not_see_projects_sees_no_list(client, people, building):
    seeker(people, 100)
    assert plan(client, building, people.steward).context["overlays"] == []


def test_only_those_that_look_for_space_on_the_day(client, people, building):
    project = seeker(people, 100)
    for stage, side in ((Stage.SIGNED, Side.NONE), (Stage.TALKS, Side.PAUSED)):
        move = StageMoveFactory(
            project=project, to_stage=stage, to_side=side, moved_on=dt.date(2023, 2, 1)
        )
        assert listed(plan(client, building, people.manager)) == {}
        before = plan(client, building, people.manager, day=dt.date(2023, 1, 31))
        assert set(listed(before)) == {project.number}
        move.delete()


def test_a_place_that_is_wanted_elsewhere_is_not_met_here(client, people, building):
    project = seeker(people, 100, need_zone=ZoneFactory())
    assert listed(plan(client, building, people.manager)) == {}
    Project.objects.update(need_zone=None, need_building=building, need_area_from=9999)
    found = listed(plan(client, building, people.manager))[project.number]
    assert found.is_named
    assert found.fit is None


def test_a_reserved_unit_names_the_project_and_fits_it_alone(client, people, building):
    holder, other = seeker(people, 400), seeker(people, 400, need_contiguous=True)
    UnitHoldFactory(unit=building.units.get(number="1101"), owner_number=holder.number)
    found = listed(plan(client, building, people.manager))
    assert found[holder.number].reserved == ["1101"]
    assert found[holder.number].fit.area == Decimal("400.00")
    assert other.number not in found


def test_the_budget_is_held_against_what_is_paid(client, people, building):
    project = seeker(people, 100, need_budget=Decimal("182500.00"))
    found = listed(plan(client, building, people.manager))[project.number]
    assert (found.budget_a_day, found.rent_a_day) == (Decimal("5.00"), Decimal("6.00"))
    assert "低于均价" in plan(client, building, people.manager).content.decode()


def test_floors_are_kept_to(client, people, building):
    project = seeker(people, 200, need_floors="12层以上", need_contiguous=True)
    found = listed(plan(client, building, people.manager))[project.number]
    assert [block.numbers for block in found.blocks] == [["1202"]]


def test_more_projects_cost_no_more_queries(client, people, building):
    counts = []
    for _ in range(2):
        for _ in range(4):
            project = seeker(people, 100)
            UnitHoldFactory(unit__building=building, owner_number=project.number)
        plan(client, building, people.manager)
        with CaptureQueriesContext(connection) as queries:
            plan(client, building, people.manager)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", ["", "XM-0000-0000", "%00", "9" * 500, "' OR 1=1"])
def test_nonsense_asked_for_gives_the_page(client, people, building, number):
    seeker(people, 100)
    assert plan(client, building, people.manager, f"&fit={number}").status_code == 200


def sites(project: Project) -> str:
    return f"{reverse('desk:projects:sites', args=[project.number])}?as_of={DAY}"


def test_the_page_of_sites_lists_the_closest_first_and_leads_to_the_plan(client, people, building):
    wide = BuildingFactory(name="更大的楼")
    UnitFactory(building=wide, number="0101", area=Decimal("800.00"))
    project = seeker(people, 350, need_contiguous=True)
    client.force_login(people.manager)
    answer = client.get(sites(project))
    assert [site.building for site, _address in answer.context["sites"]] == [building, wide]
    assert f"{building.get_absolute_url()}?fit={project.number}" in answer.content.decode()
    assert f"/{project.number}/sites/" in client.get(project.get_absolute_url()).content.decode()


def test_the_page_of_sites_is_read_by_whom_the_project_is_read(client, people, building):
    project = seeker(people, 350)
    for name, status in (("other_manager", 404), ("steward", 403), ("head", 200)):
        client.force_login(getattr(people, name))
        assert client.get(sites(project)).status_code == status


def test_a_project_without_an_area_is_told_what_to_enter(client, people):
    project = ProjectFactory(team=people.team("section_one"))
    client.force_login(people.manager)
    assert "没有登记意向面积" in client.get(sites(project)).content.decode()


def test_a_building_outside_the_zone_that_is_wanted_is_refused(client, people, building):
    project = seeker(people, 100, owner=people.manager)
    client.force_login(people.manager)
    address = reverse("desk:projects:edit", args=[project.number])
    form = client.get(address).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    data |= {"need_zone": ZoneFactory().pk, "need_building": building.pk, "version": 1}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "不在" in str(answer.context["form"].errors["need_building"])


def test_what_is_framed_is_said_in_the_table_and_read_aloud(client, people, building):
    project = seeker(people, 350, need_contiguous=True)
    text = plan(client, building, people.manager, f"&fit={project.number}").content.decode()
    assert "已标出</span>" in text
    assert "400.00 ㎡，已标出" in text


def test_what_is_paid_is_for_those_who_may_see_rents(client, people, building):
    project = seeker(people, 100, need_budget=Decimal("182500.00"))
    assert listed(plan(client, building, people.head))[project.number].rent_a_day is not None
    role = Role.objects.get(code="head")
    role.actions = [name for name in role.actions if name != "occupancy.view_leases"]
    role.save()
    assert listed(plan(client, building, people.head))[project.number].rent_a_day is None


def test_needs_come_by_spreadsheet_and_a_contradiction_is_said_at_its_cell(
    people, building, tmp_path
):
    elsewhere = ZoneFactory()
    rows = [
        ["name", "need_area_from", "need_zone", "need_building", "need_floors", "need_contiguous"],
        ["一个项目", "350", "", building.code, "11层", "是"],
        ["又一个项目", "350", elsewhere.code, building.code, "", ""],
        ["再一个项目", "350", "NOWHERE", "", "", ""],
    ]
    result = rows_in(tmp_path, "projects", rows, by=people.chief)
    assert result["created"] == 1
    assert [error["column"] for error in result["errors"]] == ["need_building", "need_zone"]
    project = Project.objects.get()
    wanted = (project.need_building, project.need_floors, project.need_contiguous)
    assert wanted == (building, "11层", True)


def test_the_open_unit_names_the_needs_that_it_fits(client, people, building):
    fitting = seeker(people, 350, need_contiguous=True, name="要四百平的项目")
    seeker(people, 150, need_contiguous=True, need_floors="12层", name="只要十二层的项目")
    seeker(people, 100, team="other_section", name="别处的项目")
    client.force_login(people.manager)
    address = f"{building.get_absolute_url()}?as_of={DAY}&unit=1101"
    part = client.get(address, headers={"HX-Request": "true", "HX-Target": "drawer"})
    text = part.content.decode()
    assert "也合适的需求" in text
    assert fitting.name in text
    assert "只要十二层的项目" not in text
    assert "别处的项目" not in text
    taken = client.get(f"{building.get_absolute_url()}?as_of={DAY}&unit=1201").content.decode()
    assert "也合适的需求" not in taken


@pytest.mark.parametrize(
    ("person", "knows"),
    [("manager", True), ("head", True), ("other_manager", False), ("editor", False)],
)
def test_whom_a_unit_is_reserved_for_is_told_with_its_project(
    client, people, building, person, knows
):
    project = seeker(people, 100)
    unit = building.units.get(number="1202")
    UnitHoldFactory(unit=unit, owner_number=project.number, owner_label="云岚数科")
    client.force_login(getattr(people, person))
    drawer = client.get(f"{building.get_absolute_url()}?as_of={DAY}&unit=1202").content.decode()
    page = client.get(f"{unit.page_url}?as_of={DAY}").content.decode()
    for text in (drawer, page):
        assert project.number in text
        assert ("云岚数科" in text) is knows


def test_the_operator_reads_that_a_unit_is_reserved_and_not_for_whom(client, people, building):
    building.operator = people.team("operator_a")
    building.save()
    unit = building.units.get(number="1202")
    UnitHoldFactory(unit=unit, owner_number="", owner_label="云岚数科")
    for person, knows in ((people.operator, False), (people.manager, True)):
        client.force_login(person)
        for url in (f"{building.get_absolute_url()}?as_of={DAY}&unit=1202", unit.page_url):
            text = client.get(url).content.decode()
            assert "预留" in text
            assert ("云岚数科" in text) is knows
