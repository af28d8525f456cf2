"""`manage.py search_queries`: the golden set on every engine, with thresholds."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.clock import today
from crm.core.searching.asking import public_query
from crm.core.searching.output import write_json
from portal.demo import GOLDEN_QUERIES
from search.engines.protocol import EngineDownError
from search.golden import Golden, Report, compare, fill, measure, read_golden
from search.queries import SearchQuery
from search.ranking import RANKING
from search.settings import CLUSTER, EMBEDDED, ENGINES, temporary_engine


class Command(BaseCommand):
    help = "Ask the graded queries of the demo's portal on each engine; exit 1 below a threshold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--engine", choices=ENGINES, help="this one alone")
        parser.add_argument("--queries", type=Path, default=GOLDEN_QUERIES)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reports = _reports(options)
        except (OSError, ValueError, EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(str(error)) from error
        agreement, apart = compare(*reports) if len(reports) == 2 else ({}, [])
        short = [f"{report.engine}: {said}" for report in reports for said in report.shortfalls]
        short += apart
        if options["json"]:
            write_json(self.stdout, _as_json(reports, agreement, short))
        else:
            self._print(reports, agreement)
        if short:
            raise CommandError("\n".join(short))

    def _print(self, reports: Sequence[Report], agreement: dict[str, float]) -> None:
        for report in reports:
            for name, value in report.figures.items():
                self.stdout.write(f"{report.engine:14} {name:12} {value}")
        for name, value in agreement.items():
            self.stdout.write(f"{'both':14} {name:12} {value}")


def _reports(options: dict[str, Any]) -> list[Report]:
    queries = read_golden(options["queries"])
    both = [EMBEDDED, CLUSTER] if settings.ELASTICSEARCH_URLS else [EMBEDDED]
    reports = []
    for name in [options["engine"]] if options["engine"] else both:
        with temporary_engine(name) as engine:
            _refuse_strange_content(queries, fill(engine))
            reports.append(measure(engine, queries, _as_the_page_asks))
    return reports


def _as_the_page_asks(text: str, include_expired: bool) -> SearchQuery:
    return public_query(text, today=today(), grouped=True, include_expired=include_expired)


def _refuse_strange_content(queries: Sequence[Golden], titles: set[str]) -> None:
    lacking = {title for golden in queries for title in golden.relevant} - titles
    if lacking:
        raise ValueError(
            f"the portal here lacks {len(lacking)} of the graded titles, such as"
            f" {min(lacking)}: these queries belong to other content (--queries FILE)"
        )


def _as_json(
    reports: Sequence[Report], agreement: dict[str, float], short: Sequence[str]
) -> dict[str, Any]:
    return {
        "ranking_version": RANKING.version,
        "engines": {report.engine: report.figures for report in reports},
        **agreement,
        "shortfalls": list(short),
        "queries": [
            {
                "query": ranked.golden.text,
                "engine": report.engine,
                "ndcg@10": round(ranked.gain, 4),
                "first": ranked.titles[0] if ranked.titles else None,
            }
            for report in reports
            for ranked in report.ranked
        ],
    }
