"""领导一页简报: one page, the sentence, figures of the monthly report in force."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import Refused
from crm.reports import fitting
from crm.reports.actions import freeze, issue, kind_of
from crm.reports.canonical import plain
from crm.reports.fonts import require_fonts
from crm.reports.layout import Items
from crm.reports.narrative import reword
from crm.reports.pdf import Printed, to_pdf
from crm.reports.printing import document_of, to_html
from tests.factories.occupancy import (
    ReleasePlanFactory,
    ReleasePlanRevisionFactory,
    ZoneFactory,
)
from tests.reports.conftest import FEBRUARY, sit
from tests.reports.sheets import assert_all_printed, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind():
    return kind_of("brief")


@pytest.fixture
def brief(ledger, kind):
    return freeze(kind, by=None, as_of=FEBRUARY, scope="district")


def block(snapshot, key):
    return next(one for one in document_of(snapshot).blocks if getattr(one, "key", "") == key)


def words_of(snapshot):
    return [
        item.text
        for one in document_of(snapshot).blocks
        for item in ([one] if one.kind == "paragraph" else getattr(one, "items", []))
        if hasattr(item, "text")
    ]


def with_plan(zone, area="500.00", year=2023, revised_on=dt.date(2023, 1, 10)):
    plan = ReleasePlanFactory(zone=zone)
    return ReleasePlanRevisionFactory(
        plan=plan, year=year, area=area, revised_on=revised_on, quarter=3
    )


def test_the_first_sentence_says_the_rate_its_change_and_why(brief):
    (sentence, *_rest) = words_of(brief)
    assert (
        sentence
        == "入驻率42.9%，降23.8个百分点。主要降在新楼投用：同样的1栋楼，入驻率降11.1个百分点。"
    )


@pytest.mark.parametrize(
    ("occupied", "base", "then_occupied", "then_base", "words"),
    [
        (
            "810",
            "1000",
            "700",
            "1000",
            "入驻率81.0%，升11.0个百分点。升在新增入驻：净吸纳0.01万平方米。",
        ),
        (
            "700",
            "1000",
            "810",
            "1000",
            "入驻率70.0%，降11.0个百分点。降在退租：已入驻面积净减少0.01万平方米。",
        ),
        ("700", "1000", "700", "1000", "入驻率70.0%，与上月持平。"),
        (
            "700",
            "800",
            "700",
            "1000",
            "入驻率87.5%，升17.5个百分点。升在可招商面积减少，不在新增入驻。",
        ),
    ],
)
def test_the_cause_is_the_larger_effect(brief, occupied, base, then_occupied, then_base, words):
    figures = plain(brief.figures)
    for moment, (in_use, whole) in {
        "now": (occupied, base),
        "previous": (then_occupied, then_base),
    }.items():
        nothing = dict.fromkeys(figures[moment]["area"], "0.00")
        figures[moment]["area"] = {**nothing, "L": in_use, "B": whole, "gross_in_use": whole}
    document = brief.definition.document(figures, "1")
    assert document.sections[0].blocks[0].text == words


def test_the_figures_are_those_of_the_monthly_report_in_force(ledger, kind, draft, quick_printer):
    monthly = issue(draft, by=None)
    sit(ledger["units"][8])  # a late entry: the brief goes on saying what the report said
    brief = freeze(kind, by=None, as_of=FEBRUARY, scope="district")
    assert brief.figures["source"] == {"number": "OCC-202302-01", "sha256": monthly.sha256}
    for key in ("now", "previous", "balance", "ladder"):
        assert brief.figures[key] == monthly.figures[key]
    document = document_of(brief)
    assert document.taken_from == "OCC-202302-01"
    assert "资料来源：楼宇入驻情况月报OCC-202302-01。" in words_of(brief)[-1]


def test_without_a_report_in_force_it_says_so(brief):
    assert document_of(brief).taken_from == ""
    assert "当月月报尚未签发" in words_of(brief)[-1]


def test_the_outlook_holds_the_seed(ledger, kind):
    zone = ZoneFactory(code="PLAN")
    with_plan(zone, area="170000.00")
    with_plan(zone, year=2024)
    with_plan(zone, revised_on=dt.date(2023, 3, 5))  # not known on the day
    figures = plain(kind.figures(FEBRUARY, "district"))
    assert [row["area"] for row in figures["plan"]] == ["170000.00"]
    nothing = dict.fromkeys(figures["now"]["area"], "0.00")
    figures["now"]["area"] = {
        **nothing,
        "L": "1539000.00",
        "B": "1900000.00",
        "gross_in_use": "1900000.00",
    }
    figures["absorption"]["mean"] = "12400.0000"
    document = kind.document(figures, "1")
    table = next(one for one in document.tables if one.key == "outlook")
    shown = [[cell.text for cell in row.cells[1:]] for row in table.rows]
    assert shown == [["0.00", "74.3", "−6.7"], ["12.40", "80.3", "−0.7"], ["13.77", "81.0", "0.0"]]


def test_risks_and_matters_follow_from_the_figures(brief):
    said = words_of(brief)
    assert any(words.startswith("90天内到期0.01万平方米、1份；全部不续") for words in said)
    assert any("入驻率低于60%的2栋" in words for words in said)
    assert any("1份、0.01万平方米租约已到期仍在使用" in words for words in said)
    assert any("前走访90天内到期的较大租户（服务管家牵头）" in words for words in said)


@pytest.mark.parametrize("scope", ["SOUTH-1", "NOWHERE"])
def test_a_building_has_no_brief(ledger, kind, scope):
    with pytest.raises(Refused):
        freeze(kind, by=None, as_of=FEBRUARY, scope=scope)


def test_an_empty_district_has_a_brief(db, kind):
    snapshot = freeze(kind, by=None, as_of=FEBRUARY, scope="district")
    assert words_of(snapshot)[0] == "入驻率无法计算。"


@pytest.mark.slow
def test_it_is_one_page_and_holds_every_word(brief, tmp_path):
    brief.font_set = require_fonts()
    printed = fitting.fitted(brief, to_pdf)
    path = tmp_path / "brief.pdf"
    path.write_bytes(printed.content)
    assert printed.pages == 1
    assert_all_printed(document_of(brief), path)


@pytest.mark.slow
def test_on_overflow_the_last_risk_goes_and_the_type_stays(brief, monkeypatch, tmp_path):
    long = document_of(brief)
    risks = next(one for one in long.blocks if isinstance(one, Items))
    risks.items += [risks.items[0]] * 30
    before = len(risks.items)
    monkeypatch.setattr(fitting, "document_of", lambda snapshot: long)
    brief.font_set = require_fonts()
    printed = fitting.fitted(brief, to_pdf)
    assert printed.pages == 1
    assert 1 < len(risks.items) < before
    path = tmp_path / "brief.pdf"
    path.write_bytes(printed.content)
    assert "提请研究事项" in text_of(path)


def test_what_cannot_be_shortened_is_refused(brief):
    with pytest.raises(Refused, match="1"):
        fitting.fitted(brief, lambda html: Printed(b"", 2))


def test_the_same_figures_give_the_same_page(brief):
    twice = [to_html(document_of(brief), fitting.imprint_of(brief)) for _ in range(2)]
    assert twice[0] == twice[1]
    assert Decimal(brief.figures["balance"]["net"]) == -100 + 100


def test_its_sentences_are_edited_around_locked_figures(brief):
    document = document_of(brief)
    assert {"answer", "risks.ending", "matters.visit"} <= set(document.passages)
    reworded = reword(
        document, {"matters.visit": "三月中旬前走访。", "answer": "入驻率为{入驻率}。"}
    )
    said = [one.text for one in reworded.passages.values()]
    assert "三月中旬前走访。" in said
    assert "入驻率为42.9%。" in said


def test_large_needs_without_space_are_a_risk(brief):
    figures = plain(brief.figures)
    (whole,) = [band for band in figures["needs"]["bands"] if band["key"] == "whole"]
    whole |= {"projects": 2, "need": "68000.00", "vacant": "26300.00"}
    document = brief.definition.document(figures, "1")
    said = document.passages["risks.unmet"].text
    assert said == "2个整栋需求共6.80万平方米，同等空置只有2.63万平方米。"
    del figures["needs"]  # the first version of the monthly report knows none
    assert "risks.unmet" not in brief.definition.document(figures, "1").passages


def test_every_headline_opens_its_rows(client, people, brief):
    """本月净吸纳 too: the list of moves of the month."""
    client.force_login(people.statistician)
    addresses = brief.definition.addresses(brief.figures)
    cells = {one.label: one.cell for one in block(brief, "headlines").items}
    for name, cell in cells.items():
        assert client.get(addresses[cell.rows]).status_code == 200, name
    moves = client.get(addresses[cells["本月净吸纳"].rows])
    span = moves.context["span"]
    assert (str(span.start), str(span.end)) == ("2023-01-31", "2023-02-28")
    assert addresses["moves"].replace("&", "&amp;") in (
        client.get(brief.get_absolute_url()).content.decode()
    )
