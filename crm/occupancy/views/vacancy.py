"""连续空置面积: where so many ㎡ can be taken together, over all buildings."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import StaffView
from crm.occupancy import spans
from crm.occupancy.days import read_day
from crm.occupancy.models import UnitUse
from crm.occupancy.plan_figures import need_of
from crm.occupancy.vacant_runs import Looked, Run, plan_query, runs

PAGE = 50


class VacantRuns(StaffView):
    """Area, day, place, use and floors all stand in the address."""

    permission = "occupancy.view"
    title = _("Contiguous vacant area")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings"))]

    @cached_property
    def place(self) -> spans.Asked:
        """The place, and what could not be found."""
        return spans.read_place(self.request.GET, self.user)

    @cached_property
    def asked(self) -> Looked | None:
        """What is looked for; None until a readable area is given."""
        query = self.request.GET
        area, day = need_of(query.get("need", "")), read_day(query.get("as_of", "")) or today()
        if area is None:
            return None
        use, free_by = query.get("use", ""), read_day(query.get("by", ""))
        return Looked(
            place=self.place.place,
            day=day,
            area=area,
            free_by=free_by if free_by and free_by > day else None,
            use=use if use in UnitUse.Use.values else "",
            one_floor=query.get("floors") == "one",
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, query = self.asked, request.GET
        found = runs(asked) if asked else []
        start = _offset(query.get("after", ""), len(found))
        shown = found[start : start + PAGE]
        context = {
            "asked": asked,
            "typed": query.get("need", ""),
            "day": asked.day if asked else read_day(query.get("as_of", "")) or today(),
            "by": read_day(query.get("by", "")),
            "use": query.get("use", ""),
            "uses": UnitUse.Use.choices,
            "one_floor": query.get("floors") == "one",
            "place": self.place.place,
            "unknown_place": self.place.unknown,
            "place_choices": spans.choices(self.user),
            "rows": [{"run": run, "url": self._url(run)} for run in shown],
            "total": len(found),
            "buildings": len({run.building.pk for run in found}),
            "following": start + PAGE if start + PAGE < len(found) else None,
        }
        return self.page("occupancy/vacant_runs.html", context)

    def _url(self, run: Run) -> str:
        """The stacking plan with the block framed."""
        query = urlencode(plan_query(self.asked, run)) if self.asked else ""
        return f"{run.building.get_absolute_url()}?{query}#plan"


def _offset(text: str, count: int) -> int:
    return min(int(text), count) if text.isdecimal() and len(text) < 9 else 0
