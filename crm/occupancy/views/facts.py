"""Dated facts of buildings and units: one page lists the periods, each is added under the lock of
its owner and corrected under its own.
"""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.views import RecordEdit, RecordPage
from crm.occupancy import actions
from crm.occupancy.forms import facts as forms
from crm.occupancy.models import (
    Building,
    BuildingMembership,
    BuildingName,
    BuildingStatus,
    Floor,
    Unit,
    UnitDisposition,
    UnitUse,
)
from crm.occupancy.views.buildings import BuildingCrumbs
from crm.occupancy.views.units import UnitCrumbs

EDIT = "occupancy.edit"


class BuildingFacts(BuildingCrumbs, RecordPage):
    """楼宇档案: names, statuses, membership, floors, each with its periods."""

    model = Building
    slug_field = "code"
    permission = "occupancy.view"
    template_name = "occupancy/building_facts.html"

    def context(self, record: Building) -> dict[str, Any]:
        return {
            "title": _("Dated facts"),
            "names": list(record.names.order_by("-starts_on")),
            "statuses": list(record.statuses.order_by("-starts_on")),
            "memberships": list(record.memberships.order_by("-starts_on")),
            "floors": list(record.floors.order_by("-level", "label")),
            "may_edit": self.user.can_on(EDIT, record),
        }


class BuildingFactAdd(BuildingCrumbs, RecordEdit):
    """A fact of a building from a day on; a stale page is told so."""

    abstract = True
    model = Building
    slug_field = "code"
    permission = EDIT
    fact: ClassVar[Any]

    def perform(self, form: Any, record: Building) -> Building:
        actions.set_fact(
            self.fact,
            record,
            form.fact(),
            by=self.user,
            on=form.cleaned_data["starts_on"],
            until=form.cleaned_data["ends_before"],
            expected=self.expected_version,
        )
        return record

    def success_url(self, record: Building) -> str:
        return reverse("desk:occupancy:building_facts", args=[record.code])


class AddStatus(BuildingFactAdd):
    """在建, 投用, 停用改造, 退出."""

    permission = EDIT
    fact = BuildingStatus
    form_class = forms.StatusForm
    title = _("Set the status")


class AddMembership(BuildingFactAdd):
    """范围调整."""

    permission = EDIT
    fact = BuildingMembership
    form_class = forms.MembershipForm
    title = _("Change the scope")


class AddName(BuildingFactAdd):
    """A new name, or a former one."""

    permission = EDIT
    fact = BuildingName
    form_class = forms.NameForm
    title = _("Rename, or record a former name")

    def perform(self, form: forms.NameForm, record: Building) -> Building:
        data = form.cleaned_data
        if data["ends_before"] is not None:
            return super().perform(form, record)
        return actions.rename_building(
            [record],
            by=self.user,
            name=data["name"].strip(),
            on=data["starts_on"],
            reason=data["reason"],
            expected=self.expected_version,
        )[0]


class AddFloor(BuildingFactAdd):
    """A storey, plant and skipped ones too."""

    permission = EDIT
    form_class = forms.FloorForm
    title = _("Add a floor")

    def make_form(self, record: Building, data: Any = None, files: Any = None) -> Any:
        floor = Floor(building=record)
        return forms.FloorForm(data, instance=floor) if data is not None else forms.FloorForm()

    def perform(self, form: forms.FloorForm, record: Building) -> Building:
        floor = form.save(commit=False)
        actions.refuse_second_floor([floor])
        actions.register_floors([floor], by=self.user)
        return record


class UnitFactAdd(UnitCrumbs, RecordEdit):
    """A fact of a unit from a day on."""

    abstract = True
    permission = EDIT
    fact: ClassVar[Any]

    def perform(self, form: Any, record: Unit) -> Unit:
        actions.set_fact(
            self.fact,
            record,
            form.fact(),
            by=self.user,
            on=form.cleaned_data["starts_on"],
            until=form.cleaned_data["ends_before"],
            expected=self.expected_version,
        )
        return record

    def success_url(self, record: Unit) -> str:
        return record.page_url


class AddUse(UnitFactAdd):
    """用途."""

    permission = EDIT
    fact = UnitUse
    form_class = forms.UseForm
    title = _("Set the use")


class AddWay(UnitFactAdd):
    """去向: 可租, 可售, 业主自留."""

    permission = EDIT
    fact = UnitDisposition
    form_class = forms.WayForm
    title = _("Set the disposition")


class FactEdit(RecordEdit):
    """What was recorded, corrected under the lock of the row."""

    abstract = True
    slug_field = "pk"
    permission = EDIT
    owner: ClassVar[str] = "building"

    def records(self) -> Any:
        return super().records().select_related(self.owner)

    def perform(self, form: Any, record: Any) -> Any:
        row = form.save(commit=False)
        return actions.edit_fact(
            row, list(form.fields), by=self.user, expected=self.expected_version
        )

    def success_url(self, record: Any) -> str:
        if self.owner == "unit":
            return record.unit.page_url
        return reverse("desk:occupancy:building_facts", args=[record.building.code])


class EditStatus(FactEdit):
    """A status."""

    permission = EDIT
    model = BuildingStatus
    form_class = forms.StatusEditForm
    title = _("Correct the status")


class EditMembership(FactEdit):
    """A membership."""

    permission = EDIT
    model = BuildingMembership
    form_class = forms.MembershipEditForm
    title = _("Correct the scope")


class EditName(FactEdit):
    """A former name."""

    permission = EDIT
    model = BuildingName
    form_class = forms.NameEditForm
    title = _("Correct the former name")


class EditUse(FactEdit):
    """A use."""

    permission = EDIT
    model = UnitUse
    form_class = forms.UseEditForm
    owner = "unit"
    title = _("Correct the use")


class EditWay(FactEdit):
    """A disposition."""

    permission = EDIT
    model = UnitDisposition
    form_class = forms.WayEditForm
    owner = "unit"
    title = _("Correct the disposition")


class EditFloor(FactEdit):
    """A floor."""

    permission = EDIT
    model = Floor
    form_class = forms.FloorForm
    title = _("Edit the floor")

    def perform(self, form: forms.FloorForm, record: Floor) -> Floor:
        row = form.save(commit=False)
        row.level = form.cleaned_data["level"]
        return actions.edit_floors(
            [row], list(form.fields), by=self.user, expected=self.expected_version
        )[0]
