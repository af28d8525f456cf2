"""Access and facets: what the asker may not see is in no list, count or suggestion."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.documents import EXPIRED
from search.engines.protocol import Engine
from tests.search.conftest import Asker, document, fill

LEVELS, ISSUERS = ["国家", "市级", "区级"], ["财政局", "商务局", "统计局", "科委"]
ROWS = [
    document(
        pk,
        f"租金补贴办法{pk}",
        facets={
            "level": [LEVELS[pk % 3]],
            "issuer": [ISSUERS[pk % 4], *([ISSUERS[(pk + 1) % 4]] if pk % 5 == 0 else [])],
        },
        access=("public",) if pk % 7 else ("u:1", "t:5"),
        validity=EXPIRED if pk % 11 == 0 else 0,
    )
    for pk in range(1, 61)
]


@pytest.mark.parametrize(
    ("tokens", "sees"),
    [
        ((), []),
        (("u:2",), []),
        (("u:1",), ["1"]),
        (("t:5", "t:6"), ["2"]),
        (("u:1", "t:5"), ["1", "2"]),
    ],
)
def test_one_token_in_common_is_enough_and_needed(
    engine: Engine, ask: Asker, tokens: tuple[str, ...], sees: list[str]
) -> None:
    fill(engine, [document(1, "项目", access=("u:1",)), document(2, "项目", access=("t:5", "u:9"))])
    result = ask("项目", access={"policy": tokens})
    assert sorted(hit.id for hit in result.hits) == sees
    assert result.total == len(sees)


def test_a_token_of_another_kind_opens_nothing(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "项目", kind="lead", access=("u:1",))])
    assert ask("项目", access={"project": ("u:1",)}).total == 0
    assert ask("项目", access={"lead": ("u:1",)}).total == 1


def test_a_document_without_a_token_is_seen_by_nobody(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "项目", access=())])
    assert ask("项目").total == 0
    assert ask("").total == 0


def test_hidden_documents_are_in_no_count(engine: Engine, ask: Asker) -> None:
    hidden = document(1, "项目", access=("u:1",), facets={"level": ["市级"]})
    fill(engine, [hidden, document(2, "项目", facets={"level": ["区级"]})])
    result = ask("项目", counts=("level",))
    assert [(value.value, value.count) for value in result.facets["level"]] == [("区级", 1)]


def test_hidden_documents_are_no_suggestion_and_no_spelling(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "丰九条", access=("u:1",)), document(2, "租金补贴")])
    assert ask("风九条").suggestion is None
    assert ask("风九条", access={"policy": ("u:1",)}).suggestion == "丰九条"


@given(
    levels=st.lists(st.sampled_from(LEVELS), unique=True, max_size=2),
    issuers=st.lists(st.sampled_from(ISSUERS), unique=True, max_size=2),
    text=st.sampled_from(["租金补贴", "", "办法"]),
    include_expired=st.booleans(),
    grouped=st.booleans(),
)
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_count_of_a_value_is_the_number_of_hits_after_choosing_it(
    engine: Engine,
    ask: Asker,
    levels: list[str],
    issuers: list[str],
    text: str,
    include_expired: bool,
    grouped: bool,
) -> None:
    if not engine.is_ready("public"):
        fill(engine, ROWS)
    state = {"include_expired": include_expired, "grouped": grouped, "size": 100}
    chosen = {"level": levels, "issuer": issuers}
    result = ask(text, facets=chosen, counts=("level", "issuer"), **state)
    for name, values in result.facets.items():
        for value in values:
            alone = {**chosen, name: [value.value]}
            assert ask(text, facets=alone, **state).total == value.count


def test_or_inside_a_facet_and_across_facets(engine: Engine, ask: Asker) -> None:
    fill(engine, ROWS)
    result = ask("租金补贴", facets={"level": LEVELS[:2], "issuer": ["财政局"]}, size=100)
    wanted = [
        row
        for row in ROWS
        if row.facets["level"][0] in LEVELS[:2]
        and "财政局" in row.facets["issuer"]
        and "public" in row.access
        and row.validity != EXPIRED
    ]
    assert {hit.uid for hit in result.hits} == {row.uid for row in wanted}


def test_more_than_ten_values_are_all_counted(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(pk, "通知", facets={"issuer": [f"机关{pk}"]}) for pk in range(40)])
    assert len(ask("通知", counts=("issuer",)).facets["issuer"]) == 40


def test_a_chosen_value_without_hits_can_be_taken_off(engine: Engine, ask: Asker) -> None:
    fill(engine, [document(1, "通知", facets={"issuer": ["财政局"]})])
    values = ask("通知", facets={"issuer": ["无此机关"]}, counts=("issuer",)).facets["issuer"]
    assert [(value.value, value.count, value.selected) for value in values] == [
        ("财政局", 1, False),
        ("无此机关", 0, True),
    ]
