"""Which home a person gets, and what stands on it."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from crm.core.access import ANY_STAFF
from crm.core.registries import FigureDefinition, Todo, TodoSource
from crm.core.registries.figures import Figure
from crm.desk.overview import last_month_end, parse_month_end
from crm.reports.canonical import canonical_json
from crm.reports.occupancy_monthly.figures import figures
from tests.factories.reports import SnapshotFactory

pytestmark = pytest.mark.django_db

HOME = reverse("desk:home")


def todo(title: str, state: str, hour: int = 9) -> Todo:
    due = dt.datetime(2023, 3, 7, hour, tzinfo=dt.UTC)
    return Todo(
        title=title, subtitle="XS-2023-0001", task="首次响应", url="/desk/", state=state, due=due
    )


def occupancy(user, as_of: dt.date) -> Figure:
    return Figure(
        name="入驻率",
        value=Decimal("0.81"),
        unit="%",
        basis="（自用＋已租已入驻＋已售入驻）÷（可招商面积−暂不可租）",
        scope="丽泽南区",
        as_of=as_of,
        kind="rate",
        numerator="153.90 万㎡",
        denominator="190.00 万㎡",
        rows_url="/desk/rows/",
        change=Decimal("0.004"),
        change_label="环比",
    )


def test_a_manager_opens_on_my_day(people, browse):
    assert "<h1>我的一天</h1>" in browse(people.manager).get(HOME, follow=True).content.decode()


def test_the_bureau_head_opens_on_the_overview(people, browse, figure_registry):
    figure_registry.register(FigureDefinition("occupancy", occupancy, ANY_STAFF))
    page = browse(people.head).get(HOME, follow=True).content.decode()
    assert "<h1>一页总览</h1>" in page
    assert reverse("desk:my_day") in page


def test_an_operator_has_no_overview(people, browse):
    client = browse(people.operator)
    assert "<h1>我的一天</h1>" in client.get(HOME, follow=True).content.decode()
    assert client.get(reverse("desk:overview")).status_code == 403


def test_an_account_without_a_role_is_told_whom_to_ask(people, browse):
    page = browse(people.stranger).get(reverse("desk:no_grant"))
    assert page.status_code == 403
    assert "请联系本单位管理员" in page.content.decode()


def test_to_dos_stand_in_groups_with_the_overdue_first(people, browse, todo_registry):
    items = [todo("新来的", "new"), todo("晚了的", "late"), todo("今天的", "today")]
    todo_registry.register(TodoSource("leads", "线索", lambda user, day: items, ANY_STAFF))
    page = browse(people.manager).get(HOME, follow=True).content.decode()
    order = [
        page.index(text) for text in ("已超时", "晚了的", "今天到期", "今天的", "新分派", "新来的")
    ]
    assert order == sorted(order)
    assert "今天要做 3 件" in page


def test_what_is_due_later_is_folded_up(people, browse, todo_registry):
    items = [todo("下周的事", "later")]
    todo_registry.register(TodoSource("leads", "线索", lambda user, day: items, ANY_STAFF))
    client = browse(people.manager)
    folded, open_page = (
        client.get(reverse("desk:my_day") + query).content.decode() for query in ("", "?later=1")
    )
    assert "稍后还有 1 件" in folded
    assert "下周的事" not in folded
    assert "下周的事" in open_page


def test_a_source_that_a_person_may_not_use_is_not_asked(people, browse, todo_registry):
    asked = []
    source = TodoSource("x", "x", lambda user, day: asked.append(user) or [], "core.manage_people")
    todo_registry.register(source)
    browse(people.manager).get(HOME)
    assert asked == []


def test_a_figure_shows_value_change_basis_date_and_rows(people, browse, figure_registry):
    figure_registry.register(FigureDefinition("occupancy", occupancy, ANY_STAFF))
    page = (
        browse(people.head).get(reverse("desk:overview"), {"as_of": "2023-02-28"}).content.decode()
    )
    for text in (
        "81.0<small>%</small>",
        "环比 +0.4",
        "百分点",
        "查看明细",
        "153.90 万㎡",
        "2023-02-28",
    ):
        assert text in page


def test_a_figure_that_cannot_be_computed_says_why(people, browse, figure_registry):
    def nothing(user, as_of):
        return Figure("入驻率", None, "%", "…", "…", as_of, why="没有在用楼宇")

    figure_registry.register(FigureDefinition("occupancy", nothing, ANY_STAFF))
    page = browse(people.head).get(HOME, follow=True).content.decode()
    assert "无法计算：没有在用楼宇" in page


@time_machine.travel(dt.datetime(2023, 3, 7, 1, tzinfo=dt.UTC), tick=False)
def test_the_overview_is_as_of_the_last_month_that_has_ended_unless_said(people, browse):
    client = browse(people.head)
    for typed, day in (("", "2023-02-28"), ("2022-12", "2022-12-31"), ("whenever", "2023-02-28")):
        assert (
            f"截至 {day}" in client.get(reverse("desk:overview"), {"as_of": typed}).content.decode()
        )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016年9月", dt.date(2016, 9, 30)),
        ("2016.9", dt.date(2016, 9, 30)),
        ("2016-09-30", dt.date(2016, 9, 30)),
        ("2016-09-05", dt.date(2016, 8, 31)),
        ("2030-01", dt.date(2023, 2, 28)),
        ("2016-13", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
        ("", None),
    ],
)
def test_a_month_is_read_as_it_is_typed_and_never_lies_ahead(text, day):
    assert parse_month_end(text, dt.date(2023, 3, 7)) == day


def test_a_month_has_ended_on_its_last_day():
    assert last_month_end(dt.date(2023, 2, 28)) == dt.date(2023, 2, 28)
    assert last_month_end(dt.date(2024, 1, 1)) == dt.date(2023, 12, 31)


def test_the_second_look_at_the_overview_computes_nothing(
    people, browse, django_assert_max_num_queries
):
    client = browse(people.head)
    client.get(reverse("desk:overview"))
    with django_assert_max_num_queries(15):
        client.get(reverse("desk:overview"))


@pytest.mark.parametrize(("who", "links"), [("head", True), ("editor", False)])
def test_the_overview_offers_its_report_to_those_who_may_read_it(people, browse, who, links):
    report = SnapshotFactory(
        kind="occupancy-monthly",
        scope_code="district",
        canonical=canonical_json(figures(dt.date(2023, 2, 28), "district")),
        state="issued",
        number="OCC-202302-01",
    )
    page = browse(getattr(people, who)).get(reverse("desk:overview"), {"as_of": "2023-02-28"})
    assert (report.get_absolute_url() in page.content.decode()) is links
