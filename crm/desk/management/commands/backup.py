"""`manage.py backup FILE`: database, media, private files and index in one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from crm.core.commands import JsonCommand
from crm.desk.operation.backups import backup


class Command(JsonCommand):
    help = "Write a backup while the site runs; keep it as safe as the data itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> dict[str, Any]:
        return backup(options["file"].resolve())
