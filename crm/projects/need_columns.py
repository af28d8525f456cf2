"""The columns of an import or export that say what space a project needs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import pgettext_lazy

from crm.core.errors import Refused
from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.importing import Importer, Row, RowRefused, unknown_code
from crm.occupancy.exchange.places import buildings_by_code, zones_by_code
from crm.occupancy.models import Building, Zone
from crm.projects.models import Project
from crm.projects.needs import refuse_odd_need

NEED_ATTRIBUTES = {
    name: name
    for name in (
        "need_area_from",
        "need_area_to",
        "need_by",
        "need_floors",
        "need_budget",
        "need_contiguous",
        "need_registration",
    )
}
NEED_COLUMNS = (
    Column(
        "need_area_from",
        pgettext_lazy("column", "area wanted from"),
        "area",
        aliases=("需求面积", "意向面积", "需求面积下限"),
    ),
    Column(
        "need_area_to",
        pgettext_lazy("column", "area wanted up to"),
        "area",
        aliases=("需求面积上限",),
    ),
    Column(
        "need_by",
        pgettext_lazy("column", "wants to move in by"),
        "date",
        aliases=("入驻时间", "计划入驻"),
    ),
    Column(
        "need_zone", pgettext_lazy("column", "code of the zone wanted"), "reference", max_length=32
    ),
    Column(
        "need_building",
        pgettext_lazy("column", "code of the building wanted"),
        "reference",
        max_length=32,
        aliases=("意向楼宇",),
    ),
    Column(
        "need_floors",
        pgettext_lazy("column", "floors wanted"),
        max_length=60,
        sample="15层以上",
    ),
    Column("need_budget", pgettext_lazy("column", "rent budget, yuan a year"), "number"),
    Column("need_contiguous", pgettext_lazy("column", "contiguous space"), "boolean"),
    Column("need_registration", pgettext_lazy("column", "registration address needed"), "boolean"),
)


def load_places(importer: Importer, rows: Sequence[Row]) -> None:
    """Fetch the zones and buildings that the rows name."""
    run = importer.run
    run.lookup(zones_by_code).load(row.get("need_zone") for row in rows)
    run.lookup(buildings_by_code).load(row.get("need_building") for row in rows)


def place_values(importer: Importer, row: Row) -> dict[str, Any]:
    """The zone and the building that are wanted; raises RowRefused for an unknown code."""
    values: dict[str, Any] = {}
    for column, fetch, model in (
        ("need_zone", zones_by_code, Zone),
        ("need_building", buildings_by_code, Building),
    ):
        if not row.has(column):
            continue
        code = row.get(column)
        place = importer.run.lookup(fetch).get(code) if code else None
        if code and place is None:
            raise unknown_code(column, code, model.objects.values_list("code", flat=True))
        values[column] = place
    return values


def check_need(record: Project | None, values: dict[str, Any]) -> None:
    """Raise RowRefused where the need that comes about contradicts itself."""
    names = (*NEED_ATTRIBUTES, "need_zone", "need_building")
    then = {name: values.get(name, getattr(record, name, None)) for name in names}
    flags = {name: bool(then.pop(name)) for name in ("need_contiguous", "need_registration")}
    try:
        refuse_odd_need(Project(**then, **flags))
    except Refused as refusal:
        raise RowRefused(refusal.field, refusal.message) from refusal


def need_cells(row: Project) -> dict[str, Any]:
    """The export's values."""
    return {
        **{name: getattr(row, name) for name in NEED_ATTRIBUTES},
        "need_zone": row.need_zone.code if row.need_zone else None,
        "need_building": row.need_building.code if row.need_building else None,
    }
