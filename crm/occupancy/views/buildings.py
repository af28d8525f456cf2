"""One building: its forms and what is done on it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordAction, RecordCreate, RecordEdit, RecordHistory
from crm.occupancy import actions
from crm.occupancy.forms import BuildingForm, SignLeaseForm, UnitForm
from crm.occupancy.models import Building, Lease, Unit
from crm.occupancy.views.naming import named_enterprise


class BuildingCreate(RecordCreate):
    """A new building."""

    model = Building
    permission = "occupancy.edit"
    form_class = BuildingForm
    title = _("Register a building")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings"))]

    def perform(self, form: BuildingForm, record: None) -> Building:
        return actions.register_buildings([form.save(commit=False)], by=self.user)[0]


class BuildingCrumbs:
    """Breadcrumbs of a form on a building."""

    kwargs: dict[str, Any]

    def crumbs(self) -> list[tuple[Any, str]]:
        code = self.kwargs["slug"]
        page = reverse("desk:occupancy:building", args=[code])
        return [(_("Buildings"), reverse("desk:occupancy:buildings")), (code, page)]


class BuildingEdit(BuildingCrumbs, RecordEdit):
    """Facts of a building under the optimistic lock."""

    model = Building
    slug_field = "code"
    permission = "occupancy.edit"
    form_class = BuildingForm
    title = _("Edit the building")

    def perform(self, form: BuildingForm, record: Building) -> Building:
        row = form.save(commit=False)
        fields = list(form.fields)
        return actions.edit_buildings([row], fields, by=self.user, expected=self.expected_version)[
            0
        ]


class BuildingHistory(BuildingCrumbs, RecordHistory):
    """Who changed what and when."""

    model = Building
    slug_field = "code"
    permission = "occupancy.view"
    title = _("Change history")


class BuildingAction(BuildingCrumbs, RecordAction):
    """Shared by what is done on a building."""

    abstract = True
    model = Building
    slug_field = "code"


class SignLease(BuildingAction):
    """登记租约 for vacant units of the building."""

    permission = "occupancy.let"
    form_class = SignLeaseForm
    title = _("Sign a lease")
    submit_label = _("Sign the lease")
    refusal_fields = {"unit": "units"}

    def form_kwargs(self, record: Building) -> dict[str, Any]:
        asked = self.request.GET
        initial = {"units": asked.get("unit", "")[:500], "held_for": asked.get("held_for", "")[:32]}
        return {"building": record, "initial": initial}

    def perform(self, form: SignLeaseForm, record: Building) -> Lease:
        data = form.cleaned_data
        lease = Lease(**form.terms(), tenant=named_enterprise(data, by=self.user), building=record)
        signing = actions.LeaseSigning(
            lease,
            data["units"],
            moved_in_on=data["moved_in_on"],
            held_for=data["held_for"].strip(),
        )
        return actions.sign_lease([signing], by=self.user)[0]


class AddUnit(BuildingAction):
    """A new unit."""

    permission = "occupancy.edit"
    form_class = UnitForm
    title = _("Add a unit")

    def perform(self, form: UnitForm, record: Building) -> Unit:
        data = form.cleaned_data
        floors = actions.floors_for([(record, data["floor"])], by=self.user)
        unit = Unit(
            building=record,
            floor=next(iter(floors.values())),
            number=data["number"].strip(),
            area=data["area"],
            starts_on=data["starts_on"],
        )
        return actions.register_units([unit], by=self.user)[0]
