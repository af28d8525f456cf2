"""From a file to converted rows: which sheet, where the head is, which column means what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.books import Book, Line, Sheet
from crm.core.spreadsheets.cells import CellError, as_text, convert
from crm.core.spreadsheets.columns import choice_key, in_language
from crm.core.spreadsheets.heads import (
    LOOK_AT,
    Head,
    Mapped,
    apply_mapping,
    find_head,
    skip_reason,
)
from crm.core.spreadsheets.importing import Row
from crm.core.spreadsheets.opening import open_book
from crm.exchange.models import ImportJob
from crm.exchange.spool import ReadRow, Spool, WrongCell

WORKBOOK = "workbook"
MAX_SKIPPED = 200


@dataclass
class ReadSheet:
    """One sheet of a job, converted and spooled."""

    kind: ExchangeKind
    name: str
    head: Head
    spool: Spool
    skipped: list[tuple[int, str, str]] = field(default_factory=list)
    first_row: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """What the screen and the command say about the sheet."""
        return {
            "sheet": self.name,
            "kind": self.kind.key,
            "head": [self.head.first, self.head.last],
            "rows": len(self.spool),
            "columns": [
                {
                    "index": item.index,
                    "text": item.text,
                    "key": item.column.key if item.column else None,
                    "first": self.first_row[at] if at < len(self.first_row) else "",
                }
                for at, item in enumerate(self.head.columns)
            ],
            "skipped": [
                {"row": row, "reason": reason, "text": text} for row, reason, text in self.skipped
            ],
        }


def read_job(job: ImportJob) -> list[ReadSheet]:
    """Every sheet of the job's file, in order of dependency.

    Raises Refused when the file cannot be read, has no head that names a column of the kind, or
    lacks a column that is required.
    """
    book = open_book(job.file.path, job.file_name)
    sheets: list[ReadSheet] = []
    try:
        for kind, sheet in _choose(book, job.kind):
            sheets.append(_read_sheet(job, kind, sheet))
    except BaseException:
        close(sheets)
        raise
    finally:
        book.close()
    return sheets


def close(sheets: list[ReadSheet]) -> None:
    """Let the temporary files go."""
    for sheet in sheets:
        sheet.spool.close()


def workbook_kinds() -> list[ExchangeKind]:
    """The kinds that may be sheets of one workbook; restricted ones come in by themselves."""
    return [kind for kind in exchange_kinds if not kind.restricted]


def _choose(book: Book, wanted: str) -> list[tuple[ExchangeKind, Sheet]]:
    if wanted == WORKBOOK:
        named = [(kind, sheet) for sheet in book.sheets() if (kind := kind_named(sheet.name))]
        if not named:
            raise Refused(
                _("No sheet is named after a kind of records. Allowed: %(names)s.")
                % {"names": "、".join(f"{kind.label}（{kind.key}）" for kind in workbook_kinds())},
                field="file",
            )
        for kind, _sheet in named:
            if kind.restricted:
                raise Refused(
                    _("%(kind)s are restricted: import them in a file of their own.")
                    % {"kind": kind.label},
                    field="file",
                )
        return sorted(named, key=lambda pair: pair[0].order)
    kind = exchange_kinds[wanted]
    sheets = book.sheets()
    named = [sheet for sheet in sheets if kind_named(sheet.name) is kind]
    for sheet in named or sheets:
        head = _head_of(sheet, kind)
        if head is not None and (len(head.known) > 1 or _has_required(kind, head)):
            return [(kind, sheet)]
    raise Refused(
        _("No row of the file names the columns of %(kind)s. Expected heads such as: %(heads)s.")
        % {
            "kind": kind.label,
            "heads": "、".join(str(column.label) for column in kind.columns[:8]),
        },
        field="file",
    )


def _has_required(kind: ExchangeKind, head: Head) -> bool:
    present = {item.column.key for item in head.known if item.column}
    return {column.key for column in kind.columns if column.required} <= present


def kind_named(name: str) -> ExchangeKind | None:
    """The kind that a sheet is named after: key, Chinese or English label."""
    wanted = choice_key(name)
    for kind in exchange_kinds:
        names = (kind.key, in_language("zh-hans", kind.label), in_language("en", kind.label))
        if wanted in {choice_key(text) for text in names}:
            return kind
    return None


def _head_of(sheet: Sheet, kind: ExchangeKind) -> Head | None:
    lines = [line for line in islice(sheet.lines(), LOOK_AT) if any(line.cells)]
    return find_head(lines, kind.columns)


def _read_sheet(job: ImportJob, kind: ExchangeKind, sheet: Sheet) -> ReadSheet:
    head = _head_of(sheet, kind)
    if head is None:
        raise Refused(
            _("Sheet “%(sheet)s” has no row that names the columns of %(kind)s.")
            % {"sheet": sheet.name, "kind": kind.label},
            field="file",
        )
    head = apply_mapping(head, kind.columns, job.mapping.get(sheet.name, {}))
    _require_columns(kind, sheet.name, head)
    read = ReadSheet(kind, sheet.name, head, Spool())
    corrections = _corrections(job, sheet.name)
    lines = (line for line in sheet.lines() if line.number > head.last)
    first = next(lines, None)
    if first is not None:
        shown = [_text_at(first, item) for item in head.columns]
        read.first_row = shown
        _spool_lines(read, chain([first], lines), corrections)
    return read


def _corrections(job: ImportJob, sheet: str) -> dict[int, dict[str, str]]:
    found = {}
    for place, cells in job.corrections.items():
        name, _mark, number = place.rpartition("!")
        if name == sheet:
            found[int(number)] = cells
    return found


def _require_columns(kind: ExchangeKind, sheet: str, head: Head) -> None:
    present = {item.column.key for item in head.known if item.column}
    missing = [column for column in kind.columns if column.required and column.key not in present]
    if missing:
        raise Refused(
            _("Sheet “%(sheet)s” lacks these columns: %(columns)s.")
            % {
                "sheet": sheet,
                "columns": "、".join(f"{column.label}（{column.key}）" for column in missing),
            },
            field="file",
            code="columns",
        )


def _spool_lines(
    read: ReadSheet, lines: Iterator[Line], corrections: dict[int, dict[str, str]]
) -> None:
    known = read.head.known
    group_by = read.kind.group_by
    for line in lines:
        reason = skip_reason(line, read.head, len(known))
        if reason:
            if reason != "empty" and len(read.skipped) < MAX_SKIPPED:
                texts = [as_text(cell) for cell in line.cells if cell is not None]
                read.skipped.append((line.number, reason, " ".join(texts)[:120]))
            continue
        row = convert_line(line, known, corrections.get(line.number, {}))
        values = row.row.values
        group = None
        if group_by and not row.wrong:
            group = tuple(values.get(key) for key in group_by)
        read.spool.add(row, group)


def convert_line(line: Line, known: list[Mapped], corrected: dict[str, str]) -> ReadRow:
    """A line as values by column key; what cannot be read is listed."""
    values: dict[str, Any] = {}
    texts: dict[str, str] = {}
    wrong: list[WrongCell] = []
    width = len(line.cells)
    for item in known:
        column: Any = item.column
        raw = line.cells[item.index] if item.index < width else None
        raw = corrected.get(column.key, raw)
        value = None
        try:
            value = None if raw is None else convert(raw, column, item.factor, item.currency)
            if value is None and column.required:
                wrong.append(WrongCell(column.key, "", _("This cell must not be empty.")))
        except CellError as error:
            wrong.append(WrongCell(column.key, as_text(raw)[:255], str(error)))
        values[column.key] = value
        if raw is not None:
            texts[column.key] = as_text(raw)[:255]
    return ReadRow(Row(line.number, values), wrong, texts)


def _text_at(line: Line, item: Mapped) -> str:
    cell = line.cells[item.index] if item.index < len(line.cells) else None
    return "" if cell is None else as_text(cell)[:60]
