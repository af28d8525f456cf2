"""`manage.py restore FILE`: put a backup back. Stop the web server and the worker first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from crm.core.commands import JsonCommand
from crm.desk.operation.backups import restore


class Command(JsonCommand):
    help = "Put a backup back; with --replace in the place of what is there."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true")

    def run(self, **options: Any) -> dict[str, Any]:
        return restore(options["file"].resolve(), replace=options["replace"])
