"""The report as a workbook: real numbers in the printed unit, frozen heads, one sheet a table."""

import datetime as dt
import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
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
    """A cover that names the snapshot, then every table and the figures behind the charts."""
    book = Workbook()
    _cover(book.active, document, imprint)
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


def _cover(sheet: Worksheet, document: Document, imprint: Imprint) -> None:
    sheet.title = "封面"
    sheet["A1"] = "".join(document.title) + document.period
    sheet["A1"].font = TITLE
    facts = [
        ("编号", imprint.name),
        ("数据截至", imprint.as_of + ("" if imprint.closed else "（未结账）")),
        ("标记", imprint.stamp or "—"),
        ("台账冻结", imprint.frozen_at),
        ("签发", imprint.issued_on or "未签发"),
        ("更正记录", imprint.correction or "无"),
        ("SHA-256", imprint.sha256),
    ]
    for index, (name, value) in enumerate(facts, 3):
        _put(sheet, index, 1, Cell(name)).font = HEAD
        _put(sheet, index, 2, Cell(value))
    row = 3 + len(facts) + 1
    for section in document.sections:
        for block in section.blocks:
            for words in _sentences(block):
                _put(sheet, row, 1, Cell(section.heading)).font = HEAD
                cell = _put(sheet, row, 2, Cell(words))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                row += 1
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 100


def _sentences(block: Block) -> list[str]:
    """What a block says in words."""
    if isinstance(block, Paragraph):
        return [block.text]
    if isinstance(block, Items):
        return [f"{index}. {one.text}" for index, one in enumerate(block.items, 1)]
    return []


def _sheet(book: Workbook, name: str, table: Table) -> None:
    sheet = book.create_sheet(_free_name(book, name))
    _put(sheet, 1, 1, Cell(name)).font = TITLE
    if table.unit:
        _put(sheet, 2, 1, Cell(table.unit if table.style == "terms" else f"单位：{table.unit}"))
    heads = [
        column.label or {"name": "项目", "words": "说明"}[column.key] for column in table.columns
    ]
    for index, head in enumerate(heads, 1):
        cell = _put(sheet, HEAD_ROW, index, Cell(head))
        cell.font, cell.border = HEAD, Border(top=LINE, bottom=LINE)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for index, row in enumerate(table.rows, HEAD_ROW + 1):
        _row(sheet, index, row)
    if table.source or not table.rows:
        words = table.source if table.rows else table.empty
        _put(sheet, HEAD_ROW + len(table.rows) + 1, 1, Cell(words))
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 2)
    for index, column in enumerate(table.columns, 1):
        width = _width(column, index, table.rows)
        sheet.column_dimensions[get_column_letter(index)].width = width


def _row(sheet: Worksheet, index: int, row: Row) -> None:
    for place, cell in enumerate(row.cells, 1):
        put = _put(sheet, index, place, cell)
        if row.style:
            put.font, put.fill = BOLD, SHADE
            put.border = Border(top=LINE) if row.style == "sum" else Border()


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> Any:
    target = sheet.cell(row, column)
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
    return target


def _width(column: Column, index: int, rows: list[Row]) -> float:
    texts = [column.label, *(row.cells[index - 1].text for row in rows)]
    return min(60, 3 + max(sum(2 if ord(letter) > 255 else 1 for letter in t) for t in texts))


def _free_name(book: Workbook, name: str) -> str:
    plain = NOT_IN_NAMES.sub("", name)[:28]
    taken = set(book.sheetnames)
    return next(
        candidate
        for candidate in (plain, *(f"{plain} {count}" for count in range(2, 100)))
        if candidate not in taken
    )
