"""The sheet that operators download, with last month's state filled in; and what its heads mean."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from crm.core.spreadsheets.columns import Column
from crm.core.spreadsheets.writing import XlsxWriter
from crm.occupancy.returns.ledger import LedgerBook, Stand, units_of
from crm.occupancy.returns.reported import Reported, Reshaping
from crm.occupancy.stacking import STATE_NAMES

COLUMNS = (
    Column(
        "floor",
        pgettext_lazy("column", "floor"),
        aliases=("楼层号", "层", "层数", "所在楼层"),
    ),
    Column(
        "unit",
        pgettext_lazy("column", "unit number"),
        "reference",
        required=True,
        aliases=(
            "房号",
            "房间号",
            "单元号",
            "房源",
            "室号",
            "房间",
            "单元",
            "铺位",
            "铺位号",
            "门牌号",
            "室",
            "套",
            "套号",
            "户号",
            "房间编号",
            "单元编号",
            "房源号",
            "房屋编号",
        ),
    ),
    Column(
        "area",
        pgettext_lazy("column", "floor area (㎡)"),
        "area",
        aliases=("面积", "建筑面积", "租赁面积", "出租面积", "计租面积", "合同面积", "房源面积"),
    ),
    Column(
        "state",
        pgettext_lazy("column", "state at the end of the month"),
        aliases=(
            "状态",
            "出租状态",
            "租赁状态",
            "房态",
            "使用状态",
            "房源状态",
            "入驻状态",
            "现状",
        ),
    ),
    Column(
        "on",
        pgettext_lazy("column", "changed on"),
        "date",
        aliases=(
            "变动日期",
            "变更日期",
            "入驻日期",
            "退租日期",
            "入住时间",
            "进场日期",
            "迁出日期",
        ),
    ),
    Column(
        "tenant",
        pgettext_lazy("column", "enterprise (tenant, user or owner)"),
        aliases=(
            "企业",
            "企业名称",
            "租户",
            "租户名称",
            "承租人",
            "承租方",
            "承租企业",
            "客户",
            "客户名称",
            "公司名称",
            "入驻企业",
            "使用单位",
            "单位名称",
        ),
    ),
    Column(
        "lease_number",
        pgettext_lazy("column", "lease number"),
        max_length=32,
        aliases=("合同编号", "合同号", "租约编号", "租赁合同编号"),
    ),
    Column(
        "lease_starts_on",
        pgettext_lazy("column", "first day of the lease"),
        "date",
        aliases=(
            "起租日",
            "起租日期",
            "租期起",
            "合同开始日期",
            "租赁起始日",
            "开始日期",
            "计租日",
        ),
    ),
    Column(
        "last_day",
        pgettext_lazy("column", "last day of the lease"),
        "date",
        aliases=(
            "到期日",
            "到期日期",
            "租期止",
            "合同到期日",
            "合同结束日期",
            "租赁到期日",
            "结束日期",
        ),
    ),
    Column(
        "area_share",
        pgettext_lazy("column", "share of the area (㎡)"),
        "area",
        aliases=("分摊面积", "使用面积份额"),
    ),
    Column(
        "desks",
        pgettext_lazy("column", "desks"),
        "integer",
        positive=True,
        aliases=("工位", "工位数", "工位数量"),
    ),
    Column(
        "ends_before",
        pgettext_lazy("column", "on hold until (that day not counted)"),
        "date",
        aliases=("暂停至", "暂不可租至", "预计恢复日期"),
    ),
    Column(
        "note",
        pgettext_lazy("column", "reason or document"),
        aliases=("备注", "说明", "原因", "变动原因"),
    ),
    Column(
        "origin",
        pgettext_lazy("column", "split or merged from"),
        aliases=("分割自", "拆分自", "合并自", "由哪些房号分割或合并而来"),
    ),
)
WIDTHS = (8, 12, 14, 18, 14, 36, 18, 14, 14, 14, 10, 18, 36, 20)


UNIT, ORIGIN = (
    next(at for at, column in enumerate(COLUMNS) if column.key == key) for key in ("unit", "origin")
)


def write(book: LedgerBook, said: Iterable[Reported], path: Path) -> None:
    """Every live unit, one row a tenant; what is reported already stands instead of the ledger."""
    writer = XlsxWriter(path)
    heads = [str(column.label) for column in COLUMNS]
    writer.sheet(_("Return"), heads, WIDTHS)
    fresh = [one for one in said if not one.is_applied]
    shapes = {unit.pk: one for one in fresh for unit in units_of(one) if isinstance(one, Reshaping)}
    reported = {one.unit.pk: one for one in fresh if not isinstance(one, Reshaping)}
    for unit in book.units:
        one, shape = reported.get(unit.pk), shapes.get(unit.pk)
        if shape is not None:
            writer.rows(_shape_rows(shape) if shape.unit.pk == unit.pk else ())
        elif one is not None:
            writer.rows(_reported_rows(one))
        else:
            writer.rows(_ledger_rows(book.stands[unit.pk]))
    writer.sheet(_("How to fill in"), [_("Column"), _("How to fill in")], (24, 90))
    for column, text in _help(book.day):
        writer.row([column, text])
    writer.save()


def _ledger_rows(stand: Stand) -> Iterator[list[Any]]:
    lease = stand.lease
    seats = {}
    if stand.spell is not None and len(stand.names) > 1:
        seats = {row.enterprise.name: row for row in stand.spell.occupants.all() if not row.is_void}
    for name in stand.names or ("",):
        seat = seats.get(name)
        yield _row(
            stand.unit,
            stand.area,
            stand.state,
            None,
            name,
            (
                lease.number if lease else None,
                lease.starts_on if lease else None,
                lease.last_day if lease else None,
            ),
            (seat.area_share if seat else None, seat.desks if seat else None),
            (stand.spell.ends_before if stand.spell and stand.state == "H" else None, stand.reason),
        )


def _reported_rows(one: Reported) -> Iterator[list[Any]]:
    for tenant in one.tenants or (None,):
        yield _row(
            one.unit,
            one.measured,
            one.state,
            one.on,
            tenant.shown if tenant else "",
            (one.lease_number or None, one.lease_starts_on, one.last_day),
            (tenant.area_share if tenant else None, tenant.desks if tenant else None),
            (one.ends_before, one.note),
        )


def _shape_rows(shape: Reshaping) -> Iterator[list[Any]]:
    for part in shape.parts:
        for row in _reported_rows(part):
            row[UNIT], row[ORIGIN] = part.number, shape.numbers
            yield row


def _row(
    unit: Any,
    area: Any,
    state: str,
    on: dt.date | None,
    name: str,
    lease: tuple,
    seat: tuple,
    rest: tuple,
) -> list[Any]:
    return [
        unit.floor.label,
        unit.number,
        area,
        f"{state} {STATE_NAMES[state]}",
        on,
        name,
        *lease,
        *seat,
        *rest,
        None,
    ]


def _help(day: dt.date) -> Iterator[tuple[str, str]]:
    yield (
        _("All"),
        _(
            "The sheet shows the ledger as of %(day)s. Change only what is different; rows left"
            " as they are report nothing."
        )
        % {"day": day},
    )
    yield (
        _("State"),
        "、".join(f"{letter} {name}" for letter, name in STATE_NAMES.items()),
    )
    yield (_("Changed on"), _("The day from which it is so. Empty: the last day of the month."))
    yield (
        _("A tenant has left"),
        _("Change the state; name and lease need not be cleared."),
    )
    yield (
        _("Several enterprises"),
        _("One row each with the same unit number, with their share of the area or their desks."),
    )
    yield (
        _("Split or merged from"),
        _(
            "A unit was split: one row a new unit, each with the old number here. Units were"
            " merged: one row for the new unit, all old numbers here, parted by 、. The old rows"
            " may stay or go. Areas together stay the same to 0.01 ㎡."
        ),
    )
