"""Writing spreadsheets row by row: real numbers and days, a frozen head, no formula out of
anybody's text.
"""

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
HEAD_FILL = PatternFill("solid", fgColor="EAF2FA")
LAST_ROW = 1_048_576


class TableWriter(Protocol):
    """Takes sheets one after the other."""

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[int] = ()) -> None: ...

    def row(self, values: Sequence[Any]) -> None: ...

    def save(self) -> None: ...


def open_writer(path: Path) -> "XlsxWriter | CsvWriter":
    """The writer for a file name that ends in .xlsx or .csv; ValueError for another."""
    writers = {".xlsx": XlsxWriter, ".csv": CsvWriter}
    kind = writers.get(path.suffix.lower())
    if kind is None:
        raise ValueError(path.suffix)
    return kind(path)


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula. The reader takes the mark off again."""
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


class CsvWriter:
    """UTF-8 with the mark that Excel needs; decimals and ISO days as text."""

    def __init__(self, path: Path) -> None:
        self._handle = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._handle)

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[int] = ()) -> None:
        """The head row; a .csv holds one sheet."""
        self._writer.writerow([harmless(head) for head in heads])

    def row(self, values: Sequence[Any]) -> None:
        """One record."""
        self._writer.writerow([_plain(value) for value in values])

    def rows(self, rows: Iterable[Sequence[Any]]) -> int:
        """Many records; gives their number."""
        return _write_rows(self, rows)

    def save(self) -> None:
        """Close the file."""
        self._handle.close()


class XlsxWriter:
    """A workbook that is written as it grows: memory does not grow with the rows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = Workbook(write_only=True)
        self._sheet: Any = None

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        widths: Sequence[int] = (),
        above: Sequence[str] = (),
    ) -> None:
        """Begin a sheet with its frozen head row; ``above`` are lines over it."""
        self._sheet = self._book.create_sheet(name[:31])
        self._sheet.freeze_panes = f"A{len(above) + 2}"
        for at, head in enumerate(heads):
            width = widths[at] if at < len(widths) else max(12, 2 * len(head) + 2)
            self._sheet.column_dimensions[get_column_letter(at + 1)].width = width
        for line in above:
            self._sheet.append([self._cell(line)])
        self._sheet.append([self._head(head) for head in heads])

    def row(self, values: Sequence[Any]) -> None:
        """One record."""
        self._sheet.append([self._cell(value) for value in values])

    def rows(self, rows: Iterable[Sequence[Any]]) -> int:
        """Many records; gives their number."""
        return _write_rows(self, rows)

    def save(self) -> None:
        """Write the file."""
        self._book.save(self._path)

    def _head(self, text: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value=harmless(text))
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        return cell

    def _cell(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            cell = WriteOnlyCell(self._sheet, value=value)
            cell.number_format = "#,##0.00"
            return cell
        if isinstance(value, dt.datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return self._dated(local.replace(tzinfo=None), "yyyy-mm-dd hh:mm")
        if isinstance(value, dt.date):
            return self._dated(value, "yyyy-mm-dd")
        if isinstance(value, list | tuple):
            value = "、".join(str(item) for item in value)
        if isinstance(value, str):
            return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) or None
        return value

    def _dated(self, value: Any, shown: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(self._sheet, value=value)
        cell.number_format = shown
        return cell


def _write_rows(writer: TableWriter, rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    for row in rows:
        writer.row(row)
        count += 1
    return count


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list | tuple):
        value = "、".join(str(item) for item in value)
    return harmless(value) if isinstance(value, str) else str(value)
