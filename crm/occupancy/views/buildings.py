"""One building: its page as of a day with the stacking plan and the open unit, and its forms."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.registries.panels import panels_of
from crm.core.views import RecordAction, RecordCreate, RecordEdit, RecordHistory, RecordPage
from crm.occupancy import actions, places, strips
from crm.occupancy.days import month_end, month_ends_up_to, read_day
from crm.occupancy.forms import BuildingForm, SignLeaseForm, UnitForm
from crm.occupancy.lives import life_of
from crm.occupancy.models import Building, Lease, Unit
from crm.occupancy.positions import PlacePosition, is_closed, position
from crm.occupancy.stacking import STATE_NAMES, FloorNow, UnitNow, building_on, plan_of
from crm.occupancy.svg import PlanStyle, patterns, stacking_plan, swatch
from crm.occupancy.views.naming import named_enterprise

MONTHS = 24


class BuildingPage(RecordPage):
    """Figures, plan or table, and the open unit; day, display and unit live in the URL.

    htmx gets the drawer alone when it asks for ``#drawer``.
    """

    model = Building
    slug_field = "code"
    permission = "occupancy.view"
    template_name = "occupancy/building_page.html"

    def records(self) -> Any:
        return super().records().select_related("zone", "operator", "team")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings")), *self._zone_crumb]

    _zone_crumb: list[tuple[Any, str]] = []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self.get_record()
        self._zone_crumb = [
            (record.zone.name, record.zone.get_absolute_url()),
            (f"{record.name} {record.code}", ""),
        ]
        day = read_day(request.GET.get("as_of", "")) or today()
        floors = building_on(record, day)
        opened = self._opened(record, floors, day)
        if request.htmx and request.htmx.target == "drawer":  # type: ignore[attr-defined]
            return self.page("occupancy/_unit_drawer.html", {"record": record, **opened})
        context = {
            "record": record,
            "title": record.name,
            "panels": panels_of(record, self.user),
            "may_edit": self.user.can_on("occupancy.edit", record),
            "may_let": self.user.can_on("occupancy.let", record),
            **self._figures(record, day),
            **self._plan(record, floors, day),
            **opened,
        }
        return self.page(self.template_name, context)

    def _figures(self, record: Building, day: dt.date) -> dict[str, Any]:
        found = position(places.building(record.code, self.user), day)
        whole = found.of(record.code)
        return {
            "day": day,
            "position": whole,
            "figures": strips.strip(found) if whole else [],
            "identity": strips.identity(found),
            "closed": is_closed(day),
            "legend": self._legend(found),
            "status": None if whole else self._status(record, day),
        }

    def _legend(self, found: PlacePosition) -> list[dict[str, Any]]:
        return [
            {
                "letter": state,
                "name": STATE_NAMES[state],
                "area": getattr(found.areas, state),
                "swatch": swatch(state),
            }
            for state in "SLONVH"
        ]

    def _status(self, record: Building, day: dt.date) -> Any:
        stated = record.statuses.on(day).first()
        if stated is not None:
            return stated.get_status_display()
        return _("under construction") if record.in_use_from is None else _("not in use yet")

    def _plan(self, record: Building, floors: list[FloorNow], day: dt.date) -> dict[str, Any]:
        as_table = self.request.GET.get("show") == "table"
        asked = {"as_of": day.isoformat()} if self.request.GET.get("as_of") else {}
        style = PlanStyle(
            title=gettext("Stacking plan of %(building)s, %(day)s")
            % {"building": record, "day": day},
            selected=self.request.GET.get("unit", ""),
            with_patterns=False,
            query=f"{urlencode(asked)}&" if asked else "",
        )
        ends = month_ends_up_to(max(day, month_end(day)), MONTHS + 1)
        return {
            "floors": floors,
            "as_table": as_table,
            "plan": stacking_plan(plan_of(floors), style) if floors and not as_table else "",
            "patterns": patterns(),
            "swatches": {state: swatch(state) for state in STATE_NAMES},
            "month_before": day.replace(day=1) - dt.timedelta(days=1),
            "month_after": month_end(month_end(day) + dt.timedelta(days=1)),
            "ticks": [ends[index] for index in (0, 6, 12, 18, 24)],
            "today": today(),
            "counts": _counts(floors),
        }

    def _opened(self, record: Building, floors: list[FloorNow], day: dt.date) -> dict[str, Any]:
        number = self.request.GET.get("unit", "")
        for floor in floors:
            for one in floor.units:
                if one.unit.number == number:
                    return {
                        "day": day,
                        "opened": one,
                        "opened_floor": floor,
                        "is_whole_floor": len(floor.units) == 1,
                        "life": life_of(one.unit, day),
                        "acts": self._acts(record, one),
                        "days_left": one.days_left(day),
                        "swatches": {state: swatch(state) for state in STATE_NAMES},
                    }
        return {"opened": None, "asked_unit": number}

    def _acts(self, record: Building, one: UnitNow) -> list[dict[str, Any]]:
        """What this person may do with the unit as it is, the likeliest first."""
        offered = {
            "V": [
                (_("Sign a lease"), "sign_lease", "occupancy.let"),
                (_("Self-use or sold"), "settle", "occupancy.let"),
                (_("Put on hold"), "put_on_hold", "occupancy.let"),
            ],
            "N": [
                (_("Move in"), "move_in", "occupancy.let"),
                (_("Enterprises on the unit"), "seats", "occupancy.let"),
                (_("Move out"), "move_out", "occupancy.let"),
            ],
            "H": [(_("Release"), "release", "occupancy.let")],
        }.get(
            one.state,
            [
                (_("Move out"), "move_out", "occupancy.let"),
                (_("Enterprises on the unit"), "seats", "occupancy.let"),
            ],
        )
        offered += [
            (_("Split"), "split", "occupancy.edit"),
            (_("Merge"), "merge", "occupancy.edit"),
            (_("Measured area"), "measure", "occupancy.edit"),
        ]
        return [
            {"label": label, "url": self._act_url(record, one.unit, name)}
            for label, name, action in offered
            if self.user.can_on(action, record)
        ]

    def _act_url(self, record: Building, unit: Unit, name: str) -> str:
        if name == "sign_lease":
            address = reverse("desk:occupancy:sign_lease", args=[record.code])
            return f"{address}?{urlencode({'unit': unit.number})}"
        return reverse(f"desk:occupancy:{name}", args=[unit.pk])


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

    def form_kwargs(self, record: Building) -> dict[str, Any]:
        number = self.request.GET.get("unit", "")[:32]
        return {"building": record, "initial": {"units": number}}

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


def _counts(floors: list[FloorNow]) -> dict[str, int]:
    units = [one for floor in floors for one in floor.units]
    return {state: sum(one.state == state for one in units) for state in STATE_NAMES}
