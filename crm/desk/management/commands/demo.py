"""`manage.py demo`: load the demo data and print the accounts; a second run only prints them."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from crm.core.clock import today
from crm.core.commands import JsonCommand
from crm.core.registries import report_kinds
from crm.desk.operation import demo

MONTH = "2023-02"
REPORT = "occupancy-monthly"
ISSUER, STATISTICIAN = "coordinator", "statistician"
# Drawn up after the monthly report, from which they take their figures: kind and scope.
OTHERS = (("brief", "district"), ("building-sheet", "LY-0001"), ("building-sheet", "LY-0014"))
FORM = "SW-01"


class Command(JsonCommand):
    help = "Load the demo data, stamped 演示数据, and print one account a role."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--reset", action="store_true", help="take the demo data away first")
        parser.add_argument("--password", default="", help="the password of every demo account")
        parser.add_argument("--port", default="8000", help="for the printed addresses")

    def run(self, **options: Any) -> dict[str, Any]:
        if options["reset"]:
            demo.reset()
        fresh = demo.load(today(), self._report)
        if fresh:
            self._report("search")
            call_command("search_drain", stdout=self.stderr)
        base = f"http://localhost:{options['port']}{settings.FORCE_SCRIPT_NAME or ''}"
        return {
            "built": fresh,
            "accounts": demo.open_accounts(demo.password(options["password"])),
            "report": self._monthly_report(),
            "addresses": {"portal": f"{base}/", "desk": f"{base}/desk/", "cms": f"{base}/cms/"},
        }

    def show(self, result: dict[str, Any]) -> None:
        for account in result["accounts"]:
            line = "{username:<14} {password}   {role} {name}".format(**account)
            self.stdout.write(line)
        if result["report"]:
            self.stdout.write(_("Monthly report: %(file)s") % {"file": result["report"]})
        for address in result["addresses"].values():
            self.stdout.write(address)

    def _report(self, key: str) -> None:
        self.stderr.write(f"demo: {key}")

    def _monthly_report(self) -> str:
        if REPORT not in report_kinds:
            return ""
        target = Path(settings.DATA_DIR) / f"{REPORT}-{MONTH}.pdf"
        if not target.exists():
            self._report(REPORT)
            call_command(
                "report",
                REPORT,
                month=MONTH,
                issue=True,
                by=ISSUER,
                pdf=str(target),
                stdout=StringIO(),
            )
            self._other_reports()
        return str(target)

    def _other_reports(self) -> None:
        for kind, scope in OTHERS:
            self._report(f"{kind} {scope}")
            options = {"month": MONTH, "scope": scope, "issue": True, "by": ISSUER}
            call_command("report", kind, **options, stdout=StringIO())
        self._report(f"submission {FORM}")
        options = {"month": MONTH, "keep": True, "by": STATISTICIAN}
        call_command("submission", FORM, **options, stdout=StringIO())
