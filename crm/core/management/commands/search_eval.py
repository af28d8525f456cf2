"""`manage.py search_eval --corpus C.jsonl --queries Q.jsonl`: relevance and speed; needs no
database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search.engines.protocol import EngineDownError
from search.evaluation import evaluate, read_corpus, read_queries
from search.ranking import RANKING
from search.settings import EMBEDDED, ENGINES, temporary_engine


class Command(BaseCommand):
    help = "Measure the ranking on a corpus with judged queries, in a temporary index."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--corpus", type=Path, required=True, help='lines {"id", "title", "text"}'
        )
        parser.add_argument(
            "--queries",
            type=Path,
            required=True,
            help='lines {"id", "query", "relevant": {"doc id": grade}}',
        )
        parser.add_argument("--engine", choices=ENGINES, default=EMBEDDED)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            queries = read_queries(options["queries"])
            with temporary_engine(options["engine"]) as engine:
                figures = evaluate(engine, read_corpus(options["corpus"]), queries)
        except (OSError, ValueError, EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(str(error)) from error
        figures["ranking_version"] = RANKING.version
        if options["json"]:
            write_json(self.stdout, figures)
        else:
            for name, value in figures.items():
                self.stdout.write(f"{name:16} {value}")
