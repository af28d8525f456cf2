"""One building's page as of a day: figures, stacking plan or table, and the open unit."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.registries.panels import panels_of
from crm.core.views import RecordPage
from crm.occupancy import frozen, strips, uses
from crm.occupancy.colouring import MODES, Colouring, colour, mode_of
from crm.occupancy.days import month_end, month_ends_up_to, read_day
from crm.occupancy.hold_owners import told
from crm.occupancy.models import Building, BuildingName
from crm.occupancy.overlays import Overlays, PlanView, overlays_of
from crm.occupancy.plan_figures import (
    by_use,
    free_blocks,
    frozen_standing,
    keys_of,
    ledger_standing,
    need_of,
)
from crm.occupancy.stacking import STATE_NAMES, FloorNow, building_on, plan_of
from crm.occupancy.svg import PlanStyle, patterns, stacking_plan, swatch
from crm.occupancy.views.unit_drawer import drawer

MONTHS = 24
KEPT = ("as_of", "color", "need", "fit", "show")


class BuildingPage(RecordPage):
    """Day, colour, search, display and open unit live in the URL.

    htmx gets the drawer alone when it asks for ``#drawer``, and figures, plan and table when it
    asks for ``#building-view``.
    """

    model = Building
    slug_field = "code"
    permission = "occupancy.view"
    template_name = "occupancy/building_page.html"

    def records(self) -> Any:
        used = Building.objects.in_use_on(self.day).filter(pk=OuterRef("pk"))
        rows = super().records().select_related("zone", "operator", "team")
        then = BuildingName.objects.filter(building=OuterRef("pk")).on(self.day)
        return rows.annotate(is_used=Exists(used), name_then=Subquery(then.values("name")[:1]))

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings")), *self._zone_crumb]

    _zone_crumb: list[tuple[Any, str]] = []

    @property
    def day(self) -> dt.date:
        """``?as_of=`` as people type it, else today."""
        return read_day(self.request.GET.get("as_of", "")) or today()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        self._zone_crumb = [
            (record.zone.name, record.zone.get_absolute_url()),
            (f"{record.name} {record.code}", ""),
        ]
        day = self.day
        floors = building_on(record, day)
        told((one.hold for floor in floors for one in floor.units if one.hold), self.user)
        view = PlanView(record, floors, day, self.user, request.GET.get("fit", ""))
        overlays = overlays_of(view)
        opened = drawer(record, floors, day, request.GET.get("unit", ""), self.user)
        if opened["opened"] is not None:
            opened["unit_overlays"] = overlays.of_unit(opened["opened"].unit.pk)
        target = request.htmx.target if request.htmx else ""  # type: ignore[attr-defined]
        if target == "drawer":
            return self._part("occupancy/_unit_drawer.html", {"record": record, **opened})
        context = {
            "record": record,
            "title": record.name,
            "viewer": self.user,
            **self._figures(record, floors, day),
            **self._plan(record, floors, day, overlays),
            **opened,
        }
        if target == "building-view":
            return self._part("occupancy/_building_view.html", {**context, "is_part": True})
        context |= {
            "panels": panels_of(record, self.user),
            "may_edit": self.user.can_on("occupancy.edit", record),
            "may_let": self.user.can_on("occupancy.let", record),
        }
        return self.page(self.template_name, context)

    def _part(self, template: str, context: dict[str, Any]) -> HttpResponse:
        response = self.page(template, context)
        response.headers["HX-Push-Url"] = self.request.get_full_path()
        response.headers["Vary"] = "HX-Request, HX-Target"
        return response

    def _figures(self, record: Any, floors: list[FloorNow], day: dt.date) -> dict[str, Any]:
        closing = frozen.latest_on(day)
        kept = frozen_standing(record, closing, day) if closing is not None else None
        if kept is None:
            kept = ledger_standing(record, floors, day, is_used=record.is_used), by_use(floors)
        found, areas = kept
        whole = found.of(record.code)
        return {
            "day": day,
            "position": whole,
            "figures": strips.strip(found, self.user) if whole else [],
            "uses": uses.strip_by_use(found, areas) if whole and len(areas) > 1 else [],
            "identity": strips.identity(found),
            "may_see_closings": self.user.can("occupancy.view_district"),
            "edition": found.edition,
            "status": None if whole else self._status(record, day),
        }

    def _status(self, record: Building, day: dt.date) -> Any:
        stated = record.statuses.on(day).first()
        if stated is not None:
            return stated.get_status_display()
        if record.memberships.on(day).filter(counts=False).exists():
            return _("outside the district's figures")
        return _("under construction") if record.in_use_from is None else _("not in use yet")

    def _plan(
        self, record: Building, floors: list[FloorNow], day: dt.date, overlays: Overlays
    ) -> dict[str, Any]:
        asked = self.request.GET
        as_table = asked.get("show") == "table"
        colouring = colour(mode_of(asked.get("color", "")), floors, day)
        need = need_of(asked.get("need", ""))
        blocks = free_blocks(floors, need) if need is not None else []
        framed = overlays.found | keys_of(blocks)
        drawn = ""
        if floors and not as_table:
            cells = plan_of(floors, colouring.paints, framed)
            drawn = stacking_plan(cells, self._style(record, day))
        return {
            "floors": floors,
            "as_table": as_table,
            "plan": drawn,
            "modes": self._modes(colouring),
            "legend": colouring.legend,
            "colouring": colouring.mode,
            "need": need,
            "blocks": blocks,
            "overlays": overlays.shown,
            "framed": framed,
            "patterns": patterns(),
            "swatches": {state: swatch(state) for state in STATE_NAMES},
            "has_units": any(floor.units for floor in floors),
            **_slider(day),
        }

    def _style(self, record: Building, day: dt.date) -> PlanStyle:
        kept = {name: self.request.GET[name] for name in KEPT if self.request.GET.get(name)}
        return PlanStyle(
            title=gettext("Stacking plan of %(building)s, %(day)s")
            % {"building": record, "day": day},
            selected=self.request.GET.get("unit", ""),
            with_patterns=False,
            query=f"{urlencode(kept)}&" if kept else "",
        )

    def _modes(self, colouring: Colouring) -> list[dict[str, Any]]:
        return [
            {"key": "" if key == "state" else key, "label": label, "on": key == colouring.mode}
            for key, label in MODES.items()
        ]


def _slider(day: dt.date) -> dict[str, Any]:
    """Month ends to slide over: the two years up to the day's month, the day itself marked."""
    last = max(month_end(day), day)
    ends = month_ends_up_to(last, MONTHS + 1)
    at = next((index for index, end in enumerate(ends) if end >= day), MONTHS)
    return {
        "month_before": day.replace(day=1) - dt.timedelta(days=1),
        "month_after": month_end(month_end(day) + dt.timedelta(days=1)),
        "month_ends": ",".join(end.isoformat() for end in ends),
        "month_at": at,
        "months": MONTHS,
        "ticks": [ends[index] for index in (0, 6, 12, 18, 24)],
        "today": today(),
    }
