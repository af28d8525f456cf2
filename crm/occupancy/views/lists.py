"""Lists of buildings, zones, units and leases, each as of a day that stands in the URL."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm.core.clock import today
from crm.core.fields import from_cents, sum_cents
from crm.core.views import Button, PresetView, RecordList
from crm.occupancy import frozen, places, strips, uses
from crm.occupancy.days import read_day
from crm.occupancy.filters import BuildingFilter, LeaseFilter, UnitFilter
from crm.occupancy.models import Building, Lease, Spell, Unit, Zone
from crm.occupancy.places import Place
from crm.occupancy.positions import BuildingPosition, PlacePosition, add_up, position
from crm.occupancy.rules import Areas
from crm.occupancy.stacking import states_on
from crm.occupancy.tables import BuildingTable, LeaseTable, UnitTable, ZoneTable


class AsOfList(RecordList):
    """A list that shows its rows as they were on a day."""

    abstract = True

    @property
    def day(self) -> dt.date:
        """``?as_of=`` as people type it, else today."""
        return read_day(self.request.GET.get("as_of", "")) or today()


class BuildingList(AsOfList):
    """Buildings with their rates of the day, and the figures of all that the person sees."""

    model = Building
    permission = "occupancy.view"
    title = _("Buildings")
    table_class = BuildingTable
    filterset_class = BuildingFilter
    template_name = "occupancy/building_list.html"
    export_kind = "buildings"
    default_sort = "code"
    sort_fields = {
        "code": "code",
        "name": "name",
        "gross_area": "gross_area",
        "in_use_from": "in_use_from",
    }
    fixed_columns = ("name",)
    default_columns = (
        "code",
        "name",
        "zone",
        "grade",
        "in_use_from",
        "base",
        "occupied",
        "vacant",
        "occupancy",
        "letting",
        "enterprises",
    )
    presets = (
        PresetView("used", _("In use"), "status=in_use"),
        PresetView("coming", _("Not in use"), "status=not_in_use"),
        PresetView("all", _("All that I may see"), ""),
    )
    buttons = (
        Button(_("Units"), "desk:occupancy:units", "layers", "occupancy.view"),
        Button(_("Zones"), "desk:occupancy:zones", "pin", "occupancy.view"),
        Button(
            _("Register a building"),
            "desk:occupancy:building_create",
            "plus",
            "occupancy.edit",
            primary=True,
        ),
    )
    empty_text = _("Register the first building, import a list, or remove a condition.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("zone", "operator")

    def row_context(self, rows: list[Building]) -> None:
        found = {one.building.pk: one for one in self.whole.buildings}
        for row in rows:
            row.position = found.get(row.pk)  # type: ignore[attr-defined]

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        return {
            "day": self.day,
            "whole": self.whole,
            "edition": self.whole.edition,
            "may_see_closings": self.user.can("occupancy.view_district"),
            "figures": strips.strip(self.whole, self.user) if self.whole.buildings else [],
            "uses": uses.strip_by_use(*self._standing) if len(self._standing[1]) > 1 else [],
            "identity": strips.identity(self.whole),
        }

    @cached_property
    def _standing(self) -> tuple[PlacePosition, dict[str, Areas]]:
        return uses.position_by_use(self._place(), self.day)

    @property
    def whole(self) -> PlacePosition:
        """The chosen zone, else all that the person sees; every row of the list is in it."""
        return self._standing[0]

    def _place(self) -> Place:
        code = self.request.GET.get("zone", "")
        known = code and Zone.objects.filter(code=code).exists()
        return places.zone(code, self.user) if known else places.district(self.user)


class ZoneList(AsOfList):
    """Zones with their rates of the day."""

    model = Zone
    permission = "occupancy.view"
    title = _("Zones")
    table_class = ZoneTable
    export_kind = "zones"
    default_sort = "code"
    sort_fields = {"code": "code", "name": "name"}
    fixed_columns = ("name",)
    buttons = (
        Button(
            _("Register a zone"),
            "desk:occupancy:zone_create",
            "plus",
            "occupancy.edit",
            primary=True,
        ),
    )
    empty_text = _("Register the first zone, or import a list.")

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings"))]

    def row_context(self, rows: list[Zone]) -> None:
        may_edit = self.user.can("occupancy.edit")
        buildings = Building.objects.visible_to(self.user)
        parts: dict[int, list[BuildingPosition]] = defaultdict(list)
        for part in position(Place("", "", buildings.filter(zone__in=rows)), self.day).buildings:
            parts[part.building.zone_id].append(part)
        for row in rows:
            place = Place(row.code, row.name, buildings.filter(zone=row))
            row.position = add_up(place, self.day, parts[row.pk])  # type: ignore[attr-defined]
            row.may_edit = may_edit  # type: ignore[attr-defined]


class UnitList(AsOfList):
    """The rows behind a figure: live units of buildings in use on the day."""

    model = Unit
    permission = "occupancy.view"
    title = _("Units")
    table_class = UnitTable
    filterset_class = UnitFilter
    template_name = "occupancy/unit_list.html"
    export_kind = "units"
    default_sort = "building"
    sort_fields = {"building": "building__code", "number": "number", "area": "area"}
    fixed_columns = ("number",)

    def crumbs(self) -> list[tuple[Any, str]]:
        return [(_("Buildings"), reverse("desk:occupancy:buildings"))]

    def extra_context(self, filtered: QuerySet) -> dict[str, Any]:
        closing = frozen.latest_on(self.day)
        return {
            "day": self.day,
            "edition": closing.edition if closing else 0,
            "may_see_closings": self.user.can("occupancy.view_district"),
        }

    def rows(self) -> QuerySet:
        used = Building.objects.in_use_on(self.day).values("pk")
        rows = super().rows().on(self.day).filter(building__in=used)
        states = self._states()
        if states:
            rows = rows.in_states(states, self.day)
        return rows.select_related("building", "floor")

    def total_area(self, filtered: QuerySet) -> Decimal:
        return from_cents(filtered.order_by().aggregate(total=sum_cents("area"))["total"])

    def export_url(self) -> str:
        url = super().export_url()
        if not url or "as_of" in self.request.GET:
            return url
        return f"{url}{'&' if '?' in url else '?'}as_of={self.day.isoformat()}"

    def _states(self) -> list[str]:
        asked = [letter for text in self.request.GET.getlist("state") for letter in text.split(",")]
        return [letter for letter in asked if letter in "SLNOVH" and letter]

    def row_context(self, rows: list[Unit]) -> None:
        found = states_on(rows, self.day)
        for row in rows:
            row.now = found[row.pk]  # type: ignore[attr-defined]


class LeaseList(AsOfList):
    """Contracts, the newest first; where what ends is asked for, the soonest end first."""

    model = Lease
    permission = "occupancy.view_leases"
    title = _("Leases")
    table_class = LeaseTable
    filterset_class = LeaseFilter
    export_kind = "leases"
    default_sort = "-last_day"
    sort_fields = {"number": "number", "starts_on": "starts_on", "last_day": "last_day"}
    fixed_columns = ("number",)
    default_columns = (
        "number",
        "tenant",
        "building",
        "units",
        "area",
        "starts_on",
        "last_day",
        "left",
        "price",
    )
    presets = (
        PresetView("running", _("Running"), "running=yes"),
        PresetView("ending", _("Ending within 90 days"), "ending=90"),
        PresetView("over", _("Over, but still there"), "running=over"),
        PresetView("all", _("All that I may see"), ""),
    )
    empty_text = _("Leases are signed on the page of a building, or imported.")

    def rows(self) -> QuerySet:
        return super().rows().select_related("tenant", "building")

    def sort(self) -> str:
        asked = self.request.GET
        ends = asked.get("ending") or asked.get("step") or asked.get("running") == "over"
        return "last_day" if ends and not asked.get("sort") else super().sort()

    def total_area(self, filtered: QuerySet) -> Decimal:
        """What their spells of the day take, as the column says it row by row."""
        here = Spell.objects.on(self.day).filter(lease__in=filtered.order_by().values("pk"))
        return from_cents(here.aggregate(total=sum_cents("unit__area"))["total"])

    def row_context(self, rows: list[Lease]) -> None:
        taken: dict[int, list[Spell]] = defaultdict(list)
        spells = Spell.objects.filter(lease__in=rows).on(self.day).select_related("unit__building")
        for spell in spells:
            taken[spell.lease_id].append(spell)  # type: ignore[index]
        for row in rows:
            here = taken[row.pk]
            row.spells_now = here  # type: ignore[attr-defined]
            row.area_now = sum(spell.unit.area for spell in here)  # type: ignore[attr-defined]
            row.days_left = (row.last_day - self.day).days  # type: ignore[attr-defined]
            row.is_held_over = bool(here) and row.last_day < self.day  # type: ignore[attr-defined]
