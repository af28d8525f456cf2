"""需要关注: what the figures of one building give reason to look after."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from crm.reports.building_sheet.plan import SOON, words_of
from crm.reports.formats import show
from crm.reports.occupancy_monthly.change import square

NAMED = 3


def attention(figures: Mapping[str, Any]) -> list[str]:
    """Sentences in the order of weight; one that says so where there is nothing."""
    found = [
        *_ending(figures),
        *_held_over(figures),
        *_whole_floors(figures),
        *_on_hold(figures),
        *_without_lease(figures),
    ]
    return found or ["90天内无租约到期，无整层空置，无暂不可租房源。"]


def _ending(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = [row for row in figures["leases"] if row["days"] is not None and 0 <= row["days"] <= 90]
    if rows:
        floors = _floors_of(figures, {unit for row in rows for unit in row["units"]})
        first = rows[0]["last_day"]
        yield f"{SOON}天内到期{len(rows)}份、{_sum(rows)}㎡（{floors}），最早{first}。"


def _held_over(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = [row for row in figures["leases"] if row["days"] is not None and row["days"] < 0]
    if rows:
        yield f"另有{len(rows)}份、{_sum(rows)}㎡租约已到期仍在使用，应续签或清退。"


def _whole_floors(figures: Mapping[str, Any]) -> Iterator[str]:
    empty = [
        floor
        for floor in figures["floors"]
        if floor["units"] and all(one["state"] == "V" for one in floor["units"])
    ]
    if empty:
        units = [one for floor in empty for one in floor["units"]]
        names = _named([_floor_name(floor["label"]) for floor in reversed(empty)])
        yield f"{names}整层空置，计{_sum(units)}㎡，可推介整层需求。"


def _on_hold(figures: Mapping[str, Any]) -> Iterator[str]:
    for floor in reversed(figures["floors"]):
        for one in floor["units"]:
            if one["state"] == "H":
                area = show(Decimal(one["area"]), square(one["area"]))
                reason = f"（{words_of(one)}）" if one["who"] else ""
                yield f"{_floor_name(floor['label'])}{one['number']}室{area}㎡暂不可租{reason}。"


def _without_lease(figures: Mapping[str, Any]) -> Iterator[str]:
    rows = [row for row in figures["leases"] if row["number"] is None]
    if rows:
        yield f"{len(rows[0]['units'])}处、{_sum(rows)}㎡已租房源未登记租约，应补录。"


def _floors_of(figures: Mapping[str, Any], numbers: set[str]) -> str:
    labels = [
        _floor_name(floor["label"])
        for floor in reversed(figures["floors"])
        if any(one["number"] in numbers for one in floor["units"])
    ]
    return _named(labels)


def _named(words: list[str]) -> str:
    return "、".join(words[:NAMED]) + (f"等{len(words)}层" if len(words) > NAMED else "")


def _floor_name(label: str) -> str:
    return f"{label}层" if label.isdigit() else label


def _sum(rows: list[Mapping[str, Any]]) -> str:
    area = sum((Decimal(row["area"]) for row in rows), Decimal(0))
    return show(area, square(area))
