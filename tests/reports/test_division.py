"""Long reports in parts by building: nothing is lost, nothing is twice, numbers stay."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.models import DatedSetting
from crm.reports import actions
from crm.reports.dated import PAGES_A_PART
from crm.reports.division import in_parts, rows_by_group, shared_out
from crm.reports.layout import Cell, Column, Document, Row, Section, Table
from crm.reports.pdf import Printed


def report(groups, rows_each=10):
    """A report with a table of rows by building and one that belongs to nobody."""
    columns = [Column("name", "企业", "left")]
    rows = [
        Row(f"{group}-{index}", [Cell(f"{group}企业{index}")], group=group)
        for index in range(rows_each)
        for group in groups
    ]
    whole = [*rows, Row("total", [Cell("合计")], "sum")]
    small = Table("small", "小表", "家", columns, [Row("a", [Cell("一")])])
    table = Table("leases", "租约明细", "份", columns, whole, style="long")
    sections = [Section("first", "总体", [small, table]), Section("basis", "口径", [])]
    return Document(["报告"], "报告", "（2023年2月）", sections)


def printer(document):
    """A page holds ten rows."""
    rows = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return Printed("\n".join(rows).encode(), -(-len(rows) // 10))


def printed(document, most):
    return in_parts(document, printer(document), most, printer)


def test_a_short_report_stays_whole():
    found = printed(report(["甲楼", "乙楼"]), 100)
    assert found.parts == ()


def test_every_row_stands_in_one_file_and_no_file_is_too_long():
    document = report([f"{number}号楼" for number in range(8)])
    found = printed(document, 3)
    lines = [line for part in found.parts for line in part.content.decode().split("\n")]
    grouped = [row.cells[0].text for row in document.tables[1].rows if row.group]
    assert sorted(lines) == sorted(grouped)
    assert all(part.pages <= 3 for part in found.parts)
    assert found.parts[0].label == "第1分册 0号楼—2号楼"


def test_the_body_keeps_sums_and_lists_the_parts():
    found = printed(report(["甲楼", "乙楼", "丙楼"]), 1)
    text = found.content.decode()
    assert "合计" in text
    assert "甲楼企业0" not in text
    assert [part.label for part in found.parts] == ["第1分册 甲楼", "第2分册 乙楼", "第3分册 丙楼"]
    assert "第3分册 丙楼" in text


def test_parts_keep_the_number_of_their_table():
    numbers = []

    def note(document):
        numbers.extend((table.key, table.number) for table in document.tables)
        return printer(document)

    document = report(["甲楼", "乙楼"])
    in_parts(document, printer(document), 1, note)
    assert {number for key, number in numbers if key == "leases"} == {"表2"}
    assert {number for key, number in numbers if key == "small"} == {"表1"}


def test_a_building_that_is_too_long_alone_stays_in_one_part():
    found = printed(report(["甲楼", "乙楼"], rows_each=50), 2)
    assert [part.pages for part in found.parts] == [5, 5]


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 200), min_size=1),
    st.integers(1, 20),
)
def test_groups_are_shared_out_in_order_without_loss(counts, shares):
    listed = shared_out(counts, shares)
    assert [group for part in listed for group in part] == list(counts)
    assert all(listed)


@pytest.mark.django_db
def test_an_issued_report_keeps_its_parts(client, people, draft, quick_printer):
    DatedSetting.objects.create(key=PAGES_A_PART, value=2, effective_from=dt.date(2020, 1, 1))
    issued = actions.issue(draft, by=None)
    parts = list(issued.parts.all())
    assert [part.label for part in parts] == ["第1分册 乙楼", "第2分册 甲楼"]
    client.force_login(people.manager)
    page = client.get(issued.get_absolute_url()).content.decode()
    assert "第2分册 甲楼" in page
    answer = client.get(f"{issued.get_absolute_url()}parts/2/")
    assert answer["Content-Type"] == "application/pdf"
    assert client.get(f"{issued.get_absolute_url()}parts/3/").status_code == 404
    assert set(rows_by_group(issued.definition.document(issued.figures, "2"))) == {"甲楼", "乙楼"}
