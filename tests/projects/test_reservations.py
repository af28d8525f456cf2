"""预留: a project's units are set aside from the plan, shown on it, respected, and lifted again."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.models import Event
from crm.occupancy.models import Spell, UnitHold
from crm.projects.models import Project
from crm.projects.rules import Side
from tests.factories.occupancy import BuildingFactory, FloorFactory, SpellFactory, UnitFactory
from tests.factories.projects import ProjectFactory, StageMoveFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


@pytest.fixture
def building(people):
    """Floor 12: 1201 let, 1202 and 1203 free."""
    building = BuildingFactory(team=people.team("section_one"), name="测试大厦")
    floor = FloorFactory(building=building, level=12, label="12")
    for number in ("1201", "1202", "1203"):
        UnitFactory(building=building, floor=floor, number=number, area=Decimal("300.00"))
    SpellFactory(unit=building.units.get(number="1201"))
    return building


@pytest.fixture
def project(people):
    project = ProjectFactory(
        team=people.team("section_one"), owner=people.manager, need_area_from=Decimal(500)
    )
    StageMoveFactory(project=project, to_stage=project.stage)
    return project


@pytest.fixture
def reserve(client, people, building, project):
    def send(person="manager", **changed):
        client.force_login(getattr(people, person))
        data = {
            "project": project.number,
            "units": "1202、1203",
            "starts_on": str(DAY),
            "last_day": "2023-03-30",
            "reason": "看房后预留",
        }
        return client.post(reverse("desk:projects:reserve", args=[building.code]), data | changed)

    return send


def test_units_are_reserved_for_the_project_until_the_last_day(reserve, building, project):
    answer = reserve()
    assert answer.status_code == 302
    assert answer.url == f"{building.get_absolute_url()}?fit={project.number}#plan"
    held = UnitHold.objects.order_by("unit__number")
    assert [hold.unit.number for hold in held] == ["1202", "1203"]
    assert {(hold.owner_number, hold.owner_label) for hold in held} == {
        (project.number, project.name)
    }
    assert {(hold.starts_on, hold.last_day) for hold in held} == {(DAY, dt.date(2023, 3, 30))}
    assert Event.objects.filter(name="projects.units_reserved", object_id=project.pk).exists()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"project": "XM-1999-0001"}, "project", "没有您可以变更的项目"),
        ({"units": "1202、1204"}, "units", "1204"),
        ({"units": "1201"}, "units", "1201"),
        ({"last_day": "2023-02-01"}, "last_day", "早于起始日"),
        ({"starts_on": "三月一日"}, "starts_on", "日期"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_typed_is_lost(reserve, changed, field, words):
    answer = reserve(**changed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert words in "".join(form.errors[field])
    assert form["reason"].value() == "看房后预留"
    assert form[field].value() == changed[field]
    assert not UnitHold.objects.exists()


def test_what_is_reserved_already_says_for_whom_and_until_when(reserve, project):
    reserve()
    answer = reserve()
    (words,) = answer.context["form"].errors["units"]
    assert project.number in words
    assert "2023-03-31" in words


def test_a_project_set_aside_gets_nothing(reserve, project):
    Project.objects.filter(pk=project.pk).update(side=Side.PAUSED)
    assert "未在推进中" in "".join(reserve().context["form"].errors["project"])


def test_who_may_not_let_the_building_or_see_the_project_reserves_nothing(reserve, people):
    assert reserve("head").status_code == 403
    assert reserve("other_manager").status_code in (403, 404)
    assert reserve("stranger").status_code in (403, 404)
    assert not UnitHold.objects.exists()


def test_the_open_unit_leads_there_with_project_and_unit_filled_in(
    client, people, building, project
):
    client.force_login(people.manager)
    page = f"{building.get_absolute_url()}?as_of={DAY}&fit={project.number}&unit="
    form = reverse("desk:projects:reserve", args=[building.code])
    text = client.get(f"{page}1202").content.decode()
    assert f"{form}?units=1202&amp;project={project.number}" in text
    assert form not in client.get(f"{page}1201").content.decode()
    filled = client.get(f"{form}?units=1202&project={project.number}").context["form"]
    assert (filled["units"].value(), filled["project"].value()) == ("1202", project.number)


def test_the_sites_of_a_project_lead_there_with_the_closest_block(
    client, people, building, project
):
    client.force_login(people.manager)
    page = reverse("desk:projects:sites", args=[project.number])
    text = client.get(f"{page}?as_of={DAY}").content.decode()
    assert f"{reverse('desk:projects:reserve', args=[building.code])}?project=" in text
    client.force_login(people.head)
    assert "/reserve/" not in client.get(f"{page}?as_of={DAY}").content.decode()


def test_lifting_ends_the_reservation_on_the_day(client, people, reserve, building):
    reserve()
    unit = building.units.get(number="1202")
    opened = client.get(f"{building.get_absolute_url()}?as_of={DAY}&unit=1202").content.decode()
    lift = reverse("desk:occupancy:lift", args=[unit.pk])
    assert lift in opened
    assert f"unit=1202&amp;held_for={Project.objects.get().number}" in opened
    assert client.post(lift, {"on": "2023-03-10", "reason": "另选他处"}).status_code == 302
    assert UnitHold.objects.get(unit=unit).ends_before == dt.date(2023, 3, 10)
    again = client.post(lift, {"on": "2023-03-10", "reason": ""})
    assert "没有预留" in "".join(again.context["form"].errors["on"])
    assert Spell.objects.filter(unit=unit).count() == 0


def test_one_lifted_before_it_began_never_held(client, people, reserve, building):
    reserve()
    unit = building.units.get(number="1203")
    client.post(reverse("desk:occupancy:lift", args=[unit.pk]), {"on": "2023-02-20"})
    hold = UnitHold.objects.get(unit=unit)
    assert hold.ends_before == hold.starts_on
