"""Screens of monthly returns and closings, as their users meet them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.core.actions import set_dated_value
from crm.core.models import Attachment
from crm.occupancy import actions
from crm.occupancy.dated import SCAN_REQUIRED
from crm.occupancy.models import MonthlyReturn, MonthlyReturnLine
from crm.occupancy.returns.reported import of_return
from tests.factories.occupancy import (
    BuildingFactory,
    SpellFactory,
)

pytestmark = pytest.mark.django_db
MONTH, END, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 28), dt.date(2023, 2, 10)
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}
PDF = b"%PDF-1.4\n%%EOF\n"


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


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


def keys(row: MonthlyReturn) -> list[str]:
    return [one.key for one in of_return(row)]


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


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("0801", "0801", "1101"),
        ("空置", "0801", "1101"),
        ("L", "1101", "0801"),
        ("无此", "没有", "1101"),
    ],
)
def test_units_are_found_by_number_state_or_enterprise(desk, vacant, let, asked, shown, hidden):
    text = desk("operator", f"{own('return')}?q={asked}").content.decode()
    units = text.split('id="h-units"')[1]
    assert shown in units
    assert hidden not in units
    name = let.lease.tenant.name
    assert name in desk("operator", f"{own('return')}?q={name[-4:]}").content.decode()


def test_where_a_scan_is_required_the_paper_comes_first(desk, building):
    begin = own("return_begin")
    assert begin not in desk("operator", own("return")).content.decode()
    set_dated_value(key=SCAN_REQUIRED, value=True, effective_from=MONTH, note="x", by=None)
    text = desk("operator", own("return")).content.decode()
    assert begin in text
    assert "直接从打印确认表开始" in text
    assert desk("other_operator", begin, {}).status_code == 404
    assert desk("operator", begin, {}).url == own("return")
    row = MonthlyReturn.objects.get()
    assert f"confirmations/{row.number}" in desk("operator", own("return")).content.decode()
    refused = desk("operator", own("return_unchanged"), WHO)
    assert refused.status_code == 422
    assert "请先上传盖章确认表扫描件" in refused.content.decode()
