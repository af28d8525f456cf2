"""The published totals of the case as observations; the wording of their basis is fictional."""

import datetime as dt

from django.db import transaction

from crm.core.registries import DemoBuilder, demo_builders
from crm.indicators.actions import define, observe, set_targets
from crm.indicators.models import Indicator, Observation, Target

SOURCE = "2023年3月报纸专版（公开报道）"
AUTHORITY = "丽泽金融商务区（公开报道）"
PUBLISHED = dt.date(2023, 3, 31)
LAST, EXACT = Indicator.Aggregation.LAST, Observation.Comparator.EXACT
AT_LEAST, MORE = Observation.Comparator.AT_LEAST, Observation.Comparator.MORE
# code, name, unit, decimal places, aggregation, basis
INDICATORS = (
    (
        "foreign-capital",
        "实际利用外资",
        "亿美元",
        1,
        Indicator.Aggregation.SUM,
        "当年实际到位的外商投资，以商务部门公布数为准",
    ),
    (
        "exports",
        "外贸出口额",
        "亿元",
        0,
        Indicator.Aggregation.SUM,
        "当年海关统计出口额，以公布数为准",
    ),
    (
        "foreign-enterprises",
        "引入外资企业",
        "家",
        0,
        Indicator.Aggregation.SUM,
        "当年新引入的外资企业户数",
    ),
    ("quality-enterprises", "优质企业", "家", 0, LAST, "期末名录内企业，不等于入驻企业"),
    ("innovation-cases", "制度创新案例", "个", 0, LAST, "期末累计形成的制度创新案例"),
)
# code, year, value, precision, stated growth, wording
OBSERVATIONS = (
    ("foreign-capital", 2022, "1.8", EXACT, "34", "1.8亿美元，增长34%"),
    ("exports", 2022, "371", EXACT, "8", "371亿元，增长8%"),
    ("foreign-enterprises", 2021, "50", AT_LEAST, None, "每年引入外资企业不少于50家"),
    ("foreign-enterprises", 2022, "50", AT_LEAST, None, "每年引入外资企业不少于50家"),
    ("quality-enterprises", 2022, "1000", MORE, None, "优质企业超过1000家"),
    ("innovation-cases", 2022, "20", EXACT, None, "20个制度创新案例"),
)
# fictional
TARGETS = (("foreign-capital", 2023, "2"), ("foreign-enterprises", 2023, "50"))


def build(today: dt.date) -> None:
    """Define the indicators, record what was published, and set two made-up targets."""
    with transaction.atomic():
        rows = define([_indicator(*row) for row in INDICATORS], by=None)
        by_code = {row.code: row for row in rows}
        observe([_observation(by_code[row[0]], *row[1:]) for row in OBSERVATIONS], by=None)
        set_targets(
            [
                Target(indicator=by_code[code], year=year, value=value, note="演示数据，虚构目标")
                for code, year, value in TARGETS
            ],
            by=None,
        )


def _indicator(
    code: str, name: str, unit: str, places: int, aggregation: str, basis: str
) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit=unit,
        places=places,
        aggregation=aggregation,
        basis=basis,
        source=SOURCE,
        on_overview=True,
        is_demo=True,
    )


def _observation(
    indicator: Indicator, year: int, value: str, comparator: str, growth: str | None, words: str
) -> Observation:
    return Observation(
        indicator=indicator,
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year, 12, 31),
        value=value,
        comparator=comparator,
        growth=growth,
        source=SOURCE,
        authority=AUTHORITY,
        published_on=PUBLISHED,
        as_published=words,
    )


demo_builders.register(DemoBuilder("indicators", build, order=70))
