"""What a report is made of, whichever way it leaves: paper, page, workbook.

A kind builds a :class:`Document` from canonical figures alone. Words and numbers stand in it once;
the templates, the workbook and the comparison of two snapshots read the same cells.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from crm.reports import formats

# （一）: a line that begins so is a heading of the second level.
HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）")


@dataclass
class Run:
    """Words of a sentence. ``rows`` names what lies behind a figure; the page fills ``url``.

    ``locked`` are figures and other computed words that nobody types over.
    """

    text: str
    strong: bool = False
    rows: str = ""
    url: str = ""
    locked: bool = False


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
    """``style`` is empty, sub (小计, or a line that stands out) or sum (合计).

    ``group`` is the building by which a long report is split into files.
    """

    key: str
    cells: list[Cell]
    style: str = ""
    group: str = ""


@dataclass
class Line:
    """One paragraph as it is set; ``is_heading`` is （一）, in 楷体."""

    runs: list[Run]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_heading(self) -> bool:
        return HEADING.match(self.text) is not None


@dataclass
class Paragraph:
    """Sentences: figure, basis and comparison first, then why. A line break begins a new paragraph.

    With a ``key`` people may edit the words of a draft (crm.reports.narrative): ``template`` are
    the computed words with ``{name}`` for each of the ``figures``. The page fills ``url``, where
    they are edited, and ``edited``, by whom and when they were.
    ``style`` is empty, answer (the one sentence that is said aloud) or source (small print).
    """

    runs: list[Run]
    lead: bool = False
    kind: str = "paragraph"
    style: str = ""
    key: str = ""
    template: str = ""
    figures: dict[str, Run] = field(default_factory=dict)
    url: str = ""
    edited: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def css(self) -> str:
        return self.style or ("lead" if self.lead else "")

    @property
    def anchor(self) -> str:
        """Where the passage stands on the page."""
        return f"words-{self.key.replace('.', '-')}"

    @property
    def lines(self) -> list[Line]:
        """The paragraphs as they are set, empty ones left out."""
        lines = [Line([])]
        for run in self.runs:
            first, *more = run.text.split("\n")
            lines[-1].runs.append(_part_of(run, first))
            lines += [Line([_part_of(run, text)]) for text in more]
        return [line for line in lines if line.text.strip()]


@dataclass
class Table:
    """Number and name above, unit line, column heads; source and notes below.

    One that is not ``titled`` shows its column heads only and takes no number.
    """

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
    titled: bool = True

    @property
    def heading(self) -> str:
        """Number and name, as lists of tables and sheets of a workbook call it."""
        return f"{self.number} {self.name}".strip()

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
    titled: bool = True

    @property
    def heading(self) -> str:
        """Number and name."""
        return f"{self.number} {self.name}".strip()


@dataclass
class Facts:
    """What a thing is: names and values, two pairs a row."""

    key: str
    name: str
    pairs: list[tuple[str, Cell]]
    kind: str = "facts"

    @property
    def rows(self) -> list[list[tuple[str, Cell]]]:
        """The pairs in twos; the last row is filled up."""
        pairs = self.pairs if len(self.pairs) % 2 == 0 else [*self.pairs, ("", Cell(""))]
        return [pairs[index : index + 2] for index in range(0, len(pairs), 2)]

    @property
    def data(self) -> Table:
        """The same as a table, for workbook and editable text."""
        columns = [Column("name", "项目", "left"), Column("value", "内容", "left")]
        rows = [Row(name, [Cell(name), cell]) for name, cell in self.pairs]
        return Table(self.key, self.name, "", columns, rows, titled=False)


@dataclass
class Headline:
    """One big figure: its name above, its unit behind, what it is compared with below."""

    label: str
    cell: Cell
    unit: str
    note: str = ""


@dataclass
class Headlines:
    """Four figures side by side."""

    key: str
    name: str
    items: list[Headline]
    kind: str = "headlines"

    @property
    def data(self) -> Table:
        """The same as a table, for workbook, editable text and comparison."""
        columns = [
            Column("name", "指标", "left"),
            Column("value", "数值"),
            Column("unit", "单位", "left"),
            Column("note", "比较", "left"),
        ]
        rows = [
            Row(one.label, [Cell(one.label), one.cell, Cell(one.unit), Cell(one.note)])
            for one in self.items
        ]
        return Table(self.key, self.name, "", columns, rows, titled=False)


@dataclass
class Items:
    """1. 2. 3.: sentences in order. One that ``gives_way`` loses its last where a page is full."""

    key: str
    items: list[Paragraph]
    gives_way: bool = False
    kind: str = "items"


Block = Paragraph | Table | Chart | Facts | Headlines | Items


@dataclass
class Section:
    """一、二、三: numbered in order, without a gap. ``page`` begins a new page.

    One without a title has no heading and takes no number.
    """

    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    page: bool = False
    number: str = ""

    @property
    def heading(self) -> str:
        """一、总体情况; the title alone where sections are not numbered."""
        return f"{self.number}、{self.title}" if self.number else self.title


@dataclass
class Document:
    """The whole report before it is put on paper.

    ``style`` is empty, sheet (smaller text) or brief (one page). Sections of those are not
    ``numbered``. ``closing`` says what stands at the end: all (signatures and whole hash), names
    (signatures) or nothing. ``taken_from`` is the number of the report whose figures these are.
    ``most_pages`` 0 is as many as it takes.
    """

    title: list[str]
    running_head: str
    period: str
    sections: list[Section]
    style: str = ""
    numbered: bool = True
    closing: str = "all"
    taken_from: str = ""
    most_pages: int = 0

    def __post_init__(self) -> None:
        tables = charts = sections = 0
        for section in self.sections:
            if section.title and self.numbered:
                sections += 1
                section.number = chinese_number(sections)
            for block in section.blocks:
                if isinstance(block, Table) and block.titled:
                    tables += 1
                    block.number = f"表{tables}"
                elif isinstance(block, Chart) and block.titled:
                    charts += 1
                    block.number = f"图{charts}"

    def shorten(self) -> bool:
        """Leave out one thing that may give way; False when nothing is left that may."""
        for block in self.blocks:
            if isinstance(block, Items) and block.gives_way and len(block.items) > 1:
                block.items.pop()
                return True
        return False

    @property
    def tables(self) -> list[Table]:
        """The printed tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def charts(self) -> list[Chart]:
        """The pictures, in order."""
        return [block for block in self.blocks if isinstance(block, Chart)]

    @property
    def passages(self) -> dict[str, Paragraph]:
        """The paragraphs whose words people may edit, by key."""
        listed = [block.items for block in self.blocks if isinstance(block, Items)]
        alone = [block for block in self.blocks if isinstance(block, Paragraph)]
        every = [*alone, *(item for items in listed for item in items)]
        return {paragraph.key: paragraph for paragraph in every if paragraph.key}

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


def _part_of(run: Run, text: str) -> Run:
    return run if text == run.text else replace(run, text=text)


def _parts(block: Block) -> Iterator[Run | Cell]:
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row.cells
    elif isinstance(block, Facts):
        yield from (cell for _name, cell in block.pairs)
    elif isinstance(block, Headlines):
        yield from (one.cell for one in block.items)
    elif isinstance(block, Items):
        yield from (run for one in block.items for run in one.runs)


def paragraph(*parts: str | Run, lead: bool = False, style: str = "") -> Paragraph:
    """Sentences from words and runs."""
    runs = [part if isinstance(part, Run) else Run(part) for part in parts]
    return Paragraph(runs, lead=lead, style=style)


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
