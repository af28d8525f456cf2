"""What stands first. Every engine answers the same."""

import datetime as dt

import pytest

from search.documents import EXPIRED, PUBLIC, Document
from search.engines.protocol import Engine
from search.queries import NEWEST, OLDEST, SearchQuery
from search.service import explain
from tests.search.conftest import ACCESS, Asker, document, fill, titles

TODAY = dt.date(2023, 3, 1)
PACKAGE = document(
    1,
    "促进高精尖产业发展扶持措施",
    aliases=("丰九条", "丰台九条"),
    keys=("丰政发〔2021〕7号",),
    body="支持企业在丰台区发展",
)
OTHERS = [
    document(2, "丰九条申报指南", body="丰九条丰九条丰九条 怎么申请"),
    document(3, "丰九条政策解读", body="丰九条是什么"),
    document(4, "租金补贴办法", body="对入驻企业给予补贴"),
    document(5, "入驻企业服务办法", headings=("租金补贴",), body="服务管家"),
    document(6, "企业综合服务", body="企业可以申请租金补贴，最高一百万元。其余另行规定。"),
]


@pytest.mark.parametrize(
    "typed",
    [
        *("丰九条", "丰9条", "豐九條", "豐9條", " 丰九条 ", "「丰九条」"),
        *("fjt", "FJT", "ｆｊｔ", "fengjiutiao", "丰台九条", "ftjt"),
        *("丰政发〔2021〕7号", "丰政发[2021]7号", "丰政发（2021）七号"),
    ],
)
def test_a_nickname_alias_or_number_puts_its_package_first(
    engine: Engine, ask: Asker, typed: str
) -> None:
    fill(engine, [*OTHERS, PACKAGE])
    assert ask(typed).hits[0].id == "1"


def test_a_nickname_inside_a_question_finds_its_package(engine: Engine, ask: Asker) -> None:
    fill(engine, [*OTHERS, PACKAGE])
    assert "1" in [hit.id for hit in ask("请问丰九条怎么申请").hits[:3]]


def test_title_beats_heading_beats_body(engine: Engine, ask: Asker) -> None:
    fill(engine, OTHERS)
    assert [hit.id for hit in ask("租金补贴").hits] == ["4", "5", "6"]


def test_the_whole_title_beats_a_longer_one(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "北京市租金补贴办法实施细则"), document(2, "租金补贴办法")])
    assert titles(ask("租金补贴办法"))[0] == "租金补贴办法"


def test_words_together_beat_words_apart(engine: Engine, ask: Asker) -> None:
    apart = document(1, "办法", body="租赁的资金用于房屋补偿和生活津贴，金额补足，补发贴息")
    together = document(2, "办法", body="给予租金补贴，其余金额不限，另行通知并公告执行")
    fill(engine, [apart, together])
    assert ask("租金补贴").hits[0].id == "2"


def test_an_expired_document_leaves_the_default_search(engine: Engine, ask: Asker) -> None:
    old = document(1, "租金补贴办法", validity=EXPIRED)
    fill(engine, [old, document(2, "企业服务", body="租金补贴")])
    assert [hit.id for hit in ask("租金补贴").hits] == ["2"]


def test_valid_stands_before_expired_when_both_are_asked_for(engine: Engine, ask: Asker) -> None:
    old = document(1, "租金补贴", validity=EXPIRED)
    fill(engine, [old, document(2, "企业服务", body="另见租金补贴")])
    hits = ask("租金补贴怎么办", include_expired=True).hits
    assert [hit.id for hit in hits] == ["2", "1"]


def test_of_two_alike_the_newer_stands_first(engine: Engine, ask: Asker) -> None:
    old = document(1, "租金补贴办法通知", date=dt.date(2019, 5, 1))
    new = document(2, "租金补贴办法通知", date=dt.date(2023, 1, 5))
    fill(engine, [old, new])
    assert [hit.id for hit in ask("租金补贴", today=TODAY).hits] == ["2", "1"]


def test_results_can_be_sorted_by_date(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(year, "通知", date=dt.date(year, 1, 1)) for year in (2021, 2023, 2022)])
    assert [hit.id for hit in ask("通知", sort=NEWEST).hits] == ["2023", "2022", "2021"]
    assert [hit.id for hit in ask("通知", sort=OLDEST).hits] == ["2021", "2022", "2023"]


def test_pinned_documents_stand_on_top_even_without_the_words(engine: Engine, ask: Asker) -> None:
    fill(engine, [*OTHERS, PACKAGE])
    hits = ask("租金补贴", pins=("policy:3", "policy:1")).hits
    assert [hit.id for hit in hits[:3]] == ["3", "1", "4"]


def test_a_pin_shows_nobody_what_they_may_not_see(engine: Engine, ask: Asker) -> None:
    fill(engine, [*OTHERS, document(9, "内部", access=("staff",))])
    assert "9" not in [hit.id for hit in ask("租金补贴", pins=("policy:9",)).hits]


def test_synonyms_apply_when_asked(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "房租减免办法"), document(2, "人才公寓")])
    assert ask("租金优惠").total == 0 or ask("租金优惠").relaxed
    hits = ask("租金优惠", synonyms={"租金优惠": ["房租减免"]}).hits
    assert [hit.id for hit in hits] == ["1"]


@pytest.mark.parametrize("typed", ["税", "第十二条", "第12条", "A股", "1.8亿", "18000万"])
def test_short_queries_and_numbers_find(engine: Engine, ask: Asker, typed: str) -> None:
    text = "第十二条 企业税收与A股上市，奖励1.8亿元"
    fill(engine, [document(1, "办法", body=text), document(2, "其他", body="无关内容")])
    assert [hit.id for hit in ask(typed).hits] == ["1"]


def test_words_of_one_clause_only_lead_to_its_anchor(engine: Engine, ask: Asker) -> None:
    page = document(1, "发展措施", group="p1", body="总则")
    clauses = [
        Document(
            kind="policy",
            id=1,
            anchor=f"c-{number}",
            group="p1",
            title=f"第{number}条",
            url="/1/",
            body=text,
            access=("public",),
        )
        for number, text in ((1, "支持人才公寓建设"), (2, "鼓励航空航天企业落户"))
    ]
    fill(engine, [page, *clauses])
    hit = ask("航空航天", grouped=True).hits[0]
    assert (hit.anchor, hit.full_url, hit.more) == ("c-2", "/1/#c-2", 0)


def test_a_group_is_one_hit_that_counts_its_others(engine: Engine, ask: Asker) -> None:
    clauses = [
        document(1, f"第{number}条", anchor=f"c-{number}", group="p1", body="租金补贴")
        for number in range(1, 8)
    ]
    fill(engine, [*clauses, document(2, "租金补贴")])
    result = ask("租金补贴", grouped=True)
    assert result.total == 2
    assert sorted(hit.more for hit in result.hits) == [0, 6]


def test_pages_of_groups_neither_repeat_nor_lose_any(engine: Engine, ask: Asker) -> None:
    fill(
        engine,
        [
            document(pk, "租金补贴", anchor=f"c-{n}", group=f"p{pk}")
            for pk in range(30)
            for n in range(9)
        ],
    )
    pages = [ask("租金补贴", grouped=True, size=7, page=page).hits for page in range(1, 7)]
    seen = [hit.group for page in pages for hit in page]
    assert len(seen) == len(set(seen)) == 30


def test_a_hit_explains_itself(engine: Engine) -> None:
    fill(engine, [*OTHERS, PACKAGE])
    query = SearchQuery(text="丰九条", access=ACCESS)
    answer = explain(engine, PUBLIC, query, "policy:1")
    assert (answer.rank, answer.signals[0].name, answer.missing) == (1, "key", [])


@pytest.mark.parametrize(
    ("uid", "options", "reason"),
    [
        ("policy:99", {}, "absent"),
        ("policy:7", {}, "expired"),
        ("policy:8", {}, "access"),
        ("policy:4", {"facets": {"level": ["市级"]}}, "facet:level"),
        ("policy:3", {}, "words"),
    ],
)
def test_a_missing_document_says_why(
    engine: Engine, uid: str, options: dict[str, object], reason: str
) -> None:
    hidden = document(8, "租金补贴", access=("u:1",))
    fill(engine, [*OTHERS, document(7, "租金补贴", validity=EXPIRED), hidden])
    query = SearchQuery(text="租金补贴", access=ACCESS, **options)
    assert explain(engine, PUBLIC, query, uid).missing == [reason]


def test_a_word_of_nearly_every_document_is_left_out_of_a_longer_query(
    engine: Engine, ask: Asker
) -> None:
    many = [document(number, f"办法{number}", body="应当 依法") for number in range(10, 1100)]
    fill(engine, [*many, document(1, "仓储办法", body="应当 危化品仓储")])
    assert [hit.id for hit in ask("应当危化品仓储").hits] == ["1"]


def test_a_query_of_nothing_but_common_words_still_finds(engine: Engine, ask: Asker) -> None:
    many = [document(number, f"办法{number}", body="应当 依法") for number in range(10, 1100)]
    fill(engine, many)
    assert ask("应当依法").total == len(many)
