"""Charts: words stay words, states read without colour, nothing the content policy refuses."""

import xml.etree.ElementTree as ET

from crm.core.charts import (
    Bar,
    LinePoint,
    StateBar,
    Step,
    bar_chart,
    line_chart,
    pages_of,
    state_chart,
    waterfall_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert(1)</script>"&'


def parsed(chart):
    return ET.fromstring(chart)  # noqa: S314 - our own drawing


def height_of(chart):
    return float(parsed(chart).attrib["height"].removesuffix("pt"))


def charts():
    bars = [StateBar(NASTY, "南区", dict.fromkeys("SLONVH", 100.0), "81.0")]
    return [
        bar_chart([Bar(NASTY, 3, NASTY), Bar("乙", 0, "0")], NASTY),
        line_chart([LinePoint(f"2023-{n:02d}", 60 + n, mark="+1") for n in range(1, 13)], NASTY),
        state_chart(bars, NASTY),
        waterfall_chart(
            [
                Step("上月", 0, 81.8, "81.8%", "#ccc", whole=True),
                Step("净吸纳", 81.8, 82.4, "+0.6", "#ccc"),
            ],
            NASTY,
            "柱有截断",
        ),
    ]


def test_every_chart_is_well_formed_whatever_its_words_are():
    for chart in charts():
        root = parsed(chart)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"] == NASTY


def test_every_chart_can_be_tagged_on_paper():
    """Its title is the alternative text; what is drawn in a fill pattern would be left untagged."""
    for chart in charts():
        root = parsed(chart)
        assert root.find(f"{SVG}title").text == NASTY
        assert "<pattern" not in chart
        assert "url(#" not in chart


def test_no_chart_carries_a_style_a_script_or_an_address():
    for chart in charts():
        assert "<script" not in chart
        assert "style=" not in chart
        assert "href=" not in chart


def test_each_state_carries_its_letter():
    letters = [text.text for text in parsed(charts()[2]).iter(SVG + "text")]
    for state in "SLONVH":
        assert letters.count(state) == 2


def test_more_buildings_than_a_page_holds_go_on_the_next():
    bars = [StateBar(f"{n}", f"{n // 30}", {"L": 1.0}, "") for n in range(90)]
    parts = pages_of(bars)
    assert [bar for part in parts for bar in part] == bars
    assert len(parts) > 1
    assert all(height_of(state_chart(part, "")) < 615 for part in parts)


def test_a_single_point_and_no_point_are_drawn():
    assert "<svg" in line_chart([LinePoint("2023-02", 81.0)], "一个月")
    assert "<svg" in line_chart([LinePoint("2023-02", None)], "无法计算")
