"""片区对比 in rule version 1, from canonical figures alone: one column a zone."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.core.charts import StateBar, state_chart
from crm.reports.formats import share, show
from crm.reports.layout import (
    Block,
    Cell,
    Chart,
    Column,
    Document,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    paragraph,
    strong,
)
from crm.reports.narrative import passage
from crm.reports.occupancy_monthly.expiry import BUCKETS
from crm.reports.occupancy_monthly.positions import STATES, Effects, Position, effects
from crm.reports.occupancy_monthly.words import day_of, month_of, percent, rate_moved, terms_words

LEDGER = "资料来源：招商台楼宇台账。"
STATE_NAMES = {
    "S": "自用 S",
    "L": "租用已入驻 L",
    "O": "售出入驻 O",
    "N": "已租未入驻 N",
    "V": "空置 V",
}
TOP_INDUSTRIES, MOVED = 8, 3
WITHIN = ("30", "60", "90")


@dataclass(frozen=True)
class Side:
    """One zone, or the whole district in the last column."""

    code: str
    name: str
    figures: Mapping[str, Any]

    @property
    def now(self) -> Position:
        return Position(self.figures["now"])

    @property
    def previous(self) -> Position:
        return Position(self.figures["previous"])

    @property
    def year_ago(self) -> Position:
        return Position(self.figures["year_ago"])

    @property
    def is_used(self) -> bool:
        """Whether it has a building in use."""
        return bool(self.figures["now"]["buildings"])

    @property
    def month(self) -> Effects:
        return effects(self.previous, self.now)

    @property
    def year(self) -> Effects:
        return effects(self.year_ago, self.now)


Value = Callable[[Side], Any]


def build(figures: Mapping[str, Any]) -> Document:
    """Areas and rates, what moved them, who sits there, when leases end."""
    day = dt.date.fromisoformat(figures["as_of"])
    sides = [
        *(Side(zone["code"], zone["name"], zone) for zone in figures["zones"]),
        Side("total", "全区", figures["district"]),
    ]
    return Document(
        title=[f"{figures['scope']['name']}片区对比"],
        running_head=f"片区对比（{month_of(day)}）",
        period=f"（{month_of(day)}）",
        sections=[
            Section("areas", "面积与入驻率", [lead(sides, day), areas(sides), *picture(sides)]),
            Section("changes", "变动及原因", [changes(sides)]),
            Section("tenants", "企业与行业", [tenants(sides), industries(sides)]),
            Section("expiry", "租约到期", [expiry(sides), *_note(figures)]),
        ],
        style="sheet",
    )


def _note(figures: Mapping[str, Any]) -> list[Block]:
    words = terms_words(figures)
    return [paragraph(f"注：{words}", style="source")] if words else []


def _table(key: str, name: str, unit: str, sides: list[Side], rows: list[Row], note: str) -> Table:
    heads = [Column("name", "指标", "left"), *(Column(side.code, side.name) for side in sides)]
    return Table(key, name, unit, heads, rows, note)


def _row(
    key: str,
    name: str,
    form: str,
    sides: list[Side],
    value: Value,
    *,
    rows: str = "",
    style: str = "",
) -> Row:
    cells = [
        Cell(value(side) if side.is_used else None, form, f"{rows}:{side.code}" if rows else "")
        for side in sides
    ]
    return Row(key, [Cell(name), *cells], style)


def lead(sides: list[Side], day: dt.date) -> Paragraph:
    """The highest and the lowest rate, and who moved the most."""
    *zones, total = sides
    used = [side for side in zones if side.is_used and side.now.rate is not None]
    if not used:
        return paragraph("截止日没有已投入使用的楼宇。", lead=True)
    ranked = sorted(used, key=lambda side: (-side.now.rate, side.code))
    rates = "，".join(f"{side.name}{{{side.name}}}" for side in ranked)
    moved = [side for side in ranked if side.month.total is not None][:MOVED]
    words = f"截至{{截止日}}，全区入驻率{{全区}}，{rates}。"
    words += "".join(f"{side.name}较上月{{{side.name}环比}}。" for side in moved)
    idle = [side.name for side in zones if not side.is_used]
    if idle:
        words += f"{'、'.join(idle)}没有已投入使用的楼宇。"
    known: dict[str, str | Run] = {"截止日": day_of(day), "全区": strong(percent(total.now.rate))}
    known |= {side.name: percent(side.now.rate) for side in ranked}
    known |= {f"{side.name}环比": rate_moved(side.month.total) for side in moved}
    return passage("general.lead", words, lead=True, **known)


def areas(sides: list[Side]) -> Table:
    """表1: areas by state, and the five rates."""
    rows = [
        _row(
            "buildings",
            "在用楼宇（栋）",
            "count",
            sides,
            lambda side: side.now["buildings"],
            rows="buildings",
        ),
        _row("gross", "已投入使用面积", "wan", sides, lambda side: side.now.gross),
        _row("base", "可招商面积", "wan", sides, lambda side: side.now.base, rows="units"),
        *(
            _row(state, f"　{name}", "wan", sides, _area(state), rows=f"state_{state}")
            for state, name in STATE_NAMES.items()
        ),
        _row("H", "暂不可租 H", "wan", sides, _area("H"), rows="state_H"),
        _row(
            "rate",
            "入驻率",
            "rate",
            sides,
            lambda side: side.now.rate,
            rows="occupied",
            style="sub",
        ),
        _row("letting", "出租率", "rate", sides, lambda side: side.now.letting),
        _row("take_up", "招商率", "rate", sides, lambda side: side.now.take_up),
        _row("vacancy", "空置率", "rate", sides, _vacancy, rows="state_V"),
        _row(
            "on_gross",
            "按已投入使用面积计的入驻率",
            "rate",
            sides,
            lambda side: side.now.rate_on_gross,
        ),
    ]
    note = "注：全区为分子之和除以分母之和，不取各片区平均；没有在用楼宇的片区记“—”。" + LEDGER
    return _table("areas", "各片区面积与入驻率", "万㎡、%、栋", sides, rows, note)


def _area(state: str) -> Value:
    return lambda side: side.now.area(state)


def _vacancy(side: Side) -> Decimal | None:
    return share(side.now.area("V"), side.now.base)


def picture(sides: list[Side]) -> list[Block]:
    """图1: one bar a zone."""
    bars = [
        StateBar(
            side.name,
            "",
            {state: float(side.now.area(state)) for state in STATES},
            show(side.now.rate, "rate"),
        )
        for side in sides[:-1]
        if side.is_used
    ]
    if not bars:
        return []
    svg = state_chart(bars, "各片区面积状态条形图")
    source = f"条长为房源面积，右侧数字为入驻率（%）。{LEDGER}"
    return [Chart("states", "各片区面积状态", svg, source, areas(sides))]


def changes(sides: list[Side]) -> Table:
    """表2: month and year, with both effects."""
    rows = []
    for key, word, then in (("month", "环比", "上月"), ("year", "同比", "上年同月")):
        rows += [
            _row(f"{key}_then", f"{then}入驻率（%）", "rate", sides, _then(key)),
            _row(
                f"{key}_total", f"入驻率{word}", "points", sides, _effect(key, "total"), style="sub"
            ),
            _row(f"{key}_take_up", "　净吸纳影响", "points", sides, _effect(key, "take_up")),
            _row(f"{key}_supply", "　分母变动影响", "points", sides, _effect(key, "supply")),
            _row(f"{key}_base", f"可招商面积{word}（万㎡）", "wan_signed", sides, _base(key)),
            _row(f"{key}_net", f"净吸纳（万㎡，{word}）", "wan_signed", sides, _net(key)),
        ]
    rows.append(
        Row(
            "planned",
            [
                Cell("本年尚待投用（万㎡，拟投用计划）"),
                *(Cell(Decimal(side.figures["planned"]), "wan") for side in sides),
            ],
        )
    )
    note = (
        "注：净吸纳影响与分母变动影响之和等于入驻率变动，分项可能因四舍五入与合计相差0.1；"
        "当时没有在用楼宇的记“—”。" + LEDGER
    )
    return _table("changes", "入驻率变动及原因", "百分点、%、万㎡", sides, rows, note)


def _before(side: Side, span: str) -> Position:
    return side.previous if span == "month" else side.year_ago


def _then(span: str) -> Value:
    return lambda side: _before(side, span).rate


def _effect(span: str, name: str) -> Value:
    return lambda side: getattr(side.month if span == "month" else side.year, name)


def _base(span: str) -> Value:
    return lambda side: side.now.base - _before(side, span).base


def _net(span: str) -> Value:
    return lambda side: side.now.occupied - _before(side, span).occupied


def _count(side: Side) -> int:
    return side.now["enterprises"]


def tenants(sides: list[Side]) -> Table:
    """表3: how many enterprises, where they are registered."""
    rows = [
        _row("enterprises", "入驻企业（家）", "count", sides, _count, rows="enterprises"),
        _row(
            "month",
            "　环比",
            "count_signed",
            sides,
            lambda side: _count(side) - side.previous["enterprises"],
        ),
        _row(
            "year",
            "　同比",
            "count_signed",
            sides,
            lambda side: _count(side) - side.year_ago["enterprises"],
        ),
        _row(
            "registered", "属地注册企业（家）", "count", sides, lambda side: side.now["registered"]
        ),
        _row(
            "registered_rate",
            "属地注册率（%）",
            "rate",
            sides,
            lambda side: side.now.registered_rate,
        ),
        _row(
            "mean",
            "户均面积（㎡）",
            "square",
            sides,
            lambda side: share(side.now.occupied, _count(side)),
        ),
    ]
    note = "注：同一企业在多个片区的，全区只计1家。资料来源：招商台企业台账。"
    return _table("tenants", "各片区企业", "家、%、㎡", sides, rows, note)


def industries(sides: list[Side]) -> Table:
    """表4: the largest directions of the district and their share in each zone."""
    total = sides[-1]
    listed = [row for row in total.figures["industries"] if Decimal(row["area"])]
    named = sorted(listed, key=lambda row: -Decimal(row["area"]))[:TOP_INDUSTRIES]
    rows = [
        Row(
            row["name"],
            [Cell(row["name"]), *(Cell(_industry(side, [row["name"]]), "rate") for side in sides)],
        )
        for row in named
    ]
    rest = [row["name"] for row in listed if row not in named]
    if rest:
        cells = [Cell(_industry(side, rest), "rate") for side in sides]
        rows.append(Row("rest", [Cell(f"其他{len(rest)}个方向"), *cells]))
    note = "注：各列为占该片区已入驻面积的比重。资料来源：招商台企业台账、楼宇台账。"
    table = _table("industries", "已入驻面积按产业方向的构成", "%", sides, rows, note)
    table.empty = "截止日没有已入驻面积。"
    return table


def _industry(side: Side, names: list[str]) -> Decimal | None:
    area = sum(
        (Decimal(row["area"]) for row in side.figures["industries"] if row["name"] in names),
        Decimal(0),
    )
    return share(area, side.now.occupied)


def expiry(sides: list[Side]) -> Table:
    """表5: the ladder, what of it ends within 90 days, the mean term left."""
    rows = [
        _row(
            row["key"],
            BUCKETS[row["key"]][0],
            "wan",
            sides,
            _step((row["key"],)),
            rows={"30": "expiring_30", "holdover": "holdover"}.get(row["key"], ""),
        )
        for row in sides[-1].figures["ladder"]
        if Decimal(row["area"]) or row["key"] not in ("without_lease", "today")
    ]
    rows += [
        _row("soon", "90天内到期", "wan", sides, _step(WITHIN), rows="expiring_90", style="sub"),
        _row(
            "soon_share",
            "　占已租面积（%）",
            "rate",
            sides,
            lambda side: share(_step(WITHIN)(side), _let(side)),
        ),
        _row("if_lost", "　全部不续时的入驻率（%）", "rate", sides, _if_lost),
        _row("wale", "加权平均剩余租期（年）", "years", sides, _wale),
    ]
    note = "注：含租用已入驻和已租未入驻，按自然日计。资料来源：招商台租约台账。"
    return _table("expiry", "各片区租约到期", "万㎡、%、年", sides, rows, note)


def _step(keys: tuple[str, ...]) -> Value:
    return lambda side: sum(
        (Decimal(row["area"]) for row in side.figures["ladder"] if row["key"] in keys), Decimal(0)
    )


def _let(side: Side) -> Decimal:
    return sum((Decimal(row["area"]) for row in side.figures["ladder"]), Decimal(0))


def _if_lost(side: Side) -> Decimal | None:
    lost = sum(
        (Decimal(row["occupied"]) for row in side.figures["ladder"] if row["key"] in WITHIN),
        Decimal(0),
    )
    return share(side.now.occupied - lost, side.now.base)


def _wale(side: Side) -> Decimal | None:
    years = side.figures["wale_years"]
    return None if years is None else Decimal(years)
