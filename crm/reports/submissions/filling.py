"""Writing values into a blank form: layout, merged cells, number formats and formulas stay.

Pure of the database: bytes and values in, bytes and what could not be written out.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from crm.reports.submissions.formulas import results
from crm.reports.submissions.rows import insert_rows
from crm.reports.submissions.stored_results import with_results

GENERAL = "General"


@dataclass(frozen=True)
class Entry:
    """What goes into one cell, or from it downwards; an empty value stays out of the sheet."""

    sheet: str
    cell: str
    values: Sequence[Any]
    fills_down: bool = False

    @property
    def row(self) -> int:
        return coordinate_to_tuple(self.cell)[0]

    @property
    def column(self) -> int:
        return coordinate_to_tuple(self.cell)[1]


@dataclass
class Filled:
    """The file, how many cells were written, and by (sheet, cell) what was refused and why."""

    content: bytes = b""
    written: int = 0
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    added_rows: dict[str, int] = field(default_factory=dict)


def fill(blank: bytes, entries: Iterable[Entry]) -> Filled:
    """The blank with ``entries``. Formulas are recalculated when the file is opened; plain ones
    hold their results already, for previews.
    """
    book, done = open_form(blank), Filled()
    listed = sorted(entries, key=lambda entry: entry.sheet)
    for name, group in groupby(listed, key=lambda entry: entry.sheet):
        if name in book.sheetnames:
            _fill_sheet(book[name], list(group), done)
        else:
            for entry in group:
                done.refused[name, entry.cell] = _("The form has no such sheet.")
    book.calculation.fullCalcOnLoad = True
    buffer = BytesIO()
    book.save(buffer)
    done.content = with_results(buffer.getvalue(), book, results(book))
    return done


def open_form(content: bytes) -> Workbook:
    """The workbook with its rich text and formulas as they are."""
    return load_workbook(BytesIO(content), rich_text=True)


def _fill_sheet(sheet: Worksheet, entries: list[Entry], done: Filled) -> None:
    """Lists from the bottom up, so that what is put in moves nothing that is still to be found."""
    lists = [entry for entry in entries if entry.fills_down]
    added: list[tuple[int, int]] = []
    for first, group in _by_row(lists):
        columns = list(group)
        wanted = max(len(entry.values) for entry in columns)
        free, is_open = free_rows(sheet, first, [entry.column for entry in columns])
        if wanted > free and not is_open:
            insert_rows(sheet, first + free, wanted - free)
            added.append((first + free, wanted - free))
            done.added_rows[sheet.title] = done.added_rows.get(sheet.title, 0) + wanted - free
        for entry in columns:
            for offset, value in enumerate(entry.values):
                if is_open and offset >= free:
                    _like_first(sheet, first, first + offset)
                _write(sheet, first + offset, entry, value, done)
    for entry in entries:
        if not entry.fills_down:
            row = entry.row + sum(count for at, count in added if entry.row >= at)
            _write(sheet, row, entry, entry.values[0] if entry.values else None, done)


def _by_row(lists: list[Entry]) -> list[tuple[int, list[Entry]]]:
    ordered = sorted(lists, key=lambda entry: -entry.row)
    return [(row, list(group)) for row, group in groupby(ordered, key=lambda entry: entry.row)]


def free_rows(sheet: Worksheet, first: int, columns: list[int]) -> tuple[int, bool]:
    """How many rows from ``first`` on the list may fill, and whether the sheet ends there.

    The list ends at the first row with a word in it, or with anything in one of its columns. Its
    own first row always counts.
    """
    row = first + 1
    while row <= sheet.max_row and _is_free(sheet, row, columns):
        row += 1
    return row - first, row > sheet.max_row


def _is_free(sheet: Worksheet, row: int, columns: list[int]) -> bool:
    for cell in sheet[row]:
        if cell.value is None or isinstance(cell, MergedCell):
            continue
        if cell.column in columns or cell.data_type == "s":
            return False
    return True


def _like_first(sheet: Worksheet, first: int, row: int) -> None:
    for column in range(1, sheet.max_column + 1):
        source, target = sheet.cell(first, column), sheet.cell(row, column)
        if source.has_style and not target.has_style:
            target._style = copy(source._style)


def _write(sheet: Worksheet, row: int, entry: Entry, value: Any, done: Filled) -> None:
    if value is None:
        return
    cell = _top_left(sheet, row, entry.column)
    if cell.data_type == "f":
        done.refused[entry.sheet, entry.cell] = _("The cell holds a formula, which is kept.")
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # text that begins with = stays text
    else:
        shown = cell.number_format
        cell.value = value
        cell.number_format = shown
        if isinstance(value, dt.date) and shown == GENERAL:
            cell.number_format = "yyyy-mm-dd"
    done.written += 1


def _top_left(sheet: Worksheet, row: int, column: int) -> Any:
    """The cell that a merged block shows."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    for block in sheet.merged_cells.ranges:
        if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col:
            return sheet.cell(block.min_row, block.min_col)
    return cell


def number_format(book: Workbook, sheet: str, cell: str) -> str:
    """How the form shows the cell; General where it does not say."""
    if sheet not in book.sheetnames:
        return GENERAL
    return _top_left(book[sheet], *coordinate_to_tuple(cell)).number_format
