"""Restricted yearly figures: the rules, who sees and records them, the forms."""

from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.clock import today
from crm.core.errors import NotAllowed, Refused, Stale
from crm.core.models import Event
from crm.core.sources import of_statistics_network
from crm.enterprises import actions
from crm.enterprises.figure_rules import UNITS, clean_unit
from crm.enterprises.models import Enterprise, YearlyFigure
from crm.reports.tax_annex.figures import paid_by
from crm.reports.tax_annex.rules import in_yuan
from tests.factories.enterprises import EnterpriseFactory, YearlyFigureFactory

pytestmark = pytest.mark.django_db
TAX = {
    "year": "2022",
    "kind": "tax",
    "value": "12,345.67",
    "unit": "万元",
    "source": "税务部门",
    "authorisation": "京税授〔2023〕1号",
}


@pytest.fixture
def firm(people) -> Enterprise:
    return EnterpriseFactory(name="溯原科技（演示）", team=people.team("section_one"))


def figure(firm: Enterprise, **values) -> YearlyFigure:
    given = {**TAX, "value": Decimal("12.50"), "year": 2022} | values
    return YearlyFigure(enterprise=firm, **given)


def adding(firm: Enterprise) -> str:
    return reverse("desk:enterprises:add_figure", args=[firm.number])


def of(row: YearlyFigure, name: str) -> str:
    return reverse(f"desk:enterprises:{name}", args=[row.enterprise.number, row.pk])


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


# --- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"authorisation": " "}, "authorisation", "授权文号"),
        ({"source": "  "}, "source", "来源"),
        ({"source": "统计联网直报平台"}, "source", "统计联网直报"),
        ({"source": "企业 一套表"}, "source", "统计联网直报"),
        ({"unit": "万美元"}, "unit", "万元、元"),
        ({"kind": "headcount", "unit": "万元"}, "unit", "人"),
        ({"kind": "headcount", "unit": "人"}, "value", "整数"),
        ({"value": Decimal(-1)}, "value", "两位小数"),
        ({"year": 1979}, "year", "1980"),
        ({"year": 9999}, "year", "1980"),
    ],
)
def test_a_wrong_figure_is_refused_at_its_field(people, firm, values, field, said) -> None:
    with pytest.raises(Refused, match=said) as refusal:
        actions.record_figures([figure(firm, **values)], by=people.statistician)
    assert refusal.value.field == field
    assert not YearlyFigure.objects.exists()


def test_this_year_is_the_last_that_may_be_recorded(people, firm) -> None:
    actions.record_figures([figure(firm, year=today().year)], by=people.statistician)
    with pytest.raises(Refused):
        actions.record_figures([figure(firm, year=today().year + 1)], by=people.statistician)


def test_only_tax_needs_an_authorisation(people, firm) -> None:
    row = figure(firm, kind="revenue", authorisation="", source="企业自报")
    assert actions.record_figures([row], by=people.statistician)[0].pk


def test_a_figure_is_recorded_once_a_source(people, firm) -> None:
    actions.record_figures([figure(firm)], by=people.statistician)
    with pytest.raises(Refused, match="已登记") as refusal:
        actions.record_figures([figure(firm, value=Decimal(9))], by=people.statistician)
    assert refusal.value.field == "source"
    with pytest.raises(Refused):
        actions.record_figures([figure(firm, year=2021)] * 2, by=people.statistician)
    other = figure(firm, source="企业自报")
    assert actions.record_figures([other], by=people.statistician)


def test_a_correction_may_not_run_into_another_figure(people, firm) -> None:
    YearlyFigureFactory(enterprise=firm, year=2021, source="企业自报")
    row = YearlyFigureFactory(enterprise=firm, year=2022, source="企业自报")
    row.year = 2021
    with pytest.raises(Refused):
        actions.edit_figures([row], ["year"], by=people.statistician)


def test_recording_and_correcting_leave_history_and_events_on_the_figure(people, firm) -> None:
    row = actions.record_figures([figure(firm)], by=people.statistician)[0]
    row.value = Decimal(99)
    actions.edit_figures([row], ["value"], by=people.statistician, reason="来函更正", expected=1)
    newest, first = row.history.all()
    assert (newest.value, newest.history_change_reason, first.value) == (99, "来函更正", 12.5)
    events = Event.objects.filter(model="enterprises.YearlyFigure", object_id=row.pk)
    assert sorted(events.values_list("name", flat=True)) == [
        "enterprises.figure_corrected",
        "enterprises.figure_recorded",
    ]
    assert not Event.objects.filter(model="enterprises.Enterprise", object_id=firm.pk).exists()
    with pytest.raises(Stale):
        actions.edit_figures([row], ["value"], by=people.statistician, expected=1)


@pytest.mark.parametrize("name", ["manager", "chief", "coordinator", "head", "operator"])
def test_only_the_statistician_records(people, firm, name) -> None:
    with pytest.raises(NotAllowed):
        actions.record_figures([figure(firm)], by=getattr(people, name))


@pytest.mark.parametrize("unit", UNITS["tax"])
def test_the_annex_reads_every_unit_of_tax(unit) -> None:
    assert in_yuan(Decimal(1), unit) is not None


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("万元（人民币）", "万元"), ("人民币 亿元", "亿元"), ("万美金", "万美元"), ("名", "人")],
)
def test_units_are_stored_in_one_spelling(typed, stored) -> None:
    assert clean_unit(typed) == stored


@pytest.mark.parametrize(
    ("source", "refused"),
    [("统计 联网直报", True), ("国家统计直报系统", True), ("企业自报", False), ("年报", False)],
)
def test_the_statistics_network_is_known_by_its_names(source, refused) -> None:
    assert of_statistics_network(source) is refused


# --- screens ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sees", "records"),
    [
        ("statistician", True, True),
        ("chief", True, False),
        ("head", True, False),
        ("deputy_head", True, False),
        ("manager", False, False),
        ("coordinator", False, False),
    ],
)
def test_who_sees_the_panel_and_who_gets_the_link(
    client, people, firm, name, sees, records
) -> None:
    row = actions.record_figures([figure(firm)], by=people.statistician)[0]
    client.force_login(getattr(people, name))
    text = text_of(client, firm.get_absolute_url())
    assert ("年度数据" in text, "12.50" in text) == (sees, sees)
    assert (adding(firm) in text, of(row, "edit_figure") in text) == (records, records)
    assert (of(row, "figure_history") in text) is sees


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("statistician", 200),
        ("chief", 403),
        ("head", 403),
        ("manager", 403),
        ("other_manager", 403),
        ("operator", 403),
        ("stranger", 403),
    ],
)
def test_who_opens_the_forms(client, people, firm, name, status) -> None:
    row = YearlyFigureFactory(enterprise=firm)
    client.force_login(getattr(people, name))
    for address in (adding(firm), of(row, "edit_figure")):
        assert client.get(address).status_code == status
        assert client.post(address, TAX).status_code in (302, 409, status)
    assert YearlyFigure.objects.count() == (2 if status == 200 else 1)


@pytest.mark.parametrize(("name", "status"), [("head", 200), ("chief", 200), ("manager", 403)])
def test_who_reads_the_history_of_a_figure(client, people, firm, name, status) -> None:
    row = YearlyFigureFactory(enterprise=firm)
    client.force_login(getattr(people, name))
    assert client.get(of(row, "figure_history")).status_code == status


def test_a_chief_of_another_section_finds_neither_page_nor_history(client, people) -> None:
    row = YearlyFigureFactory(enterprise=EnterpriseFactory(team=people.team("section_two")))
    client.force_login(people.chief)
    assert client.get(of(row, "figure_history")).status_code == 404


def test_a_figure_is_recorded_on_screen_and_reaches_the_annex(client, people, firm) -> None:
    client.force_login(people.statistician)
    answer = client.post(adding(firm), TAX)
    assert answer.headers["Location"] == f"{firm.get_absolute_url()}#figures"
    row = YearlyFigure.objects.get()
    assert (row.enterprise, row.value, row.created_by) == (
        firm,
        Decimal("12345.67"),
        people.statistician,
    )
    assert paid_by(frozenset({firm.pk}), 2022) == ({firm.pk: Decimal("123456700.00")}, 0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"authorisation": ""}, "税收数据须填写授权文号"),
        ({"source": "统计联网直报"}, "不接收统计联网直报数据"),
        ({"unit": "人"}, "计量单位"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(
    client, people, firm, values, said
) -> None:
    client.force_login(people.statistician)
    answer = client.post(adding(firm), TAX | values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "12,345.67" in answer.content.decode()
    assert not YearlyFigure.objects.exists()


def test_a_figure_is_corrected_under_the_lock(client, people, firm) -> None:
    row = actions.record_figures([figure(firm)], by=people.statistician)[0]
    client.force_login(people.statistician)
    address = of(row, "edit_figure")
    mended = TAX | {"value": "88", "version": "1", "reason": "来函更正"}
    assert client.post(address, mended).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.version) == (88, 2)
    assert "来函更正" in text_of(client, of(row, "figure_history"))
    stale = client.post(address, TAX | {"value": "77", "version": "1"})
    assert stale.status_code == 409
    assert ("88" in stale.content.decode(), "77" in stale.content.decode()) == (True, True)
    row.refresh_from_db()
    assert row.value == 88


def test_a_figure_is_not_found_below_another_enterprise(client, people, firm) -> None:
    row = YearlyFigureFactory(enterprise=firm)
    other = EnterpriseFactory()
    client.force_login(people.statistician)
    address = reverse("desk:enterprises:edit_figure", args=[other.number, row.pk])
    assert client.get(address).status_code == 404


def test_the_timeline_tells_of_figures_only_to_who_sees_them(client, people, firm) -> None:
    actions.record_figures([figure(firm)], by=people.statistician)
    for name, sees in (("head", True), ("manager", False)):
        client.force_login(getattr(people, name))
        assert ("登记年度数据" in text_of(client, firm.get_absolute_url())) is sees
