"""``manage.py import``: bring a spreadsheet in, or take an import back."""  # noqa: N999 - the name of the command

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from crm.core import context
from crm.core.errors import NotAllowed, Refused
from crm.core.models import User
from crm.core.whole_numbers import read_whole
from crm.exchange.describing import columns, write_template
from crm.exchange.models import ImportJob
from crm.exchange.results import result
from crm.exchange.running import apply, check
from crm.exchange.starting import chunks_of, start
from crm.exchange.undoing import undo


class Command(BaseCommand):
    """Exit status 1 when the import is refused as a whole; wrong rows are in ``errors``."""

    help = "Import a spreadsheet: --columns, --template F, FILE --dry-run or --apply, --undo JOB."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", help="teams, users, zones, …, workbook")
        parser.add_argument("file", nargs="?", type=Path)
        mode = parser.add_mutually_exclusive_group(required=True)
        mode.add_argument("--columns", action="store_true", help="what the kind takes")
        mode.add_argument("--template", type=Path, metavar="F.xlsx", help="write an empty form")
        mode.add_argument("--dry-run", action="store_true", help="look at every row, write nothing")
        mode.add_argument("--apply", action="store_true", help="write the rows that are right")
        mode.add_argument("--undo", metavar="JOB", help="take an import back")
        mode.add_argument("--resume", metavar="JOB", help="go on with one that was killed")
        parser.add_argument("--by", metavar="USER", help="user name; left out: the command line")
        parser.add_argument("--all-or-nothing", action="store_true")
        parser.add_argument("--json", action="store_true", help="one JSON document, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        token = context.channel.set("command")
        try:
            answer, failed = self._answer(options)
        except (Refused, NotAllowed) as refusal:
            answer, failed = {"error": _message(refusal)}, True
        finally:
            context.channel.reset(token)
        self._print(answer, as_json=options["json"])
        if failed:
            # The document is the message; the caller only needs the status.
            raise SystemExit(1)

    def _answer(self, options: dict[str, Any]) -> tuple[Any, bool]:
        if options["undo"]:
            return self._undo(options)
        if options["resume"]:
            return self._finish(job_of(options["resume"]), apply)
        if not options["kind"]:
            raise CommandError(_("Say which kind of records."), returncode=2)
        if options["columns"]:
            return columns(options["kind"]), False
        if options["template"]:
            write_template(options["kind"], options["template"])
            return {"file": str(options["template"])}, False
        return self._import(options)

    def _import(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        path: Path | None = options["file"]
        if path is None:
            raise CommandError(_("Say which file."), returncode=2)
        if not path.is_file():
            raise Refused(_("There is no file %(file)s.") % {"file": path}, field="file")
        job = start(
            options["kind"],
            chunks_of(path),
            path.name,
            by=person(options["by"]),
            all_or_nothing=options["all_or_nothing"],
        )
        return self._finish(job, check if options["dry_run"] else apply)

    def _finish(self, job: ImportJob, step: Any) -> tuple[dict[str, Any], bool]:
        try:
            step(job)
        except (Refused, NotAllowed) as refusal:
            return {**result(job), "error": _message(refusal)}, True
        return result(job), job.state == ImportJob.State.FAILED

    def _undo(self, options: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        job = job_of(options["undo"])
        done = undo(job, by=person(options["by"]))
        refused = [
            {**note.data, "row": note.value, "message": note.message} for note in done.refused
        ]
        answer = {
            "job": job.pk,
            "number": job.number,
            "kind": job.kind,
            "state": job.state,
            "removed": done.removed,
            "restored": done.restored,
            "refused": refused,
        }
        return answer, False

    def _print(self, answer: Any, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, cls=DjangoJSONEncoder))
            return
        pairs = answer.items() if isinstance(answer, dict) else enumerate(answer, start=1)
        for name, value in pairs:
            shown = value
            if isinstance(value, list | dict):
                shown = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
            self.stdout.write(f"{name}: {shown}")


def person(name: str | None) -> User | None:
    """The account of ``--by``; None is the command line. Raises Refused for an unknown one."""
    if not name:
        return None
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise Refused(_("There is no active account %(name)s.") % {"name": name}, field="by")
    return user


def job_of(text: str) -> ImportJob:
    """A job by its id or its number (DR-2023-0019). Raises Refused when there is none."""
    key = read_whole(text)
    query = {"number": text} if key is None else {"pk": key}
    job = ImportJob.objects.filter(**query).first()
    if job is None:
        raise Refused(_("There is no import %(job)s.") % {"job": text})
    return job


def _message(refusal: Refused | NotAllowed) -> str:
    if isinstance(refusal, Refused):
        return refusal.message
    return _("This account may not do that: %(action)s.") % {"action": refusal.action}
