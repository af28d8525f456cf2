"""What a spell looks like in a file: its columns, and its lines when it goes out."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import pgettext_lazy

from crm.core.spreadsheets.columns import Column
from crm.occupancy.exchange.leases import USCC
from crm.occupancy.models import Spell, SpellOccupant

COLUMNS = (
    Column(
        "building",
        pgettext_lazy("column", "building code"),
        "reference",
        required=True,
        sample="A",
        aliases=("楼宇", "楼栋", "楼号"),
    ),
    Column(
        "unit",
        pgettext_lazy("column", "unit number"),
        "reference",
        required=True,
        sample="1601",
        aliases=("房源", "房间号", "单元号", "房号"),
    ),
    Column(
        "state",
        pgettext_lazy("column", "state of the unit"),
        "choice",
        required=True,
        choices=tuple(Spell.State.choices),
        aliases=("入驻状态", "使用状态"),
    ),
    Column(
        "from",
        pgettext_lazy("column", "from"),
        "date",
        required=True,
        sample="2023-03-01",
        aliases=("起", "开始", "起始日", "入驻日期"),
    ),
    Column(
        "to",
        pgettext_lazy("column", "until (that day not counted)"),
        "date",
        aliases=("止", "结束", "结束日期", "迁出日期"),
    ),
    Column(
        "enterprise",
        pgettext_lazy("column", "enterprise name"),
        "name",
        max_length=160,
        sample="云岚数科（演示）有限公司",
        aliases=("企业", "公司名称", "承租方", "承租企业", "租户", "入驻企业"),
    ),
    USCC,
    Column(
        "lease_number",
        pgettext_lazy("column", "lease number"),
        "reference",
        max_length=32,
        aliases=("合同号", "合同编号"),
    ),
    Column(
        "reason",
        pgettext_lazy("column", "reason"),
        max_length=200,
        aliases=("备注", "暂不可租原因"),
    ),
    Column(
        "area_share",
        pgettext_lazy("column", "share of the area"),
        "area",
        aliases=("面积", "使用面积"),
    ),
    Column("desks", pgettext_lazy("column", "desks"), "integer", positive=True),
    Column(
        "signed_kind",
        pgettext_lazy("column", "kind of not yet occupied"),
        "choice",
        choices=tuple(Spell.SignedKind.choices),
    ),
    Column(
        "first_store",
        pgettext_lazy("column", "first store"),
        "choice",
        choices=tuple(SpellOccupant.FirstStore.choices),
    ),
)


def spell_rows(rows: QuerySet) -> QuerySet:
    """Spells with everybody on them."""
    occupants = SpellOccupant.objects.true().select_related("enterprise").order_by("pk")
    return (
        rows.select_related("unit__building", "lease")
        .prefetch_related(Prefetch("occupants", occupants, to_attr="sitting"))
        .order_by("pk")
    )


def spell_lines(spell: Spell) -> list[dict[str, Any]]:
    """One line an enterprise: a shared spell has several."""
    shared = {
        "building": spell.unit.building.code,
        "unit": spell.unit.number,
        "state": spell.state,
        "from": spell.starts_on,
        "to": spell.ends_before,
        "lease_number": spell.lease.number if spell.lease else None,
        "reason": spell.reason,
        "signed_kind": spell.signed_kind,
    }
    sitting: list[SpellOccupant] = spell.sitting  # type: ignore[attr-defined]
    lines = [
        {
            **shared,
            "enterprise": one.enterprise.name,
            "uscc": one.enterprise.uscc,
            "area_share": one.area_share,
            "desks": one.desks,
            "first_store": one.first_store,
        }
        for one in sitting
    ]
    return lines or [shared]


def spell_row(spell: Spell) -> dict[str, Any]:
    """The first line of a spell."""
    return spell_lines(spell)[0]
