"""⑧ 口径说明: what each figure means, printed with the report that it belongs to."""

from crm.reports.layout import Cell, Column, Row, Section, Table
from crm.reports.occupancy_monthly.basis import TERMS as FIRST_TERMS
from crm.reports.occupancy_monthly.basis import scope_words, second_basis
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import terms_words

CHANGED = {
    "净吸纳量": (
        "本月末与上月末（经期初调整）已入驻面积之差，等于新入驻+扩租−退租−缩租；按企业逐户比较，"
        "比较不出的列台账差额。集团内变更承租主体和区内搬迁不计增减，单列。"
    ),
    "变动分解": (
        "入驻率变动=净吸纳影响（本月末与上月末已入驻面积之差÷本月分母）+分母变动影响"
        "（其余部分，构成见[[denominator]]）。"
    ),
    "平均剩余租期": (
        "按面积加权，剩余天数÷365.25；已到期未腾退和无租约的不计入，在[[ladder]]单列。"
    ),
}
ADDED = (
    (
        "期初调整",
        "结账后补报、面积更正和范围调整使现台账对上月末的记录与结账数不同的部分，单列，不混入本月变动。",
    ),
    ("续租率", "近12个月到期面积中，由续租租约接续的面积所占比重。"),
    ("平均租金", "租约登记租金按面积加权，日租金×365÷12折算为月租金，不含免租期影响。"),
    ("意向面积", "在谈、意向/选址阶段项目登记的意向面积，有上下限的取下限；不代表已签约。"),
)


def basis(month: Month) -> Section:
    """The last section, on a page of its own with signatures and hash."""
    rows = [Row("scope", [Cell("范围"), Cell(scope_words(month))])]
    for name, words in FIRST_TERMS:
        text = CHANGED.get(name, words) or second_basis(month)
        rows.append(Row(name, [Cell(name), Cell(text)]))
    rows += [Row(name, [Cell(name), Cell(words)]) for name, words in ADDED]
    rows.append(Row("closing", [Cell("结账"), Cell(_closing(month))]))
    rows.append(Row("quality", [Cell("数据质量"), Cell(_quality(month), rows="quality")]))
    columns = [Column("name", "", "left"), Column("words", "", "left")]
    unit = f"规则版本 {month['rule_version']}"
    table = Table("terms", "指标口径", unit, columns, rows, style="terms")
    return Section("basis", "口径说明", [table], page=True)


def _closing(month: Month) -> str:
    edition = month["editions"]["now"]
    if edition:
        return f"数据取自{month['month']}结账第{edition}版。{terms_words(month.figures)}"
    if month["closed"]:
        return "截止日所在月份已结账，数据取自台账。"
    return "截止日所在月份尚未结账，台账补报后数字可能变动；变动时出更正版。"


def _quality(month: Month) -> str:
    found = month["quality"]
    if not found["count"]:
        return "编制时台账检查没有未处理的问题。"
    return f"编制时台账检查尚有{found['count']}项问题未处理，可能影响个别楼宇数字。"
