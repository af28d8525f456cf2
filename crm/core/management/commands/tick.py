"""`manage.py tick`: what is due by now and not done. The worker runs it each minute."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext as _

from crm.core.clock import now
from crm.core.commands import JsonCommand
from crm.core.errors import Refused
from crm.core.ticking import run_rules


class Command(JsonCommand):
    help = "Do what is due by now; doing it twice does nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--now", help="a moment such as 2023-03-01T09:00; Shanghai time")

    def run(self, **options: Any) -> dict[str, Any]:
        moment = parse_moment(options["now"]) if options["now"] else now()
        outcome = run_rules(moment)
        return {
            "now": moment,
            "done": sum(outcome.done.values()),
            "rules": outcome.done,
            "errors": outcome.errors,
        }

    def failed(self, result: dict[str, Any]) -> str:
        return ", ".join(result["errors"])


def parse_moment(text: str) -> dt.datetime:
    """A moment; a date alone is its midnight, without an offset it is Shanghai time."""
    try:
        moment = parse_datetime(text.replace(" ", "T"))
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment = day = None
    if day is not None:
        moment = dt.datetime.combine(day, dt.time(), tzinfo=get_current_timezone())
    if moment is None:
        raise Refused(_("“%(text)s” is not a moment") % {"text": text}, field="now")
    return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment
