"""`manage.py close_month --month 2023-02`: freeze a month, or correct a closed one."""

import datetime as dt
import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from crm.core.errors import NotAllowed, Refused
from crm.core.models import User
from crm.core.searching.output import write_json
from crm.occupancy import actions
from crm.occupancy.models import MonthClose

MONTH = re.compile(r"(\d{4})-(\d{1,2})")


def month(text: str) -> dt.date:
    """The first day of a month such as 2023-02; argparse turns the error into wrong usage."""
    match = MONTH.fullmatch(text.strip())
    if match is None or not 1 <= int(match[2]) <= 12 or not 1950 <= int(match[1]) <= 2100:
        raise ArgumentTypeError(f"{text!r} is not a month such as 2023-02")
    return dt.date(int(match[1]), int(match[2]), 1)


class Command(BaseCommand):
    help = "Freeze a month's figures, or correct a closed month in a new edition."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--month", type=month, required=True, help="such as 2023-02")
        parser.add_argument("--by", default="", help="user name of the person who closes it")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--correct", default="", help="note of a correction: makes a new edition")
        act.add_argument(
            "--without-returns", default="", help="why it is closed though returns are open"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            closing = self.close(options)
        except (Refused, NotAllowed) as refusal:
            message = getattr(refusal, "message", "") or _("This account may not do that.")
            if options["json"]:
                write_json(self.stdout, {"error": message})
            raise CommandError(message) from refusal
        found = statement(closing)
        if options["json"]:
            write_json(self.stdout, found)
        else:
            for name, value in found.items():
                self.stdout.write(f"{name:10} {value}")

    def close(self, options: dict[str, Any]) -> MonthClose:
        """The closing asked for. Raises Refused or NotAllowed."""
        by = None
        if options["by"]:
            by = User.objects.filter(username=options["by"]).first()
            if by is None:
                raise Refused(_("There is no account %(name)s.") % {"name": options["by"]})
        if options["correct"]:
            return actions.correct_month(options["month"], by=by, note=options["correct"])
        return actions.close_month(
            options["month"], by=by, without_returns=options["without_returns"]
        )


def statement(closing: MonthClose) -> dict[str, Any]:
    """What the command prints."""
    figures = closing.figures
    return {
        "month": f"{closing.month:%Y-%m}",
        "edition": closing.edition,
        "closed_at": closing.closed_at.isoformat(),
        "closed_by": closing.closed_by.username if closing.closed_by else None,
        "note": closing.note,
        "sha256": closing.sha256,
        "buildings": len(figures["buildings"]),
        "units": figures["units"],
        "occupancy": figures["rate"]["occupancy"],
    }
