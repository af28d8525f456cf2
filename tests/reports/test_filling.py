"""Writing into a blank form: what stays, what moves, what is refused. No database."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from crm.core.errors import Refused
from crm.reports import demo
from crm.reports.submissions.blanks import grid, label_of, losses, read_blank
from crm.reports.submissions.catalogue import converted
from crm.reports.submissions.filling import Entry, fill
from crm.reports.submissions.references import shift_formula, shift_range


def saved(book):
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def reopened(content):
    return load_workbook(BytesIO(content))


def listing(rows=3):
    """A head, ``rows`` empty rows, a sum under them, a note, and another list below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "表"
    sheet["A1"], sheet["B1"], sheet["C1"] = "名称", "面积", "占比"
    last = 1 + rows
    for row in range(2, last + 1):
        sheet[f"B{row}"].number_format = "0.00"
        sheet[f"C{row}"] = f"=B{row}/B${last + 1}"
        sheet.row_dimensions[row].height = 22
    sheet[f"A{last + 1}"] = "合计"
    sheet[f"B{last + 1}"] = f"=SUM(B2:B{last})"
    sheet[f"A{last + 2}"] = "注：说明"
    sheet.merge_cells(f"A{last + 2}:C{last + 2}")
    sheet.row_dimensions[last + 2].height = 40
    other = book.create_sheet("别表")
    other["A1"] = f"=表!B{last + 1}*2"
    return book


def test_rows_are_put_in_where_a_list_is_too_short_and_the_rest_moves_down():
    names = [f"楼{number}" for number in range(8)]
    entries = [
        Entry("表", "A2", names, fills_down=True),
        Entry("表", "B2", list(range(8)), fills_down=True),
    ]
    done = fill(saved(listing()), entries)
    sheet = reopened(done.content)["表"]
    assert [sheet[f"A{row}"].value for row in range(2, 11)] == [*names, "合计"]
    assert sheet["B10"].value == "=SUM(B2:B9)"
    assert sheet["C2"].value == "=B2/B$10"
    assert sheet["C9"].value == "=B9/B$10"
    assert reopened(done.content)["别表"]["A1"].value == "=表!B10*2"
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A11:C11"]
    assert (sheet.row_dimensions[9].height, sheet.row_dimensions[11].height) == (22, 40)
    assert sheet["B9"].number_format == "0.00"
    assert done.added_rows == {"表": 5}
    assert done.written == 16


def test_a_short_list_leaves_its_other_rows_empty():
    done = fill(saved(listing()), [Entry("表", "A2", ["甲"], fills_down=True)])
    sheet = reopened(done.content)["表"]
    assert [sheet[f"A{row}"].value for row in range(2, 6)] == ["甲", None, None, "合计"]
    assert done.added_rows == {}


def test_a_list_at_the_end_of_a_sheet_goes_on_in_the_style_of_its_first_row():
    book = Workbook()
    book.active["A1"] = "名称"
    book.active["A2"].number_format = "0.000"
    done = fill(saved(book), [Entry("Sheet", "A2", [1, 2, 3], fills_down=True)])
    sheet = reopened(done.content)["Sheet"]
    assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == [1, 2, 3]
    assert sheet["A4"].number_format == "0.000"


def test_single_cells_below_a_list_are_found_where_they_moved_to():
    book = listing()
    book["表"]["B7"] = "填表人："
    entries = [
        Entry("表", "C7", ["某人"]),
        Entry("表", "A2", ["楼"] * 6, fills_down=True),
    ]
    sheet = reopened(fill(saved(book), entries).content)["表"]
    assert (sheet["B10"].value, sheet["C10"].value) == ("填表人：", "某人")


def test_formats_formulas_merges_and_fonts_stay(tmp_path):
    blank = demo.blank_form()
    entries = [
        Entry(demo.SUMMARY, "C5", [40]),
        Entry(demo.SUMMARY, "D5", [Decimal("190.00")]),
        Entry(demo.LIST, "B5", [f"楼{number}" for number in range(25)], fills_down=True),
    ]
    before, after = reopened(blank), reopened(fill(blank, entries).content)
    old, new = before[demo.SUMMARY], after[demo.SUMMARY]
    assert {str(one) for one in old.merged_cells.ranges} == {
        str(one) for one in new.merged_cells.ranges
    }
    for row in old.iter_rows():
        for cell in row:
            same = new[cell.coordinate]
            for look in ("number_format", "font", "border", "alignment"):
                assert repr(getattr(same, look)) == repr(getattr(cell, look))
            if cell.coordinate not in ("C5", "D5"):
                assert same.value == cell.value
    listed = after[demo.LIST]
    assert listed["D30"].value == "=SUM(D5:D29)"
    assert listed["F30"].value == "=E30/D30*100"
    assert "A30:C30" in {str(one) for one in listed.merged_cells.ranges}
    assert listed.freeze_panes == "A5"
    assert listed["B29"].border.left.style == "thin"
    assert after.calculation.fullCalcOnLoad


def test_a_formula_is_never_written_over():
    done = fill(demo.blank_form(), [Entry(demo.SUMMARY, "E5", [1])])
    assert reopened(done.content)[demo.SUMMARY]["E5"].value == "=C5-D5"
    assert done.refused[demo.SUMMARY, "E5"]


def test_the_shown_cell_of_a_merged_block_is_written():
    book = Workbook()
    book.active.merge_cells("B2:D3")
    sheet = reopened(fill(saved(book), [Entry("Sheet", "C3", ["甲"])]).content)["Sheet"]
    assert sheet["B2"].value == "甲"


def test_text_that_looks_like_a_formula_stays_text():
    sheet = reopened(fill(saved(Workbook()), [Entry("Sheet", "A1", ["=1+1"])]).content)["Sheet"]
    assert (sheet["A1"].data_type, sheet["A1"].value) == ("s", "=1+1")


def test_days_are_days_and_a_missing_sheet_is_named():
    entries = [Entry("Sheet", "A1", [dt.date(2023, 2, 28)]), Entry("无", "A1", [1])]
    done = fill(saved(Workbook()), entries)
    cell = reopened(done.content)["Sheet"]["A1"]
    assert (cell.value.date(), cell.number_format) == (dt.date(2023, 2, 28), "yyyy-mm-dd")
    assert done.refused["无", "A1"]


def test_checks_conditions_and_the_print_area_move_with_the_rows():
    book = listing()
    sheet = book["表"]
    check = DataValidation(type="list", formula1='"甲,乙"')
    check.add("A2:A4")
    sheet.add_data_validation(check)
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("B2:B4", CellIsRule("lessThan", ["0"], fill=red))
    sheet.print_area = "A1:C6"
    done = fill(saved(book), [Entry("表", "A2", ["楼"] * 6, fills_down=True)])
    sheet = reopened(done.content)["表"]
    assert str(sheet.data_validations.dataValidation[0].sqref) == "A2:A7"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["B2:B7"]
    assert sheet.print_area.replace("$", "").endswith("A1:C9")


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("=SUM(B2:B4)", "=SUM(B2:B7)"),
        ("=B4+B5", "=B4+B8"),
        ("=$B$5/表!B6", "=$B$8/表!B9"),
        ("=别表!B9", "=别表!B9"),
        ("='表'!A4:A5", "='表'!A4:A8"),
        ('=IF(B5>0,"B5 以上",0)', '=IF(B8>0,"B5 以上",0)'),
        ("=SUM(3:5)", "=SUM(3:8)"),
    ],
)
def test_formulas_follow_the_rows(formula, moved):
    assert shift_formula(formula, 5, 3, sheet="表", own=True) == moved


@given(st.integers(1, 50), st.integers(1, 50), st.integers(2, 60), st.integers(1, 30))
def test_a_range_keeps_all_that_it_held(first, length, at, count):
    last = first + length
    start, end = (int(part[1:]) for part in shift_range(f"A{first}:A{last}", at, count).split(":"))
    grown = (end - start) - (last - first)
    assert grown in (0, count)
    assert start >= first
    assert end >= last
    for row in range(first, last + 1):
        assert start <= (row + count if row >= at else row) <= end


@pytest.mark.parametrize(
    ("value", "measure", "unit", "shown_as", "written"),
    [
        (Decimal("1900000"), "area", "万㎡", "General", Decimal("190.00")),
        (Decimal("1900000"), "area", "", "General", Decimal("1900000.00")),
        (Decimal("0.81045"), "rate", "%", "General", Decimal("81.0")),
        (Decimal("0.81045"), "rate", "%", "0.00", Decimal("81.045")),
        (Decimal("0.81045"), "rate", "%", "0.0%", Decimal("0.81045")),
        (Decimal("0.81045"), "rate", "小数", "General", Decimal("0.810")),
        (7, "count", "", "General", 7),
        ("甲", "text", "", "General", "甲"),
        (None, "area", "", "General", None),
    ],
)
def test_values_are_written_in_the_unit_of_the_form(value, measure, unit, shown_as, written):
    assert converted(value, measure, unit, shown_as) == written


def test_what_does_not_survive_is_named(tmp_path):
    assert losses(demo.blank_form()) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0", b"a,b\n1,2"])
def test_what_is_no_form_is_refused(content):
    with pytest.raises(Refused):
        read_blank(content)


def test_the_words_beside_and_above_say_what_a_cell_is_for():
    sheet = reopened(demo.blank_form())[demo.SUMMARY]
    assert label_of(sheet, "C6") == ("在用楼宇建筑面积 万平方米", "本月")
    assert label_of(sheet, "A1") == ("", "")


def test_the_grid_draws_merged_blocks_once():
    drawn = grid(reopened(demo.blank_form())[demo.LIST])
    first = drawn.rows[0][1]
    assert (first[0].coordinate, first[0].columns, len(first)) == ("A1", 7, 1)
    assert not drawn.cut
