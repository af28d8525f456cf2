"""Short ways to write a spreadsheet, import it, and see what the domain tables hold."""

import csv
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from openpyxl import Workbook

from crm.core.models import User
from crm.exchange.models import ImportJob
from crm.exchange.results import result
from crm.exchange.running import apply, check
from crm.exchange.starting import chunks_of, start

DOMAINS = ("core", "enterprises", "occupancy", "leads", "projects")
# Logs and counters grow; files and settings are no domain rows.
NOT_DOMAIN = {"core.Event", "core.Sequence", "core.StoredFile", "core.CalendarDay"}


def write_csv(path: Path, rows: list[list[Any]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def begin(kind: str, path: Path, by: User | None = None, **options: Any) -> ImportJob:
    return start(kind, chunks_of(path), path.name, by=by, **options)


def imported(kind: str, path: Path, by: User | None = None, **options: Any) -> dict[str, Any]:
    job = begin(kind, path, by, **options)
    apply(job)
    return result(job)


def looked_at(kind: str, path: Path, by: User | None = None) -> dict[str, Any]:
    job = begin(kind, path, by)
    check(job)
    return result(job)


def rows_in(folder: Path, kind: str, rows: list[list[Any]], **options: Any) -> dict[str, Any]:
    """Import rows (the first is the head) from a .csv."""
    return imported(kind, write_csv(folder / f"{kind}.csv", rows), **options)


def domain_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in DOMAINS
        and not hasattr(model, "history_object")
        and model._meta.label not in NOT_DOMAIN
        and not model.__name__.startswith(("Search", "Outbox"))
    ]


def dump() -> dict[str, list[str]]:
    """Every domain table, primary keys aside."""
    found = {}
    for model in domain_models():
        names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
        rows = model._base_manager.values_list(*names)
        found[model._meta.label] = sorted(str(row) for row in rows)
    return found


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    return [label for label in before if before[label] != after[label]]
