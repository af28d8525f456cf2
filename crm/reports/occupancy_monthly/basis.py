"""口径说明: what each figure means, printed with the report that it belongs to."""

from crm.reports.formats import rounded
from crm.reports.layout import Cell, Column, Row, Section, Table
from crm.reports.occupancy_monthly.positions import Month
from crm.reports.occupancy_monthly.words import percent

TERMS = (
    (
        "可招商面积",
        "各房源建筑面积之和；暂不可租（改造、查封、纠纷）从分母中扣除，并单列。",
    ),
    (
        "入驻率",
        "（自用+租用已入驻+售出入驻）÷（房源面积−暂不可租面积）。全区为分子之和除以分母之和，"
        "不取各楼平均。",
    ),
    ("第二口径", ""),
    (
        "出租率",
        "（租用已入驻+已租未入驻）÷（租用已入驻+已租未入驻+空置），只计去向为可租的空置。",
    ),
    ("招商率", "（自用+租用已入驻+已租未入驻+售出入驻）÷（房源面积−暂不可租面积）。"),
    (
        "净吸纳量",
        "本月末与上月末已入驻面积之差，等于新入驻+扩租−退租−缩租；按企业逐户比较，"
        "比较不出的列台账差额。",
    ),
    ("可比口径", "只含两个时点都已投入使用的楼宇。"),
    (
        "变动分解",
        "入驻率变动=净吸纳影响（本月末与上月末已入驻面积之差÷本月分母）+分母变动影响"
        "（其余部分，来自新投用、退出、暂不可租增减和面积更正）。",
    ),
    ("去化周期", "空置面积÷近12个月月均净吸纳；月均净吸纳不为正时无法计算。"),
    (
        "平均剩余租期",
        "按面积加权，剩余天数÷365.25；已到期未腾退和无租约的不计入，在表7单列。",
    ),
    (
        "属地注册率",
        "注册地在本区的入驻企业÷入驻企业。注册与经营地址分别登记，本项只作统计，不作支持条件。",
    ),
    ("同比、环比", "率的比较用百分点；绝对数比较列增减量；无同期数记“—”。"),
    (
        "舍入",
        "计算用未舍入数，仅在印出时四舍五入：率1位小数，面积2位小数（万㎡）。",
    ),
)


def basis(month: Month) -> Section:
    """The last section, on a page of its own with signatures and hash."""
    rows = [Row("scope", [Cell("范围"), Cell(scope_words(month))])]
    for name, words in TERMS:
        rows.append(Row(name, [Cell(name), Cell(words or second_basis(month))]))
    if not month["closed"]:
        words = "截止日所在月份尚未结账，台账补报后数字可能变动；变动时出更正版。"
        rows.append(Row("open", [Cell("未结账"), Cell(words)]))
    columns = [Column("name", "", "left"), Column("words", "", "left")]
    unit = f"规则版本 {month['rule_version']}"
    table = Table("terms", "指标口径", unit, columns, rows, style="terms")
    return Section("basis", "口径说明", [table], page=True)


def scope_words(month: Month) -> str:
    return (
        f"{month.place}截止日已投入使用的产业空间（办公、研发、商业及配套），不含住宅、车位和在建。"
        "工作口径，非政府统计数据。"
    )


def second_basis(month: Month) -> str:
    words = "已入驻面积÷已投入使用面积（各楼建筑面积之和）。"
    first, second = month.now.rate, month.now.rate_on_gross
    if first is None or second is None:
        return words
    if rounded(first, "rate") == rounded(second, "rate"):
        return f"{words}本月两种口径均为{percent(first)}。"
    return f"{words}本月第一口径{percent(first)}，第二口径{percent(second)}。"
