"""Relevance figures are what their formulas say, and bad files are named by line."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from search.engines.protocol import Engine
from search.evaluation import (
    evaluate,
    normalised_gain,
    percentile,
    read_corpus,
    read_queries,
    recall,
    reciprocal_rank,
)

CORPUS = [
    ("a", "租金补贴办法", "对入驻企业给予租金补贴，最高一百万元。"),
    ("b", "人才公寓管理", "人才公寓的申请条件与租金标准。"),
    ("c", "", "劳动合同的试用期最长不得超过六个月。"),
    ("d", "知识产权保护条例", "侵犯专利权的，应当赔偿损失。"),
]
QUERIES = [
    ("1", "入驻企业可以拿到多少租金补贴？", {"a": 2, "b": 1}),
    ("2", "试用期最长是多久", {"c": 1}),
    ("3", "專利侵權如何賠償", {"d": 1}),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    corpus, queries = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl"
    corpus.write_text(
        "\n".join(json.dumps({"id": i, "title": t, "text": x}) for i, t, x in CORPUS), "utf-8"
    )
    queries.write_text(
        "\n".join(json.dumps({"id": i, "query": q, "relevant": r}) for i, q, r in QUERIES), "utf-8"
    )
    return corpus, queries


def test_questions_in_any_script_find_their_text_first(
    files: tuple[Path, Path], engine: Engine
) -> None:
    figures = evaluate(engine, read_corpus(files[0]), read_queries(files[1]))
    assert (figures["mrr@10"], figures["p@1"], figures["zero_results"]) == (1.0, 1.0, 0)
    assert (figures["documents"], figures["queries"]) == (4, 3)


def test_the_command_prints_one_json_document(files: tuple[Path, Path], capsys) -> None:
    call_command("search_eval", corpus=files[0], queries=files[1], json=True)
    figures = json.loads(capsys.readouterr().out)
    assert {"engine", "mrr@10", "ndcg@10", "p@1", "recall@10", "zero_results"} <= set(figures)
    assert {"p50_ms", "p95_ms", "raw_p50_ms", "raw_p95_ms"} <= set(figures)


@pytest.mark.parametrize(
    ("line", "words"),
    [("{", "line 1: is not JSON"), ('{"id": 1}', "line 1: needs"), ("[]", "line 1: needs")],
)
def test_a_bad_line_is_named(files: tuple[Path, Path], line: str, words: str, capsys) -> None:
    files[1].write_text(line, "utf-8")
    with pytest.raises(CommandError, match=words):
        call_command("search_eval", corpus=files[0], queries=files[1], json=True)
    assert words in json.loads(capsys.readouterr().out)["error"]


def test_reciprocal_rank_counts_the_first_relevant_of_ten() -> None:
    assert reciprocal_rank({"b": 1}, ["a", "b"]) == 0.5
    assert reciprocal_rank({"b": 1}, [*"acdefghijk", "b"]) == 0
    assert reciprocal_rank({"a": 0}, ["a"]) == 0


def test_gain_is_normalised_by_the_best_order() -> None:
    assert normalised_gain({"a": 2, "b": 1}, ["a", "b"]) == 1
    assert 0 < normalised_gain({"a": 2, "b": 1}, ["b", "a"]) < 1


def test_recall_and_percentiles() -> None:
    assert recall({"a": 1, "b": 1}, ["a", "x"]) == 0.5
    assert percentile([1, 2, 3, 4], 50) == 2
    assert percentile([1, 2, 3, 4], 95) == 4
