"""The stacking plan as a drawing: data in, one well-formed SVG out."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.occupancy.stacking import short_name
from crm.occupancy.svg import PlanCell, PlanFloor, PlanStyle, stacking_plan
from crm.occupancy.svg.paper import SPECK, specks
from crm.occupancy.svg.plan import cut, text_width

SVG = "{http://www.w3.org/2000/svg}"


def cell(state: str, area: int = 500, number: str = "1801", words: str = "某公司") -> PlanCell:
    return PlanCell(number, Decimal(area), state, words, f"{number} 室", "至 25-08")


def draw(*floors: PlanFloor, **style) -> ElementTree.Element:
    return ElementTree.fromstring(  # noqa: S314 - our own drawing
        stacking_plan(list(floors), PlanStyle(title="某楼", **style))
    )


@pytest.mark.parametrize("state", "SLONVH")
def test_every_state_has_its_letter(state):
    words = [node.text for node in draw(PlanFloor("1", cells=[cell(state)])).iter(f"{SVG}text")]
    assert any(text.startswith(f"{state} ") for text in words)


def test_width_is_in_proportion_to_area_on_one_scale():
    plan = draw(PlanFloor("2", cells=[cell("L", 1000)]), PlanFloor("1", cells=[cell("S", 500)]))
    widths = {
        node.get("class"): float(node.get("width"))
        for node in plan.iter(f"{SVG}rect")
        if node.get("class") in ("L", "S")
    }
    assert abs(widths["L"] + 1 - 2 * (widths["S"] + 1)) < 0.2


def test_floors_stand_top_down_as_given():
    plan = draw(PlanFloor("2", cells=[cell("L")]), PlanFloor("1", cells=[cell("S")]))
    rows = [node.text for node in plan.iter(f"{SVG}text") if node.text in ("1", "2")]
    assert rows == ["2", "1"]


def test_plant_and_skipped_floors_are_labelled():
    plan = draw(PlanFloor("16", "plant", "避难层"), PlanFloor("13", "skipped", "跳号，无此层"))
    words = [node.text for node in plan.iter(f"{SVG}text")]
    assert {"避难层", "跳号，无此层"} <= set(words)


def test_a_cell_opens_its_unit_on_screen_and_nothing_on_paper():
    floor = PlanFloor("1", cells=[cell("L")])
    links = [node.get("href") for node in draw(floor, query="as_of=2023-02-28&").iter(f"{SVG}a")]
    assert links == ["?as_of=2023-02-28&unit=1801"]
    assert list(draw(floor, links=False, points=442).iter(f"{SVG}a")) == []


def test_markup_in_a_name_stays_words():
    plan = stacking_plan(
        [PlanFloor("1", cells=[cell("L", words="<script>&")])], PlanStyle(title='"<b>')
    )
    assert "<script>" not in plan
    assert "<b>" not in plan


def test_long_names_are_cut_to_their_cell():
    room = 60
    assert text_width(cut("一个非常非常长的公司名称", room)) <= room
    assert cut("短", room) == "短"


def test_an_empty_building_is_drawn_too():
    assert draw().tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("北京穹岚控股有限公司（演示）", "穹岚控股"),
        ("汐原律师事务所（特殊普通合伙）", "汐原律师事务所"),
        ("某公司", "某公司"),
    ],
)
def test_names_are_shortened_for_cells(name, short):
    assert short_name(name) == short


@pytest.mark.parametrize("state", "NHO")
def test_on_paper_lines_stand_for_patterns_and_a_title_for_the_picture(state):
    floor = PlanFloor("1", cells=[cell(state)])
    sheet = draw(floor, links=False, points=442, legend=[("N", "已租未入驻"), ("H", "暂不可租")])
    text = ElementTree.tostring(sheet, encoding="unicode")
    assert "pattern" not in text
    assert "url(#" not in text
    assert sheet.find(f"{SVG}title").text == "某楼"
    assert "url(#" in ElementTree.tostring(draw(floor), encoding="unicode")


@given(width=st.floats(4, 600), height=st.floats(8, 20))
def test_specks_stay_within_their_box(width, height):
    found = re.findall(r"M([\d.]+) ([\d.]+)h", specks(10, 10, width, height))
    slack = SPECK + 0.06  # coordinates are written with one decimal
    assert all(10 <= float(x) <= 10 + width - SPECK + slack for x, _ in found)
    assert all(10 <= float(y) <= 10 + height - SPECK + slack for _, y in found)
