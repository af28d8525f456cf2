"""``manage.py portal_project``: the portal's read tables again, from pages and frozen versions."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal import projection


class Command(BaseCommand):
    help = "Rebuild the portal's read tables from published pages and frozen versions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = projection.rebuild()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
