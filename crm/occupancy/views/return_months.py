"""The returns of a month: the operator's list, the statistician's queue, the board, the calls."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import Cast, Concat
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from crm.core.acts import record_event
from crm.core.clock import today
from crm.core.views.base import StaffView
from crm.core.working_days import working_calendar
from crm.occupancy import actions, frozen
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns import calls, months
from crm.occupancy.returns.duties import STATES, Duty, due_on, owing
from crm.occupancy.returns.words import STATE_LABELS, STATE_TONES

REPORT, REVIEW = "occupancy.report_month", "occupancy.close_month"
BOARD_MONTHS = 12


class ReturnMonthView(StaffView):
    """Reads the month of the address, and who owes what in it."""

    abstract = True
    permission = REPORT

    def month(self) -> dt.date:
        """``?month=2023-02``, else the one that is asked for now."""
        return months.read(self.request.GET.get("month", "")) or months.current(today())

    def duties(self, month: dt.date) -> list[Duty]:
        """Those of the buildings that this person reports for."""
        return owing(month, Building.objects.within(self.user, REPORT))

    @property
    def reviews(self) -> bool:
        """Whether this person accepts returns."""
        return self.user.can(REVIEW)


class ReturnMonth(ReturnMonthView):
    """Buildings with the state of their returns: to fill in, or to review."""

    title = _("Monthly returns")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        month = self.month()
        duties = self.duties(month)
        calendar = working_calendar()
        due = due_on(month, calendar)
        counted = self._lines(duties)
        wanted = request.GET.get("state", "")
        shown = [one for one in duties if wanted not in STATES or one.state == wanted]
        return self.page(
            "occupancy/return_month.html",
            {
                "month": month,
                "earlier": months.before(month),
                "later": months.following(month),
                "due": due,
                "days_left": calendar.working_days_between(today(), due),
                "rows": [(one, *self._cells(one, counted)) for one in shown],
                "counts": counts_of(duties),
                "total": len(duties),
                "unchanged": sum(one.waits_unchanged for one in duties),
                "wanted": wanted,
                "reviews": self.reviews,
                "next_url": self._next_url(duties) if self.reviews else "",
                "closing": frozen.latest_on(month_end(month)) if self.reviews else None,
                "state_labels": STATE_LABELS,
            },
        )

    def _next_url(self, duties: Sequence[Duty]) -> str:
        waiting = (one.found for one in duties if one.state == MonthlyReturn.State.SENT)
        return next((review_url(row) for row in waiting if row is not None), "")

    def _cells(self, duty: Duty, counted: dict[int, int]) -> tuple[Any, str, int]:
        lines = counted.get(duty.found.pk, 0) if duty.found else 0
        return STATE_LABELS[duty.state], STATE_TONES[duty.state], lines

    def _lines(self, duties: Sequence[Duty]) -> dict[int, int]:
        keys = [one.found.pk for one in duties if one.found]
        rows = MonthlyReturnLine.objects.filter(monthly_return__in=keys).order_by()
        about = Case(  # a merger is one difference, however many units it ends
            When(reshaping=MonthlyReturnLine.Reshaping.MERGE, then=Concat(Value("merge "), "part")),
            default=Cast("unit", CharField()),
        )
        pairs = rows.values("monthly_return").annotate(units=Count(about, distinct=True))
        return {row["monthly_return"]: row["units"] for row in pairs}


class AcceptUnchanged(ReturnMonthView):
    """Accepts every waiting return of the month that says that nothing changed."""

    permission = REVIEW

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        month = months.read(request.POST.get("month", ""))
        if month is None:
            raise Http404
        done = actions.accept_unchanged(
            [one.found for one in self.duties(month) if one.found is not None], by=self.user
        )
        text = ngettext(
            "%(count)d return without changes accepted.",
            "%(count)d returns without changes accepted.",
            len(done),
        )
        messages.success(request, text % {"count": len(done)})
        return HttpResponseRedirect(f"{reverse('desk:occupancy:returns')}?month={month:%Y-%m}")


class ReturnBoard(ReturnMonthView):
    """Who has sent and who has not, building by building over a year, the newest month first."""

    permission = REVIEW
    title = _("Board of monthly returns")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Monthly returns"), reverse("desk:occupancy:returns"))]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        last = self.month()
        shown = [last]
        while len(shown) < BOARD_MONTHS:
            shown.append(months.before(shown[-1]))
        seen = Building.objects.within(self.user, REPORT).filter(operator__isnull=False)
        buildings = list(seen.select_related("operator").order_by("code"))
        found = {
            (row.building_id, row.month): row
            for row in MonthlyReturn.objects.filter(month__in=shown, building__in=buildings)
        }
        closed = frozen.latest_of(shown)
        return self.page(
            "occupancy/return_board.html",
            {
                "months": [(month, closed.get(month)) for month in shown],
                "rows": [
                    (building, [self._cell(building, month, found) for month in shown])
                    for building in buildings
                ],
                "month": last,
                "state_labels": STATE_LABELS,
                "state_tones": STATE_TONES,
            },
        )

    def _cell(self, building: Building, month: dt.date, found: dict) -> dict[str, Any]:
        row = found.get((building.pk, month))
        if row is not None:
            return {
                "label": STATE_LABELS[row.state],
                "tone": STATE_TONES[row.state],
                "url": review_url(row),
            }
        used = building.in_use_from is not None and building.in_use_from <= month_end(month)
        return {"label": STATE_LABELS["none"] if used else "", "tone": "hollow", "url": ""}


class CallList(ReturnMonthView):
    """催报名单: who has not sent, as plain text to copy and to print. Making it is an event."""

    permission = REVIEW
    title = _("Call list")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Monthly returns"), reverse("desk:occupancy:returns"))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        month = months.read(request.POST.get("month", ""))
        if month is None:
            raise Http404
        duties = [one for one in self.duties(month) if one.is_with_operator]
        whole = request.POST.get("whole") == "1"
        rows = calls.calls_of(duties)
        text = calls.as_text(rows, month, due_on(month), today())
        record_event(
            "occupancy.call_list_phones" if whole else "occupancy.call_list",
            by=self.user,
            data={"month": f"{month:%Y-%m}", "buildings": len(duties)},
        )
        return self.page(
            "occupancy/return_calls.html",
            {
                "month": month,
                "calls": rows,
                "text": text,
                "buildings": len(duties),
                "whole": whole,
            },
        )


def counts_of(duties: Sequence[Duty]) -> dict[str, int]:
    """How many are accepted, wait, and are not sent."""
    return {
        "accepted": sum(one.is_done for one in duties),
        "sent": sum(one.state == MonthlyReturn.State.SENT for one in duties),
        "open": sum(one.is_with_operator for one in duties),
    }


def return_url(row: MonthlyReturn) -> str:
    """The operator's page of a return."""
    return reverse("desk:occupancy:return", args=[f"{row.month:%Y-%m}", row.building.code])


def review_url(row: MonthlyReturn) -> str:
    """The reviewer's page of a return."""
    return reverse("desk:occupancy:return_review", args=[row.number])
