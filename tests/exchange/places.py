"""A small district as files: a zone, two buildings, units."""

from pathlib import Path

from tests.exchange.files import rows_in

ZONES = [["code", "name"], ["south", "南区"], ["north", "北区"]]
BUILDINGS = [
    ["code", "name", "zone", "in_use_from", "gross_area"],
    ["A", "甲楼", "south", "2016-01-01", "52000"],
    ["B", "乙楼", "north", "2017-01-01", "30000"],
]
UNITS = [
    ["building", "floor", "number", "area", "life_from", "life_to"],
    ["A", "16", "1601", "1000", "2016-01-01", ""],
    ["A", "16", "1602", "520.50", "2016-01-01", ""],
    ["B", "1", "0101", "300", "2017-01-01", "2020-01-01"],
    ["B", "1", "0101", "310", "2020-01-01", ""],
]
SPELLS = ["building", "unit", "state", "from", "to", "enterprise", "lease_number"]


def lay_out(folder: Path) -> None:
    for kind, rows in (("zones", ZONES), ("buildings", BUILDINGS), ("units", UNITS)):
        answer = rows_in(folder, kind, rows)
        assert answer["errors"] == []


def spells(folder: Path, *rows: list, head: list[str] = SPELLS, **options) -> dict:
    return rows_in(folder, "spells", [head, *rows], **options)
