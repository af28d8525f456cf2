"""`manage.py search_drain`: carry what waits in the outbox into the indexes, then end."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search import drain
from search.engines.protocol import EngineDownError, IndexBusyError
from search.settings import ENGINES, current_engine


class Command(BaseCommand):
    help = "Empty the search outbox now; builds an index that is not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=ENGINES)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = drain.empty(current_engine(options["engine"]))
        except IndexBusyError as error:
            message = f"another process is writing the {error} index; try again in a moment"
            if options["json"]:
                write_json(self.stdout, {"error": message})
            raise CommandError(message) from error
        except (EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(f"{error}: what waits stays in the outbox") from error
        figures = {"entries": done.entries, "updated": done.updated, "failed": done.failed}
        if options["json"]:
            write_json(self.stdout, figures)
        else:
            self.stdout.write(", ".join(f"{name} {value}" for name, value in figures.items()))
