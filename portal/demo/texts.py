"""The words of the demonstration packages. Titles, numbers, conditions and amounts are invented."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from portal.choices import CapPeriod, ConditionOperator, Delivery, SupportForm

ISSUER = "示例区人民政府"
OFFICE = "示例商务局"


@dataclass(frozen=True)
class ClauseText:
    label: str
    heading: str
    text: str
    beneficiaries: str = ""
    support: str = ""
    standard: str = ""
    cap_amount: Decimal | None = None
    cap_period: str = ""
    support_form: str = ""
    delivery: str = ""
    conditions: tuple[tuple[str, str, str, str], ...] = ()
    chapter: str = ""
    continues: str = ""


@dataclass(frozen=True)
class DocumentText:
    key: str
    title: str
    number: str
    topic: str
    adopted_on: dt.date
    published_on: dt.date
    effective_on: dt.date
    clauses: tuple[ClauseText, ...]
    source: str = ""
    fair_competition: str = ""
    years_left: int | None = 2
    repealed_on: dt.date | None = None
    replaced_by: str = ""
    preamble: str = ""
    revised_on: dt.date | None = None
    earlier: dict[str, str] = field(default_factory=dict)  # label → text before the revision


@dataclass(frozen=True)
class PackageText:
    title: str
    numeral: str
    official_title: str
    other_names: str
    slogan: str
    intro: str
    documents: tuple[DocumentText, ...]


def money(ten_thousands: int) -> Decimal:
    return Decimal(ten_thousands) * 10_000


ONCE, YEAR = CapPeriod.ONCE, CapPeriod.YEAR
IS, LEAST = ConditionOperator.IS, ConditionOperator.AT_LEAST

NINE_CLAUSES = (
    ClauseText(
        "第一条", "租金补贴",
        "对在重点楼宇租用自用办公用房、连续租期不少于12个月的企业，按实际租用建筑面积分段给予补贴：500平方米（含）以内部分，"
        "每平方米每天1.0元；超过500平方米、不超过2000平方米的部分，每平方米每天0.8元；超过2000平方米的部分不予补贴。\n\n"
        "单个企业每年补贴不超过60万元，且不超过当年实付租金的50%，累计不超过36个月。转租、分租的面积不计入。同一面积已享受其他租金补贴的，不重复支持。",
        "租用重点楼宇自用办公，租期满12个月", "分段按面积补贴，最长36个月", "每㎡每天0.8—1.0元，最高60万元/年",
        money(60), YEAR, SupportForm.RENT, Delivery.REVIEW,
        (
            ("租用重点楼宇名录内楼宇的办公用房", "building_listed", IS, "true"),
            ("连续租期不少于12个月", "lease_months", LEAST, "12"),
            ("自用，不转租、不分租", "own_use", IS, "true"),
        ),
        "降成本",
    ),
    ClauseText(
        "第二条", "装修补贴",
        "对新租重点楼宇500平方米（含）以上自用办公用房并完成装修的企业，按实际装修支出的30%给予一次性补贴，每平方米不超过500元，单个企业不超过100万元。",
        "新租重点楼宇500㎡以上", "实际装修支出的30%，一次性", "装修支出的30%，最高100万元",
        money(100), ONCE, SupportForm.RENT, Delivery.REVIEW,
        (("新租面积不少于500平方米", "leased_area", LEAST, "500"),),
        "降成本",
    ),
    ClauseText(
        "第三条", "首次贷款贴息",
        "对首次取得银行流动资金贷款的中小企业，按实付利息的40%给予贴息，期限不超过12个月，单个企业不超过20万元。首次贷款以征信记录为准。",
        "首次取得银行贷款的中小企业", "实付利息的40%", "实付利息40%，最高20万元",
        money(20), ONCE, SupportForm.INTEREST, Delivery.IMMEDIATE,
        (("此前没有银行经营性贷款记录", "first_loan", IS, "true"),),
        "降成本",
    ),
    ClauseText(
        "第四条", "人才服务",
        "为重点楼宇内企业提供人才公寓、落户与子女入学咨询服务，每家企业每年可推荐5名骨干人才，由服务管家一次受理、按期答复。",
        "重点楼宇内企业", "每家推荐5名，配套住房与子女入学咨询", "每家推荐5名",
        None, "", SupportForm.TALENT, Delivery.NO_FUNDS, (), "聚要素",
    ),
    ClauseText(
        "第五条", "数字金融场景首用",
        "公布数字金融应用场景清单。对揭榜并通过验收的企业，按项目实际投入的30%给予支持，单个项目不超过200万元。",
        "参与场景清单揭榜的企业", "项目投入的30%", "项目投入的30%，最高200万元",
        money(200), ONCE, SupportForm.SCENE, Delivery.REVIEW, (), "聚要素",
    ),
    ClauseText(
        "第六条", "专业服务券",
        "对成立5年内的中小企业，每年发放5万元专业服务券，用于法律、会计、知识产权等服务，通过数据比对免申即享，企业确认意愿后使用。",
        "成立5年内的中小企业", "用于法律、会计、知识产权服务", "每年5万元，免申即享",
        money(5), YEAR, SupportForm.SERVICE, Delivery.AUTOMATIC, (), "聚要素",
    ),
    ClauseText(
        "第七条", "国际化办公服务",
        "为外商投资企业及其外籍员工提供双语导办、工作与居留证件一次办、跨境结算咨询等服务。",
        "外商投资企业及其员工", "双语导办、证件一次办", "双语一次办，不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.NO_FUNDS, (), "优服务",
    ),
    ClauseText(
        "第八条", "绿色楼宇奖励",
        "对取得二星级及以上绿色建筑标识并持续运行满1年的楼宇运营单位，给予一次性奖励50万元。采用告知承诺方式，事后抽查。",
        "取得绿色建筑标识的楼宇运营单位", "一次性奖励", "一次性50万元",
        money(50), ONCE, SupportForm.GRANT, Delivery.PLEDGE, (), "优服务",
    ),
    ClauseText(
        "第九条", "服务管家",
        "为重点楼宇内企业配备服务管家。对企业提出的诉求，4个工作小时内首次联系，一般事项7日内办结，办理过程可在网上查询。",
        "重点楼宇内企业", "一企一人，4个工作小时内首次联系", "一企一人，不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.NO_FUNDS, (), "优服务",
    ),
)  # fmt: skip

UNICORN_CLAUSES = (
    ClauseText(
        "第一条", "入库培育", "建立独角兽及潜在独角兽企业培育库，每年遴选一次。入库企业由专人联系，优先纳入场景清单和融资对接名单。",
        "最近一轮估值5亿元以上的成长型企业", "入库并配专人联系", "专人联系，不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.REVIEW, (), "育企业",
    ),
    ClauseText(
        "第二条", "成长奖励", "对首次入选国内权威独角兽榜单的企业，给予一次性奖励100万元。",
        "首次入选榜单的企业", "一次性奖励", "一次性100万元",
        money(100), ONCE, SupportForm.GRANT, Delivery.REVIEW, (), "育企业",
    ),
    ClauseText(
        "第三条", "场地支持", "对入选培育库的企业，首年按实付租金的50%给予补贴，最高100万元；次年、第三年按30%给予补贴，最高60万元。",
        "入选培育库的企业", "首年租金的50%", "首年租金50%，最高100万元",
        money(100), YEAR, SupportForm.RENT, Delivery.REVIEW,
        (("已入选潜在独角兽企业培育库", "in_incubation_list", IS, "true"),), "育企业",
    ),
    ClauseText(
        "第四条", "融资对接", "每季度组织一次融资对接会，对获得股权投资的入库企业，按融资额的1%给予奖励，最高200万元。",
        "获得股权投资的入库企业", "融资额的1%", "融资额1%，最高200万元",
        money(200), YEAR, SupportForm.EQUITY, Delivery.REVIEW, (), "聚资源",
    ),
    ClauseText(
        "第五条", "场景首用", "入库企业的首台套产品、首版次软件在区内应用的，按合同额的20%给予支持，最高150万元。",
        "首台套、首版次产品的供应企业", "合同额的20%", "合同额20%，最高150万元",
        money(150), ONCE, SupportForm.SCENE, Delivery.REVIEW, (), "聚资源",
    ),
    ClauseText(
        "第六条", "人才举荐", "入库企业每年可举荐10名核心人才，优先配租人才公寓。",
        "入库企业", "举荐10名核心人才", "举荐10名，不涉及资金",
        None, "", SupportForm.TALENT, Delivery.NO_FUNDS, (), "聚资源",
    ),
    ClauseText(
        "第七条", "上市辅导", "对进入上市辅导期的入库企业，按辅导、申报、上市三个阶段给予支持，累计不超过500万元。",
        "进入上市辅导期的入库企业", "分三个阶段支持", "累计最高500万元",
        money(500), ONCE, SupportForm.GRANT, Delivery.REVIEW, (), "促上市",
    ),
    ClauseText(
        "第八条", "跨境服务", "为入库企业的境外分支机构提供法律、税务、知识产权咨询，由服务管家统一受理。",
        "有境外业务的入库企业", "跨境专业咨询", "不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.NO_FUNDS, (), "促上市",
    ),
)  # fmt: skip

HIGH_TECH_CLAUSES = (
    ClauseText(
        "第一条", "认定服务", "为拟申请高新技术企业认定的企业提供辅导，首次通过认定的给予一次性奖励20万元。",
        "首次通过认定的高新技术企业", "一次性奖励", "一次性20万元",
        money(20), ONCE, SupportForm.GRANT, Delivery.AUTOMATIC, (), "强主体",
    ),
    ClauseText(
        "第二条", "研发设备贷款贴息", "对证书在有效期内的高新技术企业购置研发设备的银行贷款，按实付利息的40%给予贴息，最高50万元。",
        "证书在有效期内的高新技术企业", "研发设备贷款实付利息的40%", "实付利息40%，最高50万元",
        money(50), YEAR, SupportForm.INTEREST, Delivery.IMMEDIATE,
        (("高新技术企业证书在有效期内", "high_tech_certificate", IS, "true"),), "强主体",
    ),
    ClauseText(
        "第三条", "成果转化", "对登记技术合同并在区内落地转化的项目，按技术交易额的2%给予奖励，最高80万元。",
        "登记技术合同的企业", "技术交易额的2%", "交易额2%，最高80万元",
        money(80), YEAR, SupportForm.GRANT, Delivery.REVIEW, (), "促转化",
    ),
    ClauseText(
        "第四条", "知识产权", "对取得发明专利授权的企业，每件给予5000元补助，单个企业每年不超过20万元。",
        "取得发明专利授权的企业", "每件5000元", "每件5000元，最高20万元/年",
        money(20), YEAR, SupportForm.GRANT, Delivery.IMMEDIATE, (), "促转化",
    ),
    ClauseText(
        "第五条", "专精特新", "对新认定的专精特新中小企业给予一次性奖励30万元，对新认定的专精特新“小巨人”企业给予一次性奖励80万元。",
        "新认定的专精特新企业", "一次性奖励", "30万元至80万元",
        money(80), ONCE, SupportForm.GRANT, Delivery.AUTOMATIC, (), "促转化",
    ),
    ClauseText(
        "第六条", "人才公寓", "高新技术企业的研发人员可申请人才公寓，租金按市场价的七折执行，累计不超过三年。",
        "高新技术企业的研发人员", "人才公寓租金七折", "租金七折，最长三年",
        None, "", SupportForm.TALENT, Delivery.REVIEW, (), "优环境",
    ),
)  # fmt: skip

OPENING_CLAUSES = (
    ClauseText(
        "第一条", "外资落户", "对新设立或增资的外商投资企业，按当年实际到位外资的0.5%给予奖励，最高300万元。",
        "新设或增资的外商投资企业", "到位外资的0.5%", "到位外资0.5%，最高300万元",
        money(300), YEAR, SupportForm.GRANT, Delivery.REVIEW, (), "引进来",
    ),
    ClauseText(
        "第二条", "跨国公司地区总部", "对经认定的跨国公司地区总部，给予办公用房支持，三年累计不超过500万元。",
        "经认定的跨国公司地区总部", "办公用房支持", "三年累计最高500万元",
        money(500), ONCE, SupportForm.RENT, Delivery.REVIEW, (), "引进来",
    ),
    ClauseText(
        "第三条", "跨境服务", "提供跨境资金、数据出境和通关便利化的一站式咨询，重点企业配备双语管家。",
        "有跨境业务的企业", "一站式咨询", "一站式，不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.NO_FUNDS, (), "便利化",
    ),
    ClauseText(
        "第四条", "外资研发中心服务", "为已设立研发机构的外商投资企业提供设备进口、人才出入境、知识产权保护一站式办理。",
        "已设立研发机构的外商投资企业", "一站式办理", "一站式办理，不涉及资金",
        None, "", SupportForm.SERVICE, Delivery.NO_FUNDS, (), "便利化",
    ),
    ClauseText(
        "第五条", "国际化办公", "支持楼宇引入国际认证的共享办公空间，按实际投入的20%给予支持，最高120万元。",
        "引入国际共享办公的楼宇运营单位", "实际投入的20%", "投入20%，最高120万元",
        money(120), ONCE, SupportForm.GRANT, Delivery.REVIEW, (), "便利化",
    ),
)  # fmt: skip

LOAN_CLAUSES = (
    ClauseText("第一条", "适用范围", "本细则适用于丰九条第三条规定的首次贷款贴息。首次贷款指企业此前没有任何银行经营性贷款记录。"),
    ClauseText("第二条", "贴息计算", "贴息额等于合同期内实付利息乘以40%，提前还款的按实际占用天数计算。"),
    ClauseText("第三条", "受理与拨付", "采用即申即享方式，材料齐全的5个工作日内完成核对，15个工作日内拨付。"),
    ClauseText("第四条", "不予支持", "信用卡透支、个人经营贷、以新还旧的贷款不予贴息。"),
    ClauseText("第五条", "监督", "弄虚作假取得贴息的，全额追回，三年内不再受理。"),
)  # fmt: skip

OLD_CLAUSES = (
    ClauseText("第一条", "租金补贴", "对租用商务楼宇自用办公用房的企业，按每平方米每天0.5元给予补贴，单个企业每年不超过30万元。"),
    ClauseText("第二条", "会展支持", "对在区内举办的专业会展，按场租的20%给予补贴，最高20万元。"),
    ClauseText("第三条", "附则", "本措施自2020年5月1日起施行。"),
)  # fmt: skip

PACKAGES = (
    PackageText(
        "丰九条", "九", "关于促进重点区域商务经济高质量发展的若干措施", "丰9条、商务九条",
        "租金、装修、首贷、人才、场景等九项综合支持",
        "《关于促进重点区域商务经济高质量发展的若干措施》及配套文件。面向在重点楼宇办公、成长和开拓业务的企业，分“降成本、聚要素、优服务”三组共九项。",
        (
            DocumentText(
                "nine", "关于促进重点区域商务经济高质量发展的若干措施（2023年修订）", "演示字〔2022〕9号",
                "商务、金融；综合政策", dt.date(2022, 3, 18), dt.date(2022, 3, 21), dt.date(2022, 4, 1), NINE_CLAUSES,
                "政府公报2022年第4期（总第186期）", "已通过（2023-02-06，演示审字〔2023〕2号）",
                revised_on=dt.date(2023, 3, 1),
                earlier={
                    "第一条": "对在重点楼宇租用自用办公用房的企业，按实际租用建筑面积给予补贴，每平方米每天0.8元，单个企业每年不超过40万元。",
                    "第三条": "对首次取得银行流动资金贷款的小微企业，按实付利息的30%给予贴息，单个企业不超过10万元。",
                    "第六条": "对成立3年内的中小企业，每年发放3万元专业服务券，用于法律、会计服务，由企业申报后发放。",
                },
            ),
            DocumentText(
                "loan", "首次贷款贴息实施细则", "演示办字〔2022〕16号", "金融；实施细则",
                dt.date(2022, 5, 20), dt.date(2022, 5, 24), dt.date(2022, 6, 1), LOAN_CLAUSES, "政府公报2022年第6期",
            ),
            DocumentText(
                "old", "关于促进商务发展的若干措施（2020年）", "演示字〔2020〕3号", "商务；综合政策",
                dt.date(2020, 4, 16), dt.date(2020, 4, 20), dt.date(2020, 5, 1), OLD_CLAUSES,
                "政府公报2020年第5期（总第163期）", years_left=None, repealed_on=dt.date(2022, 4, 1), replaced_by="nine",
            ),
        ),
    ),
    PackageText(
        "独角兽八条", "八", "支持独角兽企业培育发展若干措施", "独角兽8条、独角兽政策",
        "入库培育、场地、融资对接与场景首用",
        "面向估值高、成长快的企业，从入库培育到上市的八项支持。",
        (
            DocumentText(
                "unicorn", "支持独角兽企业培育发展若干措施", "演示字〔2022〕8号", "科技；企业培育",
                dt.date(2022, 6, 15), dt.date(2022, 6, 20), dt.date(2022, 7, 1), UNICORN_CLAUSES, "政府公报2022年第7期",
                "已通过（2022-05-30，演示审字〔2022〕5号）",
            ),
        ),
    ),
    PackageText(
        "高新八条", "八", "促进高新技术企业创新发展若干措施", "高新8条、高企八条",
        "研发设备、成果转化、知识产权与人才",
        "面向高新技术企业和专精特新企业的支持措施。",
        (
            DocumentText(
                "hightech", "促进高新技术企业创新发展若干措施", "演示字〔2022〕12号", "科技；创新",
                dt.date(2022, 8, 25), dt.date(2022, 8, 30), dt.date(2022, 9, 15), HIGH_TECH_CLAUSES, "政府公报2022年第9期",
                years_left=0,
            ),
        ),
    ),
    PackageText(
        "新开放五条", "五", "推动更高水平对外开放若干措施", "开放五条、新开放5条",
        "外资研发中心、跨境服务与国际化办公",
        "面向外商投资企业、跨国公司地区总部和有跨境业务的企业。",
        (
            DocumentText(
                "opening", "推动更高水平对外开放若干措施", "演示字〔2022〕21号", "外资外贸；开放",
                dt.date(2022, 10, 18), dt.date(2022, 10, 24), dt.date(2022, 11, 1), OPENING_CLAUSES, "政府公报2022年第11期",
            ),
        ),
    ),
)  # fmt: skip
