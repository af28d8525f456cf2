"""The shape of every command of ours: one JSON document on request, refusals with exit status 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.core import context
from crm.core.errors import Refused
from crm.core.searching.output import write_json


class JsonCommand(BaseCommand):
    """Subclasses give ``run(**options)``, whose result is printed as JSON or by ``show(result)``.

    A :class:`Refused` becomes ``{"error": …}`` and exit status 1; wrong usage stays status 2.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        token = context.channel.set("command")
        try:
            result = self.run(**options)
        except Refused as refusal:
            if options["json"]:
                write_json(self.stdout, {"error": refusal.message, "code": refusal.code})
            raise CommandError(refusal.message) from refusal
        finally:
            context.channel.reset(token)
        if options["json"]:
            write_json(self.stdout, result)
        else:
            self.show(result)
        if self.failed(result):
            raise CommandError(self.failed(result))

    def run(self, **options: Any) -> Any:
        """Do the work; the result must be JSON-ready."""
        raise NotImplementedError

    def show(self, result: Any) -> None:
        """Print the result for people; by default one line a key."""
        for key, value in result.items():
            self.stdout.write(f"{key}: {value}")

    def failed(self, result: Any) -> str:
        """Why the exit status is 1 although there is a result; empty when all is well."""
        return ""
