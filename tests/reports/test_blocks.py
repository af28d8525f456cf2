"""Facts, big figures, numbered sentences, headings, and a sheet that must stay on its page."""

import io

import openpyxl
import pytest

from crm.core.errors import Refused
from crm.reports import fitting
from crm.reports.comparison import compare
from crm.reports.layout import (
    Cell,
    Column,
    Document,
    Facts,
    Headline,
    Headlines,
    Items,
    Row,
    Section,
    Table,
    figure,
    paragraph,
)
from crm.reports.pdf import Printed
from crm.reports.printing import Imprint, to_html
from crm.reports.workbook import to_workbook

IMPRINT = Imprint(1, "ab" * 32, "2023-02-28", False, False, "", "2023-03-01 09:00", "甲")


def brief(rate=0.5):
    table = Table("t", "去向", "", [Column("a", "项目", "left")], [Row("r", [Cell("一")])])
    table.titled = False
    return Document(
        title=["一页简报"],
        running_head="一页简报",
        period="",
        sections=[
            Section(
                "top",
                "",
                [
                    paragraph("入驻率50%。", style="answer"),
                    Facts("facts", "基本情况", [("片区", Cell("南区")), ("等级", Cell(None))]),
                    Headlines(
                        "big", "主要指标", [Headline("入驻率", Cell(rate, "rate", "rows"), "%")]
                    ),
                    table,
                ],
            ),
            Section(
                "risks",
                "风险",
                [Items("risks", [paragraph(figure("甲", "a")), paragraph("乙")], gives_way=True)],
            ),
        ],
        style="brief",
        numbered=False,
        closing="nothing",
        taken_from="OCC-202302-01",
        most_pages=1,
    )


def test_a_brief_prints_its_blocks_without_numbers_or_signatures():
    html = to_html(brief(), IMPRINT)
    assert '<body class="brief">' in html
    assert '<p class="answer">入驻率50%。</p>' in html
    assert "<b>50.0</b><small>%</small>" in html
    assert "<h2>风险</h2>" in html
    assert "<li>乙</li>" in html
    assert "取自 OCC-202302-01" in html
    for absent in ("一、", "表1", 'class="sign"', 'class="seal"'):
        assert absent not in html


def test_figures_of_every_block_open_their_rows():
    document = brief().link({"rows": "/rows/", "a": "/a/"})
    html = to_html(document, IMPRINT)
    assert '<a href="/rows/">50.0</a>' in html
    assert '<a href="/a/">甲</a>' in html


def test_the_workbook_and_the_comparison_read_big_figures():
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(brief(), IMPRINT)))
    assert book["主要指标"]["B4"].value == 50
    assert book["基本情况"]["B4"].value == "南区"
    said = [row[1].value for row in book["封面"].iter_rows(min_row=11)]
    assert said == ["入驻率50%。", "1. 甲", "2. 乙"]
    (found,) = compare(brief(0.25), brief()).differences
    assert (found.label, float(found.change)) == ("主要指标·入驻率·数值", 0.25)


def test_what_may_give_way_is_left_out_until_the_page_holds_the_rest(monkeypatch):
    document = brief()
    monkeypatch.setattr(fitting, "document_of", lambda snapshot: document)
    monkeypatch.setattr(fitting, "imprint_of", lambda snapshot: IMPRINT)
    printed = fitting.fitted(None, lambda html: Printed(html.encode(), 2 if "乙" in html else 1))
    assert printed.pages == 1
    assert "甲" in printed.content.decode()
    with pytest.raises(Refused, match="2"):
        fitting.fitted(None, lambda html: Printed(b"", 2))
