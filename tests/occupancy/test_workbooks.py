"""注册与行业 and the data-quality board as spreadsheets: what the screen shows, real numbers,
no formula out of a name, basis, scope and day above the head, an event each.
"""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm.core.models import Event
from crm.occupancy import actions, places
from crm.occupancy.absentees import absentees
from crm.occupancy.registration_rules import named_in
from tests.factories.enterprises import EnterpriseFactory, RegistrationFactory
from tests.factories.occupancy import (
    BuildingFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)

DAY = dt.date(2023, 2, 28)
AREA = "面积（㎡）"
ON = "?to=2023-02"


@pytest.fixture
def tenants(people):
    """One registered here, one elsewhere with a name like a formula, one out of sight."""
    team, building = people.team("section_one"), BuildingFactory(name="测试大厦", code="LY-T")
    facts = {
        "本区公司": {"registered_in_district": True, "direction": "数字金融", "team": team},
        "=外区公司": {"registered_in_district": False, "team": team},
        "别家公司": {"registered_in_district": False, "team": people.team("other_section")},
    }
    made = {}
    for area, (name, one) in enumerate(facts.items(), 1):
        made[name] = EnterpriseFactory(name=name, **one)
        unit = UnitFactory(building=building, area=Decimal(area * 100))
        SpellOccupantFactory(spell=SpellFactory(unit=unit, state="S"), enterprise=made[name])
    return made


@pytest.fixture
def sheets(client, people):
    def of(who: str, name: str, query: str) -> dict[str, list[tuple]]:
        client.force_login(getattr(people, who))
        answer = client.get(reverse(f"desk:occupancy:{name}") + query)
        assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        return {one.title: list(one.iter_rows(values_only=True)) for one in book.worksheets}

    return of


def column(rows: list[tuple], head: str) -> list:
    at = next(number for number, row in enumerate(rows) if head in row)
    where = rows[at].index(head)
    return [row[where] for row in rows[at + 1 :]]


@pytest.mark.django_db
def test_a_list_holds_what_the_screen_shows(sheets, tenants):
    (rows,) = sheets("manager", "registration_list_workbook", f"{ON}&list=unregistered").values()
    assert [line[0].split("：")[0] for line in rows[:3]] == ["范围", "时点", "口径"]
    assert "2023-02-28" in rows[1][0]
    assert column(rows, "企业") == ["'=外区公司"]
    assert column(rows, AREA) == [200]
    assert any("1 家企业不在您的可见范围" in (line[0] or "") for line in rows)
    event = Event.objects.get(name="occupancy.registration_list_exported")
    assert event.data == {"place": "district", "as_of": "2023-02-28", "list": "unregistered"}


@pytest.mark.django_db
def test_industries_and_the_largest_add_up_and_hide_who_is_out_of_sight(sheets, tenants):
    actions.close_month(DAY, by=None)
    tenants["本区公司"].direction = "先进制造"
    tenants["本区公司"].save()
    found = sheets("manager", "registration_workbook", ON)
    directions = found["产业方向"]
    assert sum(column(directions, AREA)) == 600
    assert "数字金融" in column(directions, "产业方向")
    assert "结账第 1 版" in directions[1][0]
    names = column(found["占用面积前五"], "企业")
    assert "别家公司" not in names
    assert column(found["占用面积前五"], AREA)[0] == 300


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["registration_workbook", "registration_list_workbook"])
def test_who_may_not_see_enterprises_or_export_gets_nothing(client, people, tenants, name):
    for who in ("editor", "stranger"):
        client.force_login(getattr(people, who))
        assert client.get(reverse(f"desk:occupancy:{name}") + ON).status_code in (403, 404)
    assert not Event.objects.filter(name__endswith="_exported").exists()


@pytest.mark.django_db
def test_findings_go_out_as_they_are_narrowed(sheets, people):
    building = BuildingFactory(operator=people.team("operator_a"), name="=测试大厦")
    SpellFactory(unit__building=building, state="L", lease=None)
    found = sheets("statistician", "quality_workbook", "?check=leased_without_lease")
    rows = found["问题清单"]
    assert column(rows, "楼宇") == ["'=测试大厦"]
    assert "范围：全区" in rows[0][0]
    assert sum(column(found["按核查项"], "待处理")) >= 1
    event = Event.objects.get(name="occupancy.findings_exported")
    assert (event.data["check"], event.data["rows"]) == ("leased_without_lease", 1)
    other = sheets("other_operator", "quality_workbook", "")
    assert column(other["问题清单"], "楼宇") == []


@pytest.fixture
def registered(people):
    """Registered here, on no unit: one address names a building, one a former name, one none."""
    team = people.team("section_one")
    building = BuildingFactory(name="金融大厦", code="LY-J")
    BuildingFactory(name="金融大厦二期", code="LY-K")
    for name, address in {
        "甲公司": "北京市丰台区金融大厦 1801 室",
        "乙公司": "丰台区（金融大厦二期）5 层",
        "丙公司": "丰台区某路",
    }.items():
        EnterpriseFactory(
            name=name, registered_in_district=True, registered_address=address, team=team
        )
    return building


@pytest.mark.django_db
def test_who_is_registered_here_without_business_is_told_by_the_address(people, registered):
    everywhere = absentees(places.district(people.manager), people.manager, DAY)
    assert [
        (one.enterprise.name, getattr(one.building, "code", None)) for one in everywhere.rows
    ] == [
        ("丙公司", None),
        ("乙公司", "LY-K"),
        ("甲公司", "LY-J"),
    ]
    here = absentees(places.building("LY-J", people.manager), people.manager, DAY)
    assert [one.enterprise.name for one in here.rows] == ["甲公司"]
    assert (here.elsewhere, here.untold) == (1, 1)


@pytest.mark.django_db
def test_the_dated_address_of_the_day_tells_the_building(people, registered):
    moved = EnterpriseFactory(
        name="丁公司", registered_address="某处", team=people.team("section_one")
    )
    RegistrationFactory(enterprise=moved, in_district=True, address="金融大厦二期 3 层")
    here = absentees(places.building("LY-K", people.manager), people.manager, DAY)
    assert {one.enterprise.name for one in here.rows} == {"乙公司", "丁公司"}


@pytest.mark.django_db
def test_the_list_says_how_many_it_cannot_place(client, people, sheets, registered):
    client.force_login(people.manager)
    query = f"{ON}&list=absent&place=LY-J"
    page = client.get(reverse("desk:occupancy:registration_list") + query).content.decode()
    assert "甲公司" in page
    assert "丙公司" not in page
    assert "1 家地址未指明楼宇" in page
    (rows,) = sheets("manager", "registration_list_workbook", query).values()
    assert column(rows, "企业") == ["甲公司"]
    assert any("1 家地址未指明楼宇" in (line[0] or "") for line in rows)


@given(
    st.text("金融大厦二期路", max_size=12),
    st.dictionaries(st.text("金融大厦二期路", max_size=6), st.integers(1, 3)),
)
def test_an_address_names_the_longest_key_in_it_or_none(address, keys):
    found = named_in(address, keys)
    inside = sorted((text for text in keys if len(text) >= 3 and text in address), key=len)
    if not inside:
        assert found is None
        return
    longest = {keys[text] for text in inside if len(text) == len(inside[-1])}
    assert found == (longest.pop() if len(longest) == 1 else None)
