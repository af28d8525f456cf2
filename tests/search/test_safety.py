"""Any text in any search box gives an answer."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import PUBLIC
from search.engines.protocol import Engine
from search.queries import SORTS, SearchQuery, Segment
from search.service import search
from tests.search.conftest import ACCESS, Asker, document, fill

NASTY = [
    '"',
    "'",
    "\x00",
    "政策\x00补贴",
    "AND (",
    "政策 AND",
    "(租金",
    '"政策',
    "nofield:x",
    "id:1",
    "*",
    "?",
    "~",
    "^9",
    "[a TO z]",
    "\\",
    "/.*/",
    "a" * 20_000,
    "政" * 20_000,
    "政策补贴" * 5_000,
    "🙂",
    "👩‍👩‍👧",
    "〔",
    "\u202e政策\u202c",
    "\ud800",
    "İstanbul",
    "税",
    " ",
    "　",
    "的",
    "什么",
    "怎么",
    "-1",
    "1.8.8.8",
    "第条",
    "零〇十百千万亿",
    "亿万千百十",
    "%s %(x)s {0}",
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "ｱｲｳ한글",
]
ROWS = [
    document(1, "丰台区租金补贴政策", aliases=("租补",), body='含 " 引号与 <b>标记</b> 的正文'),
    document(2, "İ 特殊 大小写 ẞ", body="ǰ"),
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_answered_soon(engine: Engine, ask: Asker, text: str) -> None:
    fill(engine, ROWS)
    started = time.monotonic()
    result = ask(text, counts=("level",), grouped=True)
    passages = [(hit.title, hit.snippet) for hit in result.hits]
    assert time.monotonic() - started < 1
    assert len(passages) == len(result.hits) <= result.total


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_no_trouble_to_suggestions(engine: Engine, text: str) -> None:
    fill(engine, ROWS)
    query = SearchQuery(text=text, access=ACCESS)
    assert all(offer.text for offer in engine.suggest(PUBLIC, query))


@given(
    text=st.text(st.characters(codec=None), max_size=60),
    page=st.integers(-3, 10**9),
    size=st.integers(-3, 500),
    sort=st.sampled_from([*SORTS, "nonsense"]),
    facets=st.dictionaries(st.sampled_from(["level", "issuer"]), st.lists(st.text(max_size=5))),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_at_all_is_answered(
    engine: Engine, text: str, page: int, size: int, sort: str, facets: dict[str, list[str]]
) -> None:
    if not engine.is_ready(PUBLIC):
        fill(engine, ROWS)
    query = SearchQuery(
        text=text, access=ACCESS, page=page, size=size, sort=sort, facets=facets, counts=("level",)
    )
    assert search(engine, PUBLIC, query).total >= 0


@given(title=st.text(st.characters(codec=None), max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_title_can_be_indexed_and_is_given_back(engine: Engine, title: str) -> None:
    fill(engine, [document(1, title, body=title)])
    hits = search(engine, PUBLIC, SearchQuery(text="", access=ACCESS)).hits
    assert [hit.plain_title for hit in hits] == [title.encode("utf-8", "replace").decode()]


def test_before_there_is_an_index_the_answer_is_empty(engine: Engine, ask: Asker) -> None:
    result = ask("政策")
    assert (result.total, result.ready) == (0, False)


def test_what_matches_is_marked_in_the_raw_text(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "獨角獸企業 Policy", body="A" * 300 + "。支持獨角獸落戶")])
    hit = ask("独角兽 policy").hits[0]
    assert hit.title == [Segment("獨角獸", True), Segment("企業 "), Segment("Policy", True)]
    assert Segment("獨角獸", True) in hit.snippet


def test_a_passage_is_cut_from_a_long_text(engine: Engine, ask: Asker) -> None:
    body = "开头的话。" * 400 + "对入驻企业给予租金补贴。" + "结尾的话。" * 400
    fill(engine, [document(1, "办法", body=body)])
    snippet = ask("租金补贴").hits[0].snippet
    assert Segment("租金补贴", True) in snippet
    assert sum(len(segment.text) for segment in snippet) < 150
    assert (snippet[0].text, snippet[-1].text) == ("…", "…")


def test_a_misspelt_name_is_offered_as_the_index_knows_it(engine: Engine, ask: Asker) -> None:
    fill(engine, [*ROWS, document(3, "丰九条"), document(4, "知识产权保护条例")])
    assert ask("风九条").suggestion == "丰九条"
    assert ask("租金补帖").suggestion == "租金补贴"
    assert ask("知识产全").suggestion == "知识产权"
    assert ask("租金补贴").suggestion is None


def test_two_words_that_nobody_wrote_side_by_side_are_no_misspelling(
    engine: Engine, ask: Asker
) -> None:
    fill(
        engine,
        [
            document(1, "普通企业办法", body="同期增加。企业按期申报，人才服务。"),
            document(2, "住房补贴", body="主房交付，社会科学基金，金融机构。科技人员。"),
        ],
    )
    for text in ("人才住房", "科技金融", "企业住房补贴"):
        assert ask(text).suggestion is None
    assert ask("住房补帖 人才").suggestion == "住房补贴 人才"


def test_two_characters_are_put_right_by_names_alone(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "租金补贴", body="家数可以增加。")])
    assert ask("数科").suggestion is None
    assert ask("补帖").suggestion == "补贴"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("丰", "丰台区租金补贴政策"),
        ("ftqz", "丰台区租金补贴政策"),
        ("fengtai", "丰台区租金补贴政策"),
        ("租金", "丰台区租金补贴政策"),
        ("租补", "租补"),
        ("zb", "租补"),
    ],
)
def test_names_are_offered_while_typing(engine: Engine, typed: str, offered: str) -> None:
    fill(engine, ROWS)
    offers = engine.suggest(PUBLIC, SearchQuery(text=typed, access=ACCESS))
    assert [offer.text for offer in offers] == [offered]


def test_expired_and_withheld_names_are_never_offered(engine: Engine) -> None:
    fill(engine, [document(1, "租金旧办法", validity=3), document(2, "租金暗号", suggest=False)])
    assert engine.suggest(PUBLIC, SearchQuery(text="租金", access=ACCESS)) == []
