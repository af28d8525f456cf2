"""`manage.py search_reindex`: build the index anew beside the live one and switch."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search import drain, outbox, sources
from search.engines.protocol import Engine, EngineDownError, IndexBusyError, RebuildRefusedError
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
        built: list[dict[str, Any]] = []
        try:
            for engine in chosen_engines(options["engine"]):
                _rebuild(engine, options["index"], built)
        except REFUSALS as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error), "built": built})
            raise CommandError(f"{error}: the old index stays") from error
        if options["json"]:
            write_json(self.stdout, built)
            return
        for row in built:
            self.stdout.write(
                f"{row['engine']}: {row['index']}: {row['documents']} documents, {row['seconds']} s"
            )


def _rebuild(engine: Engine, index: str | None, built: list[dict[str, Any]]) -> None:
    """Build one index or all of them anew; after all of them the drain need not begin before."""
    start = outbox.head()
    for name in [index] if index else sources.indexes():
        done = reindex(engine, name)
        built.append(
            {
                "index": name,
                "engine": engine.name,
                "documents": done.documents,
                "seconds": round(done.seconds, 1),
            }
        )
    if not index:
        outbox.move(drain.consumer_name(engine), start)
