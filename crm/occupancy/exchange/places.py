"""Zones and buildings by code; the codes of both share one namespace."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.exchange import team_of, teams_by_code
from crm.core.registries import ExchangeKind, exchange_kinds
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import Importer, RecordImporter, Row, RowRefused, unknown_code
from crm.occupancy.actions import edit_buildings, edit_zones, register_buildings, register_zones
from crm.occupancy.filters import AsOf, BuildingFilter
from crm.occupancy.models import Building, Zone
from crm.occupancy.models.buildings import place_code
from crm.occupancy.places import DISTRICT


def zones_by_code(codes: set[str]) -> dict[str, Zone]:
    """Fetches zones for a lookup."""
    return {zone.code: zone for zone in Zone.objects.filter(code__in=codes)}


def buildings_by_code(codes: set[str]) -> dict[str, Building]:
    """Fetches buildings for a lookup, with what the scope reads."""
    return {row.code: row for row in Building.objects.filter(code__in=codes)}


def zone_of(importer: Importer, row: Row) -> Zone:
    """The zone that a row names; raises RowRefused for an unknown code."""
    zone = importer.run.lookup(zones_by_code).get(row.get("zone"))
    if zone is None:
        raise unknown_code("zone", row.get("zone"), Zone.objects.values_list("code", flat=True))
    return zone


def building_of(importer: Importer, row: Row) -> Building:
    """The building that a row names; raises RowRefused for an unknown code."""
    building = importer.run.lookup(buildings_by_code).get(row.get("building"))
    if building is None:
        codes = Building.objects.values_list("code", flat=True)
        raise unknown_code("building", row.get("building"), codes)
    return building


class PlaceImporter(RecordImporter):
    """What zones and buildings have in common: a code that the other kind must not have."""

    key_column = "code"
    fetch: Any
    fetch_others: Any

    def load(self, rows: Sequence[Row]) -> None:
        codes = {row.get("code") for row in rows}
        self.run.lookup(type(self).fetch).load(codes)
        self.run.lookup(type(self).fetch_others).load(codes)

    def find(self, row: Row) -> Any:
        return self.run.lookup(type(self).fetch).get(row.get("code"))

    def remember(self, row: Row, record: Any) -> None:
        self.run.lookup(type(self).fetch).add(record.code, record)

    def check(self, row: Row, record: Any | None, values: dict[str, Any]) -> None:
        code = row.get("code")
        if code == DISTRICT or self.run.lookup(type(self).fetch_others).get(code):
            raise RowRefused(
                "code", _("%(code)s is the code of another place already.") % {"code": code}
            )
        try:
            place_code(code)
        except ValidationError as error:
            raise RowRefused("code", " ".join(error.messages)) from error


class ZoneImporter(PlaceImporter):
    """Zones by code."""

    model = Zone
    fetch = zones_by_code
    fetch_others = buildings_by_code
    attributes = {"code": "code", "name": "name", "name_en": "name_en"}

    def write(self) -> None:
        if self.created:
            register_zones(self.created, by=self.run.by, reason=self.run.reason)
        if self.changed:
            rows = [row for row, _names in self.changed.values()]
            edit_zones(rows, ["name", "name_en"], by=self.run.by, reason=self.run.reason)


class BuildingImporter(PlaceImporter):
    """Buildings by code. A changed name is a correction; a renaming is done on the screen."""

    model = Building
    fetch = buildings_by_code
    fetch_others = zones_by_code
    keep = frozenset({"grade", "gross_area"})
    attributes = {
        "code": "code",
        "name": "name",
        "in_use_from": "in_use_from",
        "gross_area": "gross_area",
        "grade": "grade",
        "floors_above": "floors_above",
        "floors_below": "floors_below",
        "address": "address",
    }

    def load(self, rows: Sequence[Row]) -> None:
        super().load(rows)
        self.run.lookup(zones_by_code).load(row.get("zone") for row in rows)
        self.run.lookup(teams_by_code).load(row.get("operator") for row in rows)

    def values(self, row: Row) -> dict[str, Any]:
        values = {**super().values(row), "zone": zone_of(self, row)}
        if row.has("operator"):
            values["operator"] = team_of(self, row, "operator")
        return values

    def write(self) -> None:
        if self.created:
            register_buildings(self.created, by=self.run.by, reason=self.run.reason)
        if self.changed:
            fields = sorted(set().union(*(names for _row, names in self.changed.values())))
            rows = [row for row, _names in self.changed.values()]
            edit_buildings(rows, fields, by=self.run.by, reason=self.run.reason)


def zone_rows(rows: QuerySet) -> QuerySet:
    """Zones as they are."""
    return rows.order_by("pk")


def zone_row(zone: Zone) -> dict[str, Any]:
    """The export's values."""
    return {"code": zone.code, "name": zone.name, "name_en": zone.name_en}


def building_rows(rows: QuerySet) -> QuerySet:
    """Buildings with zone and operator."""
    return rows.select_related("zone", "operator").order_by("pk")


def building_row(row: Building) -> dict[str, Any]:
    """The export's values."""
    return {
        "code": row.code,
        "name": row.name,
        "zone": row.zone.code,
        "in_use_from": row.in_use_from,
        "gross_area": row.gross_area,
        "grade": row.grade,
        "floors_above": row.floors_above,
        "floors_below": row.floors_below,
        "operator": row.operator.code if row.operator else None,
        "address": row.address,
    }


exchange_kinds.register(
    ExchangeKind(
        key="zones",
        label=pgettext_lazy("exchange", "zones"),
        model=Zone,
        columns=(
            Column(
                "code",
                pgettext_lazy("column", "zone code"),
                "reference",
                required=True,
                max_length=32,
                sample="south",
                aliases=("编码", "代码"),
            ),
            Column(
                "name",
                pgettext_lazy("column", "zone name"),
                "name",
                required=True,
                max_length=100,
                sample="南区",
                aliases=("名称", "片区"),
            ),
            Column("name_en", pgettext_lazy("column", "English name"), max_length=100),
        ),
        importer=ZoneImporter,
        row=zone_row,
        rows=zone_rows,
        view_action="occupancy.view",
        edit_action="occupancy.edit",
        filterset=lambda: AsOf,
        list_url="desk:occupancy:zones",
        order=30,
    )
)
exchange_kinds.register(
    ExchangeKind(
        key="buildings",
        label=pgettext_lazy("exchange", "buildings"),
        model=Building,
        columns=(
            Column(
                "code",
                pgettext_lazy("column", "building code"),
                "reference",
                required=True,
                max_length=32,
                sample="A",
                aliases=("编码", "代码", "楼宇编码"),
            ),
            Column(
                "name",
                pgettext_lazy("column", "building name"),
                "name",
                required=True,
                max_length=100,
                sample="丽泽一号楼（演示）",
                aliases=("名称", "楼宇", "楼名", "项目名称"),
            ),
            Column(
                "zone",
                pgettext_lazy("column", "zone code"),
                "reference",
                required=True,
                sample="south",
                aliases=("片区", "所属片区"),
            ),
            Column(
                "in_use_from",
                pgettext_lazy("column", "in use from"),
                "date",
                sample="2016-09-05",
                aliases=("投用时间", "投用日", "投入使用日期"),
            ),
            Column(
                "gross_area",
                pgettext_lazy("column", "building's gross area"),
                "area",
                sample="52000.00",
                aliases=("建筑面积", "总面积"),
            ),
            Column(
                "grade",
                pgettext_lazy("column", "grade"),
                "choice",
                choices=tuple(Building.Grade.choices),
                aliases=("楼宇等级",),
            ),
            Column(
                "floors_above",
                pgettext_lazy("column", "floors above ground"),
                "integer",
                positive=True,
                aliases=("地上",),
            ),
            Column(
                "floors_below",
                pgettext_lazy("column", "floors below ground"),
                "integer",
                positive=True,
                aliases=("地下",),
            ),
            Column(
                "operator",
                pgettext_lazy("column", "operator's team code"),
                "reference",
                aliases=("运营单位", "运营方"),
            ),
            Column("address", pgettext_lazy("column", "address"), max_length=200),
        ),
        importer=BuildingImporter,
        row=building_row,
        rows=building_rows,
        view_action="occupancy.view",
        edit_action="occupancy.edit",
        filterset=lambda: BuildingFilter,
        list_url="desk:occupancy:buildings",
        order=40,
    )
)
