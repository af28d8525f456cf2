"""What the page of an import lists, ready for the template."""

from typing import Any

from crm.core.registries import exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.exchange.models import ImportJob, ImportNote
from crm.exchange.results import column_label, kinds_of
from crm.exchange.wording import skip_word

SHOWN = 50


def sheets_of(job: ImportJob) -> list[dict[str, Any]]:
    """Each sheet with its columns and what they were taken for."""
    found = []
    for number, sheet in enumerate(job.sheets):
        kind = exchange_kinds[sheet["kind"]]
        columns = [
            {
                **column,
                "column": by_key(kind.columns, column["key"]),
                "field": f"map-{number}-{column['index']}",
            }
            for column in sheet["columns"]
        ]
        found.append(
            {
                "name": sheet["sheet"],
                "number": number,
                "kind": kind,
                "rows": sheet["rows"],
                "head": sheet["head"],
                "columns": columns,
                "halves": [columns[: (len(columns) + 1) // 2], columns[(len(columns) + 1) // 2 :]],
                "known": sum(1 for column in columns if column["key"]),
                "ignored": sum(1 for column in columns if not column["key"]),
            }
        )
    return found


def by_key(columns: tuple[Column, ...], key: str | None) -> Column | None:
    """The column of that key."""
    return next((column for column in columns if column.key == key), None)


def errors(job: ImportJob) -> dict[str, Any]:
    """The first wrong cells, and how many there are."""
    notes = job.notes.filter(kind=ImportNote.Kind.ERROR)
    kinds = kinds_of(job)
    rows = []
    for note in notes[:SHOWN]:
        kind = kinds.get(note.sheet)
        column = by_key(kind.columns, note.column) if kind else None
        rows.append(
            {
                "note": note,
                "label": column_label(kinds, note),
                "column": column,
                "field": f"fix:{note.column}:{note.row}:{note.sheet}",
                "options": column.choices if column else (),
            }
        )
    total = notes.count()
    return {"rows": rows, "total": total, "more": max(total - len(rows), 0)}


def duplicates(job: ImportJob) -> dict[str, Any]:
    """The first rows that may repeat a record, with what was decided."""
    notes = job.notes.filter(kind=ImportNote.Kind.DUPLICATE)
    # A row that is decided to update or to be left out is no duplicate any more, so it has no note.
    rows = []
    for note in notes[:SHOWN]:
        place = f"{note.sheet}!{note.row}"
        rows.append(
            {
                "note": note,
                "place": place,
                "candidates": note.data["candidates"],
                "decision": job.decisions.get(place, ""),
            }
        )
    total = notes.count()
    decided = sum(1 for decision in job.decisions.values() if decision)
    return {"rows": rows, "total": total, "more": max(total - len(rows), 0), "decided": decided}


def skipped(job: ImportJob) -> list[dict[str, Any]]:
    """Lines that are no records."""
    return [
        {"sheet": sheet["sheet"], "word": skip_word(line["reason"]), **line}
        for sheet in job.sheets
        for line in sheet["skipped"]
    ]
