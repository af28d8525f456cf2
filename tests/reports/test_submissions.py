"""报送表: taken in once, mapped, filled each period, noted as sent, renewed."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.core.registries import todos
from crm.occupancy.places import place_of
from crm.occupancy.positions import position
from crm.reports import demo
from crm.reports.models import SubmissionForm
from crm.reports.submissions import actions
from crm.reports.submissions.catalogue import Parameters, sources
from crm.reports.submissions.due import NOTICE_DAYS, due_of, due_on, last_period
from crm.reports.submissions.reminding import remind_of_forms
from crm.reports.submissions.standing import near
from tests.factories.enterprises import EnterpriseFactory
from tests.reports.blanks import changed, opened, registered, upload
from tests.reports.conftest import FEBRUARY, sit

pytestmark = pytest.mark.django_db


def test_the_form_is_filled_with_the_figures_of_the_ledger(ledger, mapped):
    filing = actions.fill_form(mapped, FEBRUARY, by=None)
    book = opened(filing.file.path.read_bytes())
    summary, listed = book[demo.SUMMARY], book[demo.LIST]
    now = position(place_of("district"), FEBRUARY)
    assert summary["E3"].value == "2023年2月"
    assert summary["C5"].value == 2
    assert summary["C6"].value == pytest.approx(float(now.gross_in_use) / 10_000)
    assert summary["C9"].value == pytest.approx(float(now.rates.occupancy) * 100)
    assert summary["C10"].value == now.enterprises
    assert summary["E9"].value == "=C9-D9"
    assert [listed[f"B{row}"].value for row in (5, 6, 7)] == ["乙楼", "甲楼", None]
    assert listed["F6"].value == pytest.approx(500 / 9)
    assert listed["D15"].value == "=SUM(D5:D14)"
    assert filing.state == "filled"


def test_what_has_no_figure_stays_empty_and_is_listed(ledger, mapped):
    actions.map_cell(
        mapped,
        (demo.SUMMARY, "D12"),
        "occupancy.rate",
        Parameters(scope="NORTH-1", moment="year_ago"),
        by=None,
    )
    filing = actions.fill_form(mapped, FEBRUARY, by=None)
    missing = {row["cell"]: row["reason"] for row in filing.missing}
    assert {"D12", "B13"} <= set(missing)
    assert opened(filing.file.path.read_bytes())[demo.SUMMARY]["D12"].value is None


def test_a_figure_that_is_gone_leaves_its_cell_empty(ledger, mapped):
    row = mapped.cells.get(sheet=demo.SUMMARY, cell="C5")
    row.source = "occupancy.gone"
    row.save()
    done, values = actions.computed(mapped, FEBRUARY)
    assert opened(done.content)[demo.SUMMARY]["C5"].value is None
    (value,) = [value for value in values if value.cell.pk == row.pk]
    assert "occupancy.gone" in value.reason


def test_a_closed_zone_gives_rows_a_building_and_tenants_by_area(ledger, form):
    tenant = EnterpriseFactory(name="最大企业")
    for index in (7, 8, 9):
        sit(ledger["units"][index], start=dt.date(2023, 2, 20), owner=tenant)
    rows = Parameters(scope="S", per="enterprise")
    for cell, source in (("B5", "enterprise.name"), ("D5", "enterprise.area")):
        actions.map_cell(form, (demo.LIST, cell), source, rows, fills_down=True, by=None)
    done, _values = actions.computed(form, FEBRUARY)
    sheet = opened(done.content)[demo.LIST]
    assert (sheet["B5"].value, sheet["D5"].value) == ("最大企业", 300)
    names = [sheet[f"B{row}"].value for row in range(5, 15) if sheet[f"B{row}"].value]
    assert len(names) == 6


def test_every_source_gives_a_value_or_says_nothing(ledger, form):
    reading = actions.Reading(FEBRUARY)
    blank = actions.open_form(actions.blank_of(form))
    for source in sources:
        per = next((one for one in ("", "building", "enterprise") if source.may_fill(one)), "")
        parameters = Parameters(per=per)
        cell = actions.map_cell(
            form, (demo.SUMMARY, "H1"), source.key, parameters, fills_down=bool(per), by=None
        )
        (value,) = actions.values_of([cell], reading, blank)
        assert value.entry.values, source.key
        json.dumps(value.stored)


@pytest.mark.parametrize(
    ("place", "source", "parameters", "down"),
    [
        (("无", "A1"), "occupancy.rate", Parameters(), False),
        ((demo.LIST, "一"), "occupancy.rate", Parameters(), False),
        ((demo.LIST, "A5"), "no.such", Parameters(), False),
        ((demo.LIST, "A5"), "enterprise.name", Parameters(), False),
        ((demo.LIST, "A5"), "enterprise.name", Parameters(per="building"), True),
        ((demo.LIST, "A5"), "period.year", Parameters(per="building"), True),
        ((demo.LIST, "A5"), "row.number", Parameters(), False),
        ((demo.LIST, "A5"), "occupancy.rate", Parameters(), True),
    ],
)
def test_what_does_not_go_together_is_refused(form, place, source, parameters, down):
    with pytest.raises(Refused):
        actions.map_cell(form, place, source, parameters, fills_down=down, by=None)
    assert not form.cells.exists()


def test_a_cell_is_mapped_anew_and_cleared(form):
    place = (demo.SUMMARY, "C5")
    actions.map_cell(form, place, "count.buildings", Parameters(), by=None)
    actions.map_cell(form, place, "area.gross", Parameters(moment="previous"), unit="万㎡", by=None)
    row = form.cells.get()
    assert (row.source, row.parameters, row.unit) == ("area.gross", {"moment": "previous"}, "万㎡")
    actions.map_cell(form, place, "", Parameters(), by=None)
    assert form.cells.get().source == ""
    with pytest.raises(Refused):
        actions.computed(form, FEBRUARY)


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        ("month", dt.date(2999, 1, 31)),
        ("quarter", FEBRUARY),
        ("year", dt.date(2023, 3, 31)),
        ("month", dt.date(2023, 2, 27)),
    ],
)
def test_only_a_period_that_is_over_is_filled(ledger, mapped, frequency, period):
    mapped.frequency = frequency
    with pytest.raises(Refused):
        actions.computed(mapped, period)


def test_filling_again_replaces_what_did_not_go_out_and_keeps_what_did(ledger, mapped, people):
    first = actions.fill_form(mapped, FEBRUARY, by=None)
    again = actions.fill_form(mapped, FEBRUARY, by=people.statistician)
    assert (again.pk, mapped.filings.count()) == (first.pk, 1)
    sent = actions.mark_sent(again, by=people.statistician, note="公文交换")
    assert (sent.state, str(sent.sent_by), sent.note) == (
        "sent",
        str(people.statistician),
        "公文交换",
    )
    with pytest.raises(Refused):
        actions.mark_sent(again, by=None)
    sit(ledger["units"][9])
    later = actions.fill_form(mapped, FEBRUARY, by=None)
    assert later.pk != sent.pk
    sent.refresh_from_db()
    assert sent.file_id != later.file_id


def test_a_new_edition_takes_over_what_still_fits(ledger, mapped):
    def renewed(book):
        sheet = book[demo.SUMMARY]
        sheet.insert_rows(7)  # 已入驻面积 and all below move down
        sheet["A7"], sheet["B7"] = "新增指标", "万平方米"
        sheet["A6"] = "在用楼宇总建筑面积"  # another meaning: not taken over

    fresh, left = actions.new_edition(mapped, upload(changed(renewed)), by=None)
    assert fresh.edition == 2
    places = {cell.cell: cell.source for cell in fresh.cells.filter(sheet=demo.SUMMARY)}
    assert places["C5"] == "count.buildings"
    assert places["C8"] == "area.occupied"
    assert "C7" not in places
    assert {cell.cell for cell in left} == {"C6", "D6"}
    assert fresh.cells.filter(sheet=demo.LIST, fills_down=True).count() == 7
    mapped.refresh_from_db()
    assert not mapped.is_active
    filing = actions.fill_form(fresh, FEBRUARY, by=None)
    assert opened(filing.file.path.read_bytes())[demo.SUMMARY]["C8"].value is not None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("表.xlsx", b"not a workbook"),
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("表.txt", b"a"),
    ],
)
def test_what_is_no_xlsx_is_not_taken_in(db, name, content):
    form = SubmissionForm(code="X", name="x", agency="y")
    with pytest.raises(Refused):
        actions.register_form(form, upload(content, name), by=None)
    assert not SubmissionForm.objects.exists()


def test_a_code_is_taken_once(form):
    with pytest.raises(Refused):
        registered()


def test_only_who_sends_forms_may(form, people):
    with pytest.raises(NotAllowed):
        registered(by=people.manager, code="SW-02")
    for name in ("manager", "head"):
        with pytest.raises(NotAllowed):
            actions.map_cell(
                form, (demo.SUMMARY, "C5"), "area.gross", Parameters(), by=getattr(people, name)
            )


def test_periods_and_due_days():
    day = dt.date(2023, 3, 4)
    assert last_period(day, "month") == FEBRUARY
    assert last_period(day, "quarter") == last_period(day, "year") == dt.date(2022, 12, 31)
    assert due_on(dt.date(2023, 1, 31), 31) == FEBRUARY
    now = due_of("month", 5, {}, dt.date(2023, 3, 7))
    assert (now.period, now.due, now.is_late, now.days_over) == (
        FEBRUARY,
        dt.date(2023, 3, 5),
        True,
        2,
    )
    assert not due_of("month", 5, {FEBRUARY: "sent"}, dt.date(2023, 3, 7)).is_late


def test_what_is_due_is_a_to_do_and_is_reminded_of_once(ledger, mapped, people, at_day):
    at_day(dt.date(2023, 3, 3))
    source = todos["reports.forms"]
    (todo,) = source.items(people.statistician, dt.date(2023, 3, 3))
    assert (todo.state, todo.url) == ("later", mapped.get_absolute_url())
    assert source.items(people.statistician, dt.date(2023, 3, 20))[0].state == "late"
    moment = dt.datetime(2023, 3, 3, 1, tzinfo=dt.UTC)
    assert remind_of_forms(moment) == 1
    assert remind_of_forms(moment) == 0
    assert Event.objects.filter(name="reports.form_due").count() == 1
    actions.mark_sent(actions.fill_form(mapped, FEBRUARY, by=None), by=None)
    assert source.items(people.statistician, dt.date(2023, 3, 20)) == []


@pytest.fixture
def at_day(monkeypatch):
    def set_day(day):
        monkeypatch.setattr(actions, "today", lambda: day)

    return set_day


def submission(*arguments, **options):
    out = StringIO()
    call_command("submission", *arguments, json=True, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue())


def test_the_command_fills_a_form(ledger, mapped, tmp_path):
    target = tmp_path / "filled.xlsx"
    answer = submission("SW-01", month="2023-02", out=str(target))
    assert answer["cells"] == len(answer["values"]) == 26
    assert [row["cell"] for row in answer["missing"]].count("B13") == 1
    assert opened(target.read_bytes())[demo.SUMMARY]["C5"].value == 2
    assert not mapped.filings.exists()
    assert submission("SW-01", month="2023-02", keep=True)["filling"] == mapped.filings.get().pk
    assert submission(list=True)[0]["form"] == "SW-01"
    assert {"occupancy.rate", "enterprise.name"} <= {
        row["source"] for row in submission(sources=True)
    }


@pytest.mark.parametrize("options", [{"month": "2023-13"}, {"month": "2999-01"}, {"by": "nobody"}])
def test_the_command_names_what_is_wrong(ledger, mapped, options):
    with pytest.raises(CommandError):
        submission("SW-01", **{"month": "2023-02", **options})
    with pytest.raises(CommandError, match="SW-01"):
        submission("SW-9", month="2023-02")


@pytest.mark.parametrize("due_day", [1, 8, 31])
@pytest.mark.parametrize("frequency", ["month", "quarter", "year"])
def test_the_query_for_what_is_near_agrees_with_the_calendar(form, frequency, due_day):
    form.frequency, form.due_day = frequency, due_day
    form.save()
    day = dt.date(2022, 12, 25)
    for step in range(120):
        today = day + dt.timedelta(days=step)
        left = due_of(frequency, due_day, {}, today).days_left
        assert near(SubmissionForm.objects.all(), today).exists() == (left <= NOTICE_DAYS), today
