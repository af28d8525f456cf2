"""``manage.py load_laws DIR [--limit N]``: statutes in Markdown into policy documents."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from crm.core import clock
from portal.loading import load


class Command(BaseCommand):
    help = "Load statutes in Markdown as policy documents, one article one clause; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--limit", type=int, help="stop after this many files")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            result = load(options["folder"], clock.today(), options["limit"], self.report)
        except FileNotFoundError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": f"no such folder: {error}"}))
            raise CommandError(f"no such folder: {error}") from error
        seconds = round(time.monotonic() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps(self.document(result, seconds), ensure_ascii=False))
            return
        for path, reason in [*result.refused, *result.notes]:
            self.stdout.write(f"{path}: {reason}")
        self.stdout.write(
            f"{result.files} files: {result.created} created, {result.updated} updated,"
            f" {result.unchanged} unchanged, {len(result.refused)} not loaded;"
            f" {result.clauses} clauses; {seconds} s"
        )

    def report(self, done: int) -> None:
        self.stderr.write(f"{done} files")

    def document(self, result: Any, seconds: float) -> dict[str, Any]:
        return {
            "files": result.files,
            "created": result.created,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "clauses": result.clauses,
            "not_loaded": [{"file": path, "reason": reason} for path, reason in result.refused],
            "notes": [{"file": path, "note": note} for path, note in result.notes],
            "seconds": seconds,
        }
