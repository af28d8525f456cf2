"""What a sheet was understood as: its rows, what was skipped, what is wrong at which cell."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from crm.core.spreadsheets.books import Line
from crm.core.spreadsheets.cells import as_text
from crm.core.spreadsheets.heads import Head, Mapped
from crm.occupancy.models import Unit
from crm.occupancy.returns.reported import Reported


@dataclass(frozen=True)
class CellProblem:
    """``cell`` as the spreadsheet names it, such as F12."""

    row: int
    cell: str
    head: str
    value: str
    message: str


@dataclass
class ReadRow:
    """One record of the sheet. With ``origins`` it is about a new unit of the number ``written``
    that was split or merged from them; ``unit`` is the first.
    """

    number: int
    unit: Unit
    values: dict[str, Any]
    state: str
    names: list[str]
    origins: list[Unit] = field(default_factory=list)

    @property
    def written(self) -> str:
        """The unit number as it stands in the row."""
        return str(self.values["unit"]).strip()


@dataclass
class Understood:
    """A sheet as it was understood. ``said`` are the differences; ``unseen`` units that the sheet
    does not name, which stay as the ledger has them; ``spoilt`` ids of units with a wrong cell.
    """

    sheet: str = ""
    head: Head | None = None
    rows: list[ReadRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    said: list[Reported] = field(default_factory=list)
    unseen: list[Unit] = field(default_factory=list)
    spoilt: set[int] = field(default_factory=set)
    unchanged: int = 0

    @property
    def names_units(self) -> bool:
        """Whether a column of unit numbers is known; without it somebody has to point it out."""
        heads = self.head.known if self.head else []
        return any(item.column is not None and item.column.key == "unit" for item in heads)


def problem_at(line: Line, item: Mapped, raw: Any, message: str) -> CellProblem:
    """At the cell of ``line`` under the head of ``item``."""
    cell = f"{get_column_letter(item.index + 1)}{line.number}"
    shown = "" if raw is None else as_text(raw)[:60]
    return CellProblem(line.number, cell, item.text, shown, message)
