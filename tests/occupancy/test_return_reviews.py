"""Screens of those who review monthly returns: queue, review, board, call list, to-dos."""

import datetime as dt

import pytest
from django.urls import reverse

from crm.core.models import Event
from crm.occupancy import actions
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns.reminders import begin_and_remind, fill_in_todos, review_todos
from crm.occupancy.returns.reported import Part, Reshaping, of_return
from tests.factories.occupancy import BuildingFactory, FloorFactory, UnitFactory

pytestmark = pytest.mark.django_db
MONTH, END, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 28), dt.date(2023, 2, 10)
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


def keys(row: MonthlyReturn) -> list[str]:
    return [one.key for one in of_return(row)]


def test_the_review_shows_each_difference_with_area_and_effect(desk, sent):
    text = desk("statistician", address("return_review", sent.number)).content.decode()
    for shown in ("台账入驻率", "审核通过后", "区级影响", "−100.00", "+100.00", "自用单位"):
        assert shown in text, shown


def test_who_may_open_the_review(desk, sent):
    url = address("return_review", sent.number)
    assert desk("operator", url).status_code == 403
    assert desk("manager", url).status_code == 403
    assert desk("stranger", url, {}).status_code == 403


def test_accept_one_and_send_one_back(desk, sent, vacant):
    url = address("return_review", sent.number)
    first, second = keys(sent)
    data = {"version": sent.version, "act": "decide", f"decision-{first}": "accepted"}
    answer = desk("statistician", url, {**data, f"decision-{second}": "returned"})
    assert answer.status_code == 422
    assert "请填写退回理由" in answer.content.decode()
    done = {f"decision-{second}": "returned", f"reason-{second}": "请附退租单"}
    assert desk("statistician", url, {**data, **done}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, vacant.spells.count()) == ("returned", 1)
    text = desk("operator", address("return", "2023-02", "LY-7")).content.decode()
    assert "请附退租单" in text
    assert "已入账" in text


def test_all_that_can_be_computed_is_marked_and_kept_for_later(desk, sent, vacant):
    url = address("return_review", sent.number)
    desk("statistician", url, {"version": sent.version, "act": "accept_all"})
    sent.refresh_from_db()
    assert {one.decision for one in of_return(sent)} == {"accepted"}
    assert (sent.state, vacant.spells.count()) == ("sent", 0)
    desk("statistician", url, {"version": sent.version, "act": "decide"})
    sent.refresh_from_db()
    assert sent.state == "accepted"


def test_the_second_reviewer_is_told_and_loses_nothing(desk, sent, people):
    url = address("return_review", sent.number)
    first, second = keys(sent)
    seen = sent.version
    verdict = {first: actions.Verdict("accepted")}
    actions.save_decisions(sent, verdict, by=people.statistician)
    answer = desk(
        "statistician",
        url,
        {
            "version": seen,
            "act": "decide",
            f"reason-{second}": "理由还在",
            f"decision-{second}": "returned",
        },
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "已先处理该月报" in text
    assert "理由还在" in text


def test_the_queue_counts_and_links_the_reviews(desk, sent):
    text = desk("statistician", f"{address('returns')}?month=2023-02").content.decode()
    assert "待审 <b>1</b>" in text
    assert address("return_review", sent.number) in text
    assert address("close_month", "2023-02") in text


def test_the_board_shows_who_has_not_sent(desk, sent):
    BuildingFactory(operator=sent.building.operator, name="未报大厦")
    text = desk("statistician", f"{address('return_board')}?month=2023-02").content.decode()
    assert "未报大厦" in text
    assert address("return_review", sent.number) in text
    assert desk("operator", address("return_board")).status_code == 403


def test_the_call_list_masks_phones_and_is_logged(desk, building, people):
    operator = people.operator
    operator.phone = "13812345678"
    operator.save()
    text = desk("statistician", address("return_calls"), {"month": "2023-02"}).content.decode()
    assert "138****5678" in text
    assert "13812345678" not in text
    assert "示例大厦" in text
    assert Event.objects.get(name="occupancy.call_list").data["buildings"] == 1
    assert desk("operator", address("return_calls"), {"month": "2023-02"}).status_code == 403


def test_the_tick_begins_returns_and_reminds_once(people, building):
    actions.close_month(dt.date(2023, 1, 1), by=None, without_returns="x")
    assert begin_and_remind(dt.date(2023, 3, 1)) == 1
    assert begin_and_remind(dt.date(2023, 3, 1)) == 0
    assert begin_and_remind(dt.date(2023, 3, 6)) == 1
    assert begin_and_remind(dt.date(2023, 3, 8)) == 1
    assert begin_and_remind(dt.date(2023, 3, 9)) == 0
    names = Event.objects.filter(model="occupancy.MonthlyReturn").values_list("name", flat=True)
    assert {"occupancy.return_due_soon", "occupancy.return_late"} <= set(names)


def test_to_dos_of_operator_and_statistician(people, building, vacant, let):
    row = actions.begin_return(building, MONTH, by=people.operator)
    (todo,) = fill_in_todos(people.operator, dt.date(2023, 3, 6))
    assert (todo.state, todo.due_label) == ("later", "剩 1 个工作日")
    assert fill_in_todos(people.operator, dt.date(2023, 3, 8))[0].state == "late"
    assert fill_in_todos(people.other_operator, dt.date(2023, 3, 6)) == []
    assert fill_in_todos(people.statistician, dt.date(2023, 3, 6)) == []
    actions.send_return(row, by=people.operator, **WHO, unchanged=True)
    assert review_todos(people.statistician, dt.date(2023, 3, 6))[0].title == "示例大厦"
    assert fill_in_todos(people.operator, dt.date(2023, 3, 6)) == []


def test_all_returns_without_changes_are_accepted_at_once(desk, sent, people):
    for name in ("甲座", "乙座"):
        place = BuildingFactory(operator=sent.building.operator, name=name)
        row = actions.begin_return(place, MONTH, by=people.operator)
        actions.send_return(row, by=people.operator, **WHO, unchanged=True)
    url = address("return_accept_unchanged")
    queue = f"{address('returns')}?month=2023-02"
    assert "审核通过2份零变动" in desk("statistician", queue).content.decode()
    assert desk("operator", url, {"month": "2023-02"}).status_code == 403
    assert desk("statistician", url, {"month": "2023-02"}).url == queue
    states = MonthlyReturn.objects.values_list("state", flat=True).order_by("pk")
    assert list(states) == ["sent", "accepted", "accepted"]


def test_whole_numbers_of_the_call_list_are_shown_on_demand_and_logged(desk, building, people):
    operator = people.operator
    operator.phone = "13812345678"
    operator.save()
    data = {"month": "2023-02", "whole": "1"}
    text = desk("statistician", address("return_calls"), data).content.decode()
    table, copied = text.split('id="text"')
    assert "13812345678" in table
    assert "13812345678" not in copied
    assert Event.objects.filter(name="occupancy.call_list_phones").count() == 1


def test_the_queue_leads_to_the_first_return_that_waits(desk, sent):
    text = desk("statistician", f"{address('returns')}?month=2023-02").content.decode()
    assert "逐份审核（1）" in text
    assert "逐份审核" not in desk("operator", address("returns")).content.decode()


def test_a_merger_counts_as_one_difference(desk, sent, people):
    floor = FloorFactory(building=sent.building, label="9A")
    units = [UnitFactory(building=sent.building, floor=floor, number=f"90{n}") for n in (1, 2)]
    actions.recall_return(sent, by=people.operator)
    part = Part(units[0], ON, "V", area=sum(unit.area for unit in units), number="901")
    merger = Reshaping(units[0], ON, "", kind="merge", units=units, parts=[part])
    actions.report_changes(sent, [merger], by=people.operator)
    text = desk("operator", f"{address('returns')}?month=2023-02").content.decode()
    assert '<td class="num">3</td>' in text


def test_what_comes_after_the_closing_is_said_to_both(desk, sent, people):
    review = address("return_review", sent.number)
    assert "已结账（第1版）" not in desk("statistician", review).content.decode()
    actions.close_month(MONTH, by=None, without_returns="系统故障")
    assert "已结账（第1版）" in desk("statistician", review).content.decode()
    actions.recall_return(sent, by=people.operator)
    page = desk("operator", address("return", "2023-02", "LY-7")).content.decode()
    assert "按补报处理" in page
