"""Cell references when rows are put in: what stands below moves, ranges that end there grow. Pure.

A range that ends in the row above the new rows grows with them, as people expect of a sum under a
list; a spreadsheet program would leave it as it was.
"""

import re
from collections.abc import Callable

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?)(\d+)")
ROWS = re.compile(r"(\$?)(\d+):(\$?)(\d+)")
QUOTED = re.compile(r"^'(.*)'$")


def shift_range(text: str, at: int, count: int) -> str:
    """``text`` is A5, A5:B10 or 5:10, without a sheet; ``count`` rows come in before row ``at``."""
    whole = ROWS.fullmatch(text)
    if whole:
        first, last = _moved(int(whole[2]), at, count), _ended(int(whole[4]), at, count)
        return f"{whole[1]}{first}:{whole[3]}{last}"
    first, colon, last = text.partition(":")
    if not colon:
        return CELL.sub(lambda found: _cell(found, at, count, _moved), text)
    start = CELL.sub(lambda found: _cell(found, at, count, _moved), first)
    return f"{start}:{CELL.sub(lambda found: _cell(found, at, count, _ended), last)}"


def _cell(found: re.Match[str], at: int, count: int, move: Callable[[int, int, int], int]) -> str:
    return f"{found[1]}{found[2]}{move(int(found[3]), at, count)}"


def _moved(row: int, at: int, count: int) -> int:
    return row + count if row >= at else row


def _ended(row: int, at: int, count: int) -> int:
    return row + count if row >= at - 1 else row


def shift_formula(formula: str, at: int, count: int, *, sheet: str, own: bool) -> str:
    """The formula after rows came into ``sheet``; ``own`` when the formula stands on it."""
    tokens = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _shift_operand(token.value, at, count, sheet=sheet, own=own)
    return tokens.render()


def _shift_operand(text: str, at: int, count: int, *, sheet: str, own: bool) -> str:
    prefix, mark, reference = text.rpartition("!")
    quoted = QUOTED.match(prefix)
    named = quoted[1].replace("''", "'") if quoted else prefix
    if (not mark and own) or (mark and named == sheet):
        return f"{prefix}{mark}{shift_range(reference, at, count)}"
    return text
