"""Made-up tenants. Every name ends in （演示）; the credit codes belong to nobody."""

import datetime as dt
import random
from collections.abc import Iterator

from crm.core.names import make_uscc, name_key
from crm.enterprises.models import Enterprise

FIRST = "穹澜棹铎汐恒苍昀槿知拓琅闻荇柘牧珞鹿棣霁芷稷晚笠岱泊椴渟云启远嘉砚致星松青朗听砺望景若长"
SECOND = "岚柏远声原岫璧川棠岑轩笙舟木云樱溪棠月汀田亭泽屿衡图木澜帆湾桥间和禾润行舒谷风璞章序"
# direction, GB/T 4754 class, trades, weight
BRANCHES = (
    ("数字金融", "I65", ("数科", "支付", "数据", "智算"), 16),
    ("产业金融", "J66", ("证券", "基金", "保理", "资产管理", "租赁"), 12),
    ("普惠金融", "J69", ("小额贷款", "融资担保"), 3),
    ("科技", "I65", ("科技", "软件", "信息", "网络"), 27),
    ("专业服务", "L72", ("咨询", "律师事务所", "会计师事务所", "人力资源", "检测"), 22),
    ("跨国公司与研发总部", "L72", ("控股", "投资", "集团"), 4),
    ("外资外贸", "F51", ("国际贸易", "供应链"), 5),
    ("商业消费", "F52", ("商贸", "餐饮管理", "会展", "文化传媒"), 8),
    ("", "M73", ("医药", "教育", "设计", "环境"), 4),
)


class Tenants:
    """Makes a tenant when one is needed; ``taken`` are compared names that exist already."""

    def __init__(self, chance: random.Random, taken: set[str]) -> None:
        self.chance = chance
        self.made: list[Enterprise] = []
        self._taken = taken
        self._words = self._pairs()

    def new(self) -> Enterprise:
        """The next tenant, unsaved."""
        direction, industry, trades, _weight = self.chance.choices(
            BRANCHES, [branch[3] for branch in BRANCHES]
        )[0]
        trade = self.chance.choice(trades)
        tail = "" if trade.endswith("事务所") else "有限公司"
        while True:
            name = f"北京{next(self._words)}{trade}{tail}（演示）"
            if name_key(name) not in self._taken:
                break
        return self._make(name, direction, industry)

    def named(self, short: str, direction: str = "专业服务", industry: str = "L72") -> Enterprise:
        """A tenant of that short name."""
        return self._make(f"{short}（演示）", direction, industry)

    def _make(self, name: str, direction: str, industry: str) -> Enterprise:
        number = len(self.made) + 1
        is_local = self.chance.random() < 0.86
        row = Enterprise(
            name=name,
            uscc=make_uscc("91110106", f"DM{number:06d}"),
            country="CN",
            legal_form="partnership" if "事务所" in name else "limited",
            capital_nature=self.chance.choices(
                ("private", "state", "foreign", "hong_kong", "joint"), (66, 14, 10, 6, 4)
            )[0],
            industry=industry,
            direction=direction,
            is_verified=True,
            founded=dt.date(self.chance.randrange(2004, 2020), self.chance.randrange(1, 13), 15),
            registered_address="北京市丰台区丽泽商务区（演示）" if is_local else "北京市（演示）",
            registered_in_district=is_local,
            is_demo=True,
        )
        self._taken.add(name_key(name))
        self.made.append(row)
        return row

    def _pairs(self) -> Iterator[str]:
        pairs = [f"{one}{other}" for one in FIRST for other in SECOND if one != other]
        self.chance.shuffle(pairs)
        yield from pairs
        yield from (f"{one}{self.chance.choice(SECOND)}" for one in pairs)
