"""Rent, renewal and pace in one table; what cannot be computed says why."""

from decimal import Decimal

from crm.reports.formats import share
from crm.reports.layout import Cell, Column, Row, Table
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.second.expiry import renewal_rate
from crm.reports.occupancy_monthly.words import percent, wan


def market(month: Month) -> Table:
    """续租率, 平均租金, 去化周期 and what they rest on."""
    columns = [
        Column("name", "指标", "left", nowrap=True),
        Column("value", "数值"),
        Column("unit", "单位", "left", nowrap=True),
        Column("note", "说明", "left"),
    ]
    rows = [_renewal(month), _rent(month), _pace(month), _clear(month), _term(month)]
    return Table(
        "market", "租赁与去化", "见单位列", columns, rows, "资料来源：招商台租约台账、楼宇台账。"
    )


def _renewal(month: Month) -> Row:
    due = Decimal(month["renewal"]["due"])
    why = f"近12个月到期{wan(due)}，其中续租{wan(Decimal(month['renewal']['renewed']))}"
    return Row(
        "renewal",
        [
            Cell("续租率"),
            Cell(renewal_rate(month), "rate"),
            Cell("%"),
            Cell(why if due else "近12个月没有到期租约"),
        ],
    )


def _rent(month: Month) -> Row:
    rent = month["rent"]
    priced, let = Decimal(rent["area"]), Decimal(rent["let"])
    why = f"按面积加权，登记租金的面积占已租面积{percent(share(priced, let))}"
    if rent["mean"] is None:
        why = "已租面积没有登记租金" if let else "没有已租面积"
    value = None if rent["mean"] is None else Decimal(rent["mean"])
    return Row("rent", [Cell("平均租金"), Cell(value, "price"), Cell("元/㎡·月"), Cell(why)])


def _pace(month: Month) -> Row:
    known = bool(month.year_ago.base)
    return Row(
        "pace",
        [
            Cell("月均净吸纳"),
            Cell(Decimal(month["absorption"]["mean"]) if known else None, "wan_signed"),
            Cell("万㎡"),
            Cell("近12个月" if known else "上年同月没有已投用楼宇"),
        ],
    )


def _clear(month: Month) -> Row:
    months = month["absorption"]["months_to_clear"]
    why = "空置面积÷近12个月月均净吸纳"
    if months is None:
        why = "月均净吸纳不为正，无法计算" if month.year_ago.base else "上年同月没有已投用楼宇"
    value = None if months is None else Decimal(months)
    return Row("clear", [Cell("去化周期"), Cell(value, "months"), Cell("个月"), Cell(why)])


def _term(month: Month) -> Row:
    years = month["wale_years"]
    why = "按面积加权，不含已到期未腾退和无租约" if years is not None else "没有在租租约"
    value = None if years is None else Decimal(years)
    return Row("term", [Cell("平均剩余租期"), Cell(value, "years"), Cell("年"), Cell(why)])
