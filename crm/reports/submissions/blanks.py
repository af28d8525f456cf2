"""The blank form as it came: whether it can be read, what would be lost, how it looks."""

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from crm.core.errors import Refused
from crm.reports.submissions.filling import open_form

MOST_BYTES, MOST_UNPACKED, MOST_CELLS = 10 * 2**20, 200 * 2**20, 200_000
SHOWN_ROWS, SHOWN_COLUMNS = 120, 40
# What is counted in the package before and after it went through our hands.
PARTS = {
    gettext_lazy("pictures"): re.compile(r"xl/media/"),
    gettext_lazy("charts"): re.compile(r"xl/charts/chart"),
    gettext_lazy("buttons and boxes"): re.compile(r"xl/(ctrlProps|activeX)/"),
    gettext_lazy("macros"): re.compile(r"xl/vbaProject"),
    gettext_lazy("embedded files"): re.compile(r"xl/embeddings/"),
    gettext_lazy("pivot tables"): re.compile(r"xl/pivotTables/"),
    gettext_lazy("slicers"): re.compile(r"xl/slicers/"),
    gettext_lazy("printer settings"): re.compile(r"xl/printerSettings/"),
}
SHAPES = gettext_lazy("drawn shapes and text boxes")
SHAPE = re.compile(rb"<xdr:sp[ >]")


def read_blank(content: bytes) -> Workbook:
    """The workbook; Refused for what is no .xlsx, too large, or protected by a password."""
    if len(content) > MOST_BYTES:
        raise Refused(_("The form is larger than 10 MB."), field="file")
    try:
        with ZipFile(BytesIO(content)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
        if unpacked > MOST_UNPACKED:
            raise Refused(_("The form is too large when it is unpacked."), field="file")
        book = open_form(content)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError) as error:
        raise Refused(
            _("The file cannot be read. Save it as .xlsx, without a password, and try again."),
            field="file",
        ) from error
    if not book.worksheets:
        raise Refused(_("The form has no sheet with cells."), field="file")
    if sum(sheet.max_row * sheet.max_column for sheet in book.worksheets) > MOST_CELLS:
        raise Refused(_("The form has too many cells to be a form."), field="file")
    return book


def losses(content: bytes) -> list[str]:
    """What the filled form will not have any more, by what a pass through our hands leaves out."""
    buffer = BytesIO()
    open_form(content).save(buffer)
    before, after = _parts(content), _parts(buffer.getvalue())
    names = [*PARTS, SHAPES]
    return [str(name) for name in names if after[str(name)] < before[str(name)]]


def _parts(content: bytes) -> Counter[str]:
    found: Counter[str] = Counter()
    with ZipFile(BytesIO(content)) as package:
        for entry in package.namelist():
            for name, pattern in PARTS.items():
                found[str(name)] += bool(pattern.match(entry))
            if entry.startswith("xl/drawings/") and entry.endswith(".xml"):
                found[str(SHAPES)] += len(SHAPE.findall(package.read(entry)))
    return found


@dataclass
class GridCell:
    """One cell as the screen draws it; ``source`` are the words of what fills it."""

    coordinate: str
    text: str
    columns: int = 1
    rows: int = 1
    is_formula: bool = False
    is_number: bool = False
    source: str = ""


@dataclass
class Grid:
    """The part of a sheet that the screen draws; ``cut`` when there is more."""

    letters: list[str]
    rows: list[tuple[int, list[GridCell]]] = field(default_factory=list)
    cut: bool = False


def grid(sheet: Worksheet, least_rows: int = 8, least_columns: int = 6) -> Grid:
    """Rows and columns from A1 on, merged blocks once."""
    rows = min(max(sheet.max_row, least_rows), SHOWN_ROWS)
    columns = min(max(sheet.max_column, least_columns), SHOWN_COLUMNS)
    spans = {
        (block.min_row, block.min_col): (
            min(block.max_row, rows) - block.min_row + 1,
            min(block.max_col, columns) - block.min_col + 1,
        )
        for block in sheet.merged_cells.ranges
    }
    found = Grid([get_column_letter(index) for index in range(1, columns + 1)])
    found.cut = sheet.max_row > rows or sheet.max_column > columns
    for row in range(1, rows + 1):
        cells = [sheet.cell(row, column) for column in range(1, columns + 1)]
        drawn = [_drawn(cell, spans) for cell in cells if not isinstance(cell, MergedCell)]
        found.rows.append((row, drawn))
    return found


def _drawn(cell: Any, spans: dict[tuple[int, int], tuple[int, int]]) -> GridCell:
    rows, columns = spans.get((cell.row, cell.column), (1, 1))
    is_formula = cell.data_type == "f"
    text = "" if cell.value is None else str(cell.value)
    return GridCell(cell.coordinate, text, columns, rows, is_formula, cell.data_type == "n")


def label_of(sheet: Worksheet, coordinate: str) -> tuple[str, str]:
    """The words that say what a cell is for: all to its left, and the nearest above it."""
    cell = sheet[coordinate]
    left = [_words(sheet, cell.row, column) for column in range(1, cell.column)]
    above = (_words(sheet, row, cell.column) for row in range(cell.row - 1, 0, -1))
    # A merged block says its words once.
    return " ".join(dict.fromkeys(filter(None, left))), next(filter(None, above), "")


def _words(sheet: Worksheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        blocks = (
            block
            for block in sheet.merged_cells.ranges
            if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col
        )
        block = next(blocks, None)
        cell = cell if block is None else sheet.cell(block.min_row, block.min_col)
    if isinstance(cell, MergedCell) or cell.data_type == "f" or not isinstance(cell.value, str):
        return "" if isinstance(cell, MergedCell) or cell.value is None else _rich(cell.value)
    return re.sub(r"\s", "", cell.value)


def _rich(value: Any) -> str:
    """The words of a cell with several fonts; numbers and formulas are no words."""
    return re.sub(r"\s", "", str(value)) if isinstance(value, list) else ""
