"""The report as a workbook: real numbers in the printed unit, frozen heads, one sheet a table."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from crm.reports import formats
from crm.reports.layout import (
    Block,
    Cell,
    Column,
    Document,
    Items,
    Paragraph,
    Row,
    Table,
)
from crm.reports.printing import Imprint

TITLE, HEAD, BOLD = Font(name="黑体", size=13), Font(name="黑体", size=10), Font(bold=True)
SHADE = PatternFill("solid", fgColor="F1F4F7")
LINE = Side(style="thin", color="000000")
HEAD_ROW = 3
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
PLACES = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}


def to_workbook(document: Document, imprint: Imprint) -> bytes:
    """A cover that names the snapshot, then every table and the figures behind the charts.

    Rows are written as they come: what is held does not grow with the number of rows.
    """
    book = Workbook(write_only=True)
    _cover(book, document, imprint)
    for block in document.blocks:
        if block.kind in ("facts", "headlines"):
            _sheet(book, block.name, block.data)
    for table in document.tables:
        _sheet(book, table.heading, table)
    for chart in document.charts:
        _sheet(book, chart.heading, chart.data)
    stamp = dt.datetime.fromisoformat(imprint.frozen_at)
    book.properties.creator = "District Desk"
    book.properties.created = book.properties.modified = stamp
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cover(book: Workbook, document: Document, imprint: Imprint) -> None:
    sheet = book.create_sheet("封面")
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 100
    sheet.append([_styled(sheet, Cell("".join(document.title) + document.period), font=TITLE)])
    sheet.append([])
    facts = [
        ("编号", imprint.name),
        ("数据截至", imprint.as_of + ("" if imprint.closed else "（未结账）")),
        ("标记", imprint.stamp or "—"),
        ("台账冻结", imprint.frozen_at),
        ("签发", imprint.issued_on or "未签发"),
        ("更正记录", imprint.correction or "无"),
        ("SHA-256", imprint.sha256),
    ]
    for name, value in facts:
        sheet.append([_styled(sheet, Cell(name), font=HEAD), _styled(sheet, Cell(value))])
    sheet.append([])
    wrapped = Alignment(wrap_text=True, vertical="top")
    for section in document.sections:
        for block in section.blocks:
            for words in _sentences(block):
                head = _styled(sheet, Cell(section.heading), font=HEAD)
                sheet.append([head, _styled(sheet, Cell(words), alignment=wrapped)])


def _sentences(block: Block) -> list[str]:
    """What a block says in words."""
    if isinstance(block, Paragraph):
        return [line.text for line in block.lines]
    if isinstance(block, Items):
        return [f"{index}. {one.text}" for index, one in enumerate(block.items, 1)]
    return []


def _sheet(book: Workbook, name: str, table: Table) -> None:
    sheet = book.create_sheet(_free_name(book, name))
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    for index, column in enumerate(table.columns, 1):
        width = _width(column, index, table.rows)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_styled(sheet, Cell(name), font=TITLE)])
    unit = table.unit if table.style == "terms" or not table.unit else f"单位：{table.unit}"
    sheet.append([_styled(sheet, Cell(unit))])
    heads = [
        column.label or {"name": "项目", "words": "说明"}[column.key] for column in table.columns
    ]
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    border = Border(top=LINE, bottom=LINE)
    sheet.append(
        [_styled(sheet, Cell(head), font=HEAD, border=border, alignment=middle) for head in heads]
    )
    for row in table.rows:
        sheet.append(_row(sheet, row))
    if table.source or not table.rows:
        words = table.source if table.rows else table.empty
        sheet.append([_styled(sheet, Cell(words))])


def _row(sheet: Worksheet, row: Row) -> list[WriteOnlyCell]:
    if not row.style:
        return [_styled(sheet, cell) for cell in row.cells]
    border = Border(top=LINE) if row.style == "sum" else Border()
    return [_styled(sheet, cell, font=BOLD, fill=SHADE, border=border) for cell in row.cells]


def _styled(sheet: Worksheet, cell: Cell, **looks: Any) -> WriteOnlyCell:
    """The cell as it is written: numbers in the printed unit, text that stays text."""
    target = WriteOnlyCell(sheet)
    if cell.is_number and cell.value is not None:
        target.value = formats.number(cell.value, cell.form)
        target.number_format = PLACES[formats.NUMBERS[cell.form][0]]
    elif cell.is_number:
        target.value = formats.DASH
        target.alignment = Alignment(horizontal="right")
    elif isinstance(cell.value, dt.date):
        target.value, target.number_format = cell.value, "yyyy-mm-dd"
    elif cell.value:
        target.value = ILLEGAL_CHARACTERS_RE.sub("", str(cell.value))
        target.data_type = "s"  # text that begins with = stays text
    for name, look in looks.items():
        setattr(target, name, look)
    return target


def _width(column: Column, index: int, rows: list[Row]) -> float:
    longest = max((_letters(row.cells[index - 1].text) for row in rows), default=0)
    return min(60, 3 + max(longest, _letters(column.label)))


def _letters(text: str) -> int:
    return sum(2 if ord(letter) > 255 else 1 for letter in text)


def _free_name(book: Workbook, name: str) -> str:
    plain = NOT_IN_NAMES.sub("", name)[:28]
    taken = set(book.sheetnames)
    return next(
        candidate
        for candidate in (plain, *(f"{plain} {count}" for count in range(2, 100)))
        if candidate not in taken
    )
