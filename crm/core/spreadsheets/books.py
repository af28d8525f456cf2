"""Opening a spreadsheet of any kind that offices send, and giving its rows one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from crm.core.errors import Refused


@dataclass(frozen=True)
class Merge:
    """A merged block, rows and columns counted from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Line:
    """One row as stored: ``number`` as the spreadsheet shows it, cells from column A on."""

    number: int
    cells: list[Any]
    wide: frozenset[int] = field(default_factory=frozenset)
    """Columns (from 0) at which a block begins that is merged across."""


class Sheet(Protocol):
    """A sheet that can be read more than once; ``size`` is the number of rows it claims, or
    None.
    """

    name: str

    def lines(self) -> Iterator[Line]: ...


class Book(Protocol):
    """An open spreadsheet."""

    def sheets(self) -> list[Sheet]: ...

    def close(self) -> None: ...


def unreadable(reason: str = "") -> Refused:
    """The one sentence for a file that is no spreadsheet."""
    text = _("The file cannot be read as a spreadsheet. Save it as .xlsx or .csv and try again.")
    return Refused(f"{text} {reason}".strip(), field="file", code="unreadable")


def fill_merged(lines: Iterator[Line], merges: list[Merge]) -> Iterator[Line]:
    """Give every row of a block merged downwards the block's value; blocks merged across are
    marked.
    """
    waiting = sorted(merges, key=lambda merge: merge.first_row)
    running: list[tuple[Merge, Any]] = []
    position = 0
    for line in lines:
        running = [pair for pair in running if pair[0].last_row >= line.number]
        for merge, value in running:
            _put(line.cells, merge.first_column - 1, value)
        wide = {m.first_column - 1 for m, _value in running if m.last_column > m.first_column}
        while position < len(waiting) and waiting[position].first_row <= line.number:
            merge = waiting[position]
            position += 1
            if merge.first_row == line.number:
                value = _at(line.cells, merge.first_column - 1)
                running.append((merge, value))
                if merge.last_column > merge.first_column:
                    wide.add(merge.first_column - 1)
        line.wide = frozenset(wide)
        yield line


def _at(cells: list[Any], index: int) -> Any:
    return cells[index] if index < len(cells) else None


def _put(cells: list[Any], index: int, value: Any) -> None:
    if value is None:
        return
    cells.extend([None] * (index + 1 - len(cells)))
    if cells[index] is None:
        cells[index] = value


def suffix_of(name: str) -> str:
    """The extension in lower case, without the dot."""
    return Path(name).suffix.lower().lstrip(".")
