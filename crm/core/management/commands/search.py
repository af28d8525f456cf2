"""`manage.py search QUERY`: the very search of the screens, from the command line."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from crm.core.clock import today
from crm.core.searching.asking import explain, facet_names, search_public, search_staff
from crm.core.searching.output import write_json
from search.documents import PUBLIC, STAFF
from search.engines.protocol import EngineDownError
from search.queries import SORTS, SearchResult
from search.settings import ENGINES


class Command(BaseCommand):
    help = "Search the public or the staff index; --as USER sees what that person sees."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--index", choices=[PUBLIC, STAFF], default=PUBLIC)
        parser.add_argument("--as", dest="username", help="needed for the staff index")
        parser.add_argument("--engine", choices=ENGINES)
        parser.add_argument("--facet", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--size", type=int, default=10)
        parser.add_argument("--sort", choices=SORTS, default=SORTS[0])
        parser.add_argument("--include-expired", action="store_true")
        parser.add_argument("--grouped", action="store_true", help="one hit a document")
        parser.add_argument("--explain", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = self._answer(options)
        except (ValueError, EngineDownError, ImproperlyConfigured) as error:
            if options["json"]:
                write_json(self.stdout, {"error": str(error)})
            raise CommandError(str(error)) from error
        if options["json"]:
            write_json(self.stdout, answer)
        else:
            self._print(answer)

    def _answer(self, options: dict[str, Any]) -> dict[str, Any]:
        user = _user(options)
        wanted = {
            "facets": _facets(options["facet"]),
            "counts": facet_names(options["index"]),
            "page": options["page"],
            "size": options["size"],
            "sort": options["sort"],
            "include_expired": options["include_expired"],
            "grouped": options["grouped"],
        }
        asked = {"today": today(), "engine": options["engine"], **wanted}
        if user is None:
            result = search_public(options["query"], **asked)
        else:
            result = search_staff(user, options["query"], **asked)
        answer = as_json(result)
        if options["explain"]:
            same = {"today": today(), "engine": result.engine, **wanted}
            answer["explanations"] = [
                asdict(explain(user, options["query"], hit.uid, **same)) for hit in result.hits
            ]
        return answer

    def _print(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"{answer['total']} ({answer['engine']}, {answer['took_ms']} ms)")
        for place, hit in enumerate(answer["hits"], 1):
            self.stdout.write(f"{place}. {hit['title']}  {hit['url']}  [{hit['score']}]")
            self.stdout.write(f"   {hit['snippet']}")
        if answer["suggestion"]:
            self.stdout.write(f"? {answer['suggestion']}")


def _user(options: dict[str, Any]) -> Any:
    if options["index"] == PUBLIC:
        return None
    if not options["username"]:
        raise ValueError("the staff index is searched as a person: --as USER")
    user = get_user_model().objects.filter(username=options["username"]).first()
    if user is None:
        raise ValueError(f"there is no user {options['username']}")
    return user


def _facets(pairs: list[str]) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals and value):
            raise ValueError(f"--facet {pair}: write NAME=VALUE")
        chosen.setdefault(name, []).append(value)
    return chosen


def as_json(result: SearchResult) -> dict[str, Any]:
    """The contract of the command line (docs/commands.md)."""
    return {
        "engine": result.engine,
        "total": result.total,
        "took_ms": round(result.took_ms, 2),
        "ready": result.ready,
        "standby": result.standby,
        "relaxed": result.relaxed,
        "hits": [
            {
                "id": hit.uid,
                "type": hit.type,
                "title": hit.plain_title,
                "url": hit.full_url,
                "score": round(hit.score, 4),
                "snippet": hit.plain_snippet,
                "anchor": hit.anchor,
                "more": hit.more,
            }
            for hit in result.hits
        ],
        "facets": {
            name: [
                {"value": value.value, "count": value.count, "selected": value.selected}
                for value in values
            ]
            for name, values in result.facets.items()
        },
        "suggestion": result.suggestion,
    }
