"""Old .xls (and .ods) through calamine. It holds a sheet at a time; such files end at 65,536
rows.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from crm.core.spreadsheets.books import Line, Merge, fill_merged, unreadable


class LegacyBook:
    """An open .xls."""

    def __init__(self, path: Path) -> None:
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError) as error:
            raise unreadable() from error

    def sheets(self) -> list["LegacySheet"]:
        """The sheets in order."""
        return [LegacySheet(self._book, name) for name in self._book.sheet_names]

    def close(self) -> None:
        """Let the file go."""
        self._book.close()


class LegacySheet:
    """One sheet of an .xls."""

    def __init__(self, book: CalamineWorkbook, name: str) -> None:
        self.name = name
        self._book = book

    def lines(self) -> Iterator[Line]:
        """Rows from the first one on."""
        sheet = self._book.get_sheet_by_name(self.name)
        rows = (
            Line(number, [_value(cell) for cell in cells])
            for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1)
        )
        merges = [
            Merge(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)
            for start, end in sheet.merged_cell_ranges or ()
        ]
        yield from fill_merged(rows, merges)


def _value(cell: Any) -> Any:
    if cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day, no moment
    return cell
