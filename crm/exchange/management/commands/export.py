"""``manage.py export``: write what a list holds to a spreadsheet."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from crm.core import context
from crm.core.errors import Refused
from crm.core.models import User
from crm.exchange.describing import kind_of
from crm.exchange.exporting import HEADS, export


class Command(BaseCommand):
    """With ``--as`` the file holds exactly what that person's list holds."""

    help = "Export records: KIND --out F.(csv|xlsx) [--as USER] [--filter QUERYSTRING]."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="teams, users, zones, buildings, units, spells, …")
        parser.add_argument("--out", type=Path, required=True, metavar="F.(csv|xlsx)")
        parser.add_argument("--as", dest="user", metavar="USER", help="hold what this person sees")
        parser.add_argument("--filter", default="", metavar="QUERYSTRING")
        parser.add_argument("--heads", choices=HEADS, default="keys", help="language of the heads")
        parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        token = context.channel.set("command")
        try:
            answer = self._export(options)
        except Refused as refusal:
            answer = {"error": refusal.message}
        except OSError as error:
            message = _("%(file)s cannot be written: %(why)s. Choose another folder.")
            answer = {"error": message % {"file": options["out"], "why": error.strerror}}
        finally:
            context.channel.reset(token)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in answer.items()))
        if "error" in answer:
            # The document is the message; the caller only needs the status.
            raise SystemExit(1)

    def _export(self, options: dict[str, Any]) -> dict[str, Any]:
        user = None
        if options["user"]:
            user = User.objects.filter(username=options["user"], is_active=True).first()
            if user is None:
                message = _("There is no active account %(name)s.") % {"name": options["user"]}
                raise Refused(message, field="as")
        return export(
            kind_of(options["kind"]),
            options["out"],
            by=user,
            query=options["filter"],
            heads=options["heads"],
        )
