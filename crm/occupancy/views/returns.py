"""One building's return of one month, as its operator fills it in."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.attachments import attach
from crm.core.clock import today
from crm.core.dated_values import value_on
from crm.core.errors import NotAllowed, Refused, Stale
from crm.core.names import name_key
from crm.core.views import RecordHistory
from crm.core.views.base import StaffView
from crm.core.working_days import working_calendar
from crm.occupancy import actions, frozen
from crm.occupancy.dated import SCAN_REQUIRED
from crm.occupancy.days import month_end
from crm.occupancy.forms.returns import (
    ReportForm,
    ScanForm,
    SendForm,
    initial_of,
    initial_of_report,
)
from crm.occupancy.models import Building, MonthlyReturn, Unit
from crm.occupancy.returns import months, papers
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.duties import Duty, due_on
from crm.occupancy.returns.effects import Effects, effects_of
from crm.occupancy.returns.ledger import LedgerBook, Stand, read_ledger, touched
from crm.occupancy.returns.reported import Decision, Reported, of_return
from crm.occupancy.returns.words import STATE_LABELS, STATE_TONES
from crm.occupancy.stacking import STATE_NAMES

REPORT = "occupancy.report_month"
EDITABLE = ("none", "draft", "returned")


class ReturnView(StaffView):
    """Loads the building of the address and its return of the month; 404 for a stranger's."""

    abstract = True
    permission = REPORT

    @cached_property
    def month(self) -> dt.date:
        """The first day of the month in the address."""
        month = months.read(self.kwargs["month"])
        if month is None:
            raise Http404
        return month

    @cached_property
    def building(self) -> Building:
        """The building, when this person may see it and report for it."""
        rows = Building.objects.visible_to(self.user).select_related("operator", "zone", "team")
        building = rows.filter(code=self.kwargs["slug"]).first()
        if building is None:
            raise Http404
        if not self.user.can_on(REPORT, building):
            raise NotAllowed(REPORT)
        return building

    @cached_property
    def row(self) -> MonthlyReturn | None:
        """The stored return, None before anybody began it."""
        rows = MonthlyReturn.objects.select_related("sent_by", "decided_by", "building__operator")
        return rows.filter(building=self.building, month=self.month).first()

    @cached_property
    def book(self) -> LedgerBook:
        """The ledger at the end of the month."""
        return read_ledger(self.building, month_end(self.month))

    @cached_property
    def said(self) -> list[Reported]:
        """What is reported so far."""
        return of_return(self.row) if self.row else []

    @property
    def duty(self) -> Duty:
        """Building and return as one."""
        return Duty(self.building, self.month, self.row)

    def signatures(self) -> dict[str, str]:
        """Who signs: as on this return, else this person and who was responsible last."""
        if self.row is not None and self.row.prepared_by:
            return {"prepared_by": self.row.prepared_by, "responsible": self.row.responsible}
        last = (
            MonthlyReturn.objects.filter(building=self.building).exclude(responsible="")
        ).order_by("-month")
        found = last.values_list("responsible", flat=True).first()
        return {"prepared_by": self.user.name, "responsible": found or ""}

    def url(self, name: str = "return", *args: Any) -> str:
        """An address of this return."""
        code = f"{self.month:%Y-%m}"
        return reverse(f"desk:occupancy:{name}", args=[code, self.building.code, *args])

    def crumbs(self) -> list[tuple[Any, str]]:
        month = f"{self.month:%Y-%m}"
        address = f"{reverse('desk:occupancy:returns')}?month={month}"
        trail = [(_("Monthly returns"), address), (self.building.name, self.url())]
        return trail if type(self) is not ReturnPage else trail[:1]

    def refused(self, refusal: Refused) -> HttpResponse:
        """Back to the return with what the rules say."""
        messages.error(self.request, refusal.message)
        return HttpResponseRedirect(self.url())


class ReturnPage(ReturnView):
    """Differences on top, then every unit as the ledger has it at the month's end."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        evidence = papers.of_lines(self.said)
        found = problems_of(self.said, self.book, self.month, evidence)
        calendar, end = working_calendar(), month_end(self.month)
        due, state = due_on(self.month, calendar), self.duty.state
        effects = effects_of(self.said, self.book, found)
        reported = touched(self.said)
        return self.page(
            "occupancy/return_page.html",
            {
                "title": self.building.name,
                "building": self.building,
                "month": self.month,
                "month_end": end,
                "row": self.row,
                "closing": frozen.latest_on(end),
                "state": state,
                "state_label": STATE_LABELS[state],
                "state_tone": STATE_TONES[state],
                "may_edit": state in EDITABLE,
                "may_recall": state == MonthlyReturn.State.SENT and self._is_untouched(),
                "due": due,
                "days_left": calendar.working_days_between(today(), due),
                "lines": self._lines(effects, found, evidence),
                "problem_count": len(found),
                "effects": effects,
                "stands": [(stand, stand.unit.pk in reported) for stand in self._stands()],
                "count": len(self.book.units),
                "asked": self.request.GET.get("q", ""),
                "scans": papers.confirmations(self.row) if self.row else [],
                "scan_required": bool(value_on(SCAN_REQUIRED, end)),
                "form_name": form_name(),
                "responsible": self.signatures()["responsible"] if state in EDITABLE else "",
            },
        )

    def _is_untouched(self) -> bool:
        return all(one.decision == Decision.OPEN or one.is_applied for one in self.said)

    def _lines(self, effects: Effects, found: dict, evidence: dict) -> list[dict[str, Any]]:
        by_key = {line.said.key: line for line in effects.lines}
        return [
            {
                "said": one,
                "effect": by_key.get(one.key),
                "problems": found.get(one.key, []),
                "papers": evidence.get(one.key, []),
            }
            for one in self.said
        ]

    def _stands(self) -> list[Any]:
        """Every unit, or those that ``?q=`` names: number, floor, state or enterprise."""
        stands = [self.book.stands[unit.pk] for unit in self.book.units]
        asked = name_key(self.request.GET.get("q", ""))
        return [one for one in stands if asked in words_of(one)] if asked else stands


def words_of(stand: Stand) -> str:
    """What a unit is found by."""
    unit = stand.unit
    state = f"{stand.state}{STATE_NAMES[stand.state]}"
    return name_key(f"{unit.number} {unit.floor.label}层 {state} {stand.who} {stand.reason}")


def form_name() -> str:
    """What the operators' form is called: never a statistical questionnaire."""
    return gettext("Monthly operating return of buildings (working ledger)")


class ReturnForm(ReturnView):
    """A form of a return: GET shows it, POST runs one action in one transaction."""

    abstract = True
    template_name = "occupancy/return_form.html"
    submit_label: Any = _("Save")

    def make_form(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when there is data."""
        raise NotImplementedError

    def perform(self, form: Any) -> None:
        """Call the action; Refused puts what it says into the form."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """More variables for the template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST, request.FILES)
        if form.is_valid():
            try:
                with transaction.atomic():
                    self.perform(form)
                return HttpResponseRedirect(self.url())
            except Refused as refusal:
                field = refusal.field if refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            except Stale:
                form.add_error(None, gettext("Somebody changed this return while you were typing."))
            except Unfit:
                pass
        return self.show(form, status=422)

    def kept(self, numbers: str) -> None:
        """Say that it is noted, and that it is not sent yet."""
        text = gettext("Unit %(unit)s is noted; the return is not sent yet.")
        messages.success(self.request, text % {"unit": numbers})

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        values = {
            "form": form,
            "building": self.building,
            "month": self.month,
            "submit_label": self.submit_label,
            "cancel_url": self.url(),
        }
        return self.page(self.template_name, {**values, **self.context()}, status=status)


def in_month(form: Any, month: dt.date) -> Any:
    """The form with a day of that month as its example."""
    example = gettext("such as %(day)s") % {"day": month.replace(day=15).isoformat()}
    form.fields["on"].widget.attrs["placeholder"] = example
    return form


class Unfit(Exception):  # noqa: N818 - the word of the trade
    """The checks found something; the form says at which cell."""


class UnitReport(ReturnForm):
    """Shared by the forms about one unit of the address."""

    abstract = True

    @cached_property
    def unit(self) -> Unit:
        """A live unit of the building at the end of the month."""
        for unit in self.book.units:
            if unit.pk == self.kwargs["unit"]:
                return unit
        raise Http404

    @cached_property
    def stored(self) -> Reported | None:
        """The report that is edited (``?on=``), None for a new one."""
        wanted = f"{self.unit.pk}-{self.request.GET.get('on', '').replace('-', '')}"
        return next((one for one in self.said if one.key == wanted), None)


class ReportUnit(UnitReport):
    """What changed about one unit, prefilled with what the ledger says."""

    title = _("Report a change")

    def make_form(self, data: Any = None, files: Any = None) -> ReportForm:
        stand = self.book.stands[self.unit.pk]
        initial = initial_of_report(self.stored) if self.stored else initial_of(stand)
        return in_month(ReportForm(data, files, unit=self.unit, initial=initial), self.month)

    def context(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "stand": self.book.stands[self.unit.pk],
            "title": gettext("Unit %(unit)s") % {"unit": self.unit.number},
            "split_url": self.url("return_split", self.unit.pk),
            "merge_url": self.url("return_merge", self.unit.pk),
        }

    def perform(self, form: ReportForm) -> None:
        said, upload = form.reported(), form.cleaned_data["evidence"]
        row = actions.begin_return(self.building, self.month, by=self.user)
        others = [one for one in self.said if one is not self.stored and one.key != said.key]
        kept = papers.documented([self.stored]) if self.stored else set()
        has_paper = {said.key} if upload or kept else set()
        found = problems_of([*others, said], self.book, self.month, has_paper)
        if found.get(said.key):
            for problem in found[said.key]:
                name = "tenants" if problem.field == "area_share" else problem.field
                form.add_error(name, problem.message)
            raise Unfit
        if self.stored is not None and self.stored.key != said.key:
            actions.withdraw_changes(row, [self.stored.key], by=self.user)
        actions.report_changes(row, [said], by=self.user)
        if upload:
            line = row.lines.filter(unit=self.unit, changed_on=said.on).order_by("pk")[0]
            attach(line, upload, by=self.user, kind=papers.EVIDENCE)
        self.kept(self.unit.number)


class SendReturn(ReturnForm):
    """Sends the return, or says that nothing changed (零变动)."""

    title = _("Send the return")
    submit_label = _("Send")
    unchanged = False

    def make_form(self, data: Any = None, files: Any = None) -> SendForm:
        return SendForm(data, files, initial=self.signatures())

    def context(self) -> dict[str, Any]:
        return {"said": self.said, "unchanged": self.unchanged, "row": self.row}

    def perform(self, form: SendForm) -> None:
        data = form.cleaned_data
        row = actions.begin_return(self.building, self.month, by=self.user)
        if data["scan"]:
            attach(row, data["scan"], by=self.user, kind=papers.CONFIRMATION)
        actions.send_return(
            row,
            by=self.user,
            prepared_by=data["prepared_by"],
            responsible=data["responsible"],
            unchanged=self.unchanged,
        )
        messages.success(self.request, gettext("The return is with the statistician."))


class SendUnchanged(SendReturn):
    """零变动 in one click: the names are those of last time."""

    title = _("Nothing changed this month")
    submit_label = _("Send: nothing changed")
    unchanged = True


class AttachScan(ReturnForm):
    """The stamped scan, before or after sending."""

    title = _("Attach the stamped scan")
    submit_label = _("Attach")

    def make_form(self, data: Any = None, files: Any = None) -> ScanForm:
        return ScanForm(data, files)

    def perform(self, form: ScanForm) -> None:
        row = actions.begin_return(self.building, self.month, by=self.user)
        attach(row, form.cleaned_data["scan"], by=self.user, kind=papers.CONFIRMATION)


class ReturnHistory(RecordHistory):
    """Who changed what and when."""

    model = MonthlyReturn
    permission = "occupancy.view"
    title = _("Change history")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Monthly returns"), reverse("desk:occupancy:returns"))]
