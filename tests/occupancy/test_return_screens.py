"""Screens of monthly returns and closings, as their users meet them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.core.models import Attachment, Event
from crm.occupancy import actions
from crm.occupancy.models import MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns.reminders import begin_and_remind, fill_in_todos, review_todos
from crm.occupancy.returns.reported import Reported, Tenant, of_return
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
MONTH, END, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 28), dt.date(2023, 2, 10)
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}
PDF = b"%PDF-1.4\n%%EOF\n"


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


@pytest.fixture
def desk(client, people):
    def open_as(name: str, url: str, data=None):
        client.force_login(getattr(people, name))
        return client.get(url) if data is None else client.post(url, data)

    return open_as


@pytest.fixture
def building(people):
    return BuildingFactory(
        operator=people.team("operator_a"), name="示例大厦", code="LY-7", gross_area=Decimal("9000")
    )


@pytest.fixture
def vacant(building):
    return UnitFactory(building=building, number="0801")


@pytest.fixture
def let(building):
    lease = LeaseFactory(building=building)
    spell = SpellFactory(unit__building=building, unit__number="1101", lease=lease)
    return SpellOccupantFactory(spell=spell, enterprise=lease.tenant).spell


@pytest.fixture
def sent(building, people, vacant, let):
    row = actions.begin_return(building, MONTH, by=people.operator)
    said = [
        Reported(vacant, ON, "S", [Tenant("自用单位")]),
        Reported(let.unit, ON, "V", note="退租"),
    ]
    actions.report_changes(row, said, by=people.operator)
    return actions.send_return(row, by=people.operator, **WHO)


def own(name: str, *args) -> str:
    return address(name, "2023-02", "LY-7", *args)


def test_the_operator_sees_own_buildings_of_the_month(desk, building):
    BuildingFactory(name="别家大厦")
    text = desk("operator", f"{address('returns')}?month=2023-02").content.decode()
    assert "示例大厦" in text
    assert "别家大厦" not in text
    assert "未填报" in text
    other = desk("other_operator", f"{address('returns')}?month=2023-02").content.decode()
    assert "示例大厦" not in other


def test_the_return_is_prefilled_with_the_ledger_at_the_month_end(desk, let, vacant):
    text = desk("operator", own("return")).content.decode()
    assert let.lease.tenant.name in text
    assert "0801" in text
    assert "楼宇运营月报（工作台账）" in text
    assert "统计调查表" not in text


def test_strangers_and_other_operators_find_no_return(desk, building):
    assert desk("other_operator", own("return")).status_code == 404
    assert desk("manager", own("return")).status_code == 403
    assert desk("operator", address("return", "2023-13", "LY-7")).status_code == 404


def test_a_change_is_reported_on_screen_with_its_evidence(desk, vacant):
    data = {
        "on": "2023年2月10日",
        "state": "L",
        "tenants": "甲公司 60㎡\n乙公司 40㎡",
        "lease_number": "HT-1",
        "last_day": "2026-02-09",
        "evidence": SimpleUploadedFile("租约.pdf", PDF, "application/pdf"),
    }
    assert desk("operator", own("return_unit", vacant.pk), data).url == own("return")
    said = of_return(MonthlyReturn.objects.get())[0]
    assert [(one.name, one.area_share) for one in said.tenants] == [
        ("甲公司", Decimal("60.00")),
        ("乙公司", Decimal("40.00")),
    ]
    assert Attachment.objects.get().record == said.lines[0]
    assert "租约.pdf" in desk("operator", own("return")).content.decode()


def test_a_unit_falls_vacant_without_its_prefilled_tenant_being_cleared(desk, let):
    lease = let.lease
    data = {
        "on": "2023-02-10",
        "state": "V",
        "tenants": lease.tenant.name,
        "lease_number": lease.number,
        "lease_starts_on": str(lease.starts_on),
        "last_day": str(lease.last_day),
        "area": str(let.unit.area),
    }
    assert desk("operator", own("return_unit", let.unit.pk), data).url == own("return")
    said = of_return(MonthlyReturn.objects.get())[0]
    assert (said.state, list(said.tenants), said.lease_number) == ("V", [], "")
    typed = {**data, "tenants": "另一公司"}
    answer = desk("operator", own("return_unit", let.unit.pk), typed)
    assert answer.status_code == 422


@pytest.mark.parametrize("state", ["S", "O"])
def test_a_lease_stays_behind_when_a_unit_is_sold_or_used_by_its_owner(desk, let, state):
    url, lease = own("return_unit", let.unit.pk), let.lease
    form = desk("operator", url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "evidence"}
    data.update(on="2023-02-10", state=state)
    typed = {**data, "last_day": "2030-01-01"}
    assert "请改状态，或清空租约各项" in desk("operator", url, typed).content.decode()
    assert desk("operator", url, data).status_code == 302
    (said,) = of_return(MonthlyReturn.objects.get())
    assert (said.names, said.last_day, said.lease_number) == (lease.tenant.name, None, "")


def test_a_released_unit_leaves_the_reason_of_its_hold_behind(desk, building):
    spell = SpellFactory(unit__building=building, state="H", reason="消防改造", lease=None)
    url = own("return_unit", spell.unit.pk)
    form = desk("operator", url).context["form"]
    assert form["note"].value() == "消防改造"
    data = {name: form[name].value() or "" for name in form.fields if name != "evidence"}
    assert desk("operator", url, {**data, "on": "2023-02-10", "state": "V"}).status_code == 302
    assert of_return(MonthlyReturn.objects.get())[0].note == ""


def test_editing_a_report_keeps_its_evidence_and_moves_its_day(desk, vacant):
    data = {"on": "2023-02-10", "state": "S", "tenants": "甲公司"}
    upload = SimpleUploadedFile("证明.pdf", PDF, "application/pdf")
    desk("operator", own("return_unit", vacant.pk), {**data, "evidence": upload})
    url = f"{own('return_unit', vacant.pk)}?on=2023-02-10"
    assert "甲公司" in desk("operator", url).content.decode()
    desk("operator", url, {**data, "tenants": "丙公司"})
    line = MonthlyReturnLine.objects.get()
    assert (line.enterprise_name, Attachment.objects.get().record) == ("丙公司", line)


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(desk, vacant):
    data = {"on": "2023-03-05", "state": "L", "tenants": "甲公司", "last_day": "2023-01-01"}
    answer = desk("operator", own("return_unit", vacant.pk), data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "晚于本月" in text
    assert "应填更晚的日期" in text
    assert "2023-03-05" in text
    assert not MonthlyReturnLine.objects.exists()


def test_nothing_changed_is_one_click_once_the_names_are_known(desk, building, people):
    actions.send_return(
        actions.begin_return(building, dt.date(2023, 1, 1), by=people.operator),
        by=people.operator,
        **WHO,
        unchanged=True,
    )
    text = desk("operator", own("return")).content.decode()
    assert f'action="{own("return_unchanged")}"' in text
    assert 'name="responsible" value="乔总"' in text
    desk("operator", own("return_unchanged"), WHO)
    row = MonthlyReturn.objects.get(month=MONTH)
    assert (row.state, row.is_unchanged) == ("sent", True)


def test_sending_with_the_stamped_scan(desk, vacant):
    desk(
        "operator",
        own("return_unit", vacant.pk),
        {"on": "2023-02-10", "state": "S", "tenants": "甲公司"},
    )
    scan = SimpleUploadedFile("确认表.pdf", PDF, "application/pdf")
    assert desk("operator", own("return_send"), {**WHO, "scan": scan}).status_code == 302
    assert Attachment.objects.get().kind == "confirmation"
    assert MonthlyReturn.objects.get().state == "sent"
    refused = desk(
        "operator",
        own("return_unit", vacant.pk),
        {"on": "2023-02-11", "state": "S", "tenants": "甲公司"},
    )
    assert refused.status_code == 422


def test_a_report_is_taken_back(desk, vacant):
    desk(
        "operator",
        own("return_unit", vacant.pk),
        {"on": "2023-02-10", "state": "S", "tenants": "甲公司"},
    )
    key = of_return(MonthlyReturn.objects.get())[0].key
    desk("operator", own("return_withdraw"), {"key": key})
    assert not MonthlyReturnLine.objects.exists()


def test_the_review_shows_each_difference_with_area_and_effect(desk, sent):
    text = desk("statistician", address("return_review", sent.number)).content.decode()
    for shown in ("台账入驻率", "审核通过后", "区级影响", "−100.00", "+100.00", "自用单位"):
        assert shown in text, shown


def test_who_may_open_the_review(desk, sent):
    url = address("return_review", sent.number)
    assert desk("operator", url).status_code == 403
    assert desk("manager", url).status_code == 403
    assert desk("stranger", url, {}).status_code == 403


def keys(row: MonthlyReturn) -> list[str]:
    return [one.key for one in of_return(row)]


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
    text = desk("operator", own("return")).content.decode()
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


def test_a_sent_return_is_taken_back_until_somebody_decides(desk, sent, people):
    recall = own("return_recall")
    assert recall in desk("operator", own("return")).content.decode()
    assert desk("other_operator", recall, {}).status_code == 404
    desk("operator", recall, {})
    sent.refresh_from_db()
    assert (sent.state, sent.lines.count()) == ("draft", 2)
    actions.send_return(sent, by=people.operator, **WHO)
    verdict = {keys(sent)[0]: actions.Verdict("accepted")}
    actions.save_decisions(sent, verdict, by=people.statistician)
    assert recall not in desk("operator", own("return")).content.decode()
    desk("operator", recall, {})
    sent.refresh_from_db()
    assert sent.state == "sent"


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


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("0801", "0801", "1101"),
        ("空置", "0801", "1101"),
        ("L", "1101", "0801"),
        ("无此", "没有", ""),
    ],
)
def test_units_are_found_by_number_state_or_enterprise(desk, vacant, let, asked, shown, hidden):
    text = desk("operator", f"{own('return')}?q={asked}").content.decode()
    units = text.split('id="h-units"')[1]
    assert shown in units
    assert hidden not in units
    name = let.lease.tenant.name
    assert name in desk("operator", f"{own('return')}?q={name[-4:]}").content.decode()


def test_the_queue_leads_to_the_first_return_that_waits(desk, sent):
    text = desk("statistician", f"{address('returns')}?month=2023-02").content.decode()
    assert "逐份审核（1）" in text
    assert "逐份审核" not in desk("operator", address("returns")).content.decode()
