"""A job's outcome as one document for commands, and its errors as a file for people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.writing import open_writer
from crm.exchange.models import ImportJob, ImportNote

KINDS = ImportNote.Kind


def result(job: ImportJob) -> dict[str, Any]:
    """What ``manage.py import`` prints (docs/commands.md)."""
    found: dict[str, Any] = {
        "job": job.pk,
        "number": job.number,
        "kind": job.kind,
        "state": job.state,
        "rows": job.total or 0,
        "valid": job.valid,
        "created": job.created,
        "updated": job.updated,
        "unchanged": job.unchanged,
        "left_out": job.left_out,
        "errors": [_error(job, note) for note in _notes(job, KINDS.ERROR)],
        "duplicates": [
            _placed(job, note, {"candidates": note.data["candidates"]})
            for note in _notes(job, KINDS.DUPLICATE)
        ],
        "new_enterprises": [note.value for note in _notes(job, KINDS.NEW_ENTERPRISE)],
        "skipped": [
            {"sheet": sheet["sheet"], **line} for sheet in job.sheets for line in sheet["skipped"]
        ],
        "ignored_columns": [
            column["text"]
            for sheet in job.sheets
            for column in sheet["columns"]
            if column["key"] is None
        ],
        "seconds": job.seconds,
    }
    if job.message:
        found["message"] = job.message
    if job.state == ImportJob.State.FAILED:
        found["error"] = job.message
    return found


def _notes(job: ImportJob, kind: str) -> Iterator[ImportNote]:
    return job.notes.filter(kind=kind).iterator(chunk_size=500)


def _placed(job: ImportJob, note: ImportNote, values: dict[str, Any]) -> dict[str, Any]:
    place = {"row": note.row}
    if job.kind == "workbook":
        place = {"sheet": note.sheet, **place}
    return {**place, **values}


def _error(job: ImportJob, note: ImportNote) -> dict[str, Any]:
    values = {"column": note.column, "value": note.value, "message": note.message}
    return _placed(job, note, values)


def kinds_of(job: ImportJob) -> dict[str, ExchangeKind]:
    """The kind of each sheet of a job."""
    return {sheet["sheet"]: exchange_kinds[sheet["kind"]] for sheet in job.sheets}


def column_label(kinds: dict[str, ExchangeKind], note: ImportNote) -> str:
    """The label of the column that a note is about."""
    kind = kinds.get(note.sheet)
    try:
        return str(kind.column(note.column).label) if kind and note.column else note.column
    except KeyError:
        return note.column


def write_errors(job: ImportJob, path: Path) -> int:
    """The errors as a table for the person who must mend them."""
    kinds = kinds_of(job)
    writer = open_writer(path)
    heads = [_("Sheet"), _("Row"), _("Column"), _("Value in the file"), _("What is allowed")]
    writer.sheet(_("Errors"), heads, (14, 8, 20, 30, 80))
    rows = (
        [note.sheet, note.row, column_label(kinds, note), note.value, note.message]
        for note in _notes(job, KINDS.ERROR)
    )
    count = writer.rows(rows)
    writer.save()
    return count
