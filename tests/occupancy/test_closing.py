"""Closing a month: frozen figures, editions, what is refused, and what later edits do not touch."""

import datetime as dt
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from crm.core.canonical import canonical_json, digest
from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.occupancy import actions, changes, places
from crm.occupancy.models import ClosedPosition, MonthClose, MonthlyReturn
from crm.occupancy.positions import position
from tests.factories.occupancy import (
    BuildingFactory,
    MonthlyReturnFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db
FEBRUARY, END = dt.date(2023, 2, 1), dt.date(2023, 2, 28)


@pytest.fixture
def tenancy():
    return SpellOccupantFactory(spell__unit__number="1801").spell


def test_a_closed_month_is_read_as_it_was_frozen(tenancy):
    actions.close_month(FEBRUARY, by=None)
    before = position(places.district(), END)
    actions.move_out([tenancy], by=None, on=dt.date(2023, 2, 10))
    after = position(places.district(), END)
    assert (before.areas, before.edition) == (after.areas, 1)
    assert tenancy.unit.area == after.areas.L
    ledger = position(places.district(), END, ledger=True)
    assert (ledger.areas.V, ledger.edition) == (tenancy.unit.area, 0)


def test_the_frozen_position_equals_the_ledger_at_that_moment(tenancy):
    UnitFactory(building=tenancy.unit.building)
    ledger = position(places.district(), END)
    actions.close_month(FEBRUARY, by=None)
    frozen = position(places.district(), END)
    for name in ("areas", "gross_in_use", "units", "enterprise_ids", "leased", "unleased"):
        assert getattr(frozen, name) == getattr(ledger, name), name


def test_a_building_entered_after_the_closing_is_read_from_the_ledger(tenancy):
    actions.close_month(FEBRUARY, by=None)
    late = SpellFactory().unit
    found = position(places.building(late.building.code), END)
    assert (found.areas.L, found.edition) == (late.area, 0)
    assert late.area == position(places.zone(late.building.zone.code), END).areas.L
    assert tenancy.unit.area == position(places.district(), END).areas.L


def test_closing_twice_gives_the_same_closing(tenancy):
    first = actions.close_month(FEBRUARY, by=None)
    assert actions.close_month(dt.date(2023, 2, 20), by=None) == first
    assert MonthClose.objects.count() == 1
    assert Event.objects.filter(name="occupancy.month_closed").count() == 1


def test_the_hash_is_that_of_the_canonical_figures(tenancy):
    closing = MonthClose.objects.get(pk=actions.close_month(FEBRUARY, by=None).pk)
    assert closing.sha256 == digest(canonical_json(closing.figures))


def test_the_rows_of_a_unit_add_up_to_its_area():
    spell = SpellFactory()
    for _ in range(3):
        SpellOccupantFactory(spell=spell)
    closing = actions.close_month(FEBRUARY, by=None)
    areas = list(closing.positions.values_list("area", flat=True))
    assert (len(areas), sum(areas)) == (3, spell.unit.area)


def test_desks_alone_leave_the_area_to_a_row_without_an_enterprise():
    occupant = SpellOccupantFactory(desks=4)
    closing = actions.close_month(FEBRUARY, by=None)
    rows = dict(closing.positions.values_list("enterprise_id", "area"))
    assert rows == {None: occupant.spell.unit.area, occupant.enterprise_id: Decimal("0.00")}


def test_a_running_month_cannot_be_closed():
    with pytest.raises(Refused, match="尚未结束"):
        actions.close_month(dt.date(2999, 1, 1), by=None)


def test_open_returns_keep_the_month_open_unless_a_reason_is_given(people):
    building = BuildingFactory(operator=people.team("operator_a"), name="未报大厦")
    with pytest.raises(Refused, match="未报大厦"):
        actions.close_month(FEBRUARY, by=None)
    assert not MonthClose.objects.exists()
    closing = actions.close_month(FEBRUARY, by=None, without_returns="运营公司停业")
    assert "未报大厦" in closing.note
    assert "运营公司停业" in closing.note
    assert closing.figures["buildings"][0]["code"] == building.code


def test_accepted_returns_let_the_month_close(people):
    building = BuildingFactory(operator=people.team("operator_a"))
    row = MonthlyReturnFactory(building=building, month=FEBRUARY)
    with pytest.raises(Refused):
        actions.close_month(FEBRUARY, by=None)
    row.state = MonthlyReturn.State.ACCEPTED
    row.save()
    assert actions.close_month(FEBRUARY, by=None).note == ""


def test_a_correction_is_a_new_edition_and_leaves_the_first(tenancy):
    first = actions.close_month(FEBRUARY, by=None)
    rows = list(first.positions.order_by("pk").values_list("unit", "state", "area"))
    actions.move_out([tenancy], by=None, on=dt.date(2023, 2, 10))
    second = actions.correct_month(FEBRUARY, by=None, note="补录2月10日退租")
    kept = MonthClose.objects.get(pk=first.pk)
    assert (second.edition, second.note) == (2, "补录2月10日退租")
    assert (kept.sha256, kept.figures) == (first.sha256, first.figures)
    assert list(kept.positions.order_by("pk").values_list("unit", "state", "area")) == rows
    found = position(places.district(), END)
    assert (found.edition, found.areas.L) == (2, Decimal(0))


def test_a_correction_needs_a_closed_month_a_note_and_a_difference(tenancy):
    with pytest.raises(Refused, match="尚未结账"):
        actions.correct_month(FEBRUARY, by=None, note="x")
    actions.close_month(FEBRUARY, by=None)
    with pytest.raises(Refused):
        actions.correct_month(FEBRUARY, by=None, note=" ")
    with pytest.raises(Refused, match="没有差异"):
        actions.correct_month(FEBRUARY, by=None, note="没有变化")
    assert MonthClose.objects.count() == 1


def test_who_may_close_and_who_may_correct(people, tenancy):
    for name in ("manager", "head", "operator", "stranger", "coordinator"):
        with pytest.raises(NotAllowed):
            actions.close_month(FEBRUARY, by=getattr(people, name))
    actions.close_month(FEBRUARY, by=people.statistician)
    with pytest.raises(NotAllowed):
        actions.correct_month(FEBRUARY, by=people.chief, note="x")
    refused = Event.objects.filter(name="core.refused", actor__username="chief")
    assert refused.get().data == {"action": "occupancy.correct_month"}


def test_the_move_of_the_month_starts_from_the_frozen_closing(tenancy):
    """A tenant entered after the closing is 补报, not a move of March."""
    actions.close_month(FEBRUARY, by=None)
    late = SpellOccupantFactory(spell__unit=UnitFactory(area=Decimal("250.00"))).spell
    moved = SpellOccupantFactory(
        spell__unit=UnitFactory(area=Decimal("70.00")), spell__starts_on=dt.date(2023, 3, 9)
    ).spell
    found = changes.change(places.district(), END, dt.date(2023, 3, 31))
    assert found.before.areas.occupied == tenancy.unit.area
    assert found.adjustment.scope == late.unit.area + 0  # its building counted nowhere then
    assert found.absorption.move_in == moved.unit.area
    assert found.before.areas.occupied + found.adjustment.total + found.absorption.net == (
        found.after.areas.occupied
    )


def test_a_late_entry_a_measured_area_and_a_new_building_are_told_apart(tenancy):
    building = tenancy.unit.building
    vacant = UnitFactory(building=building, area=Decimal("40.00"))
    actions.close_month(FEBRUARY, by=None)
    SpellOccupantFactory(spell__unit=vacant)
    actions.correct_area(
        [actions.Correction(tenancy.unit, Decimal("106.00"), "实测报告")],
        by=None,
        on=dt.date(2023, 2, 20),
    )
    SpellOccupantFactory(spell__unit=UnitFactory(area=Decimal("9.00")))
    found = changes.opening_adjustment(places.district(), END)
    assert (found.late, found.measured, found.scope) == (
        Decimal("40.00"),
        Decimal("6.00"),
        Decimal("9.00"),
    )
    own = changes.opening_adjustment(places.building(building.code), END)
    assert (own.total, own.scope) == (Decimal("46.00"), Decimal(0))


def test_a_closed_month_keeps_the_opening_that_it_started_from(tenancy):
    actions.close_month(FEBRUARY, by=None)
    late = SpellOccupantFactory(spell__unit=UnitFactory(building=tenancy.unit.building)).spell
    march = dt.date(2023, 3, 31)
    actions.close_month(march, by=None)
    before = changes.change(places.district(), END, march)
    assert before.adjustment.late == late.unit.area
    SpellOccupantFactory(spell__unit=UnitFactory(building=tenancy.unit.building))
    actions.correct_month(FEBRUARY, by=None, note="再补一户")
    after = changes.change(places.district(), END, march)
    assert (after.adjustment, after.absorption) == (before.adjustment, before.absorption)
    assert after.absorption.net == 0


def test_restated_gives_both_numbers(tenancy):
    actions.close_month(FEBRUARY, by=None)
    SpellOccupantFactory(spell__unit=UnitFactory(building=tenancy.unit.building))
    found = changes.restated(places.district(), END)
    assert found.reported.areas.occupied == tenancy.unit.area
    assert found.ledger.areas.occupied == 2 * tenancy.unit.area


def test_a_zone_reads_the_buildings_that_lay_in_it_then(tenancy):
    building, zone = tenancy.unit.building, tenancy.unit.building.zone
    actions.close_month(FEBRUARY, by=None)
    building.zone = BuildingFactory().zone
    building.save()
    assert position(places.zone(zone.code), END).units == 1
    assert position(places.zone(building.zone.code), END).units == 0


def test_the_command_says_whether_the_month_is_closed(tenancy):
    actions.close_month(FEBRUARY, by=None)
    actions.move_out([tenancy], by=None, on=dt.date(2023, 2, 10))
    frozen, ledger = (
        json.loads(_printed("occupancy", as_of="2023-02-28", json=True, **more))
        for more in ({}, {"ledger": True})
    )
    assert (frozen["closed"], frozen["edition"], frozen["area"]["L"]) == (True, 1, "100.00")
    assert (ledger["closed"], ledger["edition"], ledger["area"]["L"]) == (True, 0, "0.00")


def test_a_month_is_closed_and_corrected_from_the_command_line(people, tenancy):
    first = json.loads(_printed("close_month", month="2023-02", by="statistician", json=True))
    assert (first["edition"], first["month"]) == (1, "2023-02")
    again = json.loads(_printed("close_month", month="2023-02", json=True))
    assert again["sha256"] == first["sha256"]
    actions.move_out([tenancy], by=None, on=dt.date(2023, 2, 10))
    fixed = json.loads(_printed("close_month", month="2023-02", correct="补录退租", json=True))
    assert (fixed["edition"], fixed["note"]) == (2, "补录退租")


def test_the_command_refuses_without_the_right_and_logs_it(people, tenancy):
    actions.close_month(FEBRUARY, by=None)
    with pytest.raises(CommandError):
        call_command("close_month", "--month", "2023-02", "--by", "chief", "--correct", "x")
    assert Event.objects.filter(name="core.refused", actor__username="chief").exists()
    assert ClosedPosition.objects.count() == 1


def _printed(name: str, **options) -> str:
    out = StringIO()
    arguments = []
    for key, value in options.items():
        flag = f"--{key.replace('_', '-')}"
        arguments += [flag] if value is True else [flag, value]
    call_command(name, *arguments, stdout=out)
    return out.getvalue()
