"""扩租 and 缩租 under one lease, and leases that learn their building from their units."""

import datetime as dt

import pytest

from crm.core.errors import NotAllowed, Refused
from crm.occupancy import actions
from crm.occupancy.chains import chain_of
from crm.occupancy.models import Lease
from crm.occupancy.todos import due_leases
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    UnitFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 3, 1), dt.date(2026, 2, 28)
LATER = dt.date(2023, 9, 1)


@pytest.fixture
def building(people):
    return BuildingFactory(team=people.team("section_one"), operator=people.team("operator_a"))


def signed(*units) -> Lease:
    lease = Lease(tenant=EnterpriseFactory(), starts_on=FIRST, last_day=LAST)
    signing = actions.LeaseSigning(lease, list(units), moved_in_on=FIRST)
    return actions.sign_lease([signing], by=None)[0]


def test_a_lease_takes_on_a_unit_from_a_day(building):
    lease = signed(UnitFactory(building=building))
    more = UnitFactory(building=building)
    actions.expand_lease([actions.Expansion(lease, [more], moved_in_on=LATER)], by=None, on=LATER)
    assert more.spells.get().lease == lease
    assert [s.state for s in more.spells.all()] == ["L"]
    assert not more.spells.on(LATER - dt.timedelta(days=1)).exists()


def test_expanding_respects_who_is_there_and_reservations(building):
    lease = signed(UnitFactory(building=building))
    taken = SpellFactory(unit__building=building).unit
    with pytest.raises(Refused):
        actions.expand_lease([actions.Expansion(lease, [taken])], by=None, on=LATER)
    held = UnitHoldFactory(unit__building=building, ends_before=dt.date(2024, 1, 1)).unit
    with pytest.raises(Refused, match="XM-"):
        actions.expand_lease([actions.Expansion(lease, [held])], by=None, on=LATER)
    assert lease.spells.count() == 1


def test_nothing_is_taken_on_outside_the_term(building):
    lease = signed(UnitFactory(building=building))
    more = actions.Expansion(lease, [UnitFactory(building=building)])
    with pytest.raises(Refused):
        actions.expand_lease([more], by=None, on=LAST + dt.timedelta(days=1))


def test_some_units_are_given_back_and_the_lease_goes_on(building):
    one, two = UnitFactory(building=building), UnitFactory(building=building)
    lease = signed(one, two)
    actions.give_back_units(lease, [two], by=None, on=LATER)
    assert one.spells.on(LATER).exists()
    assert not two.spells.on(LATER).exists()
    lease.refresh_from_db()
    assert lease.last_day == LAST


def test_all_units_are_given_back_by_ending_the_lease(building):
    unit = UnitFactory(building=building)
    with pytest.raises(Refused, match="终止租约"):
        actions.give_back_units(signed(unit), [unit], by=None, on=LATER)


def test_an_imported_lease_learns_its_building_from_its_units(people, building):
    lease = LeaseFactory()
    assert not Lease.objects.visible_to(people.operator).exists()
    draft = actions.SpellDraft(UnitFactory(building=building), "L", FIRST, lease=lease)
    actions.record_spells([draft], by=None)
    lease.refresh_from_db()
    assert lease.building == building
    assert Lease.objects.visible_to(people.operator).get() == lease
    assert not Lease.objects.visible_to(people.other_operator).exists()


def test_a_chain_holds_every_renewal_oldest_first(building):
    old = signed(UnitFactory(building=building))
    middle = Lease(starts_on=dt.date(2026, 3, 1), last_day=dt.date(2028, 2, 29))
    actions.renew_lease([(old, middle)], by=None)
    new = Lease(starts_on=dt.date(2028, 3, 1), last_day=dt.date(2030, 2, 28))
    actions.renew_lease([(middle, new)], by=None)
    for lease in (old, middle, new):
        assert chain_of(lease) == [old, middle, new]


def test_a_holdover_is_the_first_thing_to_do(people, building):
    over = signed(UnitFactory(building=building))
    soon = signed(UnitFactory(building=building))
    Lease.objects.filter(pk=soon.pk).update(last_day=LAST + dt.timedelta(days=20))
    far = signed(UnitFactory(building=building))
    Lease.objects.filter(pk=far.pk).update(last_day=LAST + dt.timedelta(days=200))
    found = due_leases(people.manager, LAST + dt.timedelta(days=5))
    assert [(todo.state, todo.url) for todo in found] == [
        ("late", over.get_absolute_url()),
        ("later", soon.get_absolute_url()),
    ]
    assert due_leases(people.other_manager, LAST) == []


def test_who_does_not_let_there_changes_no_lease(people, building):
    one, two = UnitFactory(building=building), UnitFactory(building=building)
    lease = signed(one, two)
    for name in ("head", "section_two_manager", "operator"):
        with pytest.raises(NotAllowed):
            actions.give_back_units(lease, [two], by=getattr(people, name), on=LATER)
    actions.give_back_units(lease, [two], by=people.manager, on=LATER)
