"""需要关注: what the figures of one building give reason to look after."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import show
from crm.reports.layout import Paragraph
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.change import square
from crm.reports.occupancy_monthly.positions import Position
from crm.reports.occupancy_monthly.words import percent

NAMED, LOW = 3, Decimal("0.6")


def attention(figures: Mapping[str, Any]) -> Paragraph:
    """Sentences in the order of weight; one that says so where there is nothing."""
    known: dict[str, str] = {}
    rules = (_half_empty, _ending, _held_over, _whole_floors, _on_hold, _without_lease)
    words = [rule(figures, known) for rule in rules]
    nothing = "90天内无租约到期，无整层空置，无暂不可租房源。"
    return passage("attention", "".join(words) or nothing, **known)


def _half_empty(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    at = Position(figures["row"])
    if at.rate is None or at.rate >= LOW:
        return ""
    known |= {"入驻率": percent(at.rate), "空置面积": f"{_square(at.area('V'))}㎡"}
    return "入驻率{入驻率}，低于60%，空置{空置面积}，应列入重点推介。"


def _ending(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    rows = [row for row in figures["leases"] if row["days"] is not None and 0 <= row["days"] <= 90]
    if not rows:
        return ""
    known |= {"到期份数": f"{len(rows)}份", "到期面积": f"{_sum(rows)}㎡"}
    known["最早到期日"] = rows[0]["last_day"]
    floors = _floors_of(figures, {unit for row in rows for unit in row["units"]})
    return f"90天内到期{{到期份数}}、{{到期面积}}（{floors}），最早{{最早到期日}}。"


def _held_over(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    rows = [row for row in figures["leases"] if row["days"] is not None and row["days"] < 0]
    if not rows:
        return ""
    known |= {"逾期份数": f"{len(rows)}份", "逾期面积": f"{_sum(rows)}㎡"}
    return "另有{逾期份数}、{逾期面积}租约已到期仍在使用，应续签或清退。"


def _whole_floors(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    empty = [
        floor
        for floor in figures["floors"]
        if floor["units"] and all(one["state"] == "V" for one in floor["units"])
    ]
    if not empty:
        return ""
    known["整层空置面积"] = f"{_sum([one for floor in empty for one in floor['units']])}㎡"
    names = _named([_floor_name(floor["label"]) for floor in reversed(empty)])
    return f"{names}整层空置，计{{整层空置面积}}，可推介整层需求。"


def _on_hold(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    held = [
        (_floor_name(floor["label"]), one)
        for floor in reversed(figures["floors"])
        for one in floor["units"]
        if one["state"] == "H"
    ]
    if not held:
        return ""
    known["暂不可租面积"] = f"{_sum([one for _floor, one in held])}㎡"
    floor, first = held[0]
    reason = f"（{first['who']}）" if first["who"] else ""
    more = f"等{len(held)}处" if len(held) > 1 else ""
    return f"{floor}{first['number']}室{more}{{暂不可租面积}}暂不可租{reason}。"


def _without_lease(figures: Mapping[str, Any], known: dict[str, str]) -> str:
    rows = [row for row in figures["leases"] if row["last_day"] is None]
    if not rows:
        return ""
    known |= {"无租约处数": f"{len(rows[0]['units'])}处", "无租约面积": f"{_sum(rows)}㎡"}
    return "{无租约处数}、{无租约面积}已租房源未登记租约，应补录。"


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
    return _square(sum((Decimal(row["area"]) for row in rows), Decimal(0)))


def _square(area: Decimal) -> str:
    return show(area, square(area))
