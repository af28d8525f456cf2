"""数据质量: what the checks find, by check and building; verifying a finding and taking it back."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.spreadsheets.writing import XlsxWriter
from crm.core.views import RecordAction, RecordCreate, StaffView
from crm.occupancy import actions, places, spans
from crm.occupancy.forms import RevokeForm, VerifyForm
from crm.occupancy.models import QualityWaiver
from crm.occupancy.quality import Board, Found, board, numbers
from crm.occupancy.quality.book import write_findings
from crm.occupancy.quality.checks import quality_checks
from crm.occupancy.views.downloads import Download

PAGE, BUILDINGS = 50, 12


class QualityRows(StaffView):
    """Open findings (or the verified ones), narrowed by check and building; all in the address."""

    abstract = True
    permission = "occupancy.view_leases"

    @cached_property
    def asked(self) -> spans.Asked:
        """The place."""
        return spans.read_place(self.request.GET, self.user)

    @cached_property
    def board(self) -> Board:
        """Everything found there today."""
        return board(self.asked.place, today())

    @property
    def shows_verified(self) -> bool:
        """Whether those verified as right are asked for."""
        return self.request.GET.get("show") == "verified"

    @cached_property
    def check(self) -> str:
        """The check asked for; empty for all."""
        asked = self.request.GET.get("check", "")
        return asked if asked in quality_checks else ""

    @cached_property
    def rows(self) -> list[Found]:
        """What is asked for."""
        rows = self.board.verified if self.shows_verified else self.board.open
        return [one for one in rows if not self.check or one.check.key == self.check]


class QualityBoard(QualityRows):
    """The board on screen."""

    permission = "occupancy.view_leases"
    title = _("Data quality")

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, found, rows = self.asked, self.board, self.rows
        if asked.place.is_district and self.user.can("occupancy.view_district"):
            numbers.remember(len(found.open))
        start = _offset(request.GET.get("after", ""), len(rows))
        context = {
            "day": found.day,
            "board": found,
            "place": asked.place,
            "unknown_place": asked.unknown,
            "place_choices": spans.choices(self.user),
            "check": self.check,
            "shows_verified": self.shows_verified,
            "rows": rows[start : start + PAGE],
            "total": len(rows),
            "following": start + PAGE if start + PAGE < len(rows) else None,
            "worst": found.by_building[:BUILDINGS],
            "more_buildings": max(len(found.by_building) - BUILDINGS, 0),
            "may_verify": self.user.can("occupancy.edit"),
            "may_export": self.user.can("exchange.export"),
        }
        return self.page("occupancy/quality.html", context)


class QualityWorkbook(Download, QualityRows):
    """The same findings as a spreadsheet."""

    permission = "occupancy.view_leases"
    event = "occupancy.findings_exported"

    def filename(self) -> str:
        return gettext("data quality %(day)s.xlsx") % {"day": self.board.day}

    def facts(self) -> dict[str, Any]:
        return {
            "place": self.asked.place.code,
            "check": self.check,
            "verified": self.shows_verified,
            "rows": len(self.rows),
        }

    def write(self, book: XlsxWriter) -> None:
        write_findings(book, self.asked.place, self.board, self.rows)


class BoardCrumbs:
    """The way back to the board."""

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(QualityBoard.title, reverse("desk:occupancy:quality"))]

    def success_url(self, record: QualityWaiver) -> str:
        query = urlencode({"check": record.check_key})
        return f"{reverse('desk:occupancy:quality')}?{query}"


class VerifyFinding(BoardCrumbs, RecordCreate):
    """One finding is right as it is, for a reason."""

    model = QualityWaiver
    permission = "occupancy.edit"
    form_class = VerifyForm
    template_name = "occupancy/quality_verify.html"
    title = _("Verified as right")
    submit_label = _("Record as verified")

    @cached_property
    def found(self) -> Found:
        """The finding of the address as it is now; 404 when it is gone or out of reach."""
        key, subject = (self.request.GET.get(name, "") for name in ("check", "subject"))
        if key not in quality_checks:
            raise Http404
        seen: Board = board(places.district(self.user), today(), [quality_checks[key]])
        rows = (one for one in seen.open if one.finding.subject == subject)
        found = next(rows, None)
        if found is None:
            raise Http404
        return found

    def context(self, record: None) -> dict[str, Any]:
        return {"found": self.found}

    def perform(self, form: VerifyForm, record: None) -> QualityWaiver:
        data, found = form.cleaned_data, self.found
        rows = actions.verify_findings(
            [(found.check.key, found.finding.subject, found.building)],
            by=self.user,
            reason=data["reason"],
            until=data["until"],
            today=today(),
        )
        numbers.outdate()
        return rows[0]


class RevokeVerification(BoardCrumbs, RecordAction):
    """A verified finding counts again."""

    model = QualityWaiver
    slug_field = "pk"
    permission = "occupancy.edit"
    form_class = RevokeForm
    title = _("Let the finding count again")
    submit_label = _("Let it count again")

    def perform(self, form: RevokeForm, record: QualityWaiver) -> QualityWaiver:
        reason = form.cleaned_data["reason"]
        rows = actions.revoke_verification([record], by=self.user, reason=reason, today=today())
        numbers.outdate()
        return rows[0]


def _offset(text: str, count: int) -> int:
    return min(int(text), count) if text.isdecimal() and len(text) < 9 else 0
