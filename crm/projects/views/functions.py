"""功能规划: the gap by function on a day, and the entries of planned area."""

import datetime as dt
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import RecordCreate, RecordEdit, RecordHistory, StaffView
from crm.enterprises.models import Enterprise
from crm.occupancy import spans
from crm.occupancy.changes import by_enterprise, holdings
from crm.occupancy.days import read_day
from crm.occupancy.places import Place
from crm.occupancy.positions import position
from crm.occupancy.tenants import enterprises_of
from crm.projects import actions
from crm.projects.function_forms import FunctionPlanEditForm, FunctionPlanForm
from crm.projects.functions import FunctionRow, function_rows, needs_of, planned_on, plans_on
from crm.projects.models import FunctionPlan

OCCUPIED = ("S", "L", "O")


class Functions(StaffView):
    """Planned, used and asked for, of a place as of a day."""

    permission = "projects.view"
    title = _("Functions and projects")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Projects"), reverse("desk:projects:list"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        place = spans.read_place(request.GET, self.user).place
        day = read_day(request.GET.get("as_of", "")) or today()
        sees_space = self.user.can("occupancy.view")
        held, tenants = _held(place, day) if sees_space else ({}, {})
        needs = needs_of(place, day, self.user)
        rows = function_rows(needs, held, planned_on(place, day), tenants)
        context = {
            "day": day,
            "place": place,
            "place_choices": spans.choices(self.user),
            "rows": [{"row": row, **self._links(row, place, day)} for row in rows],
            "planned": sum(row.planned for row in rows if row.planned is not None),
            "projects": sum(row.projects for row in rows),
            "need": sum(row.need for row in rows),
            "sees_space": sees_space,
            "plans": list(plans_on(place, day)),
            "may_edit": self.user.can("projects.edit_functions"),
        }
        return self.page("projects/functions.html", context)

    def _links(self, row: FunctionRow, place: Place, day: Any) -> dict[str, str]:
        where = [] if place.is_district else [("place", place.code)]
        states = [("state", state) for state in OCCUPIED]
        units = [("as_of", day.isoformat()), *states, ("direction", row.name), *where]
        looking = [("stage", "talks"), ("stage", "intent"), ("side", "under_way")]
        listed = [*looking, ("function", row.name)] if row.name else looking
        return {
            "units_url": f"{reverse('desk:occupancy:units')}?{urlencode(units)}",
            "projects_url": f"{reverse('desk:projects:list')}?{urlencode(listed)}",
        }


def _held(place: Place, day: dt.date) -> tuple[dict[int, Fraction], dict[int, Enterprise]]:
    """What enterprises hold in the place on the day, and they with their direction of the day."""
    at = position(place, day)
    return by_enterprise(holdings(at)), enterprises_of(at)


class PlanCrumbs:
    """The way to one entry."""

    model = FunctionPlan
    slug_field = "pk"

    def records(self) -> Any:
        return super().records().select_related("zone", "building")  # type: ignore[misc]

    def crumbs(self) -> list[tuple[Any, str]]:
        listed = reverse("desk:projects:functions")
        return [
            (_("Projects"), reverse("desk:projects:list")),
            (_("Functions and projects"), listed),
        ]


class FunctionPlanCreate(PlanCrumbs, RecordCreate):
    """What is planned from a day on."""

    permission = "projects.edit_functions"
    form_class = FunctionPlanForm
    title = _("Plan the area of a function")

    def perform(self, form: FunctionPlanForm, record: None) -> FunctionPlan:
        return actions.plan_functions([form.save(commit=False)], by=self.user)[0]


class FunctionPlanEdit(PlanCrumbs, RecordEdit):
    """A correction under the optimistic lock."""

    permission = "projects.edit_functions"
    form_class = FunctionPlanEditForm
    title = _("Correct the planned area")

    def perform(self, form: FunctionPlanEditForm, record: FunctionPlan) -> FunctionPlan:
        row = form.save(commit=False)
        return actions.edit_function_plan(
            row, form.changed_names(), by=self.user, expected=self.expected_version
        )


class FunctionPlanHistory(PlanCrumbs, RecordHistory):
    """Who changed what and when."""

    permission = "projects.view"
    title = _("Change history")
