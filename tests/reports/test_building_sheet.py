"""单楼宇情况表: its figures, its line in the monthly report, its plan, its screen."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.core.errors import Refused
from crm.reports.actions import freeze, issue, kind_of
from crm.reports.canonical import plain
from crm.reports.models import Snapshot
from crm.reports.occupancy_monthly import figures as monthly_figures
from crm.reports.printing import document_of
from tests.reports.conftest import FEBRUARY, sit
from tests.reports.sheets import assert_all_printed, print_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return kind_of("building-sheet")


@pytest.fixture
def sheet(ledger, kind):
    return freeze(kind, by=None, as_of=FEBRUARY, scope="SOUTH-1")


def block(snapshot, key):
    return next(one for one in document_of(snapshot).blocks if getattr(one, "key", "") == key)


def test_its_line_equals_the_buildings_line_in_the_monthly_report(sheet, draft):
    lines = [one for zone in draft.figures["zones"] for one in zone["buildings"]]
    (line,) = [one for one in lines if one["code"] == "SOUTH-1"]
    assert {key: sheet.figures["row"][key] for key in line} == line
    big = [one.cell.value for one in block(sheet, "headlines").items]
    table = next(table for table in document_of(draft).tables if table.key == "buildings")
    cells = dict(
        zip(
            [column.key for column in table.columns],
            next(row for row in table.rows if row.key == "SOUTH-1").cells,
            strict=True,
        )
    )
    assert big[0] == cells["rate"].value
    assert big[2] == cells["vacant"].value
    assert big[3] == cells["enterprises"].value


def test_states_leases_and_ladder_add_up(sheet):
    area = block(sheet, "states").rows[0].cells[1:]
    *states, base, on_hold, total = [cell.value for cell in area]
    assert sum(states) == base
    assert base + on_hold == total == 1000
    listed = block(sheet, "leases").rows
    let = listed[-1].cells[5].value
    assert sum(row.cells[5].value for row in listed[:-1]) == let == states[1] + states[3]
    ladder = block(sheet, "ladder").data
    assert sum(row.cells[2].value for row in ladder.rows) == let


def test_what_needs_attention_is_said(sheet):
    words = document_of(sheet).sections[1].blocks[0].text
    assert "90天内到期1份、100㎡" in words
    assert "另有1份、100㎡租约已到期" in words
    assert "暂不可租" in words


def test_it_names_the_monthly_report_that_it_agrees_with(ledger, kind, draft, quick_printer):
    number = issue(draft, by=None).number
    sheet = freeze(kind, by=None, as_of=FEBRUARY, scope="SOUTH-1")
    assert document_of(sheet).taken_from == number == "OCC-202302-01"
    sit(ledger["units"][8])
    later = freeze(kind, by=None, as_of=FEBRUARY, scope="SOUTH-1")
    document = document_of(later)
    assert document.taken_from == ""
    assert "OCC-202302-01签发后有补报" in "".join(
        one.text for one in document.blocks if one.kind == "paragraph"
    )


def test_it_stands_in_a_numbered_series_of_its_own(sheet, quick_printer):
    assert issue(sheet, by=None).number == "BLD-202302-01"


@pytest.mark.parametrize("scope", ["district", "S", "NOWHERE"])
def test_only_a_building_has_a_sheet(ledger, kind, scope):
    with pytest.raises(Refused):
        freeze(kind, by=None, as_of=FEBRUARY, scope=scope)


def test_a_building_not_in_use_has_none(ledger, kind):
    with pytest.raises(Refused, match="乙楼"):
        freeze(kind, by=None, as_of=dt.date(2023, 1, 31), scope="NORTH-1")


def test_the_plan_is_that_of_the_screen_with_flags_and_no_links(sheet):
    svg = str(block(sheet, "plan").svg)
    assert svg.count(">!<") == 2
    assert "<a " not in svg
    assert 'width="442.0pt"' in svg


def test_a_high_building_stays_on_its_page(sheet):
    figures = plain(sheet.figures)
    figures["floors"] = figures["floors"] * 80
    chart = next(
        one
        for one in sheet.definition.document(figures, "1").blocks
        if one.kind == "chart" and one.key == "plan"
    )
    height = float(str(chart.svg).split('height="')[1].split("pt")[0])
    assert height <= 560


def test_a_building_without_units_has_a_sheet_too(sheet):
    figures = plain(sheet.figures)
    nothing = dict.fromkeys(figures["row"]["area"], "0.00")
    figures |= {"floors": [], "leases": [], "ladder": []}
    figures["row"] |= {"area": nothing, "enterprises": 0, "registered": 0}
    document = sheet.definition.document(figures, "1")
    assert document.blocks


@pytest.mark.slow
def test_the_sheet_holds_the_whole_document(sheet, tmp_path):
    path = tmp_path / "sheet.pdf"
    print_to(sheet, path)
    assert_all_printed(document_of(sheet), path)


def test_the_building_page_leads_to_its_sheets(client, people, sheet):
    client.force_login(people.statistician)
    page = client.get(reverse("desk:occupancy:building", args=["SOUTH-1"])).content.decode()
    assert sheet.get_absolute_url() in page
    assert "kind=building-sheet&amp;scope=SOUTH-1" in page
    client.force_login(people.operator)
    operators = client.get(reverse("desk:occupancy:building", args=["SOUTH-1"]))
    assert "building-sheet" not in operators.content.decode()


def test_the_form_is_filled_in_by_the_link_and_refuses_another_scope(client, people, ledger):
    client.force_login(people.statistician)
    create = reverse("desk:reports:create")
    asked = {"kind": "building-sheet", "scope": "SOUTH-1", "month": "2023-02"}
    page = client.get(create, asked).content.decode()
    assert '<option value="SOUTH-1" selected>' in page
    answer = client.post(create, {**asked, "scope": "district"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["scope"]
    assert client.post(create, asked).url == Snapshot.objects.get().get_absolute_url()


def test_its_figures_open_their_rows(client, people, sheet):
    client.force_login(people.statistician)
    page = client.get(sheet.get_absolute_url())
    found = sheet.definition.addresses(sheet.figures)
    assert f'href="{found["occupied"]}"'.replace("&", "&amp;") in page.content.decode()
    for address in found.values():
        assert client.get(address).status_code == 200


def test_the_monthly_figures_are_those_of_the_sheet(sheet):
    month = plain(monthly_figures.figures(FEBRUARY, "SOUTH-1"))
    assert sheet.figures["ladder"] == month["ladder"]
    assert sheet.figures["wale_years"] == month["wale_years"]


def test_a_late_entry_about_a_closed_month_is_told(sheet):
    figures = plain(sheet.figures)
    assert "结账后台账有补报" not in words_of(sheet.definition.document(figures, "1"))
    let = next(one for floor in figures["floors"] for one in floor["units"] if one["state"] == "L")
    let["state"] = "V"
    assert "剖面图和租约明细按现台账" in words_of(sheet.definition.document(figures, "1"))


def words_of(document):
    return "".join(one.text for one in document.blocks if one.kind == "paragraph")
