"""拟投用计划: plans with every revision, planned against actual, totals by quarter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.views import RecordAction, RecordCreate, RecordHistory, RecordPage, StaffView
from crm.occupancy import actions, release_plans, spans
from crm.occupancy.days import read_day
from crm.occupancy.forms import PlanForm, RevisionForm
from crm.occupancy.models import ReleasePlan, ReleasePlanRevision


class ReleasePlans(StaffView):
    """The plan as it stood on a day."""

    permission = "occupancy.view"
    title = _("Release plan")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings"))]

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = spans.read_place(request.GET, self.user)
        day = read_day(request.GET.get("as_of", "")) or today()
        found = release_plans.planned_on(asked.place, day, self.user)
        context = {
            "day": day,
            "place": asked.place,
            "place_choices": spans.choices(self.user),
            "plans": found,
            "quarters": release_plans.by_quarter(found),
            "certainties": dict(ReleasePlanRevision.Certainty.choices),
            "may_edit": self.user.can("occupancy.edit"),
        }
        return self.page("occupancy/release_plans.html", context)


class PlanCrumbs:
    """The way to one plan."""

    model = ReleasePlan
    slug_field = "code"
    kwargs: dict[str, Any]

    def records(self) -> Any:
        return super().records().select_related("zone", "building")  # type: ignore[misc]

    def crumbs(self) -> list[tuple[Any, str]]:
        code = self.kwargs["slug"]
        page = reverse("desk:occupancy:release_plan", args=[code])
        return [(_("Release plan"), reverse("desk:occupancy:release_plans")), (code, page)]


class PlanPage(PlanCrumbs, RecordPage):
    """One plan with all its revisions."""

    permission = "occupancy.view"
    template_name = "occupancy/release_plan_page.html"

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Release plan"), reverse("desk:occupancy:release_plans"))]

    def context(self, record: ReleasePlan) -> dict[str, Any]:
        revisions = list(record.revisions.select_related("created_by").order_by("-revision"))
        return {"revisions": revisions}


class PlanCreate(RecordCreate):
    """A plan with its first revision."""

    model = ReleasePlan
    permission = "occupancy.edit"
    form_class = PlanForm
    title = _("Plan a release")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Release plan"), reverse("desk:occupancy:release_plans"))]

    def perform(self, form: PlanForm, record: None) -> ReleasePlan:
        return actions.plan_release([form.revision(form.plan())], by=self.user)[0].plan


class PlanRevise(PlanCrumbs, RecordAction):
    """What is planned now; what was planned before stays."""

    permission = "occupancy.edit"
    form_class = RevisionForm
    title = _("Revise the plan")

    def form_kwargs(self, record: ReleasePlan) -> dict[str, Any]:
        last = record.revisions.order_by("-revision").first()
        names = ("year", "quarter", "area", "certainty")
        return {"initial": {name: getattr(last, name) for name in names} if last else {}}

    def perform(self, form: RevisionForm, record: ReleasePlan) -> ReleasePlan:
        actions.plan_release([form.revision(record)], by=self.user)
        return record


class PlanHistory(PlanCrumbs, RecordHistory):
    """Who changed what and when."""

    permission = "occupancy.view"
    title = _("Change history")
