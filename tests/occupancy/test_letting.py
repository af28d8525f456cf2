"""Sign, move in and out, hold, release: who may, what is refused and what is said."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.occupancy import actions
from crm.occupancy.models import Lease, Spell, UnitHold
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 3, 1), dt.date(2026, 2, 28)


def draft_lease(**values) -> Lease:
    return Lease(tenant=EnterpriseFactory(), starts_on=FIRST, last_day=LAST, **values)


def sign(*units, moved_in_on=None, held_for="", by=None) -> Lease:
    signing = actions.LeaseSigning(
        draft_lease(), list(units), moved_in_on=moved_in_on, held_for=held_for
    )
    return actions.sign_lease([signing], by=by)[0]


def test_a_signed_lease_takes_its_units_not_yet_occupied():
    one, two = UnitFactory(), UnitFactory()
    lease = sign(one, two)
    spells = list(lease.spells.order_by("unit"))
    assert [(s.unit, s.state, s.starts_on, s.ends_before) for s in spells] == [
        (one, "N", FIRST, None),
        (two, "N", FIRST, None),
    ]
    assert lease.number.startswith("ZL-2023-")
    assert lease.building == one.building
    assert {s.occupants.get().enterprise for s in spells} == {lease.tenant}
    assert Event.objects.filter(name="occupancy.lease_signed", object_id=lease.pk).exists()


def test_moving_in_later_makes_two_spells():
    lease = sign(UnitFactory(), moved_in_on=dt.date(2023, 5, 1))
    assert list(lease.spells.order_by("starts_on").values_list("state", "starts_on")) == [
        ("N", FIRST),
        ("L", dt.date(2023, 5, 1)),
    ]


def test_a_taken_unit_says_who_sits_there_and_until_when():
    spell = SpellFactory(ends_before=dt.date(2023, 6, 1))
    tenant = SpellOccupantFactory(spell=spell).enterprise
    with pytest.raises(Refused) as refusal:
        sign(spell.unit)
    assert tenant.name in refusal.value.message
    assert "2023-06-01" in refusal.value.message
    assert Lease.objects.count() == 0


def test_an_open_spell_says_that_no_end_is_recorded():
    unit = SpellFactory(unit__number="1801").unit
    with pytest.raises(Refused, match=r"1801.*未登记结束日"):
        sign(unit)


def test_a_reserved_unit_is_refused_to_others_and_given_to_its_own():
    hold = UnitHoldFactory(owner_number="XM-2023-0042")
    with pytest.raises(Refused, match="XM-2023-0042"):
        sign(hold.unit)
    lease = sign(hold.unit, held_for="XM-2023-0042")
    hold.refresh_from_db()
    assert lease.spells.get().unit == hold.unit
    assert hold.ends_before == FIRST


def test_two_reservations_never_share_a_day():
    hold = UnitHoldFactory()
    with pytest.raises(Refused, match="预留"):
        actions.hold_units(
            [hold.unit],
            by=None,
            owner_label="另一项目",
            owner_number="XM-2",
            starts_on=dt.date(2023, 3, 19),
            ends_before=dt.date(2023, 4, 1),
        )
    assert UnitHold.objects.count() == 1


def test_who_was_let_moves_in_and_out():
    lease = sign(UnitFactory())
    (spell,) = actions.move_in(list(lease.spells.all()), by=None, on=dt.date(2023, 4, 1))
    assert (spell.state, spell.starts_on, spell.lease) == ("L", dt.date(2023, 4, 1), lease)
    actions.move_out([spell], by=None, on=dt.date(2024, 1, 1))
    assert Spell.objects.get(state="L").ends_before == dt.date(2024, 1, 1)
    assert Spell.objects.get(state="N").ends_before == dt.date(2023, 4, 1)


def test_moving_in_on_the_first_day_leaves_no_empty_spell():
    lease = sign(UnitFactory())
    actions.move_in(list(lease.spells.all()), by=None, on=FIRST)
    assert list(lease.spells.values_list("state", "starts_on")) == [("L", FIRST)]


def test_what_was_sold_is_owned_after_moving_in():
    unit = UnitFactory()
    draft = actions.SpellDraft(unit, "N", FIRST, signed_kind="sold")
    (spell,) = actions.record_spells([draft], by=None)
    (moved,) = actions.move_in([spell], by=None, on=dt.date(2023, 4, 1))
    assert moved.state == "O"


def test_nobody_moves_into_a_unit_that_is_let_already():
    with pytest.raises(Refused):
        actions.move_in([SpellFactory(state="L")], by=None, on=FIRST)


def test_nobody_moves_out_before_moving_in():
    with pytest.raises(Refused):
        actions.move_out([SpellFactory()], by=None, on=dt.date(2022, 1, 1))


def test_ending_a_lease_frees_its_units_and_keeps_what_was_agreed():
    lease = sign(UnitFactory(), moved_in_on=FIRST)
    actions.end_lease([lease], by=None, last_day=dt.date(2023, 12, 31), reason="提前退租")
    lease.refresh_from_db()
    assert (lease.last_day, lease.agreed_last_day) == (dt.date(2023, 12, 31), LAST)
    assert lease.spells.get().ends_before == dt.date(2024, 1, 1)


def test_a_renewal_keeps_the_tenant_in_place():
    lease = sign(UnitFactory(), moved_in_on=FIRST)
    fresh = Lease(starts_on=dt.date(2026, 3, 1), last_day=dt.date(2028, 2, 29))
    actions.renew_lease([(lease, fresh)], by=None)
    assert fresh.renews == lease
    assert fresh.tenant == lease.tenant
    assert lease.spells.get().ends_before == fresh.starts_on
    assert fresh.spells.get().occupants.get().enterprise == lease.tenant


def test_a_hold_needs_a_reason_and_is_released():
    unit = UnitFactory()
    with pytest.raises(Refused):
        actions.put_on_hold([unit], by=None, starts_on=FIRST, reason=" ")
    (spell,) = actions.put_on_hold([unit], by=None, starts_on=FIRST, reason="消防改造")
    actions.release([spell], by=None, on=dt.date(2023, 4, 1))
    assert Spell.objects.get().ends_before == dt.date(2023, 4, 1)


def test_a_spell_stays_within_the_life_of_its_unit():
    unit = UnitFactory(ends_before=dt.date(2023, 6, 1))
    draft = actions.SpellDraft(unit, "L", FIRST, dt.date(2023, 6, 2))
    with pytest.raises(Refused, match="2023-06-01"):
        actions.record_spells([draft], by=None)


def test_shares_that_do_not_add_up_are_refused():
    unit = UnitFactory(area=Decimal("100.00"))
    occupants = [
        actions.OccupantDraft(EnterpriseFactory(), Decimal("60.00")),
        actions.OccupantDraft(EnterpriseFactory(), Decimal("39.99")),
    ]
    with pytest.raises(Refused, match=r"99\.99"):
        actions.record_spells([actions.SpellDraft(unit, "L", FIRST, occupants=occupants)], by=None)


def test_correcting_a_spell_voids_the_wrong_tenant():
    wrong = SpellOccupantFactory()
    right = EnterpriseFactory()
    draft = actions.SpellDraft(
        wrong.spell.unit, "L", wrong.spell.starts_on, occupants=[actions.OccupantDraft(right)]
    )
    actions.edit_spells([(wrong.spell, draft)], by=None)
    assert wrong.spell.occupants.true().get().enterprise == right
    assert wrong.spell.occupants.count() == 2


def test_a_lease_number_is_taken_once():
    with pytest.raises(Refused):
        actions.register_leases([draft_lease(number=LeaseFactory().number)], by=None)


def test_who_may_let_lets_where_the_section_is_in_charge(people):
    unit = UnitFactory(building=BuildingFactory(team=people.team("section_one")))
    assert sign(unit, by=people.manager)
    for name in ("other_manager", "operator", "steward", "head"):
        with pytest.raises(NotAllowed):
            sign(UnitFactory(building=unit.building), by=getattr(people, name))


def test_the_statistician_lets_anywhere(people):
    assert sign(UnitFactory(), by=people.statistician)


def test_two_thousand_spells_are_recorded_in_few_queries(django_assert_max_num_queries):
    building = BuildingFactory()
    floor = UnitFactory(building=building).floor
    units = actions.register_units(
        [unit_row(building, floor, number) for number in range(400)],
        by=None,
    )
    drafts = [
        actions.SpellDraft(
            unit,
            "L",
            dt.date(2020 + year, 1, 1),
            dt.date(2021 + year, 1, 1),
        )
        for unit in units
        for year in range(5)
    ]
    with django_assert_max_num_queries(100):
        actions.record_spells(drafts, by=None)
    assert Spell.objects.count() == Spell.history.count() == 2000


def unit_row(building, floor, number):
    return UnitFactory.build(building=building, floor=floor, number=f"A{number}")
