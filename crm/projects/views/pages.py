"""One project: its page and its history."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.fields import from_cents, sum_cents
from crm.core.views import RecordHistory, RecordPage
from crm.enterprises.industries import industry_label
from crm.projects.board import targets_of
from crm.projects.models import LibraryEntry, MoneyIncrement, Project
from crm.projects.rules import ORDER, Side, Stage, rank
from crm.projects.timeline import KINDS, timeline_of

COUNTED = (
    MoneyIncrement.Kind.INTENT,
    MoneyIncrement.Kind.CONTRACT,
    MoneyIncrement.Kind.PAID_IN,
    MoneyIncrement.Kind.FOREIGN_RECEIVED,
)


class ProjectPage(RecordPage):
    """The rail of stages, facts and money left, one timeline right."""

    model = Project
    permission = "projects.view"
    template_name = "projects/project_page.html"

    def records(self) -> Any:
        related = ("enterprise__steward", "team", "owner__home_team", "deputy", "lead__event")
        related += ("need_zone", "need_building")
        return super().records().select_related(*related)

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Projects"), reverse("desk:projects:list")), (self.kwargs["slug"], "")]

    def context(self, record: Project) -> dict[str, Any]:
        kind = self.request.GET.get("timeline", "")
        days, counts = timeline_of(record, kind if kind in KINDS else "")
        money = list(record.money.filter(series=MoneyIncrement.Series.LEDGER))
        return {
            "title": record.name,
            "days": days,
            "timeline_counts": counts,
            "timeline_kind": kind,
            "rail": self._rail(record),
            "next_target": self._next(record),
            "money": money,
            "money_totals": self._totals(record),
            "entries": list(record.library_entries.select_related("library")),
            "may": {
                name: self.user.can_on(f"projects.{name}", record)
                for name in ("edit", "move", "approve", "review_entry", "record_money")
            },
            "is_aside": record.side != Side.NONE,
            "industry": industry_label(record.industry) if record.industry else "",
            "enterprise_url": self._address("enterprises.view", record.enterprise),
            "lead_url": self._address("leads.view", record.lead),
            "states": LibraryEntry.State,
        }

    def _address(self, action: str, row: Any) -> str:
        return row.get_absolute_url() if row is not None and self.user.can_on(action, row) else ""

    def _rail(self, record: Project) -> list[dict[str, Any]]:
        reached: dict[str, Any] = {}
        for move in record.moves.order_by("moved_on", "pk"):
            reached.setdefault(move.to_stage, move.moved_on)
        now, day = rank(Stage(record.stage)), today()
        return [
            {
                "label": Project.Stage(stage).label,
                "state": "done" if place < now else "now" if place == now else "",
                "day": reached.get(stage) if place <= now else None,
                "since": record.stage_since if place == now else None,
                "days": (day - record.stage_since).days + 1 if place == now else None,
            }
            for place, stage in enumerate(ORDER)
        ]

    def _next(self, record: Project) -> Any:
        now = rank(Stage(record.stage))
        ahead = [target for target in targets_of(record) if not target.backwards]
        return ahead[0] if ahead and now < len(ORDER) - 1 else None

    def _totals(self, record: Project) -> list[tuple[Any, Any]]:
        sums = dict(
            record.money.filter(series=MoneyIncrement.Series.LEDGER)
            .order_by()
            .values_list("kind")
            .annotate(cents=sum_cents("cny"))
        )
        return [
            (MoneyIncrement.Kind(kind).label, from_cents(sums[kind]) if kind in sums else None)
            for kind in COUNTED
        ]


class ProjectHistory(RecordHistory):
    """Who changed what and when."""

    model = Project
    permission = "projects.view"
    title = _("Change history")

    def crumbs(self) -> list[tuple[Any, str]]:
        number = self.kwargs["slug"]
        page = reverse("desk:projects:page", args=[number])
        return [(_("Projects"), reverse("desk:projects:list")), (number, page)]
