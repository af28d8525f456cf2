"""A report that is too long for one file: the body with a list of parts, and parts by building.

Rows that name a ``group`` go into the parts, whole groups at a time; all else stays in the body.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from crm.reports.layout import Cell, Column, Document, Row, Section, Table
from crm.reports.pdf import Printed, PrintedPart

PrintPart = Callable[[Document], Printed]
Groups = list[str]
MOVED = "明细按楼宇分册，见分册目录。"


def in_parts(document: Document, whole: Printed, most: int, to_print: PrintPart) -> Printed:
    """The report in files of at most ``most`` pages each; as it is where it is short enough.

    A single group that alone takes more pages stays in one part.
    """
    counts = rows_by_group(document)
    if whole.pages <= most or not counts:
        return whole
    parts: list[tuple[Groups, Printed]] = []
    for groups in shared_out(counts, math.ceil(whole.pages / most)):
        parts += _printed(document, groups, most, to_print)
    numbered = [
        PrintedPart(label_of(index, groups), printed.content, printed.pages)
        for index, (groups, printed) in enumerate(parts, 1)
    ]
    body = to_print(body_of(document, numbered))
    return Printed(body.content, body.pages, tuple(numbered))


def rows_by_group(document: Document) -> dict[str, int]:
    """How many rows each group has, in the order in which they appear first."""
    counts: dict[str, int] = {}
    for table in document.tables:
        for row in table.rows:
            if row.group:
                counts[row.group] = counts.get(row.group, 0) + 1
    return counts


def shared_out(counts: dict[str, int], shares: int) -> list[Groups]:
    """The groups in order, in about equal shares of rows; none is empty."""
    target = sum(counts.values()) / shares
    listed: list[Groups] = [[]]
    rows = 0.0
    for group, count in counts.items():
        if listed[-1] and rows + count / 2 > target * len(listed):
            listed.append([])
        listed[-1].append(group)
        rows += count
    return listed


def _printed(
    document: Document, groups: Groups, most: int, to_print: PrintPart
) -> list[tuple[Groups, Printed]]:
    """A part, halved until it is short enough."""
    printed = to_print(part_of(document, groups))
    if printed.pages <= most or len(groups) == 1:
        return [(groups, printed)]
    middle = len(groups) // 2
    halves = (groups[:middle], groups[middle:])
    return [part for half in halves for part in _printed(document, half, most, to_print)]


def label_of(index: int, groups: Sequence[str]) -> str:
    """第1分册 甲楼—乙楼."""
    names = groups[0] if len(groups) == 1 else f"{groups[0]}—{groups[-1]}"
    return f"第{index}分册 {names}"


def part_of(document: Document, groups: Sequence[str]) -> Document:
    """The rows of some groups, under the same table numbers."""
    wanted = set(groups)
    sections = []
    for section in document.sections:
        tables = [
            replace(table, rows=[row for row in table.rows if row.group in wanted])
            for table in section.blocks
            if isinstance(table, Table)
        ]
        kept = [table for table in tables if table.rows]
        if kept:
            sections.append(replace(section, blocks=list(kept), page=False))
    names = groups[0] if len(groups) == 1 else f"{groups[0]}—{groups[-1]}"
    part = replace(
        document,
        sections=sections,
        period=f"{document.period} {names}",
        closing="nothing",
        numbered=False,
        most_pages=0,
    )
    return _renumbered(part, document)


def body_of(document: Document, parts: Sequence[PrintedPart]) -> Document:
    """Everything that is in no part, and the list of parts before the last section."""
    sections = [
        replace(section, blocks=[_without_groups(block) for block in section.blocks])
        for section in document.sections
    ]
    columns = [Column("label", "分册", "left"), Column("pages", "页数")]
    rows = [Row(part.label, [Cell(part.label), Cell(part.pages, "count")]) for part in parts]
    contents = Table("parts", "分册目录", "页", columns, rows, style="")
    place = max(len(sections) - 1, 1)
    listed = [*sections[:place], Section("parts", "分册目录", [contents]), *sections[place:]]
    return _renumbered(replace(document, sections=listed), document)


def _without_groups(block: object) -> object:
    if not isinstance(block, Table) or not any(row.group for row in block.rows):
        return block
    rows = [row for row in block.rows if not row.group]
    return replace(block, rows=rows, source=f"{MOVED}{block.source}", empty=MOVED)


def _renumbered(part: Document, whole: Document) -> Document:
    """Tables and charts keep the numbers that the text names them by."""
    numbers = {block.key: block.number for block in (*whole.tables, *whole.charts)}
    for block in (*part.tables, *part.charts):
        block.number = numbers.get(block.key, "")
    return part
