"""Spreadsheets as they are: where the head is, what is no record, how bytes become text."""

import datetime as dt
import zipfile

import pytest
from openpyxl import Workbook

from crm.core.errors import Refused
from crm.core.registries import exchange_kinds
from crm.core.spreadsheets.heads import find_head
from crm.core.spreadsheets.opening import open_book
from crm.exchange.reading import read_job
from tests.exchange.files import begin, looked_at, write_csv, write_xlsx

pytestmark = pytest.mark.django_db

UNITS_HEAD = [["楼宇编码", "房源编号"], ["A", "1"]]


def read(kind, path):
    (sheet,) = read_job(begin(kind, path))
    rows = [group[0] for chunk in sheet.spool.chunks() for group in chunk]
    return sheet, [row.row.values for row in rows]


def test_the_head_is_found_below_a_title(tmp_path):
    rows = [["丽泽片区一览"], ["填报：统计科"], ["片区编码", "片区名称"], ["south", "南区"]]
    sheet, values = read("zones", write_xlsx(tmp_path / "a.xlsx", {"表": rows}))
    assert sheet.head.first == 3
    assert values == [{"code": "south", "name": "南区"}]


def test_heads_may_be_keys_or_labels_in_any_order(tmp_path):
    rows = [["zone name", "code", "不认识的列"], ["南区", "south", "x"]]
    sheet, values = read("zones", write_csv(tmp_path / "a.csv", rows))
    assert values == [{"name": "南区", "code": "south"}]
    assert [item.text for item in sheet.head.columns if item.column is None] == ["不认识的列"]


def test_heads_of_two_rows_are_joined(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["合同编号", "承租方", "租期", None])
    page.append([None, None, "起", "止"])
    page.append(["HT-1", "甲公司", "2023.3.1", "2026-02-28"])
    for block in ("A1:A2", "B1:B2", "C1:D1"):
        page.merge_cells(block)
    book.save(tmp_path / "a.xlsx")
    sheet, values = read("leases", tmp_path / "a.xlsx")
    assert (sheet.head.first, sheet.head.last) == (1, 2)
    assert values[0]["start"] == dt.date(2023, 3, 1)
    assert values[0]["end"] == dt.date(2026, 2, 28)


def test_merged_cells_are_filled_down(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["building", "floor", "number", "area", "life_from"])
    page.append(["A", "16", "1601", 100, "2016-01-01"])
    page.append([None, None, "1602", 200, "2016-01-01"])
    page.merge_cells("A2:A3")
    page.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    _sheet, values = read("units", tmp_path / "a.xlsx")
    assert [row["building"] for row in values] == ["A", "A"]
    assert [row["floor"] for row in values] == ["16", "16"]


def test_totals_titles_and_remarks_are_skipped_and_listed(tmp_path):
    head = ["building", "floor", "number", "area", "life_from"]
    rows = [
        head,
        ["一、南区"],
        ["A", "16", "1601", "100", "2016-01-01"],
        ["A座小计", "", "", "100", ""],
        head,
        ["合计", "", "", "100", ""],
        ["注：面积为建筑面积"],
        [],
    ]
    sheet, values = read("units", write_csv(tmp_path / "a.csv", rows))
    assert len(values) == 1
    assert [reason for _row, reason, _text in sheet.skipped] == [
        "title",
        "total",
        "head",
        "total",
        "remark",
    ]


def test_a_unit_in_the_head_counts(tmp_path):
    rows = [["编码", "名称", "片区", "建筑面积（万㎡）"], ["A", "甲楼", "south", "5.2"]]
    _sheet, values = read("buildings", write_csv(tmp_path / "a.csv", rows))
    assert str(values[0]["gross_area"]) == "52000.00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_chinese_offices(tmp_path, encoding):
    path = write_csv(tmp_path / "a.csv", [["编码", "名称"], ["south", "南区㎡"]], encoding)
    _sheet, values = read("zones", path)
    assert values == [{"code": "south", "name": "南区m2"}]


def test_a_semicolon_separates_too(tmp_path):
    (tmp_path / "a.csv").write_text("code;name\nsouth;南区\n")
    _sheet, values = read("zones", tmp_path / "a.csv")
    assert values == [{"code": "south", "name": "南区"}]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\x00\x01\x02", b""])
def test_what_is_no_spreadsheet_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(Refused):
        looked_at("zones", path)


def test_a_file_without_a_required_column_is_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["building", "number", "area"], ["A", "1", "3"]])
    with pytest.raises(Refused, match="life_from"):
        looked_at("units", path)


def test_dates_styles_and_gaps_of_an_xlsx(tmp_path):
    book = Workbook()
    page = book.active
    page["B2"], page["D2"] = dt.date(2016, 9, 5), True
    page["A4"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = open_book(tmp_path / "a.xlsx").sheets()
    lines = [line for line in sheet.lines() if any(line.cells)]
    assert lines[0].number == 2
    day = dt.datetime(2016, 9, 5)  # noqa: DTZ001 - as a cell holds it
    assert lines[0].cells == [None, day, None, True]


def test_every_kind_finds_its_own_template(tmp_path):
    for kind in exchange_kinds:
        head = [str(column.label) for column in kind.columns]
        path = write_csv(tmp_path / f"{kind.key}.csv", [head])
        (sheet,) = open_book(path).sheets()
        found = find_head(list(sheet.lines()), kind.columns)
        assert [item.column.key for item in found.known] == [c.key for c in kind.columns]


def test_every_kind_has_columns_that_no_other_column_names_in_chinese():
    for kind in exchange_kinds:
        labels = [column.labels()["zh"] for column in kind.columns]
        assert len(set(labels)) == len(labels), kind.key


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_cell_that_unpacks_to_megabytes_is_refused(tmp_path, member):
    plain, bomb = write_xlsx(tmp_path / "a.xlsx", {"x": UNITS_HEAD}), tmp_path / "bomb.xlsx"
    assert len(all_lines(plain)) == len(UNITS_HEAD)
    text = b"<t>" + b"A" * 3_000_000 + b"</t>"
    rows = b'<row r="9"><c r="A9" t="inlineStr"><is>' + text + b"</is></c></row></sheetData>"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as sink:
        members = {name: source.read(name) for name in source.namelist()}
        members.setdefault("xl/sharedStrings.xml", b"<sst></sst>")
        ends = {"xl/sharedStrings.xml": (b"</sst>", b"<si>" + text + b"</si></sst>")}
        found = ends.get(member, (b"</sheetData>", rows))
        assert found[0] in members[member]
        members[member] = members[member].replace(*found)
        for name, content in members.items():
            sink.writestr(name, content)
    with pytest.raises(Refused, match="无法按表格读取"):
        all_lines(bomb)


def all_lines(path):
    return [line for sheet in open_book(path).sheets() for line in sheet.lines()]
