"""`manage.py occupancy --as-of D` and `--from D --to D`: the figures of docs/commands.md."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.searching.output import write_json
from crm.occupancy import places, statements
from crm.occupancy.changes import change
from crm.occupancy.places import Place
from crm.occupancy.positions import position


def day(text: str) -> dt.date:
    """An ISO date; argparse turns the error into wrong usage."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2023-02-28") from error


class Command(BaseCommand):
    help = "Occupancy as of a day, or what changed between two days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=day, help="a day, such as 2023-02-28; today without it")
        parser.add_argument("--from", type=day, dest="start", help="compare this day (as of) …")
        parser.add_argument("--to", type=day, dest="end", help="… with this day (as of)")
        place = parser.add_mutually_exclusive_group()
        place.add_argument("--zone", help="code of a zone")
        place.add_argument("--building", help="code of a building")
        parser.add_argument(
            "--ledger",
            action="store_true",
            help="today's ledger also where a month is closed and its figures are frozen",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            statement = self.statement(options)
        except Refused as refusal:
            if options["json"]:
                write_json(self.stdout, {"error": refusal.message})
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            write_json(self.stdout, statement)
        else:
            self.print_lines(statement)

    def statement(self, options: dict[str, Any]) -> dict[str, Any]:
        """The document asked for. Raises Refused for an unknown code."""
        start, end = options["start"], options["end"]
        if (start is None) != (end is None) or (start and options["as_of"]):
            raise CommandError("use --as-of D, or --from D with --to D", returncode=2)
        place = _place(options)
        if start is None:
            found = position(place, options["as_of"] or today(), ledger=options["ledger"])
            return statements.position_statement(found)
        if end < start:
            raise CommandError("--to lies before --from", returncode=2)
        return statements.change_statement(change(place, start, end, ledger=options["ledger"]))

    def print_lines(self, statement: dict[str, Any], indent: str = "") -> None:
        """The same for people: one figure a line, buildings one a line."""
        for name, value in statement.items():
            if isinstance(value, dict):
                self.stdout.write(f"{indent}{name}")
                self.print_lines(value, f"{indent}  ")
            elif isinstance(value, list):
                for each in value:
                    self.stdout.write(
                        f"{each['code']:16} {each['rate']['occupancy'] or '—':>10} {each['name']}"
                    )
            else:
                self.stdout.write(f"{indent}{name:22} {'—' if value is None else value}")


def _place(options: dict[str, Any]) -> Place:
    if options["zone"]:
        return places.zone(options["zone"])
    if options["building"]:
        return places.building(options["building"])
    return places.district()
