"""The statistician's page of one return: each difference, its effect on the rates, the verdict."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.errors import Refused, Stale
from crm.core.views.base import RecordMixin, StaffView
from crm.core.whole_numbers import read_whole
from crm.core.working_days import working_calendar
from crm.occupancy import actions, frozen, places, rules
from crm.occupancy.days import month_end
from crm.occupancy.models import Building, MonthlyReturn
from crm.occupancy.positions import position
from crm.occupancy.returns import papers
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.duties import Duty, due_on, owing
from crm.occupancy.returns.effects import Effects, effects_of
from crm.occupancy.returns.ledger import LedgerBook, read_ledger, touched
from crm.occupancy.returns.reported import Decision, Reported, of_return
from crm.occupancy.views.return_months import REPORT, REVIEW, counts_of, review_url

REASONS = (
    _("Attach the lease or the surrender."),
    _("Attach the survey of the measured area."),
    _("The name differs from the licence; write it as registered."),
    _("The day does not agree with the attachment."),
    _("Already in the ledger; take it back."),
)


class ReviewReturn(RecordMixin, StaffView):
    """Differences against the ledger with area and effect; accept or send back line by line."""

    model = MonthlyReturn
    permission = REVIEW
    template_name = "occupancy/return_review.html"
    typed: dict[str, tuple[str, str]]
    typed_reason = ""

    def records(self) -> Any:
        return (
            super()
            .records()
            .select_related(
                "building__operator", "building__zone", "building__team", "sent_by", "decided_by"
            )
        )

    def crumbs(self) -> list[tuple[Any, str]]:
        month = f"{self.row.month:%Y-%m}"
        queue = reverse("desk:occupancy:returns")
        return [
            (_("Monthly returns"), queue),
            (month, f"{queue}?month={month}"),
            (f"{self.row.building.name} {self.row.number}", ""),
        ]

    @cached_property
    def row(self) -> MonthlyReturn:
        """The return of the address."""
        return self.get_record()

    @cached_property
    def book(self) -> LedgerBook:
        """The ledger at the end of the month, as it is now."""
        return read_ledger(self.row.building, month_end(self.row.month))

    @cached_property
    def said(self) -> list[Reported]:
        """What is reported; decisions typed but not stored yet stand in their place."""
        return of_return(self.row)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, act = self.row, request.POST.get("act", "")
        verdicts = self.verdicts(accept_rest=act == "accept_all")
        version = read_whole(request.POST.get("version", "")) or row.version
        try:
            if act in ("save", "accept_all"):
                actions.save_decisions(row, verdicts, by=self.user, expected=version)
                messages.success(request, gettext("Decisions kept; nothing is in the ledger yet."))
                return HttpResponseRedirect(review_url(row))
            return self.decide(verdicts, version, send_back=act == "send_back")
        except Refused as refusal:
            messages.error(request, refusal.message)
            return self.again(422)
        except Stale:
            messages.error(request, self.stale_message())
            return self.again(409)

    def decide(
        self, verdicts: dict[str, actions.Verdict], version: int, *, send_back: bool
    ) -> HttpResponse:
        """Accept and send back; on to the next return that waits."""
        row = actions.decide_return(
            self.row,
            verdicts,
            by=self.user,
            reason=self.request.POST.get("reason", ""),
            send_back=send_back,
            expected=version,
        )
        if row.state == MonthlyReturn.State.ACCEPTED:
            text = gettext("%(building)s: accepted and in the ledger.")
        else:
            text = gettext("%(building)s: sent back to the operator; what was accepted stays.")
        messages.success(self.request, text % {"building": row.building})
        return HttpResponseRedirect(self._next_url(row))

    def _next_url(self, row: MonthlyReturn) -> str:
        waiting = (
            MonthlyReturn.objects.within(self.user, REVIEW)
            .filter(month=row.month, state=MonthlyReturn.State.SENT)
            .order_by("building__code")
        )
        following = waiting.first()
        if following is not None:
            return review_url(following)
        return f"{reverse('desk:occupancy:returns')}?month={row.month:%Y-%m}"

    def verdicts(self, *, accept_rest: bool) -> dict[str, actions.Verdict]:
        """What was chosen; with ``accept_rest`` whatever can be computed is accepted."""
        found = {}
        problems = self.problems if accept_rest else {}
        for one in self.said:
            chosen = self.request.POST.get(f"decision-{one.key}", "")
            reason = self.request.POST.get(f"reason-{one.key}", "")
            if accept_rest and one.key not in problems and chosen != Decision.RETURNED:
                chosen = Decision.ACCEPTED
            if chosen in Decision.values and not one.is_applied:
                found[one.key] = actions.Verdict(chosen, reason)
        return found

    def again(self, status: int) -> HttpResponse:
        """The page anew with what was chosen, after a refusal; the stored state is read again."""
        typed = self.verdicts(accept_rest=False)
        del self.row, self.said
        for one in self.said:
            verdict = typed.get(one.key)
            if verdict is not None and not one.is_applied:
                for line in one.lines:
                    line.decision, line.decision_reason = verdict.decision, verdict.reason
        self.typed_reason = self.request.POST.get("reason", "")
        return self.show(status=status)

    def stale_message(self) -> str:
        """Who was faster."""
        row = MonthlyReturn.objects.select_related("decided_by").get(pk=self.row.pk)
        return gettext("%(who)s worked on this return meanwhile: it is %(state)s now.") % {
            "who": row.decided_by or gettext("Somebody"),
            "state": row.get_state_display(),
        }

    @cached_property
    def evidence(self) -> dict[str, list[Any]]:
        """Attachments by key."""
        return papers.of_lines(self.said)

    @cached_property
    def problems(self) -> dict[str, list[Any]]:
        """What the checks find now."""
        return problems_of(self.said, self.book, self.row.month, self.evidence)

    def show(self, *, status: int = 200) -> HttpResponse:
        row, effects = self.row, effects_of(self.said, self.book, self.problems)
        duties = owing(row.month, Building.objects.within(self.user, REPORT))
        calendar = working_calendar()
        due = due_on(row.month, calendar)
        fresh = [line for line in effects.lines if not line.said.is_applied]
        context = {
            "title": gettext("Review of the monthly return: %(building)s")
            % {"building": row.building},
            "row": row,
            "month_end": month_end(row.month),
            "closing": frozen.latest_on(month_end(row.month)),
            "due": due,
            "days_left": calendar.working_days_between(today(), due),
            "counts": counts_of(duties),
            "total": len(duties),
            "strip": strip_of(effects, row),
            "lines": [
                (line, self.problems.get(line.said.key, []), self.evidence.get(line.said.key, []))
                for line in fresh
            ],
            "applied": [one for one in self.said if one.is_applied],
            "computable": sum(line.said.key not in self.problems for line in fresh),
            "unchanged": len({unit.pk for unit in self.book.units} - touched(self.said)),
            "units": len(self.book.units),
            "effects": effects,
            "may_decide": row.state == MonthlyReturn.State.SENT,
            "reasons": REASONS,
            "typed_reason": self.typed_reason,
            "scans": papers.confirmations(row),
            **decided(fresh),
            **self._neighbours(duties),
        }
        return self.page(self.template_name, context, status=status)

    def _neighbours(self, duties: list[Duty]) -> dict[str, str]:
        begun = [one.found for one in duties if one.found is not None]
        sent = [one for one in begun if one.state != MonthlyReturn.State.DRAFT]
        here = next((at for at, one in enumerate(sent) if one.pk == self.row.pk), None)
        if here is None:
            return {"earlier_url": "", "later_url": ""}
        return {
            "earlier_url": review_url(sent[here - 1]) if here else "",
            "later_url": review_url(sent[here + 1]) if here + 1 < len(sent) else "",
        }


def decided(lines: list[Any]) -> dict[str, int]:
    """How many are accepted, sent back and open."""
    return {
        f"{name}_count": sum(line.said.decision == value for line in lines)
        for name, value in (
            ("accepted", Decision.ACCEPTED),
            ("returned", Decision.RETURNED),
            ("undecided", Decision.OPEN),
        )
    }


def strip_of(effects: Effects, row: MonthlyReturn) -> dict[str, Any]:
    """The building's rate in the ledger, after acceptance, the change in its two parts, and what
    it does to the district.
    """
    before, after = (
        rules.rates(areas, rules.ZERO).occupancy for areas in (effects.before, effects.after)
    )
    return {
        "before": before,
        "before_areas": effects.before,
        "after": after,
        "after_areas": effects.after,
        "change": effects.change,
        "district": _district(effects, row),
        "occupied": effects.occupied,
        "available": effects.available,
    }


def _district(effects: Effects, row: MonthlyReturn) -> Decimal | None:
    whole = position(places.district(), month_end(row.month), ledger=True)
    if whole.of(row.building.code) is None:
        return None
    fresh = rules.total([whole.areas, _minus(effects.before), effects.after])
    return rules.rate_change(whole.areas, fresh).change


def _minus(areas: rules.Areas) -> rules.Areas:
    return rules.Areas(*(-getattr(areas, name) for name in rules.Areas.__dataclass_fields__))
