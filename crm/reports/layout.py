"""What a report is made of, whichever way it leaves: paper, page, workbook.

A kind builds a :class:`Document` from canonical figures alone. Words and numbers stand in it once;
the templates, the workbook and the comparison of two snapshots read the same cells.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crm.reports import formats


@dataclass
class Run:
    """Words of a sentence. ``rows`` names what lies behind a figure; the page fills ``url``."""

    text: str
    strong: bool = False
    rows: str = ""
    url: str = ""


@dataclass
class Cell:
    """One figure or word of a table, raw; ``text`` is what is printed."""

    value: Any
    form: str = "text"
    rows: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        return formats.show(self.value, self.form)

    @property
    def is_number(self) -> bool:
        return formats.is_number(self.form)


@dataclass
class Column:
    """``align`` is left, center or right; ``key`` names the column in comparisons."""

    key: str
    label: str
    align: str = "right"
    nowrap: bool = False

    @property
    def css(self) -> str:
        names = {"left": "l", "center": "c", "right": ""}[self.align]
        return f"{names} nw".strip() if self.nowrap else names


@dataclass
class Row:
    """``style`` is empty, sub (小计, or a line that stands out) or sum (合计)."""

    key: str
    cells: list[Cell]
    style: str = ""


@dataclass
class Paragraph:
    """Sentences: figure, basis and comparison first, then why."""

    runs: list[Run]
    lead: bool = False
    kind: str = "paragraph"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Table:
    """Number and name above, unit line, column heads; source and notes below."""

    key: str
    name: str
    unit: str
    columns: list[Column]
    rows: list[Row]
    source: str = ""
    style: str = "keep"
    number: str = ""
    kind: str = "table"
    empty: str = ""

    @property
    def lines(self) -> Iterator[tuple[Row, list[tuple[Column, Cell]]]]:
        """Rows with each cell beside its column."""
        for row in self.rows:
            yield row, list(zip(self.columns, row.cells, strict=True))


@dataclass
class Chart:
    """A picture with number and name below; ``data`` are its figures, for the workbook."""

    key: str
    name: str
    svg: str
    source: str
    data: Table
    page: bool = False
    number: str = ""
    kind: str = "chart"


Block = Paragraph | Table | Chart


@dataclass
class Section:
    """一、二、三: numbered in order, without a gap. ``page`` begins a new page."""

    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    page: bool = False
    number: str = ""


@dataclass
class Document:
    """The whole report before it is put on paper."""

    title: list[str]
    running_head: str
    period: str
    sections: list[Section]

    def __post_init__(self) -> None:
        tables = charts = 0
        for index, section in enumerate(self.sections):
            section.number = chinese_number(index + 1)
            for block in section.blocks:
                if isinstance(block, Table):
                    tables += 1
                    block.number = f"表{tables}"
                elif isinstance(block, Chart):
                    charts += 1
                    block.number = f"图{charts}"

    @property
    def tables(self) -> list[Table]:
        """The printed tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def charts(self) -> list[Chart]:
        """The pictures, in order."""
        return [block for block in self.blocks if isinstance(block, Chart)]

    @property
    def blocks(self) -> Iterator[Block]:
        """Everything in the order in which it is printed."""
        for section in self.sections:
            yield from section.blocks

    def link(self, addresses: Mapping[str, str]) -> "Document":
        """Give figures the addresses of their rows; for the page, never for paper."""
        for block in self.blocks:
            for part in _parts(block):
                part.url = addresses.get(part.rows, "")
        return self


def _parts(block: Block) -> Iterator[Run | Cell]:
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells


def paragraph(*parts: str | Run, lead: bool = False) -> Paragraph:
    """Sentences from words and runs."""
    return Paragraph([part if isinstance(part, Run) else Run(part) for part in parts], lead=lead)


def strong(text: str, rows: str = "") -> Run:
    """Words that carry the message."""
    return Run(text, strong=True, rows=rows)


def figure(text: str, rows: str) -> Run:
    """A figure that opens into its rows."""
    return Run(text, rows=rows)


def chinese_number(value: int) -> str:
    """1 to 99 as 一 to 九十九."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(value, 10)
    if tens == 0:
        return digits[ones]
    head = "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
