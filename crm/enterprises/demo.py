"""Made-up enterprises. Every name ends in （演示）; credit codes and phones belong to nobody."""

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from django.db import transaction

from crm.core import acts
from crm.core.models import Team, User
from crm.core.names import make_uscc, name_key
from crm.core.registries import DemoBuilder, demo_builders
from crm.enterprises.actions import record_figures, record_registrations, register
from crm.enterprises.models import (
    Contact,
    Enterprise,
    EnterpriseList,
    FormerName,
    ListMembership,
    Qualification,
    Registration,
    StewardTerm,
    YearlyFigure,
)
from crm.enterprises.rules import phone_key
from crm.enterprises.seeds import QUALITY

REASON = "演示数据"
SEED = 20230301
PROSPECTS = 900
QUALITY_COUNT = 1068
MONTH_END = dt.date(2023, 2, 28)
FIRST = "霁漪峤砺沐衡棠拓瀚禹岫翎绛芮澄棐溯瑀攸砚椴汀晏坤逦螺珩渟祁昭缃榆泓铄奕旌昱沅珣翊璟澈芃旸"
SECOND = "川岚石舟野岑序壤垣阶云屿桥禾木原璜宁池清迤泓岭柠帙渡峦衍朔霖湛韵煦澍珂楠迪彬筱"
TRADES = (
    ("数字金融", "I65", ("支付", "数科", "智算", "数据"), 18),
    ("产业金融", "J67", ("资管", "资本", "证券", "保险经纪"), 16),
    ("绿色金融", "J66", ("绿能金服", "碳资产"), 5),
    ("科技", "I65", ("科技", "软件", "信息", "云计算"), 22),
    ("专业服务", "L72", ("咨询", "律所", "会计师事务所", "检测"), 18),
    ("跨国公司与研发总部", "M73", ("研发中心", "亚太总部"), 6),
    ("外资外贸", "F51", ("跨境贸易", "供应链"), 9),
    ("商业消费", "F52", ("传媒", "设计", "会展"), 6),
)
SURNAMES = "方程林苏顾沈许何邵韩梁叶江白石祝乔闻贺陆"
TITLES = ("财务总监", "行政总监", "战略发展部经理", "选址负责人", "总经理助理", "合伙人")
QUALIFICATIONS = ("高新技术企业", "专精特新中小企业", "跨国公司地区总部", "独角兽企业")


def create_demo_enterprises(
    count: int, *, seed: int = SEED, prefix: str = "DE"
) -> list[Enterprise]:
    """Record ``count`` made-up enterprises at once: the same ones for the same seed.

    ``prefix`` (two characters) keeps the credit codes of different callers apart.
    """
    chance = random.Random(seed)
    taken = set(Enterprise.objects.values_list("name_key", flat=True))
    words, rows = _words(chance), []
    while len(rows) < count:
        direction, industry, trades, _weight = chance.choices(
            TRADES, [trade[3] for trade in TRADES]
        )[0]
        name = f"{next(words)}{chance.choice(trades)}（演示）"
        if name_key(name) in taken:
            continue
        taken.add(name_key(name))
        rows.append(_enterprise(chance, name, direction, industry, prefix, len(rows) + 1))
    return register(rows, by=None, reason=REASON)


def _words(chance: random.Random) -> Iterator[str]:
    pairs = [f"{one}{other}" for one in FIRST for other in SECOND if one != other]
    while True:
        chance.shuffle(pairs)
        yield from pairs


def _enterprise(
    chance: random.Random, name: str, direction: str, industry: str, prefix: str, number: int
) -> Enterprise:
    foreign = direction in ("外资外贸", "跨国公司与研发总部") and chance.random() < 0.6
    natures = ("foreign", "joint", "hong_kong") if foreign else ("private", "state", "private")
    return Enterprise(
        name=name,
        uscc=make_uscc("91110106", f"{prefix}{number:06d}"),
        country="CN",
        legal_form="partnership" if "事务所" in name or "律所" in name else "limited",
        capital_nature=chance.choice(natures),
        industry=industry,
        direction=direction,
        is_verified=chance.random() < 0.8,
        founded=dt.date(chance.randrange(2006, 2021), chance.randrange(1, 13), 18),
        is_demo=True,
    )


def build_prospects(today: dt.date) -> None:
    """Enterprises that may come; the tenants are made with the space that they sit in."""
    with transaction.atomic():
        create_demo_enterprises(PROSPECTS)


def build_details(today: dt.date) -> None:
    """Teams, stewards, contacts, names, qualifications and the list of quality enterprises."""
    chance = random.Random(SEED + 1)
    with transaction.atomic():
        rows = list(Enterprise.objects.filter(is_demo=True).order_by("pk"))
        teams = [
            Team.objects.get(code=code) for code in ("section_one", "section_two", "other_park")
        ]
        for row in rows:
            row.team = chance.choices(teams, (5, 4, 1))[0]
        acts.change(rows, ["team"], by=None, reason=REASON)
        _appoint(rows, chance)
        _list(rows)
        acts.create(_contacts(rows, chance), by=None, reason=REASON)
        acts.create(_other_names(rows, chance), by=None, reason=REASON)
        acts.create(_qualifications(rows, chance), by=None, reason=REASON)
        record_registrations(_registrations(rows), by=None, reason=REASON)
        record_figures(_taxes(rows), by=None, reason=REASON)


def _registrations(rows: list[Enterprise]) -> list[Registration]:
    """Some licences that came from other districts or went there, some that were cancelled though
    the enterprise is still there; none of them a tenant registered here, so that no rate moves.
    """
    prospects = [row for row in rows if row.registered_in_district is None]
    abroad = [row for row in reversed(rows) if row.registered_in_district is False]
    event, status = Registration.Event, Registration.Status
    told = [
        (row, event.MOVED_IN, status.ACTIVE, True, place, "靠近金融机构客户")
        for row, place in zip(
            prospects[3::97], ("海淀区", "朝阳区", "上海市浦东新区"), strict=False
        )
    ]
    told += [
        (row, event.MOVED_OUT, status.MOVED, False, place, "集团统一注册地")
        for row, place in zip(prospects[50::120], ("石景山区", "大兴区"), strict=False)
    ]
    told += [(row, event.DEREGISTERED, status.DEREGISTERED, False, "", "") for row in abroad[:3]]
    return [
        Registration(
            enterprise=row,
            starts_on=dt.date(2023, 1, 9) + dt.timedelta(days=5 * place),
            event=what,
            status=state,
            in_district=here,
            other_place=other,
            reason=reason,
        )
        for place, (row, what, state, here, other, reason) in enumerate(told)
    ]


def _appoint(rows: list[Enterprise], chance: random.Random) -> None:
    steward = User.objects.get(username="steward")
    kept = [row for row in rows if row.registered_address and chance.random() < 0.12]
    for row in kept:
        row.steward = steward
    acts.change(kept, ["steward"], by=None, reason=REASON)
    terms = [
        StewardTerm(enterprise=row, steward=steward, starts_on=dt.date(2022, 9, 1)) for row in kept
    ]
    acts.create(terms, by=None, reason=REASON)


def _list(rows: list[Enterprise]) -> None:
    quality = EnterpriseList.objects.get(code=QUALITY)
    approver = User.objects.get(username="deputy_head")
    ordered = sorted(rows, key=lambda row: (not row.registered_in_district, row.pk))
    acts.create(
        [
            ListMembership(
                enterprise=row,
                list=quality,
                starts_on=MONTH_END - dt.timedelta(days=30 * (place % 18) + 28),
                approver=approver,
                criteria_met="纳入年度优质企业名录（演示）",
            )
            for place, row in enumerate(ordered[:QUALITY_COUNT])
        ],
        by=None,
        reason=REASON,
    )


def _contacts(rows: list[Enterprise], chance: random.Random) -> list[Contact]:
    contacts = []
    for place, row in enumerate(rows):
        if chance.random() > 0.6:
            continue
        phone = f"1990000{place:04d}"[:11]
        contacts.append(
            Contact(
                enterprise=row,
                name=f"{chance.choice(SURNAMES)}某",
                title=chance.choice(TITLES),
                phone=phone,
                phone_key=phone_key(phone),
                is_primary=True,
                purpose="招商联络",
            )
        )
    return contacts


def _other_names(rows: list[Enterprise], chance: random.Random) -> list[FormerName]:
    named = [row for row in rows if chance.random() < 0.08]
    return [
        FormerName(
            enterprise=row,
            name=f"原{row.name}",
            name_key=name_key(f"原{row.name}"),
            kind=FormerName.Kind.FORMER,
            until=dt.date(2021, chance.randrange(1, 13), 1),
        )
        for row in named
    ]


def _qualifications(rows: list[Enterprise], chance: random.Random) -> list[Qualification]:
    return [
        Qualification(
            enterprise=row,
            name=chance.choice(QUALIFICATIONS),
            batch="2022年第一批",
            source="演示数据",
            valid_from=dt.date(2022, 6, 1),
            valid_to=dt.date(2025, 5, 31),
        )
        for row in rows
        if chance.random() < 0.15
    ]


def _taxes(rows: list[Enterprise]) -> list[YearlyFigure]:
    """Tax of 2022 of some, in 万元: restricted, for the annex of the monthly report."""
    chance = random.Random(SEED + 2)
    return [
        YearlyFigure(
            enterprise=row,
            year=2022,
            kind=YearlyFigure.Kind.TAX,
            value=Decimal(round(chance.lognormvariate(4.2, 1.1), 2)).quantize(Decimal("0.01")),
            unit="万元",
            source="演示数据",
            authorisation="演示授权〔2023〕1号",
        )
        for row in rows
        if chance.random() < 0.6
    ]


demo_builders.register(DemoBuilder("enterprises", build_prospects, order=20))
demo_builders.register(DemoBuilder("enterprises.details", build_details, order=40))
