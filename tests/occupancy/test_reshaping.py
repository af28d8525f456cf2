"""Split, merge, measure: areas are kept, tenants stay, lives follow on."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.core.errors import NotAllowed, Refused
from crm.occupancy import actions, places
from crm.occupancy.lives import life_of
from crm.occupancy.models import AreaChange, Unit, UnitLineage
from crm.occupancy.positions import position
from tests.factories.occupancy import (
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
    UnitHoldFactory,
    UnitUseFactory,
)

DAY = dt.date(2023, 3, 1)
BEFORE = DAY - dt.timedelta(days=1)


def split(unit: Unit, *areas: str, by=None) -> list[Unit]:
    parts = [(f"{unit.number}-{n}", Decimal(area)) for n, area in enumerate(areas)]
    return actions.split_unit([actions.Split(unit, parts)], by=by, on=DAY)


class Conserved(TestCase):
    """Whatever the parts, the building's figures are the same on the day before and after."""

    @given(
        cents=st.lists(st.integers(1, 10**6), min_size=2, max_size=6),
        state=st.sampled_from(["V", *"SLNOH"]),
    )
    def test_a_split_and_a_merger_keep_the_area_and_the_state(self, cents, state):
        areas = [Decimal(one) / 100 for one in cents]
        unit = UnitFactory(area=sum(areas))
        if state != "V":
            SpellOccupantFactory(spell__unit=unit, spell__state=state)
        place = places.building(unit.building.code)
        before = position(place, BEFORE).areas
        parts = split(unit, *map(str, areas))
        assert position(place, DAY).areas == before == position(place, BEFORE).areas
        later = DAY + dt.timedelta(days=30)
        (whole,) = actions.merge_units([actions.Merge(parts, unit.number)], by=None, on=later)
        assert whole.area == unit.area
        assert position(place, later).areas == before


@pytest.mark.django_db
def test_parts_that_do_not_add_up_are_refused():
    unit = UnitFactory(area=Decimal("100.00"))
    with pytest.raises(Refused, match=r"99\.99"):
        split(unit, "50.00", "49.99")
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_the_tenant_stays_in_both_parts_with_shares_in_proportion():
    occupant = SpellOccupantFactory(
        area_share=Decimal("30.00"), spell__unit__area=Decimal("100.00")
    )
    SpellOccupantFactory(spell=occupant.spell, area_share=Decimal("70.00"))
    one, two = split(occupant.spell.unit, "33.33", "66.67")
    for unit in (one, two):
        shares = unit.spells.get().occupants.values_list("area_share", flat=True)
        assert sum(shares) == unit.area


@pytest.mark.django_db
def test_dated_facts_and_reservations_go_over():
    use = UnitUseFactory()
    hold = UnitHoldFactory(unit=use.unit, starts_on=BEFORE, ends_before=dt.date(2023, 4, 1))
    parts = split(use.unit, "50.00", "50.00")
    assert [part.uses.get().use for part in parts] == ["retail", "retail"]
    assert {part.holds.get().ends_before for part in parts} == {dt.date(2023, 4, 1)}
    hold.refresh_from_db()
    assert hold.ends_before == DAY


@pytest.mark.django_db
def test_units_of_two_tenancies_are_not_merged():
    one = SpellFactory().unit
    two = UnitFactory(building=one.building)
    with pytest.raises(Refused):
        actions.merge_units([actions.Merge([one, two], "X")], by=None, on=DAY)


@pytest.mark.django_db
def test_units_of_two_buildings_are_not_merged():
    with pytest.raises(Refused):
        actions.merge_units([actions.Merge([UnitFactory(), UnitFactory()], "X")], by=None, on=DAY)


@pytest.mark.django_db
def test_a_measured_area_begins_a_new_life_with_its_document():
    spell = SpellFactory(unit__area=Decimal("100.00"))
    correction = actions.Correction(spell.unit, Decimal("101.50"), "测绘〔2023〕1号")
    (unit,) = actions.correct_area([correction], by=None, on=DAY)
    place = places.building(unit.building.code)
    assert Decimal("100.00") == position(place, BEFORE).areas.L
    assert Decimal("101.50") == position(place, DAY).areas.L
    assert AreaChange.objects.get().after == unit
    assert unit.number == spell.unit.number


@pytest.mark.django_db
def test_a_later_spell_stops_the_split():
    spell = SpellFactory(starts_on=dt.date(2024, 1, 1))
    with pytest.raises(Refused, match="2024-01-01"):
        split(spell.unit, "50.00", "50.00")


@pytest.mark.django_db
def test_only_who_keeps_the_places_reshapes_them(people):
    unit = UnitFactory(building__team=people.team("section_one"))
    with pytest.raises(NotAllowed):
        split(unit, "50.00", "50.00", by=people.manager)
    assert len(split(unit, "50.00", "50.00", by=people.statistician)) == 2


@pytest.mark.django_db
def test_two_lives_of_a_number_never_overlap():
    unit = UnitFactory()
    twin = UnitFactory.build(building=unit.building, floor=unit.floor, number=unit.number)
    twin.starts_on = DAY
    with pytest.raises(Refused):
        actions.register_units([twin], by=None)


@pytest.mark.django_db
def test_the_life_of_a_merged_unit_goes_back_to_its_parts():
    one = SpellFactory(ends_before=dt.date(2022, 10, 1)).unit
    two = UnitFactory(building=one.building, floor=one.floor)
    (whole,) = actions.merge_units([actions.Merge([one, two], "M")], by=None, on=DAY)
    assert UnitLineage.objects.count() == 2
    chapters = life_of(whole, dt.date(2023, 3, 31))
    assert [chapter.state for chapter in chapters][:2] == ["V", "V"]
    assert chapters[0].start == DAY
    assert any(one.number in chapter.note for chapter in chapters)
    assert any(chapter.state == "L" for chapter in chapters)
