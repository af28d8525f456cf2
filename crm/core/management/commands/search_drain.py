"""`manage.py search_drain`: carry what waits in the outbox into the indexes, then end."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search import drain
from search.engines.protocol import EngineDownError, IndexBusyError
from search.settings import ENGINES, chosen_engines


class Command(BaseCommand):
    help = "Empty the search outbox now, into every engine that this machine keeps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=ENGINES)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            passes = [drain.empty(engine) for engine in chosen_engines(options["engine"])]
        except IndexBusyError as error:
            message = f"another process is writing the {error} index; try again in a moment"
            if options["json"]:
                write_json(self.stdout, {"error": message})
            raise CommandError(message) from error
        except (EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(f"{error}: what waits stays in the outbox") from error
        figures = {
            name: sum(getattr(done, name) for done in passes)
            for name in ("entries", "updated", "failed")
        }
        if options["json"]:
            write_json(self.stdout, figures)
        else:
            self.stdout.write(", ".join(f"{name} {value}" for name, value in figures.items()))
