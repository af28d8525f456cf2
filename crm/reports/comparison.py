"""Two snapshots figure by figure: what the cells of their tables hold, by table, row and column."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from crm.reports.formats import DASH
from crm.reports.layout import Cell, Document, Table

# In the language of the documents that are compared; a count says its unit in its label.
UNITS = {
    "wan": "万㎡",
    "square": "㎡",
    "square2": "㎡",
    "rate": "%",
    "points": "百分点",
    "years": "年",
    "months": "个月",
}


@dataclass(frozen=True)
class Difference:
    """One figure that differs; None where only the other snapshot has it."""

    figure: str
    label: str
    earlier: Cell | None
    later: Cell | None

    @property
    def change(self) -> Decimal | None:
        """Later less earlier, in the raw unit of the figure."""
        if self.earlier is None or self.later is None or not self.later.is_number:
            return None
        if self.earlier.value is None or self.later.value is None:
            return None
        return Decimal(self.later.value) - Decimal(self.earlier.value)

    @property
    def unit(self) -> str:
        """In what the figure is given; empty for counts and words."""
        cell = self.later or self.earlier
        return UNITS.get(cell.form.removesuffix("_signed"), "") if cell else ""

    @property
    def change_unit(self) -> str:
        """Rates differ by 百分点."""
        return UNITS["points"] if self.unit == UNITS["rate"] else self.unit

    @property
    def change_cell(self) -> Cell:
        """The change as it is printed: 百分点 for rates."""
        form = self.later.form if self.later else "text"
        signed = {"rate": "points", "points": "points"}.get(form, f"{form}_signed")
        known = {"wan_signed", "square_signed", "square2_signed", "count_signed", "points"}
        return Cell(self.change, signed if signed in known else form)


@dataclass(frozen=True)
class Comparison:
    """``same`` counts the figures that are equal."""

    differences: list[Difference]
    same: int


def compare(earlier: Document, later: Document) -> Comparison:
    """Every figure of both, in the order of the later one; then what only the earlier one has."""
    before, after = dict(_cells(earlier)), dict(_cells(later))
    differences, same = [], 0
    for key in [*after, *(key for key in before if key not in after)]:
        label = (after.get(key) or before[key])[0]
        old = before[key][1] if key in before else None
        new = after[key][1] if key in after else None
        if old is not None and new is not None and old.value == new.value:
            same += 1
        else:
            differences.append(Difference(key, label, old, new))
    return Comparison(differences, same)


def _cells(document: Document) -> Iterator[tuple[str, tuple[str, Cell]]]:
    charted = [chart.data for chart in document.charts if chart.key == "series"]
    headlines = [block.data for block in document.blocks if block.kind == "headlines"]
    for table in [*headlines, *document.tables, *charted]:
        yield from _table_cells(table)


def _table_cells(table: Table) -> Iterator[tuple[str, tuple[str, Cell]]]:
    for row, cells in table.lines:
        name = _name_of(row.cells)
        for column, cell in cells:
            if cell.is_number:
                key, head = f"{table.key}/{row.key}/{column.key}", column.label.replace("\n", "")
                words = "·".join(filter(None, [table.name, name, head]))
                yield key, (words, cell)


def _name_of(cells: list[Cell]) -> str:
    """What stands before the first figure of a row: 新入驻 示例公司 示例楼."""
    words = []
    for cell in cells:
        if cell.is_number:
            break
        words.append(cell.text.strip("　 "))
    return " ".join(word for word in words if word and word != DASH)
