"""What the building is: the block of names and values at the head of its sheet."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crm.reports.formats import show
from crm.reports.layout import Cell, Facts
from crm.reports.occupancy_monthly.change import square

GRADES = {"super_a": "超甲级", "a": "甲级", "b": "乙级", "unrated": "未评级"}
ROUNDS = "零一二三四五六七八九十"


def facts(figures: Mapping[str, Any]) -> Facts:
    """Ten facts in pairs; — where the ledger has none."""
    known = figures["facts"]
    pairs = {
        "片区": known["zone"],
        "地址": known["address"],
        "等级": GRADES.get(known["grade"], known["grade"]),
        "投入使用": figures["row"]["in_use_from"],
        "层数": _floors(figures),
        "建筑面积": _area(known),
        "使用方式": _use(figures["row"]["area"]),
        "运营单位": known["operator"],
        "招商责任": known["team"],
        "月报报送": _monthly_return(figures["monthly_return"]),
    }
    return Facts(
        "facts", "基本情况", [(name, Cell(value or None)) for name, value in pairs.items()]
    )


def _floors(figures: Mapping[str, Any]) -> str:
    known = figures["facts"]
    words = []
    if known["floors_above"]:
        words.append(f"地上{known['floors_above']}层")
    if known["floors_below"]:
        words.append(f"地下{known['floors_below']}层")
    notes = []
    labels = [floor["label"] for floor in figures["floors"]]
    if labels:
        notes.append(f"标至{labels[0]}层" if labels[0].isdigit() else f"标至{labels[0]}")
    if known["skipped"]:
        notes.append("无" + "、".join(known["skipped"]) + "层")
    note = f"（{'，'.join(notes)}）" if notes and words else "，".join(notes)
    return "、".join(words) + note


def _area(known: Mapping[str, Any]) -> str:
    words = f"{show(Decimal(known['gross_area']), 'wan')}万㎡"
    usual = Decimal(known["usual_floor"])
    if known["usual_floors"] > 1:
        words += f"，标准层{show(usual, square(usual))}㎡"
    return words


def _use(area: Mapping[str, str]) -> str:
    names = {"S": "自用", "L": "出租", "O": "出售"}
    found = [name for state, name in names.items() if Decimal(area[state])]
    if not found:
        return ""
    return f"全部{found[0]}" if len(found) == 1 else "部分" + "、部分".join(found)


def _monthly_return(sent: Mapping[str, Any] | None) -> str:
    if sent is None or not sent["sent_on"]:
        return "未报送" if sent else ""
    state = {"accepted": "审核通过", "returned": "已退回", "sent": "待审核"}.get(sent["state"], "")
    again = f"第{ROUNDS[sent['round']]}次报送" if 1 < sent["round"] < len(ROUNDS) else ""
    return "，".join(filter(None, [sent["sent_on"], again, state]))
