"""对比: two days side by side, the moves between them, their spells and the spreadsheet."""

import datetime as dt
import io
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from crm.core.models import Event
from crm.occupancy import actions, changes, comparison, moves, places, spans
from crm.occupancy.changes import change, restated_start
from crm.occupancy.figures import compute_net_absorption
from crm.occupancy.spans import Span
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

START, END = dt.date(2023, 1, 31), dt.date(2023, 2, 28)
TURN = dt.date(2023, 2, 10)
BETWEEN = "?from=2023-01&to=2023-02"


def page(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args) + BETWEEN


@pytest.fixture
def read(client, people):
    def as_somebody(name: str, url: str) -> str:
        client.force_login(getattr(people, name))
        answer = client.get(url)
        assert answer.status_code == 200, url
        return answer.content.decode()

    return as_somebody


@pytest.fixture
def moved(people):
    """A tenant who comes in February into a building that operator_a runs."""
    building = BuildingFactory(operator=people.team("operator_a"), name="测试大厦")
    UnitFactory(building=building)
    unit = UnitFactory(building=building, number="1801")
    sitting = SpellOccupantFactory(spell__unit=unit, spell__starts_on=TURN)
    return sitting


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-02", dt.date(2023, 2, 28)),
        ("2023年2月", dt.date(2023, 2, 28)),
        ("2023.2.5", dt.date(2023, 2, 5)),
        ("2023-02-05", dt.date(2023, 2, 5)),
        ("2023-13", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_a_month_stands_for_its_last_day(typed, day):
    assert spans.read_moment(typed) == day


def test_without_days_the_last_month_that_has_ended_is_shown():
    today = dt.date(2023, 3, 7)
    assert spans.read_span({}, today) == Span(START, END)
    assert spans.read_span({"from": "2023-03", "to": "2022-12"}, today) == Span(
        dt.date(2022, 12, 31), today
    )


def test_the_usual_comparisons_end_on_the_same_day():
    found = {one.key: one.span.start for one in spans.presets(Span(START, END))}
    assert found == {
        "month": START,
        "year": dt.date(2022, 2, 28),
        "to_date": dt.date(2022, 12, 31),
    }
    leap = spans.year_before(dt.date(2024, 2, 29))
    assert (leap, spans.year_before(dt.date(2023, 3, 15))) == (
        dt.date(2023, 2, 28),
        dt.date(2022, 3, 15),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [21, 22])
def test_effects_of_buildings_add_up_to_the_change_of_the_whole(seed):
    RandomDistrict(seed)
    marks = [FIRST + dt.timedelta(days=at) for at in range(0, DAYS, 211)]
    for start, end in pairwise(marks):
        of = change(places.district(), start, end)
        rows = comparison.by_building(of)
        assert sum(row.occupied_change for row in rows) == of.absorption.net
        if of.rate_change.change is not None:
            whole = sum((row.effect for row in rows), Fraction(0))
            assert abs(whole - Fraction(of.rate_change.change)) < Fraction(1, 10**20)


@pytest.mark.django_db
class TestScreens:
    def test_the_page_splits_the_change_and_names_who_came(self, read, moved):
        text = read("head", page("comparison"))
        for words in ("净吸纳影响", "+50.0", "分母变动影响", "新入驻", moved.enterprise.name):
            assert words in text
        assert "测试大厦" in text
        assert "2023-01-31" in text

    def test_the_navigation_leads_there(self, read, moved):
        assert f'href="{reverse("desk:occupancy:comparison")}"' in read("manager", "/desk/my-day/")

    def test_every_figure_of_the_balance_opens_its_rows(self, read, moved):
        of = change(places.district(), START, END)
        for kind, seen in (("move_in", True), ("move_out", False), ("succession", False)):
            text = read("head", f"{page('moves')}&kind={kind}")
            assert (moved.enterprise.name in text) is seen
        rows = comparison.by_state(of)
        assert all("as_of=2023-01-31" in row.before_url for row in rows)

    def test_two_kinds_together_add_up(self, read, moved):
        url = page("moves")
        text = read("head", f"{url}&kind=move_in&kind=expansion&kind=nothing")
        assert moved.enterprise.name in text
        assert "新入驻、扩租" in text
        assert "+100.00" in text.split("<tfoot>")[1]
        assert '<input type="hidden" name="kind" value="expansion">' in text
        assert "&amp;kind=move_in&amp;kind=expansion" in text
        assert moved.enterprise.name not in read("head", f"{url}&kind=move_out&kind=contraction")

    def test_a_move_opens_its_spells(self, read, moved):
        text = read("head", page("move_spells", moved.enterprise.number))
        assert "测试大厦 1801" in text
        assert "2023-02-10" in text

    def test_the_difference_names_the_buildings(self, read):
        spell = SpellFactory(starts_on=TURN)
        text = read("head", f"{page('moves')}&kind=difference")
        assert spell.unit.building.name in text
        assert "+100.00" in text

    def test_an_operator_compares_own_buildings_only(self, read, moved, client, people):
        other = SpellOccupantFactory(spell__starts_on=TURN)
        text = read("operator", page("moves"))
        assert moved.enterprise.name in text
        assert other.enterprise.name not in text
        assert client.get(page("move_spells", other.enterprise.number)).status_code == 404
        client.force_login(people.other_operator)
        assert client.get(page("move_spells", moved.enterprise.number)).status_code == 404

    def test_an_unknown_place_says_so_and_shows_all(self, read, moved):
        text = read("head", f"{page('comparison')}&place=nowhere")
        assert "没有您可以查看的片区或楼宇 nowhere" in text
        assert moved.enterprise.name in text

    def test_odd_addresses_give_a_page(self, read, moved):
        for query in ("?from=x&to=9999-99", "?from=2030-01&to=2031-01", "?to=1960-01-01"):
            read("head", reverse("desk:occupancy:comparison") + query)
        read("head", f"{page('moves')}&kind=x&after=99999&building=%00")

    def test_a_person_without_a_role_sees_nothing(self, client, people, moved):
        client.force_login(people.stranger)
        assert client.get(page("comparison")).status_code == 403

    def test_the_spreadsheet_holds_the_list_and_its_basis(self, client, people, moved):
        parent = EnterpriseFactory()
        one, other = (EnterpriseFactory(parent=parent) for _ in range(2))
        unit = UnitFactory(building=moved.spell.unit.building)
        SpellOccupantFactory(spell__unit=unit, spell__ends_before=TURN, enterprise=one)
        SpellOccupantFactory(spell__unit=unit, spell__starts_on=TURN, enterprise=other)
        client.force_login(people.head)
        answer = client.get(page("moves_workbook"))
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        rows = list(book.worksheets[0].values)
        assert rows[1][:2] == ("新入驻", moved.enterprise.name)
        assert rows[2][:3] == ("承租主体变更", one.name, other.name)
        assert (rows[2][6], rows[-1][6]) == (0, Decimal("100"))
        assert "口径" in book.sheetnames
        assert Event.objects.filter(name="occupancy.moves_exported").count() == 1

    @time_machine.travel(dt.datetime(2023, 3, 7, 1, tzinfo=dt.UTC), tick=False)
    def test_the_page_opens_on_the_last_month(self, read, moved):
        text = read("head", reverse("desk:occupancy:comparison"))
        assert 'value="2023-01-31"' in text
        assert 'value="2023-02-28"' in text


@pytest.mark.django_db
def test_a_closed_opening_that_was_entered_late_is_adjusted_by_cause(read):
    early = SpellOccupantFactory().spell.unit.building
    actions.close_month(START, by=None, without_returns="试算")
    late = SpellFactory(unit=UnitFactory(building=early), starts_on=dt.date(2023, 1, 10))
    SpellOccupantFactory(spell=late)
    found = {
        row.key: row.area
        for row in comparison.balance(
            change(places.district(), START, END),
            moves.between(places.district(), START, END),
            Span(START, END),
        )
    }
    assert found["late"] == late.unit.area
    assert found["opening"] + found["late"] == found["closing"]
    text = read("head", page("comparison"))
    assert "期初调整：补报" in text
    assert "2023-01-31 已结账（第 1 版）" in text


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [23, 24])
def test_the_balance_adds_up_between_any_two_days_of_random_histories(seed):
    RandomDistrict(seed)
    marks = [FIRST + dt.timedelta(days=at) for at in range(0, DAYS, 217)]
    for start, end in pairwise(marks):
        of = change(places.district(), start, end)
        rows = comparison.balance(of, moves.moves_of(of), Span(start, end))
        *parts, closing = (row.area for row in rows)
        assert sum(parts) == closing


def test_the_net_absorption_on_the_heads_page_opens_its_moves(client, people):
    SpellOccupantFactory(spell__starts_on=dt.date(2023, 2, 10))
    found = compute_net_absorption(people.head, dt.date(2023, 2, 28))
    assert found.value == Decimal("100.00")
    client.force_login(people.head)
    moves = client.get(found.rows_url).context["moves"]
    assert moves.net == found.value


def test_a_closed_first_day_stands_as_reported_and_restated(read, client, people):
    kept = SpellOccupantFactory(spell__unit__area=Decimal("100.00")).spell
    actions.close_month(START, by=None)
    late = UnitFactory(building=kept.unit.building, area=Decimal("50.00"))
    SpellOccupantFactory(spell__unit=late, spell__starts_on=dt.date(2023, 1, 20))
    found = change(places.district(), START, END)
    rows = {row.key: row for row in comparison.restated_rows(found, restated_start(found))}
    occupied = rows["occupied"]
    assert (occupied.reported, occupied.restated, occupied.now) == (100, 150, 150)
    assert (occupied.change, occupied.restated_change, occupied.correction) == (50, 0, 50)
    assert "closings/2023-01/1/rows" in occupied.reported_url
    text = read("statistician", page("comparison"))
    assert "调整后同期数" in text
    assert "第 1 版" in text
    assert client.get(occupied.restated_url).status_code == 200


def test_a_start_in_an_open_month_is_reported_from_the_ledger(read):
    SpellOccupantFactory()
    found = change(places.district(), START, END)
    past = restated_start(found)
    assert past.reported is past.ledger
    assert "原报数即现台账数" in read("statistician", page("comparison"))


@pytest.mark.django_db
def test_the_restated_start_of_two_closed_months_is_todays_ledger():
    kept = SpellOccupantFactory(spell__unit__area=Decimal("100.00")).spell
    for month in (START, END):
        actions.close_month(month, by=None)
    actions.move_out([kept], by=None, on=dt.date(2023, 1, 10))
    past = restated_start(change(places.district(), START, END))
    assert (past.reported.areas.occupied, past.ledger.areas.occupied) == (100, 0)
    again = changes.restated(places.district(), START)
    assert again.ledger.areas == past.ledger.areas


def test_the_comparison_goes_out_as_a_spreadsheet_with_basis_and_numbers(client, people):
    unit = UnitFactory(building=BuildingFactory(name="=1+1"), area=Decimal("80.00"))
    SpellOccupantFactory(spell__unit=unit, spell__starts_on=TURN)
    actions.close_month(START, by=None)
    client.force_login(people.statistician)
    answer = client.get(page("comparison_workbook"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    assert [line[0].split("：")[0] for line in lines[:1]] == ["范围"]
    assert "结账第 1 版" in lines[1][0]
    occupied = next(line for line in lines if line[0] == "已入驻面积（S + L + O）")
    assert occupied[2:] == (0, 0, 80, 80, 80)
    assert sheet.freeze_panes == f"A{lines.index(occupied)}"
    names = [row[1] for row in book.worksheets[-1].iter_rows(values_only=True)]
    assert "'=1+1" in names
    event = Event.objects.get(name="occupancy.comparison_exported")
    assert event.data == {"place": "district", "from": "2023-01-31", "to": "2023-02-28"}
    client.force_login(people.editor)
    assert client.get(page("comparison_workbook")).status_code == 403
