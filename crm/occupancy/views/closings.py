"""Closed months: the list, one month with its editions compared, closing, correcting."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.errors import Refused
from crm.core.views.base import StaffView
from crm.occupancy import actions, frozen, places
from crm.occupancy.closing_rows import PAGE, Difference, RowsAsked, differences, dues_of, rows_of
from crm.occupancy.days import month_end, read_day
from crm.occupancy.forms.returns import CloseForm, CorrectForm
from crm.occupancy.lease_rules import Due, renewal
from crm.occupancy.models import ClosedDue, MonthClose, UnitUse
from crm.occupancy.positions import position
from crm.occupancy.renewals import DueIn, by_lease
from crm.occupancy.returns import months
from crm.occupancy.returns.duties import unfinished
from crm.occupancy.returns.words import STATE_LABELS
from crm.occupancy.spans import year_before
from crm.occupancy.stacking import STATE_NAMES
from crm.occupancy.tenants import HOME_NAMES

READ, CLOSE, CORRECT = "occupancy.view_district", "occupancy.close_month", "occupancy.correct_month"
SHOWN = 48


class ClosingList(StaffView):
    """Months that are closed, newest first, and the one that is next."""

    permission = READ
    title = _("Closed months")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = MonthClose.objects.visible_to(self.user).select_related("closed_by")
        latest: dict[dt.date, MonthClose] = {}
        for row in rows.order_by("-month", "-edition"):
            latest.setdefault(row.month, row)
        upcoming = months.current(today())
        return self.page(
            "occupancy/closing_list.html",
            {
                "closings": list(latest.values())[:SHOWN],
                "upcoming": None if upcoming in latest else upcoming,
                "waiting": len(unfinished(upcoming)) if upcoming not in latest else 0,
                "may_close": self.user.can(CLOSE),
            },
        )


class ClosingView(StaffView):
    """Reads the month of the address."""

    abstract = True

    @cached_property
    def month(self) -> dt.date:
        """Its first day."""
        month = months.read(self.kwargs["month"])
        if month is None:
            raise Http404
        return month

    @cached_property
    def editions(self) -> list[MonthClose]:
        """All editions of the month, newest first."""
        rows = MonthClose.objects.visible_to(self.user).filter(month=self.month)
        return list(rows.select_related("closed_by").order_by("-edition"))

    def crumbs(self) -> list[tuple[Any, str]]:
        trail: list[tuple[Any, str]] = [(_("Closed months"), reverse("desk:occupancy:closings"))]
        if type(self) is not ClosingPage:
            trail.append((f"{self.month:%Y-%m}", self.url()))
        return trail

    def url(self) -> str:
        """The page of the month."""
        return reverse("desk:occupancy:closing", args=[f"{self.month:%Y-%m}"])


class ClosingPage(ClosingView):
    """One edition: figures that open into their frozen rows, and what differs from another."""

    permission = READ

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.editions:
            raise Http404
        shown = self._edition("edition") or self.editions[0]
        against = self._edition("against") or self._before(shown)
        with_leases = self.user.can("occupancy.view_leases")
        compared: list[Difference] = (
            differences(against, shown, with_leases=with_leases) if against else []
        )
        return self.page(
            "occupancy/closing_page.html",
            {
                "title": gettext("Closed month %(month)s") % {"month": f"{self.month:%Y-%m}"},
                "month": self.month,
                "month_end": month_end(self.month),
                "closing": shown,
                "is_latest": shown == self.editions[0],
                "editions": self.editions,
                "against": against,
                "differences": compared,
                "position": frozen.position(places.district(), shown),
                "buildings": shown.figures.get("buildings", []),
                "ledger": position(places.district(), month_end(self.month), ledger=True),
                "may_correct": self.user.can(CORRECT),
            },
        )

    def _edition(self, key: str) -> MonthClose | None:
        asked = self.request.GET.get(key, "")
        return next((one for one in self.editions if str(one.edition) == asked), None)

    def _before(self, shown: MonthClose) -> MonthClose | None:
        return next((one for one in self.editions if one.edition < shown.edition), None)


class ClosingRows(ClosingView):
    """The frozen rows behind a figure: who sat where in one place, in some states. Operators see
    those of their own buildings.
    """

    permission = "occupancy.view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = self.kwargs["edition"]
        closing = next((one for one in self.editions if one.edition == edition), None)
        if closing is None:
            raise Http404
        page = rows_of(closing, self.user, _asked(request.GET), request.GET.get("after", ""))
        return self.page(
            "occupancy/closing_rows.html",
            {
                "title": gettext("Frozen rows of %(month)s") % {"month": f"{self.month:%Y-%m}"},
                "month": self.month,
                "month_end": month_end(self.month),
                "closing": closing,
                "keeps_terms": frozen.keeps_terms(closing),
                "with_leases": self.user.can("occupancy.view_leases"),
                "chips": _chips(request),
                "rows": page.rows,
                "total": page.total,
                "area": page.area,
                "after": page.after,
            },
        )


def _asked(query: Any) -> RowsAsked:
    """What the address narrows; what cannot be read narrows nothing."""
    letters = "".join(query.getlist("state"))
    home, use = query.get("home", ""), query.get("use", "")
    return RowsAsked(
        code=query.get("place", ""),
        states=[letter for letter in letters if letter in STATE_NAMES],
        ends_from=read_day(query.get("ends_from", "")),
        ends_to=read_day(query.get("ends_to", "")),
        home=home if home in HOME_NAMES else "",
        direction=query.get("direction"),
        use=use if use in UnitUse.Use.values else "",
    )


def _name_of(code: str, user: Any) -> str:
    """The name of a zone or building, the code itself where the person sees none of that code; the
    whole district narrows nothing.
    """
    if code in ("", places.DISTRICT):
        return ""
    try:
        return places.place_of(code, user).name
    except Refused:
        return code


def _chips(request: HttpRequest) -> list[dict[str, Any]]:
    """What narrows the rows, in words, each with the address without it."""
    asked = _asked(request.GET)
    words = {
        "place": (_("Zone or building"), _name_of(asked.code, request.user)),
        "state": (_("State"), "、".join(str(STATE_NAMES[one]) for one in asked.states)),
        "ends_from": (_("Last day from"), asked.ends_from),
        "ends_to": (_("Last day up to"), asked.ends_to),
        "home": (_("Registration"), HOME_NAMES.get(asked.home)),
        "use": (pgettext_lazy("unit", "Use"), dict(UnitUse.Use.choices).get(asked.use)),
        "direction": (
            _("Direction of industry"),
            asked.direction or (None if asked.direction is None else _("industry not recorded")),
        ),
    }
    chips = []
    for name, (label, text) in words.items():
        if text:
            rest = request.GET.copy()
            for each in (name, "after"):
                rest.pop(each, None)
            chips.append({"label": label, "text": text, "url": f"?{rest.urlencode()}"})
    return chips


class ClosingDues(ClosingView):
    """Behind the renewal rate of a closed month: the leases that came due, as frozen."""

    permission = "occupancy.view_leases"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        edition = self.kwargs["edition"]
        closing = next((one for one in self.editions if one.edition == edition), None)
        if closing is None:
            raise Http404
        rows = dues_of(closing, self.user, request.GET.get("place", ""))
        start = _offset(request.GET.get("after", ""), len(rows))
        shown = rows[start : start + PAGE]
        return self.page(
            "occupancy/closing_dues.html",
            {
                "title": gettext("Leases that came due, %(month)s")
                % {"month": f"{self.month:%Y-%m}"},
                "month_end": month_end(self.month),
                "since": year_before(month_end(self.month)),
                "closing": closing,
                "keeps_terms": frozen.keeps_terms(closing),
                "rows": [{"row": row, "due": Due(row.area, row.renewed)} for row in shown],
                "following": start + PAGE if start + PAGE < len(rows) else None,
                "found": renewal(by_lease(DueIn(*_facts(row)) for row in rows)),
            },
        )


def _offset(text: str, count: int) -> int:
    return min(int(text), count) if text.isdecimal() and len(text) < 9 else 0


def _facts(row: ClosedDue) -> tuple[Any, ...]:
    return row.building_id, row.lease_number, row.area, row.renewed


class CloseMonth(ClosingView):
    """Asks before freezing: which returns are open, what is frozen."""

    permission = CLOSE
    title = _("Close the month")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(CloseForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CloseForm(request.POST)
        if form.is_valid():
            try:
                closing = actions.close_month(
                    self.month, by=self.user, without_returns=form.cleaned_data["without_returns"]
                )
            except Refused as refusal:
                field = "without_returns" if refusal.code == "open_returns" else None
                form.add_error(field, refusal.message)
            else:
                text = gettext("%(month)s is closed, edition %(edition)s.")
                facts = {"month": f"{self.month:%Y-%m}", "edition": closing.edition}
                messages.success(request, text % facts)
                return HttpResponseRedirect(self.url())
        return self.show(form, status=422)

    def show(self, form: CloseForm, *, status: int = 200) -> HttpResponse:
        waiting = unfinished(self.month)
        return self.page(
            "occupancy/closing_form.html",
            {
                "form": form,
                "month": self.month,
                "month_end": month_end(self.month),
                "waiting": [(duty, STATE_LABELS[duty.state]) for duty in waiting],
                "position": position(places.district(), month_end(self.month), ledger=True),
                "cancel_url": reverse("desk:occupancy:closings"),
            },
            status=status,
        )


class CorrectMonth(ClosingView):
    """A new edition with its note; the earlier one stays."""

    permission = CORRECT
    title = _("Correct the closed month")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(CorrectForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CorrectForm(request.POST)
        if form.is_valid():
            try:
                note = form.cleaned_data["note"]
                closing = actions.correct_month(self.month, by=self.user, note=note)
            except Refused as refusal:
                form.add_error("note" if refusal.field == "note" else None, refusal.message)
            else:
                text = gettext("%(month)s now has edition %(edition)s; the earlier ones stay.")
                facts = {"month": f"{self.month:%Y-%m}", "edition": closing.edition}
                messages.success(request, text % facts)
                return HttpResponseRedirect(self.url())
        return self.show(form, status=422)

    def show(self, form: CorrectForm, *, status: int = 200) -> HttpResponse:
        if not self.editions:
            raise Http404
        end = month_end(self.month)
        return self.page(
            "occupancy/closing_form.html",
            {
                "form": form,
                "month": self.month,
                "month_end": end,
                "closing": self.editions[0],
                "frozen": position(places.district(), end),
                "position": position(places.district(), end, ledger=True),
                "cancel_url": self.url(),
            },
            status=status,
        )
