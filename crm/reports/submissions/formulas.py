"""What plain formulas of a form come to, so that a preview without calculation shows them too.

Sums, differences, products, quotients, per cents, and SUM, AVERAGE, MIN, MAX, COUNT, ROUND, ABS
over cells of the workbook. What is not of these has no result here: Excel and WPS calculate on
opening. Pure of the database.
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

DIGITS = 15  # as many as a spreadsheet keeps
MOST_CELLS = 100_000
Number = Decimal


class UnknownError(Exception):
    """The formula, or a cell that it reads, is none of those that are computed here."""


def results(book: Workbook) -> dict[tuple[str, str], Number]:
    """By (sheet, cell) the results of the formulas that can be computed."""
    reckoner, found = Reckoner(book), {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                try:
                    value = reckoner.of(sheet.title, cell.coordinate)
                except UnknownError:
                    continue
                found[sheet.title, cell.coordinate] = Decimal(f"{value:.{DIGITS}g}")
    return found


class Reckoner:
    """Values of cells, each formula computed once; a circle is unknown."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[str, str], Number | None] = {}

    def of(self, sheet: str, cell: str) -> Number:
        """The result of the formula in the cell; raises UnknownError."""
        key = (sheet, cell)
        if key not in self._known:
            self._known[key] = None  # a circle comes back here
            value = self.book[sheet][cell].value
            if not isinstance(value, str):
                raise UnknownError  # an array formula
            try:
                self._known[key] = _Formula(self, sheet, value).value()
            except (ArithmeticError, RecursionError) as error:
                raise UnknownError from error
        found = self._known[key]
        if found is None:
            raise UnknownError
        return found

    def cells(self, sheet: str, reference: str) -> Iterator[Any]:
        """What the cells of a reference hold, formulas as their results."""
        place, _mark, area = reference.rpartition("!")
        name = place.strip("'").replace("''", "'") if place else sheet
        if name not in self.book.sheetnames or not isinstance(self.book[name], Worksheet):
            raise UnknownError
        try:
            left, top, right, bottom = range_boundaries(area.replace("$", ""))
        except (ValueError, TypeError) as error:
            raise UnknownError from error
        if (
            None in (left, top, right, bottom)
            or (right - left + 1) * (bottom - top + 1) > MOST_CELLS
        ):
            raise UnknownError
        for row in self.book[name].iter_rows(top, bottom, left, right):
            for cell in row:
                is_formula = cell.data_type == "f"
                yield self.of(name, cell.coordinate) if is_formula else cell.value


def number(value: Any) -> Number:
    """A value as arithmetic takes it: nothing is 0; a text or a date is unknown."""
    if value is None:
        return Decimal(0)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UnknownError
    return Decimal(str(value))


def _numbers(values: list[Any]) -> list[Number]:
    """Those of a range that count; texts and empty cells do not."""
    return [
        Decimal(str(value))
        for value in values
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    ]


def _rounded(value: Number, places: Number) -> Number:
    return value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _mean(values: list[Number]) -> Number:
    return sum(values, Decimal(0)) / Decimal(len(values))


OVER_RANGES: dict[str, Callable[[list[Number]], Number]] = {
    "SUM(": lambda values: sum(values, Decimal(0)),
    "AVERAGE(": _mean,
    "MIN(": lambda values: min(values, default=Decimal(0)),
    "MAX(": lambda values: max(values, default=Decimal(0)),
    "COUNT(": lambda values: Decimal(len(values)),
}
OVER_NUMBERS: dict[str, tuple[int, Callable[..., Number]]] = {
    "ROUND(": (2, _rounded),
    "ABS(": (1, abs),
}
OPERATORS: dict[str, Callable[[Number, Number], Number]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
}
PRECEDENCE = (("+", "-"), ("*", "/"))


class _Formula:
    """One formula, read from left to right by precedence."""

    def __init__(self, reckoner: Reckoner, sheet: str, text: str) -> None:
        self.reckoner, self.sheet = reckoner, sheet
        try:
            tokens = Tokenizer(text).items
        except (TokenizerError, IndexError, AssertionError) as error:  # a bracket too many
            raise UnknownError from error
        self.tokens = [token for token in tokens if token.type != Token.WSPACE]
        self.at = 0

    def value(self) -> Number:
        found = self._level(0)
        if self.at != len(self.tokens):
            raise UnknownError
        return found

    def _next(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _take(self) -> Token:
        token = self._next()
        if token is None:
            raise UnknownError
        self.at += 1
        return token

    def _level(self, level: int) -> Number:
        if level == len(PRECEDENCE):
            return self._signed()
        found = self._level(level + 1)
        while (token := self._next()) and token.type == Token.OP_IN:
            if token.value not in PRECEDENCE[level]:
                break
            self.at += 1
            found = OPERATORS[token.value](found, self._level(level + 1))
        return found

    def _signed(self) -> Number:
        token = self._next()
        if token is not None and token.type == Token.OP_PRE:
            self.at += 1
            found = self._signed()
            return -found if token.value == "-" else found
        found = self._operand()
        while (after := self._next()) and after.type == Token.OP_POST:
            self.at += 1
            found /= 100
        return found

    def _operand(self) -> Number:
        token = self._take()
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            found = self._level(0)
            self._close()
            return found
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            return self._function(token.value.upper())
        if token.type == Token.OPERAND and token.subtype == Token.NUMBER:
            return Decimal(token.value)
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            values = list(self.reckoner.cells(self.sheet, token.value))
            if len(values) != 1:
                raise UnknownError
            return number(values[0])
        raise UnknownError

    def _close(self) -> None:
        if self._take().subtype != Token.CLOSE:
            raise UnknownError

    def _function(self, name: str) -> Number:
        if name in OVER_RANGES:
            return OVER_RANGES[name](self._all_arguments())
        if name in OVER_NUMBERS:
            count, compute = OVER_NUMBERS[name]
            values = [self._level(0)]
            while self._separated():
                values.append(self._level(0))
            if len(values) != count:
                raise UnknownError
            return compute(*values)
        raise UnknownError

    def _all_arguments(self) -> list[Number]:
        found = self._argument()
        while self._separated():
            found += self._argument()
        return found

    def _separated(self) -> bool:
        """Whether another argument follows; the closing bracket is taken."""
        token = self._take()
        if token.type == Token.SEP and token.subtype == Token.ARG:
            return True
        if token.subtype != Token.CLOSE:
            raise UnknownError
        return False

    def _argument(self) -> list[Number]:
        """A range with all its numbers, or one expression."""
        token, after = self._next(), self.tokens[self.at + 1 : self.at + 2]
        ends = bool(after) and (after[0].type == Token.SEP or after[0].subtype == Token.CLOSE)
        if token is not None and token.subtype == Token.RANGE and ends:
            self.at += 1
            return _numbers(list(self.reckoner.cells(self.sheet, token.value)))
        return [self._level(0)]
