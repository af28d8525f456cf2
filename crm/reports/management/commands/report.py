"""manage.py report: draw up, print, issue, reprint and compare reports (see docs/commands.md)."""

import datetime as dt
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from crm.core.commands import JsonCommand
from crm.core.errors import NotAllowed, Refused
from crm.core.models import User
from crm.core.registries import report_kinds
from crm.reports.actions import freeze, issue, kind_of, print_draft, printed_bytes
from crm.reports.canonical import digest_of
from crm.reports.comparison import Difference, compare
from crm.reports.models import Snapshot
from crm.reports.months import read_month
from crm.reports.pdf import Printed
from crm.reports.printing import document_of, imprint_of
from crm.reports.word import to_docx
from crm.reports.workbook import to_workbook


class Command(JsonCommand):
    """One JSON document on standard output; status 1 with ``{"error"}`` when it is refused."""

    help = "Draw up, print, issue, reprint and compare reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("kind", nargs="?", help="kind of report, such as occupancy-monthly")
        parser.add_argument("--month", help="month of the report, such as 2023-02")
        parser.add_argument("--scope", default="district", help="code of a zone or building")
        parser.add_argument("--pdf", help="write the printed sheet to this file")
        parser.add_argument("--xlsx", help="write the workbook to this file")
        parser.add_argument("--docx", help="write the editable document to this file")
        parser.add_argument("--issue", action="store_true", help="number it and put it in force")
        parser.add_argument("--note", default="", help="what a correction corrects")
        parser.add_argument("--by", help="username of the person who does it")
        parser.add_argument("--reprint", metavar="NUMBER", help="give out an issued report again")
        parser.add_argument("--compare", nargs=2, metavar="NUMBER", help="compare two reports")
        parser.add_argument("--kinds", action="store_true", help="list the kinds of reports")

    def run(self, **options: Any) -> Any:
        try:
            return self.answer(options)
        except NotAllowed as refusal:
            words = _("%(user)s may not do this (%(action)s).")
            raise Refused(
                words % {"user": options["by"], "action": refusal.action}, code="not_allowed"
            ) from refusal
        except OSError as error:
            words = _("The file %(file)s cannot be written: %(reason)s.")
            raise Refused(
                words % {"file": error.filename, "reason": error.strerror}, code="file"
            ) from error

    def show(self, result: Any) -> None:
        """The facts of each report, without its figures."""
        for row in result if isinstance(result, list) else [result]:
            for key, value in row.items():
                if key not in ("figures", "differences"):
                    self.stdout.write(f"{key}: {value}")
            for found in row.get("differences", ()):
                self.stdout.write(f"{found['label']}: {found['a']} → {found['b']}")

    def answer(self, options: dict[str, Any]) -> Any:
        """Do the one thing that was asked for."""
        if options["kinds"]:
            return kinds()
        if options["compare"]:
            return comparison(*(issued(number) for number in options["compare"]))
        by = person(options["by"])
        for path in filter(None, (options["pdf"], options["xlsx"], options["docx"])):
            check_folder(path)
        number = options["reprint"]
        snapshot = issued(number) if number else self.drawn_up(options, by)
        answer = statement(snapshot)
        if options["pdf"]:
            printed = sheet(snapshot, by)
            Path(options["pdf"]).write_bytes(printed.content)
            answer |= {"pages": printed.pages, "pdf_sha256": digest_of(printed.content)}
        if options["xlsx"]:
            book = to_workbook(document_of(snapshot), imprint_of(snapshot))
            Path(options["xlsx"]).write_bytes(book)
        if options["docx"]:
            content = to_docx(document_of(snapshot), imprint_of(snapshot))
            Path(options["docx"]).write_bytes(content)
        return answer

    def drawn_up(self, options: dict[str, Any], by: User | None) -> Snapshot:
        """The draft of the month, issued when asked for."""
        if not options["kind"]:
            raise Refused(
                _("Name a kind of report: %(known)s.") % {"known": "、".join(report_kinds.keys())}
            )
        kind = kind_of(options["kind"])
        as_of = last_day(options["month"])
        snapshot = freeze(kind, by=by, as_of=as_of, scope=options["scope"])
        if options["issue"] and not snapshot.number:
            note = options["note"] or correction_note(snapshot)
            snapshot = issue(snapshot, by=by, note=note)
        return snapshot


def kinds() -> list[dict[str, str]]:
    """Every kind with its label and rule version."""
    return [
        {
            "kind": kind.key,
            "label": str(kind.label),
            "number_prefix": kind.number_prefix,
            "rule_version": kind.rule_version,
        }
        for kind in report_kinds
    ]


def last_day(month: str | None) -> dt.date:
    """The day that a report of ``month`` is about; Refused when it is no month."""
    found = read_month(month or "")
    if found is None:
        raise Refused(
            _("“%(value)s” is no month. Write it as 2023-02.") % {"value": month or ""},
            field="month",
        )
    return found


def person(username: str | None) -> User | None:
    """The account named by --by; None is the command line itself."""
    if username is None:
        return None
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("There is no active account %(name)s.") % {"name": username}, field="by")
    return user


def issued(number: str) -> Snapshot:
    """The issued report of this number."""
    rows = Snapshot.objects.select_related(
        "pdf", "created_by", "reviewed_by", "issued_by", "supersedes"
    )
    snapshot = rows.filter(number=number).first()
    if snapshot is None:
        raise Refused(
            _("There is no issued report %(number)s.") % {"number": number}, field="number"
        )
    return snapshot


def correction_note(snapshot: Snapshot) -> str:
    """How many figures differ from the report in force, when nobody says more."""
    same = {"kind": snapshot.kind, "scope_code": snapshot.scope_code, "as_of": snapshot.as_of}
    earlier = Snapshot.objects.filter(**same, state=Snapshot.State.ISSUED).first()
    if earlier is None:
        return ""
    found = compare(document_of(earlier), document_of(snapshot))
    return f"与{earlier.number}相比{len(found.differences)}项数字不同"


def sheet(snapshot: Snapshot, by: User | None) -> Printed:
    """The bytes of an issued report, or a fresh print of a draft."""
    if snapshot.number:
        return Printed(printed_bytes(snapshot, by=by), snapshot.pages or 0)
    return print_draft(snapshot, by=by)


def check_folder(path: str) -> None:
    """Refused when a file cannot be written there: nothing is issued then."""
    folder = Path(path).resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Refused(_("The folder %(folder)s cannot be written to.") % {"folder": folder})


def statement(snapshot: Snapshot) -> dict[str, Any]:
    """What the command prints about one report."""
    return {
        "kind": snapshot.kind,
        "number": snapshot.number,
        "version": snapshot.edition,
        "state": snapshot.state,
        "scope": snapshot.scope_code,
        "as_of": snapshot.as_of.isoformat(),
        "closed": snapshot.is_closed,
        "rule_version": snapshot.rule_version,
        "sha256": snapshot.sha256,
        "pdf_sha256": snapshot.pdf.sha256 if snapshot.pdf else None,
        "pages": snapshot.pages,
        "supersedes": snapshot.supersedes.number if snapshot.supersedes else None,
        "figures": snapshot.figures,
    }


def comparison(earlier: Snapshot, later: Snapshot) -> dict[str, Any]:
    """Two issued reports of one kind, figure by figure."""
    if earlier.kind != later.kind:
        raise Refused(_("Only reports of one kind can be compared."))
    found = compare(document_of(earlier), document_of(later))
    return {
        "a": earlier.number,
        "b": later.number,
        "identical": earlier.sha256 == later.sha256,
        "same": found.same,
        "differences": [_difference(row) for row in found.differences],
    }


def _difference(row: Difference) -> dict[str, Any]:
    return {
        "figure": row.figure,
        "label": row.label,
        "a": _raw(row.earlier),
        "b": _raw(row.later),
        "difference": None if row.change is None else format(row.change, "f"),
    }


def _raw(cell: Any) -> str | None:
    return None if cell is None or cell.value is None else str(cell.value)
