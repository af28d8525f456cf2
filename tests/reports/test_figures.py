"""The figures of a month agree with the ledger, with each other, and with what is printed."""

from decimal import Decimal

import pytest
from django.utils import translation

from crm.core.errors import Refused
from crm.occupancy.places import place_of
from crm.occupancy.positions import position
from crm.occupancy.statements import position_statement
from crm.reports.canonical import canonical_json
from crm.reports.occupancy_monthly.figures import figures
from crm.reports.occupancy_monthly.second.document import build
from tests.factories.occupancy import MonthCloseFactory
from tests.reports.conftest import FEBRUARY


def table(document, key):
    return next(table for table in document.tables if table.key == key)


def cells(document, key, row):
    found = next(line for line in table(document, key).rows if line.key == row)
    return [cell.text for cell in found.cells]


def test_the_position_is_that_of_the_occupancy_command(ledger):
    found = figures(FEBRUARY, "district")
    stated = position_statement(position(place_of("district"), FEBRUARY))
    assert {key: found["now"]["area"][key] for key in stated["area"]} == stated["area"]
    assert found["now"]["rate"] == stated["rate"]
    assert found["now"]["enterprises"] == stated["enterprises"] == 6


def test_the_overview_prints_both_bases_and_both_effects(draft):
    document = draft.definition.document(draft.figures, "2")
    # 600 of 1,400 ㎡ now, 600 of 900 a month ago.
    assert cells(document, "overview", "rate")[1:4] == ["42.9", "66.7", "−23.8"]
    assert cells(document, "overview", "on_gross")[1:3] == ["40.0", "60.0"]
    assert cells(document, "overview", "take_up")[3] == "0.0"
    assert cells(document, "overview", "supply")[3] == "−23.8"


def test_like_for_like_holds_only_buildings_in_use_at_both_dates(draft):
    same = draft.figures["like_for_like"]["month"]
    assert same["buildings"] == 1
    assert (same["now"]["occupied"], same["then"]["occupied"]) == ("500.00", "600.00")


def test_the_balance_closes_and_the_moves_sum_to_it(draft):
    moved = {
        key: Decimal(value)
        for key, value in draft.figures["balance"].items()
        if isinstance(value, str)
    }
    parts = ("move_in", "expansion", "move_out", "contraction", "difference")
    assert sum(moved[key] for key in parts) == moved["net"]
    assert moved["adjusted"] + moved["net"] == moved["closing"]
    named = sum(Decimal(row["net"]) for row in draft.figures["moves"])
    assert named == moved["net"] == 0


def test_zone_rows_and_totals_stand_in_the_table_of_buildings(draft):
    document = draft.definition.document(draft.figures, "2")
    rows = table(document, "buildings").rows
    assert [row.style for row in rows] == ["", "sub", "", "sub", "sum"]
    assert cells(document, "buildings", "total")[8] == "42.9"
    assert cells(document, "buildings", "NORTH-1")[9] == "—"


def test_the_ladder_sums_to_all_let_area(draft):
    ladder = {row["key"]: row for row in draft.figures["ladder"]}
    assert ladder["holdover"]["area"] == ladder["30"]["area"] == "100.00"
    total = sum(Decimal(row["area"]) for row in ladder.values())
    area = draft.figures["now"]["area"]
    assert total == Decimal(area["L"]) + Decimal(area["N"])


def test_sections_and_tables_are_numbered_without_a_gap(draft):
    document = draft.definition.document(draft.figures, "2")
    assert [section.number for section in document.sections] == list("一二三四五六七八")
    assert document.sections[-1].title == "口径说明"
    numbers = [int(table.number.removeprefix("表")) for table in document.tables]
    assert numbers == list(range(1, 16))


def test_an_empty_ledger_gives_a_report_that_says_so(db):
    document = build(figures(FEBRUARY, "district") | {"as_of": FEBRUARY.isoformat()})
    assert cells(document, "overview", "rate")[1] == "—"
    assert "入驻率无法计算" in document.sections[0].blocks[0].text


def test_a_zone_and_a_building_are_reports_of_their_own(ledger):
    assert figures(FEBRUARY, "S")["now"]["buildings"] == 1
    assert figures(FEBRUARY, "NORTH-1")["scope"]["name"] == "乙楼"
    with pytest.raises(Refused):
        figures(FEBRUARY, "NOWHERE")


def test_a_month_says_whether_it_is_closed(ledger):
    assert figures(FEBRUARY, "district")["closed"] is False
    MonthCloseFactory()
    assert figures(FEBRUARY, "district")["closed"] is True


def test_the_same_ledger_gives_the_same_text_whatever_language_is_asked_in(draft):
    with translation.override("en"):
        assert canonical_json(figures(FEBRUARY, "district")) == draft.canonical


def test_the_figures_of_a_whole_district_cost_a_fixed_number_of_queries(
    ledger, django_assert_max_num_queries
):
    with django_assert_max_num_queries(70):
        figures(FEBRUARY, "district")
