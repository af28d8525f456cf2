"""Relevance on the demo's portal: graded queries on every engine, with thresholds."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from crm.core import clock
from portal.demo import GOLDEN_QUERIES, build
from search.golden import LEAST_QUERIES, Golden, Ranked, Report, compare, read_golden
from search.settings import CLUSTER, EMBEDDED

pytestmark = pytest.mark.django_db

KINDS = {"nickname", "title", "number", "need", "industry", "amount", "spelling", "none"}
Figures = Callable[..., dict]


@pytest.fixture
def content(site) -> None:
    """The demo content as of today, so that what is in force is in force."""
    build(clock.today())


@pytest.fixture
def asked(content) -> Figures:
    def run(**options: object) -> dict:
        said = StringIO()
        call_command("search_queries", json=True, stdout=said, **options)
        return json.loads(said.getvalue())

    return run


def test_the_set_is_large_and_of_all_kinds() -> None:
    queries = read_golden(GOLDEN_QUERIES)
    assert len(queries) >= LEAST_QUERIES
    assert {golden.kind for golden in queries} == KINDS
    assert len({golden.text for golden in queries}) == len(queries)


def test_the_embedded_engine_keeps_the_thresholds(asked: Figures) -> None:
    said = asked(engine=EMBEDDED)
    assert said["shortfalls"] == []
    assert set(said["engines"]) == {EMBEDDED}


@pytest.mark.elasticsearch
def test_both_engines_keep_the_thresholds_and_agree(asked: Figures) -> None:
    said = asked()
    assert said["shortfalls"] == []
    assert set(said["engines"]) == {EMBEDDED, CLUSTER}
    assert said["agreement@5"] >= 0.8


def test_a_ranking_below_a_threshold_fails_and_says_where(
    content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = [{"kind": "nickname", "query": "丰九条", "relevant": {"高新八条": 3}}]
    path = tmp_path / "queries.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in wrong), "utf-8")
    with pytest.raises(CommandError, match="丰九条: its package is not first"):
        call_command("search_queries", engine=EMBEDDED, queries=path, stdout=StringIO())


def test_queries_of_other_content_are_refused(site) -> None:
    with pytest.raises(CommandError, match="belong to other content"):
        call_command("search_queries", engine=EMBEDDED, stdout=StringIO())


@pytest.mark.parametrize("line", ["{", "[]", '{"kind": "need", "query": "税"}'])
def test_a_bad_line_is_named(site, tmp_path: Path, line: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(line, "utf-8")
    with pytest.raises(CommandError, match="line 1: needs kind"):
        call_command("search_queries", queries=path, stdout=StringIO())


def ranked(*titles: str, expired: tuple[str, ...] = ()) -> Ranked:
    return Ranked(Golden("need", "租金", {"新": 3.0}, expired), titles, relaxed=False)


def test_an_expired_document_above_its_successor_is_upside_down() -> None:
    assert ranked("旧", "新", expired=("旧",)).is_upside_down
    assert not ranked("新", "旧", expired=("旧",)).is_upside_down
    assert ranked("旧", expired=("旧",)).is_upside_down


def test_engines_that_differ_are_named_with_their_queries() -> None:
    one = Report("one", {"p@1": 1.0}, [ranked("新", "甲")])
    other = Report("other", {"p@1": 0.5}, [ranked("乙", "丙")])
    figures, short = compare(one, other)
    assert figures == {"agreement@5": 0.0, "p@1_apart": 0.5}
    assert short == ["agreement@5 0.0: 租金 0.0", "p@1 differs by 0.5"]
