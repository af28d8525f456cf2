"""`manage.py scale_data`: made-up rows in bulk, for measuring; never on a production set-up."""

import random
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from crm.core.clock import today
from crm.core.commands import JsonCommand
from crm.core.errors import Refused
from crm.desk.operation.scale.documents import add_documents
from crm.desk.operation.scale.leads import add_leads
from crm.desk.operation.scale.people import owners
from crm.desk.operation.scale.space import add_space

KINDS = ("leads", "appeals", "buildings", "units", "documents")


class Command(JsonCommand):
    help = "Add made-up rows in bulk; the same seed on the same day gives the same rows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        for kind in KINDS:
            parser.add_argument(f"--{kind}", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)

    def run(self, **options: Any) -> dict[str, Any]:
        if settings.SETTINGS_MODULE.endswith(".production"):
            raise Refused(_("Made-up rows are never added to a production set-up."))
        if any(options[kind] < 0 for kind in KINDS):
            raise Refused(_("A number of rows is not negative."))
        if options["appeals"]:
            raise Refused(_("This release keeps no appeals."), field="appeals")
        started, day = time.monotonic(), today()
        chance = random.Random(options["seed"])  # noqa: S311 - made-up data, no secrets
        people = owners() if options["leads"] else []
        done = {
            "leads": add_leads(options["leads"], people, day, chance, self._progress),
            "appeals": 0,
            **add_space(options["buildings"], options["units"], day, chance, self._progress),
            "documents": add_documents(options["documents"], day, chance, self._progress),
        }
        return {**done, "seed": options["seed"], "seconds": round(time.monotonic() - started)}

    def _progress(self, kind: str, done: int) -> None:
        self.stderr.write(f"{kind}: {done}")
