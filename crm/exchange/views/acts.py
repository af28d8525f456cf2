"""What can be done with an import on screen. Each posts to one wish in crm.exchange.asking."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from crm.core.errors import Refused
from crm.core.views import StaffView
from crm.core.whole_numbers import read_whole
from crm.exchange import asking
from crm.exchange.models import ImportJob
from crm.exchange.starting import ask_to_stop
from crm.exchange.undoing import preview
from crm.exchange.views.jobs import JobMixin


class JobAct(JobMixin, StaffView):
    """A button on the page of an import; a refusal comes back as a message there."""

    abstract = True
    permission = "exchange.import"

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        job = self.get_record()
        try:
            self.act(job)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(job)

    def act(self, job: ImportJob) -> None:
        """Do the one thing."""
        raise NotImplementedError


class Check(JobAct):
    """Dry run again."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        asking.ask_check(job, by=self.user)


class Apply(JobAct):
    """Write, or go on writing."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        asking.ask_apply(job, by=self.user)


class Stop(JobAct):
    """Stop after the chunk in hand."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        ask_to_stop(job, by=self.user)
        messages.info(self.request, _("It stops after the rows in hand."))


class ChooseColumns(JobAct):
    """Which column of the file means what."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        chosen: dict[str, dict[str, str]] = {}
        for number, sheet in enumerate(job.sheets):
            for column in sheet["columns"]:
                value = self.request.POST.get(f"map-{number}-{column['index']}")
                if value is not None and value != (column["key"] or ""):
                    chosen.setdefault(sheet["sheet"], dict(job.mapping.get(sheet["sheet"], {})))
                    chosen[sheet["sheet"]][str(column["index"])] = value
        if chosen:
            asking.choose_columns(job, chosen, by=self.user)


class CorrectCells(JobAct):
    """Cells put right on screen."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        cells: dict[str, dict[str, str]] = {}
        for field, text in self.request.POST.items():
            if field.startswith("fix:") and isinstance(text, str) and text.strip():
                column, row, sheet = [*field.split(":", 3)[1:], "", ""][:3]
                if read_whole(row) is not None:
                    cells.setdefault(f"{sheet}!{row}", {})[column] = text.strip()[:255]
        if cells:
            asking.correct_cells(job, cells, by=self.user)


class Decide(JobAct):
    """What to do with rows that may repeat a record."""

    permission = "exchange.import"

    def act(self, job: ImportJob) -> None:
        decisions = {
            field.removeprefix("dup:"): value
            for field, value in self.request.POST.items()
            if field.startswith("dup:") and isinstance(value, str) and _is_decision(value)
        }
        if decisions:
            asking.decide(job, decisions, by=self.user)


def _is_decision(value: str) -> bool:
    kind, _colon, key = value.partition(":")
    return value in ("create", "skip") or (kind == "update" and read_whole(key) is not None)


class Undo(JobAct):
    """What an undo would do, and the button that does it."""

    permission = "exchange.import"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        job = self.get_record()
        context: dict[str, Any] = {
            "job": job,
            "record": job,
            "title": _("Undo %(number)s") % {"number": job.number},
            "counts": preview(job).values(),
            "may_undo": asking.may_undo(job),
        }
        return self.page("exchange/importjob_undo.html", context)

    def act(self, job: ImportJob) -> None:
        asking.ask_undo(job, by=self.user)
