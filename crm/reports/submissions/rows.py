"""Putting rows into a sheet, with all that hangs on rows: merges, heights, formulas, checks."""

from copy import copy

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from crm.reports.submissions.references import shift_formula, shift_range


def insert_rows(sheet: Worksheet, at: int, count: int) -> None:
    """``count`` rows before row ``at``, each like the row above: style, height, formulas."""
    columns = sheet.max_column
    _shift_heights(sheet, at, count)
    sheet.insert_rows(at, count)
    _shift_merges(sheet, at, count)
    _shift_formulas(sheet, at, count)
    _shift_the_rest(sheet, at, count)
    for row in range(at, at + count):
        for column in range(1, columns + 1):
            _like_above(sheet, row, column, at - 1)
        sheet.row_dimensions[row].height = sheet.row_dimensions[at - 1].height


def _like_above(sheet: Worksheet, row: int, column: int, model: int) -> None:
    source, target = sheet.cell(model, column), sheet.cell(row, column)
    if isinstance(target, MergedCell):
        return
    if source.has_style:
        target._style = copy(source._style)
    if isinstance(source, Cell) and source.data_type == "f" and isinstance(source.value, str):
        translated = Translator(source.value, origin=source.coordinate)
        target.value = translated.translate_formula(target.coordinate)


def _shift_heights(sheet: Worksheet, at: int, count: int) -> None:
    moved = {row: each for row, each in sheet.row_dimensions.items() if row >= at}
    for row in moved:
        del sheet.row_dimensions[row]
    for row, each in moved.items():
        each.index = row + count
        sheet.row_dimensions[row + count] = each


def _shift_merges(sheet: Worksheet, at: int, count: int) -> None:
    ranges = list(sheet.merged_cells.ranges)
    across = [(each.min_col, each.max_col) for each in ranges if each.bounds[1::2] == (at - 1,) * 2]
    for each in ranges:
        if each.min_row >= at:
            each.shift(row_shift=count)
        elif each.max_row >= at - 1 and each.min_row < each.max_row:
            _grow(sheet, each, at, count)  # a label that stands beside the whole list
    sheet.merged_cells.ranges = set(ranges)
    for row in range(at, at + count):
        for first, last in across:
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)


def _grow(sheet: Worksheet, block: CellRange, at: int, count: int) -> None:
    block.expand(down=count)
    for row in range(at, at + count):
        for column in range(block.min_col, block.max_col + 1):
            sheet._cells[row, column] = MergedCell(sheet, row, column)


def _shift_formulas(sheet: Worksheet, at: int, count: int) -> None:
    for other in sheet.parent.worksheets:
        for row in other.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    cell.value = shift_formula(
                        cell.value, at, count, sheet=sheet.title, own=other is sheet
                    )


def _shift_the_rest(sheet: Worksheet, at: int, count: int) -> None:
    """Validations, coloured conditions, the filter and the print area."""

    def moved(ranges: str) -> str:
        return " ".join(shift_range(part, at, count) for part in ranges.split())

    for check in sheet.data_validations.dataValidation:
        check.sqref = type(check.sqref)(moved(str(check.sqref)))
    conditions = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for each in conditions:
        for rule in each.rules:
            sheet.conditional_formatting.add(moved(str(each.sqref)), rule)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved(sheet.auto_filter.ref)
    if sheet.print_area:
        areas = [area.rpartition("!")[2] for area in sheet.print_area.split(",")]
        sheet.print_area = ",".join(moved(area.replace("$", "")) for area in areas)
