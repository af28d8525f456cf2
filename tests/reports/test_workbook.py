"""The workbook: real numbers in the printed unit, frozen heads, text that stays text."""

import tracemalloc
from io import BytesIO

import pytest
from openpyxl import load_workbook

from crm.reports.layout import Cell, Column, Document, Row, Section, Table
from crm.reports.printing import document_of, imprint_of
from crm.reports.workbook import to_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(draft):
    return load_workbook(BytesIO(to_workbook(document_of(draft), imprint_of(draft))))


def test_figures_are_numbers_with_the_printed_decimals(book):
    sheet = book["表1 总体指标"]
    rate = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == "入驻率")
    assert round(rate[1].value, 6) == round(600 / 1400 * 100, 6)
    assert rate[1].number_format == "#,##0.0"
    assert sheet["B4"].value == pytest.approx(0.15)


def test_heads_stay_when_one_scrolls(book):
    assert book["表8 分楼宇入驻情况"].freeze_panes == "B4"


def test_every_table_and_the_figures_of_every_chart_have_a_sheet(draft, book):
    document = document_of(draft)
    assert len(book.sheetnames) == 1 + len(document.tables) + len(document.charts)


def test_the_cover_names_the_snapshot(draft, book):
    words = [cell.value for row in book["封面"].iter_rows() for cell in row]
    assert draft.sha256 in words
    assert "2023-02-28（未结账）" in words


def test_a_name_that_looks_like_a_formula_stays_a_name(draft):
    rows = [Row("x", [Cell('=HYPERLINK("http://x")'), Cell("a\x00b")])]
    table = Table("t", "名", "个", [Column("a", "甲"), Column("b", "乙")], rows)
    document = Document(["题"], "题", "期", [Section("s", "节", [table])])
    book = load_workbook(BytesIO(to_workbook(document, imprint_of(draft))))
    cell = book["表1 名"]["A4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')
    assert book["表1 名"]["B4"].value == "ab"


def test_many_rows_are_written_without_being_held(draft):
    """A row more takes less room than its own words, on top of the file itself."""

    def room(count):
        columns = [Column("a", "甲", "left"), Column("b", "乙")]
        rows = [Row(str(n), [Cell(f"企业{n}"), Cell(n, "count")]) for n in range(count)]
        table = Table("t", "名", "个", columns, rows)
        document = Document(["题"], "题", "期", [Section("s", "节", [table])])
        imprint = imprint_of(draft)
        tracemalloc.start()
        content = to_workbook(document, imprint)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak - 2 * len(content)

    assert (room(20_000) - room(5_000)) / 15_000 < 50
