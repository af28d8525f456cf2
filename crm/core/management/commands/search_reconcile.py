"""`manage.py search_reconcile`: does the index hold exactly what the database gives?"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.searching.output import write_json
from search import drain, outbox, sources
from search.engines.protocol import EngineDownError, IndexMissingError
from search.reconcile import reconcile, repair
from search.settings import ENGINES, current_engine


class Command(BaseCommand):
    help = "Report documents that lack, differ or do not belong; --repair marks them for the drain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--index", choices=["public", "staff"])
        parser.add_argument("--engine", choices=ENGINES)
        parser.add_argument("--repair", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        report: dict[str, Any] = {"missing": [], "stale": [], "extra": []}
        try:
            engine = current_engine(options["engine"])
            for index in [options["index"]] if options["index"] else sources.indexes():
                drift = reconcile(engine, index)
                report["missing"] += drift.missing
                report["stale"] += drift.stale
                report["extra"] += drift.extra
                if options["repair"]:
                    repair(drift)
        except IndexMissingError as error:
            message = f"there is no {error} index yet: run search_reindex"
            if options["json"]:
                write_json(self.stdout, {"error": message})
            raise CommandError(message) from error
        except (EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(str(error)) from error
        report["waiting"] = outbox.waiting(drain.consumer_name(engine))
        if options["json"]:
            write_json(self.stdout, report)
            return
        for name in ("missing", "stale", "extra"):
            self.stdout.write(f"{name} {len(report[name])}: {', '.join(report[name][:20])}")
        self.stdout.write(f"waiting in the outbox: {report['waiting']}")
