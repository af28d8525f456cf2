"""The confirmation of one monthly return as values, and as the sheet that is signed and stamped.

The form is 楼宇运营月报（工作台账）. Only where the settings hold 表号, 制定机关, 文号 and 有效期至
is it the form of a statistics office, and then they print.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from crm.core.dated_values import value_on
from crm.occupancy import rules
from crm.occupancy.dated import FORM_FACTS, SCAN_REQUIRED
from crm.occupancy.days import month_end
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns.effects import Effect, Effects, effects_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.reported import Part, Reported, Reshaping, of_return
from crm.reports.formats import show
from crm.reports.pdf import Printed, to_pdf

NAME, WORKING = "楼宇运营月报", "（工作台账）"
LABELS = ("表号", "制定机关", "文号", "有效期至")
STATE_WORDS = {
    "S": "自用",
    "L": "已租已入驻",
    "O": "已售入驻",
    "N": "已租未入驻",
    "V": "空置",
    "H": "暂不可租",
}


@dataclass(frozen=True)
class Line:
    """One difference as it is printed; several units or parts stand one a paragraph."""

    unit: str
    before: list[str]
    now: list[str]
    on: Any
    occupied: str


def form_facts(row: MonthlyReturn) -> list[tuple[str, str]]:
    """表号, 制定机关, 文号 and 有效期至, when all four are set; else nothing."""
    day = month_end(row.month)
    values = [str(value_on(key, day) or "").strip() for key in FORM_FACTS]
    return list(zip(LABELS, values, strict=True)) if all(values) else []


def title_of(row: MonthlyReturn) -> str:
    """What the form is called."""
    return NAME if form_facts(row) else f"{NAME}{WORKING}"


def context_of(row: MonthlyReturn) -> dict[str, Any]:
    """Everything that the sheet prints, from the return and the ledger."""
    end = month_end(row.month)
    book, said = read_ledger(row.building, end), of_return(row)
    effects = effects_of(said, book, {})
    facts = form_facts(row)
    return {
        "document": {"style": "sheet"},
        "row": row,
        "building": row.building,
        "title": NAME if facts else f"{NAME}{WORKING}",
        "period": f"{row.month.year}年{row.month.month}月",
        "month_end": end,
        "facts": facts,
        "states": _states(effects),
        "lines": [_line(one, effects) for one in said],
        "units": len(book.units),
        "is_demo": row.building.is_demo,
        "district": settings.DISTRICT_NAME,
        **_standing(row),
    }


def _standing(row: MonthlyReturn) -> dict[str, Any]:
    """Which sending the paper is about, and the word across it: a paper that has to be stamped
    before it is sent bears none.
    """
    is_sent = row.state in (MonthlyReturn.State.SENT, MonthlyReturn.State.ACCEPTED)
    comes_first = bool(value_on(SCAN_REQUIRED, month_end(row.month)))
    return {
        "round": row.round if is_sent else row.round + 1,
        "stamp": "" if is_sent or comes_first else "未报送",
    }


def _states(effects: Effects) -> list[tuple[str, str, str]]:
    rows = [
        (f"{state} {word}", getattr(effects.before, state), getattr(effects.after, state))
        for state, word in STATE_WORDS.items()
    ]
    rows.append(("房源合计", effects.before.base, effects.after.base))
    listed = [(word, _square(old), _square(new)) for word, old, new in rows]
    return [*listed, ("入驻率", _rate(effects.before), _rate(effects.after))]


def _square(value: Decimal) -> str:
    return show(value, "square2")


def _rate(areas: rules.Areas) -> str:
    rate = rules.rates(areas, rules.ZERO).occupancy
    return "无法计算" if rate is None else f"{show(rate, 'rate')}%"


def _line(one: Reported, effects: Effects) -> Line:
    found = next((line for line in effects.lines if line.said is one), None)
    return Line(
        unit=one.numbers if isinstance(one, Reshaping) else one.unit.number,
        before=["已入账"] if found is None else _before(found),
        now=_reshaped(one) if isinstance(one, Reshaping) else ["，".join(_now(one))],
        on=one.on,
        occupied="—" if found is None else show(found.occupied, "square2_signed"),
    )


def _before(found: Effect) -> list[str]:
    several = len(found.befores) > 1
    return [
        " ".join(
            filter(
                None,
                [
                    f"{stand.unit.number}（{_square(stand.area)}㎡）" if several else "",
                    stand.state,
                    STATE_WORDS[stand.state],
                    stand.who,
                ],
            )
        )
        for stand in found.befores
    ]


def _reshaped(one: Reshaping) -> list[str]:
    parts = [
        f"{part.number}（{_square(part.measured)}㎡）{'，'.join(_now(part, but=one.note))}"
        for part in one.parts
    ]
    head = "拆分为" if one.is_split else "合并为"
    return [f"{head}（{one.note}）" if one.note else head, *parts]


def _now(one: Reported, but: str = "") -> list[str]:
    parts = [f"{one.state} {STATE_WORDS[one.state]}"]
    for tenant in one.tenants:
        share = f" {_square(tenant.area_share)}㎡" if tenant.area_share is not None else ""
        desks = f" {tenant.desks}个工位" if tenant.desks is not None else ""
        parts.append(f"{tenant.shown}{share}{desks}")
    if one.area is not None and one.area != one.unit.area and not isinstance(one, Part):
        parts.append(f"实测{_square(one.area)}㎡")
    if one.lease_number:
        parts.append(f"租约{one.lease_number}")
    if one.last_day is not None:
        parts.append(f"租约至{one.last_day.isoformat()}")
    if one.ends_before is not None:
        parts.append(f"至{one.ends_before.isoformat()}（不含）")
    if one.note and one.note != but:
        parts.append(one.note)
    return parts


def to_sheet(row: MonthlyReturn) -> Printed:
    """The PDF; Refused where the printing libraries are missing."""
    return to_pdf(render_to_string("reports/pdf/confirmation.html", context_of(row)))
