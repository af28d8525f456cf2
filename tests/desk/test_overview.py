"""The bureau head's page: every figure and picture has its basis, its day and its rows."""

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from crm.desk.headlines import moved_of
from crm.desk.libraries import library_figures
from crm.desk.pictures import INWARD, movers
from crm.desk.svg import (
    ScreenBar,
    ScreenPoint,
    ScreenStep,
    screen_bars,
    screen_lines,
    screen_split,
    screen_steps,
)
from crm.projects.models import Library
from crm.projects.seeds import DEFAULT_LIBRARY
from crm.reports.occupancy_monthly.positions import Month
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)
from tests.factories.projects import LibraryEntryFactory, ProjectFactory

DAY = dt.date(2023, 2, 28)
PAGE = reverse("desk:overview") + "?as_of=2023-02-28"


@pytest.fixture
def district(people):
    """One building, half of it let; a tenant came in February, a lease ends in April."""
    unit = UnitFactory()
    building = unit.building
    lease = LeaseFactory(last_day=dt.date(2023, 4, 30), building=building)
    spell = SpellFactory(unit=unit, lease=lease)
    SpellOccupantFactory(spell=spell, enterprise=lease.tenant)
    UnitFactory(building=building)
    fresh = SpellFactory(
        unit=UnitFactory(building=building), starts_on=dt.date(2023, 2, 10), lease=None
    )
    comer = SpellOccupantFactory(
        spell=fresh, enterprise=EnterpriseFactory(name="北京新来科技有限公司")
    )
    return comer.enterprise


@pytest.fixture
def page(people, browse, district):
    with time_machine.travel(dt.datetime(2023, 3, 7, 1, tzinfo=dt.UTC), tick=False):
        answer = browse(people.head).get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def addresses(page: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', page)]


def test_every_headline_opens_its_rows_as_of_the_day(page):
    found = addresses(page)
    for rows in (
        "/desk/occupancy/units/?as_of=2023-02-28&state=S&state=L&state=O",
        "/desk/occupancy/units/?as_of=2023-02-28&state=V",
        "/desk/occupancy/?as_of=2023-02-28&status=in_use",
        "/desk/occupancy/moves/?from=2023-01-31&to=2023-02-28",
    ):
        assert rows in found, rows


def test_every_picture_opens_its_rows_and_says_what_it_means(page):
    found = addresses(page)
    for rows in (
        "/desk/occupancy/trend/?to=2023-02-28&months=24",
        "/desk/occupancy/comparison/?from=2022-02-28&to=2023-02-28",
        "/desk/occupancy/moves/?from=2023-01-31&to=2023-02-28&kind=move_in&kind=expansion",
        "/desk/occupancy/leases/?as_of=2023-02-28&ending=365",
    ):
        assert rows in found, rows
    for name in ("入驻率走势", "同比变动分解", "本月迁入与扩租", "租约到期阶梯"):
        assert f"{name}的口径" in page


def test_all_its_rows_can_be_opened(people, browse, page):
    client = browse(people.head)
    listed = {url for url in addresses(page) if url.startswith("/desk/") and "?" in url}
    assert len(listed) > 10
    broken = {url: client.get(url).status_code for url in listed}
    assert {url: status for url, status in broken.items() if status != 200} == {}


def sum_shown(text: str) -> str:
    return re.search(r"建筑面积合计 ([\d,.]+) ㎡", text)[1]


def test_the_rows_behind_a_figure_say_what_they_add_up_to(people, browse, page):
    client = browse(people.head)
    listed = addresses(page)
    (step,) = [url for url in listed if "/leases/" in url and "step=90" in url]
    assert "1 条" in (text := client.get(step).content.decode())
    assert sum_shown(text) == "100.00"
    (vacant,) = {url for url in listed if "/units/" in url and url.endswith("state=V")}
    assert sum_shown(client.get(vacant).content.decode()) == "100.00"
    (inward,) = {url for url in listed if "kind=move_in" in url}
    assert "+100.00" in client.get(inward).content.decode().split("<tfoot>")[1]


def test_a_step_of_the_ladder_opens_its_own_leases_alone(people, browse, page):
    LeaseFactory(last_day=dt.date(2023, 3, 10))
    sooner = LeaseFactory(last_day=dt.date(2023, 3, 10))
    SpellFactory(unit=UnitFactory(), lease=sooner)
    (step,) = [url for url in addresses(page) if "step=90" in url]
    assert sooner.number not in browse(people.head).get(step).content.decode()


def test_why_the_rate_moved_and_what_is_to_be_decided_stand_on_top(page):
    words = page.split("本月要点")[1].split("</section>")[0]
    assert "净吸纳影响 +33.3，分母变动影响 0.0" in words
    assert "/desk/occupancy/comparison/?from=2023-01-31&amp;to=2023-02-28" in words
    assert "本月一页简报尚未签发" in words


def test_moved_in_counts_as_the_list_of_moves_does():
    newer = {"move_in_count": 31, "move_out_count": 5, "moved_in": 32, "moved_out": 6}
    assert moved_of(newer) == {"inward": 31, "outward": 5}
    assert moved_of({"moved_in": 3, "moved_out": 1}) == {"inward": 3, "outward": 1}


def test_who_came_stands_there_short_and_opens_the_spells(page, district):
    assert "新来科技" in page
    assert f"/desk/occupancy/moves/{district.number}/?from=2023-01-31" in page.replace("&amp;", "&")


def test_like_for_like_and_the_basis_stand_beside_the_rates(page):
    assert "可比" in page
    assert "入驻率＝（自用＋已租已入驻＋已售入驻）" in page


def test_twelve_months_on_request(people, browse, district):
    client = browse(people.head)
    text = client.get(f"{PAGE}&months=12").content.decode()
    assert "trend/?to=2023-02-28&amp;months=12" in text
    assert client.get(f"{PAGE}&months=x").status_code == 200


def test_the_page_prints_itself_while_no_brief_is_issued(page):
    assert "data-print" in page
    assert "staff/printing.js" in page


def test_the_whole_page_keeps_to_fifteen_queries(
    people, browse, district, django_assert_max_num_queries
):
    client = browse(people.head)
    client.get(PAGE)
    with django_assert_max_num_queries(15):
        client.get(PAGE)


def month(moves: list[tuple[str, str, int]], **balance: int) -> Month:
    rows = [
        {"kind": kind, "enterprise": name, "building": "楼", "area": str(area)}
        for kind, name, area in moves
    ]
    figures = {
        "as_of": "2023-02-28",
        "previous": {"as_of": "2023-01-31"},
        "balance": {key: str(value) for key, value in balance.items()},
        "moves": rows,
    }
    return Month(figures)


@pytest.mark.django_db
def test_the_line_of_the_smaller_moves_is_no_mover_and_its_enterprises_are_counted():
    named = [("move_in", f"企业{n}", 900 - n) for n in range(7)]
    listed = [*named, ("move_in", "其他26家（单家不超过520㎡）", 10_240), ("move_out", "走的", -5)]
    seen = movers(month(listed, move_in=16_519, expansion=0), INWARD)
    assert [row["enterprise"] for row in seen.rows] == [f"企业{n}" for n in range(5)]
    assert (seen.others, seen.total) == (28, Decimal(16_519))
    assert seen.rest == seen.total - sum(row["area"] for row in seen.rows)


@pytest.mark.both_databases
@pytest.mark.django_db
def test_the_three_library_figures_are_of_the_day(people):
    def entry(entered: str, **facts):
        landed, signed = facts.pop("landed", None), facts.pop("signed", None)
        team = people.team("section_one")
        enterprise = EnterpriseFactory(team=team)
        project = ProjectFactory(
            team=team, enterprise=enterprise, landed_on=landed, signed_on=signed
        )
        return LibraryEntryFactory(
            project=project, library=library, entered_on=entered, state="in", **facts
        )

    library = Library.objects.get(code=DEFAULT_LIBRARY)

    entry("2021-05-01", left_on="2022-03-01", leave_reason="landed")
    entry("2022-05-01", landed=dt.date(2022, 9, 1), signed=dt.date(2022, 8, 1))
    entry("2022-06-01", signed=dt.date(2022, 8, 1), landed=dt.date(2023, 3, 1))
    entry("2023-01-10", left_on="2023-03-01", leave_reason="ended")
    entry("2023-03-01")
    found = library_figures(people.head, DAY)
    assert (found.total, found.present, found.gone, found.left) == (4, 3, 1, {"landed": 1})
    assert (found.year, found.entered, found.landed, found.signed) == (2022, 2, 1, 2)
    assert (found.this_year, found.landing_rate) == (1, Decimal("0.5"))
    assert library_figures(people.head, dt.date(2022, 12, 31)).year == 2022
    assert "entered_after=2022-01-01&entered_before=2022-12-31" in found.urls["entered"]


def test_lines_break_where_a_rate_cannot_be_computed_and_labels_keep_apart():
    points = [
        ScreenPoint("2023-01", None),
        ScreenPoint("2023-02", 80.0, 80.0),
        ScreenPoint("2023-03", 81.0, 81.2, "+3.20"),
    ]
    svg = screen_lines(points, ("总体", "可比"), "句子<>")
    assert "总体 81.0" in svg
    assert "句子&lt;&gt;" in svg
    heights = [float(y) for y in re.findall(r'x="414" y="([\d.]+)">(?:总体|可比)', svg)]
    assert abs(heights[0] - heights[1]) >= 13
    assert screen_lines([ScreenPoint("2023-01", None)], ("a", "b"), "") == ""


def test_bars_that_open_rows_are_no_mere_picture():
    plain, linked = (
        ScreenBar("签约", 3, "3"),
        ScreenBar("签约", 3, "3", "1 亿元", url="/rows/?a=1&b=2"),
    )
    assert 'role="img"' in screen_bars([plain], "阶段")
    drawn = screen_bars([linked], "阶段")
    assert 'role="group"' in drawn
    assert '<a href="/rows/?a=1&amp;b=2" aria-label="签约 3 1 亿元">' in drawn


def test_steps_meet_and_split_bars_fill_the_width():
    steps = [
        ScreenStep("a", 0, 80, "80", "neu", whole=True),
        ScreenStep("b", 80, 86, "+6", "pos"),
        ScreenStep("c", 86, 81, "−5", "neg"),
    ]
    bars = re.findall(
        r'<rect class="(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', screen_steps(steps, "")
    )
    ends = [float(x) + float(width) for _, x, width in bars]
    assert ends[0] == pytest.approx(float(bars[1][1]), abs=0.2)
    assert ends[1] == pytest.approx(ends[2], abs=0.2)
    split = screen_split([("在库 468", 468, "pri"), ("出库 143", 143, "neu2")], "")
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="22"', split)]
    assert sum(widths) == pytest.approx(484, abs=0.2)


def test_a_person_without_projects_sees_none(people, browse, district):
    assert not people.editor.can("projects.view")
    answer = browse(people.editor).get(PAGE)
    assert answer.status_code == 200
    assert "在办项目按阶段" not in answer.content.decode()
