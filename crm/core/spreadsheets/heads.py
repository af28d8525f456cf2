"""Finding the head of a table that people made: where it begins, how many rows it has, what its
columns mean.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from crm.core.money import parse_money
from crm.core.spreadsheets.books import Line
from crm.core.spreadsheets.cells import as_text
from crm.core.spreadsheets.columns import Column

LOOK_AT = 40
MAX_DEPTH = 3
_BRACKETS = re.compile(r"[（(\[【]([^）)\]】]*)[）)\]】]")
_NOISE = re.compile(r"[\s_*＊:：·、/\-\.]+")
_TOTAL = re.compile(
    r"^.{0,16}?(小计|合计|总计|共计|subtotal|grand total|total)\s*[:：]?$", re.IGNORECASE
)
TOTALS = {"小计", "合计", "总计"}
_REMARK = re.compile(
    r"^(注|备注|说明|附注|填表人|制表人?|审核人?|负责人|填报人|填报单位|填报日期|制表日期|单位|数据来源)\s*[:：]"
)
_SECTION = re.compile(r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")


@dataclass(frozen=True)
class Mapped:
    """A column of the file and what it means; ``column`` None is ignored."""

    index: int
    text: str
    column: Column | None
    factor: Decimal = Decimal(1)
    currency: str = ""


@dataclass
class Head:
    """The head of a table: rows ``first`` to ``last`` as the spreadsheet numbers them."""

    first: int
    last: int
    columns: list[Mapped] = field(default_factory=list)

    @cached_property
    def known(self) -> list[Mapped]:
        """The columns that mean something."""
        return [mapped for mapped in self.columns if mapped.column is not None]


@lru_cache(maxsize=4096)
def head_key(text: str) -> str:
    """How heads are compared: without brackets, spaces, stars and case."""
    folded = unicodedata.normalize("NFKC", text).replace("m2", "㎡").casefold()
    return _NOISE.sub("", _BRACKETS.sub("", folded)) or _NOISE.sub("", folded)


def names_of(columns: Sequence[Column]) -> dict[str, Column]:
    """Every spelling of a head and its column; keys win over labels, labels over aliases."""
    names: dict[str, Column] = {}
    for spelling in (
        lambda column: (column.key,),
        lambda column: column.labels().values(),
        lambda column: column.aliases,
    ):
        for column in columns:
            for name in spelling(column):
                names.setdefault(head_key(name), column)
    return names


def find_head(lines: Sequence[Line], columns: Sequence[Column]) -> Head | None:
    """The rows that name the most columns; None when no row names even one.

    ``lines`` are the first rows of the sheet. Heads of up to three rows are joined.
    """
    names = names_of(columns)
    best: Head | None = None
    for start, line in enumerate(lines):
        for depth in range(1, MAX_DEPTH + 1):
            block = lines[start : start + depth]
            if len(block) < depth:
                break
            head = _read(block, names)
            # A deeper head must name more: neither a title above nor a row below names anything.
            if head.known and (best is None or _rank(head) > _rank(best)):
                best = head
        if best is not None and line.number - best.last > LOOK_AT // 2:
            break
    return best


def _rank(head: Head) -> tuple[int, int]:
    return len(head.known), head.first - head.last


def apply_mapping(head: Head, columns: Sequence[Column], mapping: dict[str, str]) -> Head:
    """The head with some columns chosen by hand: file column (from 0, as text) → key, "" to
    ignore.
    """
    by_key = {column.key: column for column in columns}
    taken = {mapping[str(item.index)] for item in head.columns if mapping.get(str(item.index))}
    changed = []
    for item in head.columns:
        chosen = mapping.get(str(item.index))
        column = item.column
        if chosen is not None:
            column = by_key.get(chosen)
        elif column is not None and column.key in taken:
            column = None
        changed.append(_mapped(item.index, item.text, column))
    return Head(head.first, head.last, changed)


def _read(block: Sequence[Line], names: dict[str, Column]) -> Head:
    width = max(len(line.cells) for line in block)
    head = Head(block[0].number, block[-1].number)
    taken: set[str] = set()
    rows = [_spread(line, width) for line in block]
    for index in range(width):
        parts = list(dict.fromkeys(row[index] for row in rows if row[index]))
        column = _meaning(parts, names)
        if column is not None and column.key in taken:
            column = None
        if column is not None:
            taken.add(column.key)
        if parts:
            head.columns.append(_mapped(index, " ".join(parts), column))
    return head


def _spread(line: Line, width: int) -> list[str]:
    """The texts of a head row; what is merged across stands over each of its columns."""
    texts = [as_text(cell).strip() if cell is not None else "" for cell in line.cells]
    texts += [""] * (width - len(texts))
    for index in sorted(line.wide):
        following = index + 1
        while following < width and not texts[following]:
            texts[following] = texts[index]
            following += 1
    return texts


def _meaning(parts: list[str], names: dict[str, Column]) -> Column | None:
    if not parts:
        return None
    joined = "".join(parts)
    for text in (joined, parts[-1], " ".join(parts), parts[0] if len(parts) == 1 else ""):
        column = names.get(head_key(text)) if text else None
        if column is not None:
            return column
    return None


def _mapped(index: int, text: str, column: Column | None) -> Mapped:
    factor, currency = Decimal(1), ""
    if column is not None and column.type in ("area", "money"):
        for unit in _BRACKETS.findall(unicodedata.normalize("NFKC", text)):
            factor, currency = _unit(unit, column.type)
    return Mapped(index, text, column, factor, currency)


def _unit(unit: str, kind: str) -> tuple[Decimal, str]:
    if kind == "area":
        return (Decimal(10_000) if unit.startswith("万") else Decimal(1)), ""
    try:
        amount, currency = parse_money(f"1{unit}")
    except ValueError:
        return Decimal(1), ""
    return amount.normalize(), "" if currency == "CNY" else currency


def skip_reason(line: Line, head: Head, width: int) -> str:
    """Why a row under the head is no record: total, section, remark, repeated head; "" when it is
    one.

    ``width`` is the number of columns that mean something.
    """
    filled = [at for at, cell in enumerate(line.cells) if cell is not None]
    texts = [as_text(line.cells[at]).strip() for at in filled[:3]]
    if not any(texts) and not any(as_text(line.cells[at]).strip() for at in filled[3:]):
        return "empty"
    first = texts[0]
    if _TOTAL.match(first) or not TOTALS.isdisjoint(texts):
        return "total"
    if _REMARK.match(first) and len(filled) <= max(3, width // 2):
        return "remark"
    if len(filled) == 1 and width > 1:
        across = filled[0] in line.wide
        if across or _SECTION.match(first) or _REMARK.match(first):
            return "title"
    return "head" if _repeats_head(line, head) else ""


def _repeats_head(line: Line, head: Head) -> bool:
    known = head.known
    return len(known) > 1 and all(_says_head(line.cells, item) for item in known)


def _says_head(cells: list[Any], item: Mapped) -> bool:
    cell = cells[item.index] if item.index < len(cells) else None
    return isinstance(cell, str) and head_key(cell) in head_key(item.text)
