"""Guides with windows, interpretations, questions, notices and standing pages of the demonstration."""

import datetime as dt
from dataclasses import dataclass

from portal.choices import InterpretationKind
from portal.demo.texts import OFFICE


@dataclass(frozen=True)
class GuideText:
    """``opens`` and ``closes`` are days from today; ``spring`` the fixed batch of 2023."""

    document: str
    clause: str
    title: str
    summary: str
    opens: int | None
    closes: int | None
    spring: tuple[dt.date, dt.date] | None
    materials: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ArticleText:
    """``days_ago`` counts back from today."""

    kind: str
    document: str
    clause: str
    title: str
    summary: str
    body: str
    days_ago: int
    form: str = InterpretationKind.TEXT


GUIDES = (
    GuideText(
        "unicorn", "第三条", "潜在独角兽场地支持申报指南", "入选培育库的企业申报首年租金支持，网上申报，一次办结。",
        -9, 5, (dt.date(2023, 3, 1), dt.date(2023, 3, 15)),
        (("入库通知书", "required"), ("租赁合同与租金发票", "required"), ("场地支持申请表", "required")),
    ),
    GuideText(
        "nine", "第一条", "办公用房租金补贴申报指南", "需要4份材料：租赁合同、租金发票与付款凭证、自用承诺、申请表。",
        -18, 21, (dt.date(2023, 2, 20), dt.date(2023, 3, 31)),
        (
            ("租赁合同", "required"),
            ("租金发票与付款凭证", "required"),
            ("自用承诺", "required"),
            ("租金补贴申请表", "later"),
        ),
    ),
    GuideText(
        "hightech", "第二条", "研发设备贷款贴息申报指南", "凭贷款合同、结息单和设备发票申报，即申即享。",
        -4, 35, (dt.date(2023, 3, 6), dt.date(2023, 4, 14)),
        (("贷款合同与结息单", "required"), ("设备发票", "required")),
    ),
    GuideText(
        "opening", "第四条", "外资研发中心服务指南", "全年受理，由双语管家一站式办理。", None, None, None,
        (("研发机构设立证明", "required"),),
    ),
    GuideText(
        "nine", "第三条", "首次贷款贴息申报指南", "首次取得银行流动资金贷款的中小企业，按实付利息的40%申报贴息。",
        5, 66, (dt.date(2023, 3, 15), dt.date(2023, 5, 15)),
        (("贷款合同", "required"), ("结息单", "required"), ("征信授权书", "later")),
    ),
    GuideText(
        "nine", "第二条", "装修补贴申报指南", "新租重点楼宇500平方米以上并完成装修的企业申报。",
        -120, -60, (dt.date(2022, 9, 1), dt.date(2022, 10, 31)),
        (("装修合同与发票", "required"), ("竣工验收记录", "required")),
    ),
    GuideText("nine", "第四条", "人才服务办理指南", "全年受理，由服务管家一次受理、按期答复。", None, None, None, (("人才推荐表", "required"),)),
    GuideText("nine", "第七条", "国际化办公服务指南", "全年受理，双语导办。", None, None, None, ()),
    GuideText("nine", "第九条", "服务管家对接指南", "入驻即配，不用申报。", None, None, None, ()),
)  # fmt: skip

ARTICLES = (
    ArticleText(
        "interpretation", "nine", "第一条", "三分钟看懂租金补贴怎么分段计算",
        "怎么算：租用860㎡，500×1.0×365＋360×0.8×365＝28.76万元/年。",
        "<p>以860平方米为例：前500平方米每天每平方米1.0元，其余360平方米每天0.8元，全年28.76万元。</p>"
        "<p>转租、分租的面积要扣除，以租赁合同和楼宇月报核对。</p>", 8, InterpretationKind.DIAGRAM,
    ),
    ArticleText(
        "interpretation", "nine", "第六条", "专业服务券为什么不用申请", "不用申请：系统每年4月比对名单，请企业确认意愿。",
        "<p>受益对象明确、数据可以比对的事项，采用免申即享。名单每年4月生成，企业确认后使用。</p>", 40,
    ),
    ArticleText(
        "interpretation", "nine", "", "哪些楼宇属于“重点楼宇名录”", "名录每年更新一次，随通知公布。",
        "<p>名录由楼宇主管部门每年更新，纳入标准包括规模、入驻率和月报报送情况。</p>", 17,
    ),
    ArticleText(
        "interpretation", "unicorn", "第三条", "培育库企业的租金怎么补", "首年按实付租金的50%，最高100万元。",
        "<p>补贴按实付租金计算，先付后补，首年比例最高。</p>", 25,
    ),
    ArticleText(
        "faq", "nine", "第三条", "信用卡透支算不算首次贷款？", "不算。“首次”看征信：此前没有任何银行经营性贷款记录。",
        "<p>不算。信用卡透支、个人经营贷不算企业贷款，首次贷款以企业征信记录为准。</p>", 11,
    ),
    ArticleText(
        "faq", "nine", "第一条", "转租的面积能不能一起申报？", "不能。转租、分租的面积要从补贴面积中扣除。",
        "<p>不能。转租、分租的面积要从补贴面积中扣除，以租赁合同和楼宇月报核对。</p>", 11,
    ),
    ArticleText(
        "faq", "nine", "第一条", "补贴什么时候到账？", "申报截止后60个工作日内拨付。",
        "<p>申报截止后60个工作日内完成审核、公示和拨付，进度可以电话询问。</p>", 21,
    ),
    ArticleText(
        "faq", "hightech", "第二条", "租赁的研发设备能不能贴息？", "融资租赁利息可以，经营租赁不可以。",
        "<p>融资租赁中能够单独列示的利息可以申报，经营租赁不可以。</p>", 30,
    ),
    ArticleText(
        "notice", "nine", "第三条", "关于开展首次贷款贴息本年度第一批申报的通知", "5天后开始受理。",
        "<p>首次贷款贴息即将开始受理，请符合条件的企业提前准备贷款合同和结息单。</p>", 1,
    ),
    ArticleText(
        "notice", "hightech", "第二条", "研发设备贷款贴息申报平台操作要点", "登录、填报、上传三步完成。",
        "<p>登录平台后选择事项，填写贷款信息，上传结息单和设备发票，提交后可以查看状态。</p>", 4,
    ),
    ArticleText(
        "notice", "nine", "", "重点楼宇名录（本年度）", "名录共40栋楼宇，均为演示数据。",
        "<p>本年度重点楼宇名录共40栋，均位于丽泽金融商务区南区，楼宇名称均为虚构。</p>", 60,
    ),
    ArticleText(
        "notice", "unicorn", "第一条", "独角兽企业培育库本年度入库标准", "估值、成长性和创新能力三项指标。",
        "<p>入库标准包括最近一轮估值、近两年营业收入增长和研发投入占比三项指标。</p>", 14,
    ),
)  # fmt: skip

STANDING = (
    (
        "accessibility", "无障碍说明",
        "<p>本站按照WCAG 2.2 AA级的要求建设。页面右上角可以打开大字版和高对比，全部功能可以只用键盘完成。</p>"
        "<h2>键盘操作</h2><p>按Tab键依次经过跳转链接、显示设置、主导航和正文；按Enter键打开链接。</p>"
        "<h2>遇到困难</h2><p>请通过“我要咨询”告诉我们，1个工作日内答复。</p>",
    ),
    (
        "privacy", "隐私与版权声明",
        "<p>表单里填写的联系方式只用于答复，不公开、不转给他人，事项办结后删除。本站不使用第三方统计和第三方脚本。</p>"
        "<p>演示数据中的楼宇、企业、人物和政策文字均为虚构。</p>",
    ),
    (
        "validity", "有效性说明",
        "<p>每份文件的有效性每天按日期计算，分五种：未生效、有效、已修改、失效、废止。</p>"
        "<p>失效和废止的文件仍可查阅，页面最上方会说明现行文件；默认搜索不包含它们，可以打开“含失效”。</p>",
    ),
)  # fmt: skip

CONTACT = {
    "office": f"{OFFICE}企业服务科",
    "phone": "010-0000 0000",
    "address": "丽泽金融商务区南区示例路1号",
    "hours": "工作日9:00—17:30",
}
STEPS = (
    "登录申报平台，选择支持事项",
    "填写企业和租赁（贷款）信息，上传材料",
    "主管部门审核，结果公示5个工作日",
    "拨付资金，短信告知",
)
