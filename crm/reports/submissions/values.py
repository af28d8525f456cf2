"""From mapped cells to what is written into them, with the reason wherever nothing is."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from crm.core.errors import Refused
from crm.reports.models import SubmissionCell
from crm.reports.submissions.catalogue import (
    ENTERPRISE,
    PERIOD,
    ROW,
    Parameters,
    Source,
    converted,
    sources,
)
from crm.reports.submissions.filling import Entry, number_format
from crm.reports.submissions.reading import Reading

FOUR_PLACES = 4


@dataclass(frozen=True)
class Value:
    """What one mapped cell gets; ``reason`` says why it, or some of its rows, stay empty."""

    cell: SubmissionCell
    entry: Entry
    label: str
    reason: str = ""

    @property
    def stored(self) -> dict[str, Any]:
        """As it is kept with the filing, and printed by the command."""
        values = [_shown(value) for value in self.entry.values]
        return {
            "sheet": self.cell.sheet,
            "cell": self.cell.cell,
            "source": self.cell.source,
            "label": self.label,
            "unit": self.cell.unit,
            "fills_down": self.cell.fills_down,
            "values": values,
            "reason": self.reason,
        }


def _shown(value: Any) -> str:
    """As it is listed: no more than four places, which the form's own number format then rounds."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        if value.as_tuple().exponent < -FOUR_PLACES:
            value = value.quantize(Decimal(1).scaleb(-FOUR_PLACES), ROUND_HALF_UP)
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return str(value)


def values_of(cells: Iterable[SubmissionCell], reading: Reading, blank: Workbook) -> list[Value]:
    """One value a cell that has a source, in their order."""
    return [_value(cell, reading, blank) for cell in cells if cell.source]


def _value(cell: SubmissionCell, reading: Reading, blank: Workbook) -> Value:
    if cell.source not in sources:
        words = _("There is no figure %(source)s any more.") % {"source": cell.source}
        return Value(cell, _entry(cell, []), cell.source, words)
    source, parameters = sources[cell.source], Parameters.of(cell.parameters)
    label = str(source.label)
    try:
        raw = _read(source, parameters, reading, fills_down=cell.fills_down)
    except Refused as refusal:
        return Value(cell, _entry(cell, []), label, refusal.message)
    shown_as = number_format(blank, cell.sheet, cell.cell)
    shown = [converted(value, source.measure, cell.unit, shown_as) for value in raw]
    return Value(cell, _entry(cell, shown), label, _reason(shown, fills_down=cell.fills_down))


def _entry(cell: SubmissionCell, values: list[Any]) -> Entry:
    return Entry(cell.sheet, cell.cell, values, cell.fills_down)


def _reason(values: list[Any], *, fills_down: bool) -> str:
    empty = sum(value is None or value == "" for value in values)
    if not values:
        return _("There is nothing to list.") if fills_down else _("There is no figure.")
    if not empty:
        return ""
    if not fills_down:
        return _("There is no figure.")
    return _("%(empty)d of %(all)d rows have no figure.") % {"empty": empty, "all": len(values)}


def _read(
    source: Source, parameters: Parameters, reading: Reading, *, fills_down: bool
) -> list[Any]:
    if not fills_down:
        return [_single(source, parameters, reading)]
    rows = reading.rows(parameters.per, parameters.scope, parameters.moment)
    if source.of == ROW:
        return [source.value(number) for number in range(1, len(rows) + 1)]
    if source.of == ENTERPRISE:
        return [source.value(tenant) for tenant in rows]
    return [_at(source, code, parameters.moment, reading) for code in rows]


def _single(source: Source, parameters: Parameters, reading: Reading) -> Any:
    if source.of == PERIOD:
        return source.value(reading, reading.day(parameters.moment))
    return _at(source, parameters.scope, parameters.moment, reading)


def _at(source: Source, scope: str, moment: str, reading: Reading) -> Any:
    at = reading.at(scope, moment)
    return None if at is None else source.value(at)
