"""`manage.py search_reindex`: build the index anew beside the live one and switch."""

from argparse import ArgumentParser
from itertools import product
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search import sources
from search.engines.protocol import EngineDownError, IndexBusyError, RebuildRefusedError
from search.rebuild import reindex
from search.settings import ENGINES, chosen_engines

REFUSALS = (RebuildRefusedError, IndexBusyError, EngineDownError, ImproperlyConfigured)


class Command(BaseCommand):
    help = "Rebuild the search indexes with no moment without results."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--index", choices=["public", "staff"])
        parser.add_argument("--engine", choices=ENGINES)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [options["index"]] if options["index"] else sources.indexes()
        built = []
        try:
            for engine, index in product(chosen_engines(options["engine"]), wanted):
                done = reindex(engine, index)
                built.append(
                    {
                        "index": index,
                        "engine": engine.name,
                        "documents": done.documents,
                        "seconds": round(done.seconds, 1),
                    }
                )
        except REFUSALS as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error), "built": built})
            raise CommandError(f"{error}: the old index stays") from error
        if options["json"]:
            write_json(self.stdout, built)
            return
        for row in built:
            self.stdout.write(f"{row['index']}: {row['documents']} documents, {row['seconds']} s")
