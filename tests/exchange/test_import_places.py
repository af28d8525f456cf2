"""Zones, buildings and units: keys, codes, lives, and a message for each wrong cell."""

from decimal import Decimal

import pytest

from crm.occupancy.models import Building, Unit, Zone
from tests.exchange.files import looked_at, rows_in, write_csv, write_xlsx
from tests.exchange.places import BUILDINGS, UNITS, ZONES, lay_out
from tests.factories.occupancy import BuildingFactory

pytestmark = pytest.mark.django_db


def test_new_places_are_stored(tmp_path):
    lay_out(tmp_path)
    assert Building.objects.get(code="A").zone.code == "south"
    assert Unit.objects.get(number="1602").area == Decimal("520.50")


def test_the_same_file_again_changes_nothing(tmp_path):
    lay_out(tmp_path)
    answer = rows_in(tmp_path, "units", UNITS)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 4)


def test_a_row_whose_key_exists_updates_it(tmp_path):
    lay_out(tmp_path)
    answer = rows_in(tmp_path, "zones", [["code", "name"], ["south", "南片区"]])
    assert answer["updated"] == 1
    assert Zone.objects.get(code="south").name == "南片区"


def test_a_column_that_is_absent_leaves_the_record_alone(tmp_path):
    lay_out(tmp_path)
    rows = [["code", "name", "zone"], ["A", "甲楼二期", "south"]]
    rows_in(tmp_path, "buildings", rows)
    assert Building.objects.get(code="A").gross_area == Decimal("52000.00")


def test_an_unknown_code_names_row_column_value_and_what_is_allowed(tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    answer = rows_in(tmp_path, "buildings", [BUILDINGS[0], ["A", "甲楼", "west", "", "1"]])
    (error,) = answer["errors"]
    assert (error["row"], error["column"], error["value"]) == (2, "zone", "west")
    assert "south" in error["message"]
    assert not Building.objects.exists()


def test_every_wrong_cell_has_its_message_and_the_other_rows_are_stored(tmp_path):
    lay_out(tmp_path)
    rows = [
        UNITS[0],
        ["A", "17", "1701", "1,52O.00", "2023年2月30日", ""],
        ["Z", "17", "1702", "100", "2016-01-01", ""],
        ["A", "17", "1703", "100", "2016-01-01", "2015-01-01"],
        ["A", "17", "1704", "100", "2016.1.1", ""],
        ["A", "", "1705", "100", "2016-01-01", ""],
    ]
    answer = rows_in(tmp_path, "units", rows)
    wrong = [(error["row"], error["column"]) for error in answer["errors"]]
    assert wrong == [(2, "area"), (2, "life_from"), (3, "building"), (4, "life_to"), (6, "floor")]
    assert (answer["valid"], answer["created"]) == (1, 1)
    assert Unit.objects.filter(floor__label="17").count() == 1


def test_zones_and_buildings_share_their_codes(tmp_path):
    lay_out(tmp_path)
    answer = rows_in(tmp_path, "zones", [["code", "name"], ["A", "甲"], ["district", "全区"]])
    assert [error["column"] for error in answer["errors"]] == ["code", "code"]


def test_lives_of_one_number_never_overlap(tmp_path):
    lay_out(tmp_path)
    answer = rows_in(tmp_path, "units", [UNITS[0], ["B", "1", "0101", "9", "2019-01-01", ""]])
    assert "2017-01-01" in answer["errors"][0]["message"]


def test_a_life_cut_short_makes_room_for_the_next(tmp_path):
    lay_out(tmp_path)
    rows = [
        UNITS[0],
        ["A", "16", "1601", "990", "2022-01-01", ""],
        ["A", "16", "1601", "1000", "2016-01-01", "2022-01-01"],
    ]
    answer = rows_in(tmp_path, "units", rows)
    assert (answer["created"], answer["updated"], answer["errors"]) == (1, 1, [])


def test_floors_written_differently_are_one(tmp_path):
    lay_out(tmp_path)
    rows_in(tmp_path, "units", [UNITS[0], ["A", "16F", "1603", "9", "2016-01-01", ""]])
    assert Unit.objects.values("floor").filter(building__code="A").distinct().count() == 1


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path):
    path = write_xlsx(
        tmp_path / "w.xlsx", {"units": UNITS, "片区": ZONES, "buildings": [*BUILDINGS, ["C"]]}
    )
    answer = looked_at("workbook", path)
    assert (answer["rows"], answer["created"]) == (9, 8)
    assert answer["errors"][0]["sheet"] == "buildings"
    assert not Zone.objects.exists()
    assert not Unit.objects.exists()


def test_a_workbook_is_taken_in_order_of_dependency(tmp_path):
    path = write_xlsx(tmp_path / "w.xlsx", {"units": UNITS, "buildings": BUILDINGS, "zones": ZONES})
    answer = looked_at("workbook", path)
    assert answer["errors"] == []


def test_a_grade_may_be_key_or_label(tmp_path):
    rows_in(tmp_path, "zones", ZONES)
    head = ["code", "name", "zone", "grade"]
    rows = [head, ["A", "甲楼", "south", "a"], ["B", "乙楼", "south", "甲级"]]
    assert rows_in(tmp_path, "buildings", rows)["errors"] == []
    assert set(Building.objects.values_list("grade", flat=True)) == {"a"}


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["x", "y"], ["1", "2"]])
    with pytest.raises(Exception, match=r"表头|heads"):
        looked_at("zones", path)


def test_units_that_are_gone_or_to_come_are_unchanged_the_second_time(tmp_path):
    BuildingFactory(code="LY-1")
    rows = [
        ["building", "floor", "number", "area", "life_from", "life_to", "way", "use"],
        ["LY-1", "1", "0101", 100, "2018-01-01", "2020-01-01", "for_sale", "retail"],
        ["LY-1", "1", "0102", 100, "2018-01-01", "", "kept", "office"],
        ["LY-1", "1", "0103", 100, "2090-01-01", "", "for_sale", "retail"],
    ]
    assert rows_in(tmp_path, "units", rows)["created"] == 3
    again = rows_in(tmp_path, "units", rows)
    assert (again["errors"], again["unchanged"]) == ([], 3)
