"""manage.py submission: fill a form of another office (see docs/commands.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from crm.core.clock import today
from crm.core.commands import JsonCommand
from crm.core.errors import Refused
from crm.core.models import User
from crm.reports.canonical import digest_of
from crm.reports.models import SubmissionForm
from crm.reports.months import read_month
from crm.reports.submissions.actions import computed, fill_form
from crm.reports.submissions.catalogue import sources
from crm.reports.submissions.standing import standings


class Command(JsonCommand):
    """One JSON document on standard output; status 1 with ``{"error"}`` when it is refused."""

    help = "Fill a form of another office (报送表) for a period."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", nargs="?", help="code of the form, such as SW-01")
        parser.add_argument("--month", help="last month of the period, such as 2023-02")
        parser.add_argument("--out", help="write the filled form to this file")
        parser.add_argument("--keep", action="store_true", help="keep the filling on record")
        parser.add_argument("--by", help="username of the person who does it")
        parser.add_argument("--list", action="store_true", help="list the forms in use")
        parser.add_argument("--sources", action="store_true", help="list what can be mapped")

    def run(self, **options: Any) -> Any:
        if options["sources"]:
            return [_source(source) for source in sources]
        if options["list"]:
            return listed()
        form = form_of(options["code"])
        period = read_month(options["month"] or "")
        if period is None:
            raise Refused(
                _("“%(value)s” is no month. Write it as 2023-02.")
                % {"value": options["month"] or ""},
                field="month",
            )
        by = person(options["by"])
        done, values = computed(form, period, filled_by=str(by) if by else "")
        rows = [value.stored for value in values]
        for row in rows:
            row["reason"] = done.refused.get((row["sheet"], row["cell"]), "") or row["reason"]
        if options["out"]:
            write(options["out"], done.content)
        filing = fill_form(form, period, by=by) if options["keep"] else None
        return {
            "form": form.code,
            "edition": form.edition,
            "name": form.name,
            "period": period.isoformat(),
            "file": options["out"],
            "sha256": digest_of(done.content),
            "cells": len(rows),
            "written": done.written,
            "added_rows": done.added_rows,
            "missing": [row for row in rows if row["reason"]],
            "values": rows,
            "filling": filing.pk if filing else None,
        }

    def show(self, result: Any) -> None:
        """The facts, without the values."""
        for row in result if isinstance(result, list) else [result]:
            for key, value in row.items():
                if key not in ("values", "missing"):
                    self.stdout.write(f"{key}: {value}")
            for missing in row.get("missing", ()):
                place = f"{missing['sheet']}!{missing['cell']}"
                self.stdout.write(f"{place} {missing['label']}: {missing['reason']}")


def form_of(code: str | None) -> SubmissionForm:
    """The edition in use; Refused with the codes that there are."""
    forms = SubmissionForm.objects.filter(is_active=True)
    found = forms.filter(code=code or "").order_by("-edition").first()
    if found is None:
        known = "、".join(forms.order_by("code").values_list("code", flat=True)) or "—"
        raise Refused(
            _("There is no form %(code)s. There are: %(known)s.")
            % {"code": code or "", "known": known},
            field="code",
        )
    return found


def person(username: str | None) -> User | None:
    """The account named by --by; None is the command line itself."""
    if username is None:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(_("There is no account %(name)s.") % {"name": username}, field="by")
    return found


def write(path: str, content: bytes) -> None:
    """Put the file where it was asked for."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise Refused(
            _("The file %(file)s cannot be written: %(reason)s.")
            % {"file": path, "reason": error.strerror},
            code="file",
        ) from error


def listed() -> list[dict[str, Any]]:
    """Forms in use with what each asks for now."""
    forms = list(SubmissionForm.objects.filter(is_active=True).order_by("code"))
    now = standings(forms, today())
    return [
        {
            "form": form.code,
            "edition": form.edition,
            "name": form.name,
            "agency": form.agency,
            "frequency": form.frequency,
            "period": now[form.pk].period.isoformat(),
            "due": now[form.pk].due.isoformat(),
            "state": now[form.pk].state,
        }
        for form in forms
    ]


def _source(source: Any) -> dict[str, Any]:
    return {
        "source": source.key,
        "label": str(source.label),
        "group": str(source.group),
        "measure": source.measure,
        "units": source.units,
        "rows": [per for per in ("", "zone", "building", "enterprise") if source.may_fill(per)],
    }
