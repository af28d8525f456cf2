"""预留房源: from the stacking plan or from 选址匹配, for one project."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordAction
from crm.occupancy.models import Building
from crm.projects.actions import reserve_units
from crm.projects.models import Project
from crm.projects.reservation_forms import ReserveForm


class ReserveUnits(RecordAction):
    """Vacant units of the building, set aside for a project; the plan then shows them framed."""

    model = Building
    slug_field = "code"
    permission = "occupancy.let"
    form_class = ReserveForm
    title = _("Reserve for a project")
    submit_label = _("Reserve")
    refusal_fields = {"unit": "units"}

    def crumbs(self) -> list[tuple[Any, str]]:
        code = self.kwargs["slug"]
        page = reverse("desk:occupancy:building", args=[code])
        return [(_("Buildings"), reverse("desk:occupancy:buildings")), (code, page)]

    def form_kwargs(self, record: Building) -> dict[str, Any]:
        asked = self.request.GET
        initial = {"project": asked.get("project", "")[:32], "units": asked.get("units", "")[:500]}
        return {"building": record, "user": self.user, "initial": initial}

    def perform(self, form: ReserveForm, record: Building) -> Project:
        data = form.cleaned_data
        reserve_units(
            data["project"],
            data["units"],
            by=self.user,
            starts_on=data["starts_on"],
            last_day=data["last_day"],
            reason=data["reason"],
        )
        return data["project"]

    def success_url(self, record: Project) -> str:
        """The plan of the building, with the project's units framed."""
        page = reverse("desk:occupancy:building", args=[self.kwargs["slug"]])
        return f"{page}?{urlencode({'fit': record.number})}#plan"
