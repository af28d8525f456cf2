"""Tables as Word tables: name, unit and column heads repeat on each page, no row breaks."""

from typing import Any

from docx.document import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from crm.reports.layout import Cell, Column, Row, Table
from crm.reports.word.styles import HEI, LONG_TABLE_TEXT, SONG, SOURCE, TABLE_TEXT, set_font

SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
THICK, THIN, HAIR = ("8", "000000"), ("4", "000000"), ("2", "C3C9D0")
WIDTH, CELL_MARGIN, AIR = Mm(156), "50", Pt(10)
MIN_WEIGHT, MAX_WEIGHT = 5, 36


def add_table(file: WordFile, table: Table) -> None:
    """The table with its name and unit line above and its source below."""
    is_terms = table.style == "terms"
    names = [(table.heading, "center", HEI, 10.5)] if table.titled else []
    if table.unit:
        words = table.unit if is_terms else f"单位：{table.unit}"
        names.append((words, "right", SONG, 8.5))
    heads = len(names) + (not is_terms)
    body: list[Row | None] = [*table.rows] if table.rows else [None]
    grid = file.add_table(heads + len(body), len(table.columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _tight(grid)
    _set_widths(grid, table)
    is_long = table.style == "long"
    for index, (words, side, font, size) in enumerate(names):
        _merged(grid, index, words, side, font, size)
    grid.rows[0].cells[0].paragraphs[0].paragraph_format.space_before = AIR
    if not is_terms:
        labels = Row("heads", [Cell(column.label) for column in table.columns], "head")
        _fill(grid.rows[heads - 1].cells, table.columns, labels, is_long=is_long)
    for index, row in enumerate(body, heads):
        if row is None:
            _merged(grid, index, table.empty, "left", SONG, 9)
        else:
            _fill(grid.rows[index].cells, table.columns, row, is_long=is_long)
    for index, line in enumerate(grid.rows):
        _never_break(line, is_head=index < heads)
    _rule(grid, len(names), heads, body)
    source = file.add_paragraph(table.source, style=SOURCE)
    source.paragraph_format.space_after = AIR


def _fill(cells: Any, columns: list[Column], row: Row, *, is_long: bool) -> None:
    before = "left"
    for cell, column, value in zip(cells, columns, row.cells, strict=True):
        _put(cell, value.text, column.align, HEI if row.style else SONG, is_long=is_long)
        if column.align != "left":
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))
        elif before == "right":
            cell.paragraphs[0].paragraph_format.left_indent = AIR
        before = column.align
        if row.style == "sub":
            _shade(cell)


def _merged(grid: Any, index: int, text: str, side: str, font: str, size: float) -> None:
    cells = grid.rows[index].cells
    whole = cells[0] if len(cells) == 1 else cells[0].merge(cells[-1])
    _put(whole, text, side, font)
    for run in whole.paragraphs[0].runs:
        set_font(run, font, size)


def _put(cell: Any, text: str, side: str, font: str, *, is_long: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = LONG_TABLE_TEXT if is_long else TABLE_TEXT
    paragraph.alignment = SIDES[side]
    lines = text.split("\n")
    for place, line in enumerate(lines, 1):
        run = paragraph.add_run(line)
        if font != SONG:
            set_font(run, font, 7.5 if is_long else 9)
        if place < len(lines):
            run.add_break()


def _tight(grid: Any) -> None:
    """Two points of air beside the words, so that thirteen columns find room."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), CELL_MARGIN)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    grid._tbl.tblPr.append(margins)


def _set_widths(grid: Any, table: Table) -> None:
    """Columns as wide as their longest line asks, together as wide as the type area."""
    weights = [_weight(table, index) for index in range(len(table.columns))]
    if table.style == "terms":
        weights = [9, 45]
    for column, weight in zip(grid.columns, weights, strict=True):
        width = int(WIDTH * weight / sum(weights))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _weight(table: Table, index: int) -> int:
    column = table.columns[index]
    texts = [*column.label.split("\n"), *(row.cells[index].text for row in table.rows)]
    longest = max(sum(2 if ord(letter) > 255 else 1 for letter in text) for text in texts)
    air = 2 if column.align == "left" else 3
    return min(max(longest + air, MIN_WEIGHT), MAX_WEIGHT)


def _never_break(line: Any, *, is_head: bool) -> None:
    properties = line._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _rule(grid: Any, named: int, heads: int, body: list[Row | None]) -> None:
    """Thick lines around the figures, a thin one under the heads, hairs between rows."""
    last = heads + len(body) - 1
    for index, line in enumerate(grid.rows):
        row = body[index - heads] if index >= heads else None
        top = THIN if row is not None and row.style == "sum" else None
        if index == named == 0:
            top = THICK
        bottom = HAIR if index >= named else None
        if index in (named - 1, last):
            bottom = THICK
        elif index == heads - 1:
            bottom = THIN
        for cell in line.cells:
            _border(cell, top, bottom)
    if len(body) > 1 and (closing := body[-1]) is not None and closing.style == "sum":
        # The sum never stands alone on a page.
        for cell in grid.rows[last - 1].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _border(cell: Any, top: tuple[str, str] | None, bottom: tuple[str, str] | None) -> None:
    borders = OxmlElement("w:tcBorders")
    for side, line in (("w:top", top), ("w:bottom", bottom)):
        if line is not None:
            edge = OxmlElement(side)
            edge.set(qn("w:val"), "single")
            edge.set(qn("w:sz"), line[0])
            edge.set(qn("w:color"), line[1])
            borders.append(edge)
    properties = cell._tc.get_or_add_tcPr()
    old = properties.find(qn("w:tcBorders"))
    if old is not None:
        properties.remove(old)
    properties.append(borders)


def _shade(cell: Any) -> None:
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), "F1F4F7")
    cell._tc.get_or_add_tcPr().append(ground)
