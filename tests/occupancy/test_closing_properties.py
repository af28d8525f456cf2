"""Random histories and later edits: closings are idempotent, editions stay, sums reconcile."""

import contextlib
import datetime as dt
import random
from decimal import Decimal

import pytest

from crm.core.errors import Refused
from crm.occupancy import actions, changes, moves, places, sittings
from crm.occupancy.days import month_end
from crm.occupancy.models import BuildingMembership, ClosedPosition, MonthClose, Spell, Unit
from crm.occupancy.places import Place
from crm.occupancy.positions import ledger_position, position
from tests.occupancy.builders import RandomDistrict, day

pytestmark = pytest.mark.django_db
FIRST, SECOND = dt.date(2022, 5, 1), dt.date(2022, 6, 1)


@pytest.fixture(params=range(6))
def district(request) -> RandomDistrict:
    return RandomDistrict(100 + request.param)


def edit_at_random(district: RandomDistrict, chance: random.Random, count: int = 12) -> None:
    """Late entries, measured areas, endings and buildings in and out of scope, as they come."""
    for _ in range(count):
        try:
            chance.choice((_settle, _vacate, _measure, _leave_out))(district, chance)
        except Refused:
            continue


def _unit(chance: random.Random) -> Unit:
    return chance.choice(list(Unit.objects.select_related("building", "floor").order_by("pk")))


def _settle(district: RandomDistrict, chance: random.Random) -> None:
    unit = _unit(chance)
    seats = [actions.OccupantDraft(one) for one in chance.sample(district.tenants, 2)]
    start = day(chance, 700, 900)
    state = chance.choice("SLO")
    draft = actions.SpellDraft(unit, state, start, unit.ends_before, occupants=seats)
    actions.record_spells([draft], by=None)


def _vacate(district: RandomDistrict, chance: random.Random) -> None:
    spell = chance.choice(list(Spell.objects.exclude(state="H").order_by("pk")))
    actions.move_out([spell], by=None, on=day(chance, 700, 900))


def _measure(district: RandomDistrict, chance: random.Random) -> None:
    unit = _unit(chance)
    area = unit.area + Decimal(chance.randint(-900, 900)) / 100
    correction = actions.Correction(unit, area, "实测")
    actions.correct_area([correction], by=None, on=day(chance, 700, 880))


def _leave_out(district: RandomDistrict, chance: random.Random) -> None:
    building = chance.choice(district.buildings)
    if not building.memberships.exists():
        start = day(chance, 700, 900)
        BuildingMembership(building=building, counts=False, starts_on=start).save()


def everywhere(district: RandomDistrict) -> list[Place]:
    return [
        places.district(),
        *(places.zone(zone.code) for zone in district.zones),
        *(places.building(one.code) for one in district.buildings),
    ]


def frozen_state() -> tuple:
    rows = ClosedPosition.objects.order_by("pk").values_list("close", *sittings.COLUMNS)
    return list(MonthClose.objects.order_by("pk").values_list("sha256", "figures")), list(rows)


def test_rows_read_from_the_ledger_make_its_position(district):
    for month in (FIRST, SECOND):
        end = month_end(month)
        for place in everywhere(district):
            found = ledger_position(place, end)
            buildings = [one.building for one in found.buildings]
            rows = sittings.from_ledger([one.pk for one in buildings], end)
            made = sittings.standing(place, buildings, rows, end)
            for name in ("areas", "units", "enterprise_ids", "unleased", "expiring", "rates"):
                assert getattr(made, name) == getattr(found, name), name


def test_closing_is_idempotent_and_nothing_later_touches_it(district):
    chance = random.Random(1)
    first = actions.close_month(FIRST, by=None)
    before = frozen_state()
    edit_at_random(district, chance)
    assert actions.close_month(FIRST, by=None) == first
    assert frozen_state() == before


def test_a_frozen_place_is_read_as_the_ledger_was(district):
    end = month_end(FIRST)
    before = {place.code: ledger_position(place, end) for place in everywhere(district)}
    actions.close_month(FIRST, by=None)
    edit_at_random(district, random.Random(2))
    for place in everywhere(district):
        found, was = position(place, end), before[place.code]
        for name in ("areas", "gross_in_use", "units", "enterprise_ids", "expiring", "unleased"):
            assert getattr(found, name) == getattr(was, name), (place.code, name)
        assert found.edition == 1


def reconciles(place: Place) -> changes.PlaceChange:
    found = changes.change(place, month_end(FIRST), month_end(SECOND))
    parts = found.adjustment
    moved = found.absorption
    assert parts.late + parts.measured + parts.scope == parts.total
    assert found.before.areas.occupied + parts.total == found.opening.areas.occupied
    assert found.before.areas.available + parts.available.total == found.opening.areas.available
    explained = moved.move_in + moved.expansion - moved.move_out - moved.contraction
    closing = found.before.areas.occupied + parts.total + explained + moved.difference
    assert closing == found.after.areas.occupied
    return found


def test_opening_adjustment_and_moves_make_the_closing(district):
    chance = random.Random(3)
    actions.close_month(FIRST, by=None)
    edit_at_random(district, chance)
    open_month = [reconciles(place) for place in everywhere(district)]
    actions.close_month(SECOND, by=None)
    closed = [reconciles(place) for place in everywhere(district)]
    assert [one.adjustment for one in closed] == [one.adjustment for one in open_month]
    assert [one.absorption for one in closed] == [one.absorption for one in open_month]


def test_a_closed_month_keeps_its_moves_whatever_comes_later(district):
    chance = random.Random(4)
    actions.close_month(FIRST, by=None)
    edit_at_random(district, chance)
    actions.close_month(SECOND, by=None)
    before = [reconciles(place) for place in everywhere(district)]
    listed = moves.moves_of(before[0])
    edit_at_random(district, chance)
    with contextlib.suppress(Refused):
        actions.correct_month(FIRST, by=None, note="更正")
    after = [reconciles(place) for place in everywhere(district)]
    assert [one.adjustment for one in after] == [one.adjustment for one in before]
    assert [one.absorption for one in after] == [one.absorption for one in before]
    again = moves.moves_of(after[0])
    assert (again.net, again.difference) == (listed.net, listed.difference)
    assert [(row.kind, row.net) for row in again.rows] == [
        (row.kind, row.net) for row in listed.rows
    ]


def test_corrections_leave_earlier_editions_as_they_were(district):
    chance = random.Random(5)
    first = actions.close_month(FIRST, by=None)
    kept = [first]
    for number in range(2, 4):
        edit_at_random(district, chance)
        before = frozen_state()
        try:
            kept.append(actions.correct_month(FIRST, by=None, note=f"第{number}次"))
        except Refused:
            continue
        after = frozen_state()
        assert after[0][: len(before[0])] == before[0]
        assert after[1][: len(before[1])] == before[1]
    assert [one.edition for one in kept] == list(range(1, len(kept) + 1))
