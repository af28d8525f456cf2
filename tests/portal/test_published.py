"""Figures for the public: from issued reports alone, with basis, never of small groups."""

import datetime as dt
from decimal import Decimal

import pytest

from portal.models import PublishedFigure
from portal.published import (
    AREA_KEYS,
    FigureRow,
    ReportReference,
    latest_glance,
    month_end_before,
    publish,
)

FEBRUARY = dt.date(2023, 2, 28)
REPORT = ReportReference(
    "楼宇入驻情况月报（2023年2月）",
    "OCC-202302-01",
    dt.date(2023, 3, 8),
    basis="入驻面积除以可招商面积。",
)


def occupancy(day: dt.date, rate: str) -> FigureRow:
    return FigureRow("occupancy", day, "入驻率", Decimal(rate), "%")


def test_nothing_is_shown_before_a_report_is_issued(site, client):
    assert latest_glance() is None
    assert "一图速览" not in client.get("/").content.decode()


def test_the_home_page_names_report_day_and_basis(site, client):
    publish(REPORT, [occupancy(FEBRUARY, "0.81"), occupancy(dt.date(2023, 1, 31), "0.818")])
    html = client.get("/").content.decode()
    for words in ("81.0", "OCC-202302-01", "2023-03-08", "入驻面积除以可招商面积", "−0.8"):
        assert words in html


def test_a_group_under_three_is_left_out(db):
    rows = [
        FigureRow("new_enterprises", FEBRUARY, "新入驻", Decimal(2), "家", group_size=2),
        FigureRow("enterprises", FEBRUARY, "入驻企业", Decimal(3), "家", group_size=3),
    ]
    assert publish(REPORT, rows) == 1
    assert PublishedFigure.objects.get().key == "enterprises"


def test_a_corrected_report_takes_the_place_of_the_first(db):
    publish(REPORT, [occupancy(FEBRUARY, "0.80")])
    corrected = ReportReference(REPORT.title, "OCC-202302-02", dt.date(2023, 3, 20))
    publish(corrected, [occupancy(FEBRUARY, "0.81")])
    figure = PublishedFigure.objects.get()
    assert (figure.value, figure.report_number) == (Decimal("0.810000"), "OCC-202302-02")


def test_drawings_come_in_two_sizes_with_words(site, client):
    days = [month_end_before(FEBRUARY, months) for months in range(1, 24)] + [FEBRUARY]
    publish(REPORT, [occupancy(day, "0.80") for day in days])
    publish(REPORT, [FigureRow(key, FEBRUARY, key, Decimal(1000)) for key in AREA_KEYS])
    html = client.get("/").content.decode()
    assert html.count('class="chart wide-only"') == html.count('class="chart narrow-only"') == 2
    assert 'aria-label="2021-03至2023-02逐月入驻率' in html


def test_the_english_page_names_known_figures_in_english(site, client):
    publish(REPORT, [occupancy(FEBRUARY, "0.81")])
    html = client.get("/en/").content.decode()
    assert "<dt>Occupancy</dt>" in html


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (FEBRUARY, 1, dt.date(2023, 1, 31)),
        (FEBRUARY, 12, dt.date(2022, 2, 28)),
        (dt.date(2024, 3, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2023, 1, 31), 1, dt.date(2022, 12, 31)),
    ],
)
def test_month_ends_are_counted_backwards(day, months, before):
    assert month_end_before(day, months) == before
