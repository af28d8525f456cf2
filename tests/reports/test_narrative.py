"""Words around locked figures: what is typed is no figure, and no figure is typed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reports.layout import Document, Run, Section
from crm.reports.narrative import (
    clean,
    has_stray_brace,
    names_in,
    passage,
    reword,
    runs_of,
    typed_figures,
    unknown_names,
)


@pytest.fixture
def lead():
    return passage(
        "general.lead",
        "入驻率{入驻率}，较上月{环比}。",
        入驻率=Run("81.0%", strong=True),
        环比="下降",
    )


def test_the_computed_words_hold_the_figures(lead):
    assert lead.text == "入驻率81.0%，较上月下降。"
    assert [run.locked for run in lead.runs] == [False, True, False, True, False]
    assert lead.runs[1].strong


def test_edited_words_keep_the_figures_in_their_new_place(lead):
    document = Document(["月报"], "月报", "", [Section("general", "总体", [lead])])
    reword(document, {"general.lead": "环比{环比}，至{入驻率}，稳中有进。", "nowhere": "x"})
    assert lead.text == "环比下降，至81.0%，稳中有进。"


def test_line_breaks_begin_paragraphs_and_numbered_ones_are_headings():
    block = passage("issues", "（一）问题\n占{比重}。\n\n（二）建议\n走访。", 比重="5%")
    assert [line.text for line in block.lines] == ["（一）问题", "占5%。", "（二）建议", "走访。"]
    assert [line.is_heading for line in block.lines] == [True, False, True, False]


def test_names_that_stand_for_nothing_are_found(lead):
    assert unknown_names("{入驻率}与{出租率}", lead) == ["出租率"]
    assert has_stray_brace("{入驻率")
    assert not has_stray_brace("{入驻率}")


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("入驻率82.5%", ["82.5%"]),
        ("净增1.2万㎡，12家", ["1.2万", "12家"]),
        ("拉低1.4个百分点", ["1.4个百分点"]),
        ("3月20日前走访", []),
        ("第2次，{入驻率}", []),
    ],
)
def test_numbers_typed_by_hand_are_told_from_dates(lead, words, typed):
    assert typed_figures(words, lead) == typed


def test_numbers_of_the_computed_words_are_not_held_against_anybody():
    block = passage("a", "90%以上的{栋数}栋", 栋数="16")
    assert typed_figures("入驻率90%以上的楼宇{栋数}栋", block) == []


def test_clean_words_have_one_kind_of_line_end():
    assert clean("\r\n一 \r\n二\r三\n\n") == "一\n二\n三"


@given(st.text(alphabet="入驻率{}ab\n。1", max_size=40))
def test_whatever_is_typed_prints_the_figure_and_nothing_else(words):
    figures = {"入驻率": Run("81.0%", locked=True)}
    runs = runs_of(words, figures)
    named = [name for name in names_in(words) if name in figures]
    assert [run.text for run in runs if run.locked] == ["81.0%"] * len(named)
    assert "".join("{入驻率}" if run.locked else run.text for run in runs).replace(" ", "") == (
        words.replace(" ", "")
    )
