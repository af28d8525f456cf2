"""二房东 and co-working: the final user decides the state; what is not filled turns vacant."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.core.errors import NotAllowed, Refused
from crm.core.models import DatedSetting, Event
from crm.occupancy import actions
from crm.occupancy.models import Lease, Spell, Unit
from crm.occupancy.ticks import end_grace
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import BuildingFactory, UnitFactory

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2025, 12, 31)
GRACE = 90


def on(offset: int) -> dt.date:
    return FIRST + dt.timedelta(days=offset)


def master(*units: Unit) -> Lease:
    lease = Lease(
        tenant=EnterpriseFactory(), starts_on=FIRST, last_day=LAST, tenant_role="operator"
    )
    return actions.sign_lease([actions.LeaseSigning(lease, list(units))], by=None)[0]


def sublet(of: Lease, *units: Unit, start: dt.date, last_day: dt.date = LAST, by=None) -> Lease:
    lease = Lease(tenant=EnterpriseFactory(), starts_on=start, last_day=last_day, sublet_of=of)
    return actions.sign_sublet(
        [actions.LeaseSigning(lease, list(units), moved_in_on=start)], by=by
    )[0]


def state_on(unit: Unit, day: dt.date) -> str:
    spell = unit.spells.on(day).first()
    return spell.state if spell else "V"


def tick(day: dt.date) -> int:
    return end_grace(timezone.make_aware(dt.datetime.combine(day, dt.time(12))))


class Histories(TestCase):
    """Whenever the clock runs, and however long it stood still, the days come out the same."""

    @settings(max_examples=25)
    @given(seed=st.integers(0, 10**6))
    def test_ticks_late_or_daily_give_what_a_day_by_day_reckoning_gives(self, seed):
        chance = random.Random(seed)
        unit = UnitFactory(building=BuildingFactory())
        lease = master(unit)
        marks = sorted(chance.sample(range(1, 700), chance.choice((2, 4, 6))))
        filled = list(zip(marks[::2], marks[1::2], strict=True))
        for start, end in filled:
            if chance.random() < 0.5:
                tick(on(start - chance.randint(0, 3)))
            under = sublet(lease, unit, start=on(start))
            actions.end_lease([under], by=None, last_day=on(end - 1), reason="退租")
        tick(on(720))
        assert tick(on(720)) == 0
        for offset in range(0, 720, 3):
            assert state_on(unit, on(offset)) == reckoned(filled, offset), offset


def reckoned(filled: list[tuple[int, int]], offset: int) -> str:
    """Independent: walk through the days and count those without a user."""
    empty = 0
    for day in range(offset + 1):
        if any(start <= day < end for start, end in filled):
            empty = 0
            state = "L"
        else:
            state = "N" if empty < GRACE else "V"
            empty += 1
    return state


pytestmark = pytest.mark.django_db


def test_what_is_not_filled_is_vacant_after_the_grace_period_and_announced():
    unit = UnitFactory()
    master(unit)
    assert tick(on(GRACE - 1)) == 0
    assert tick(on(GRACE)) == 1
    assert state_on(unit, on(GRACE - 1)) == "N"
    assert state_on(unit, on(GRACE)) == "V"
    assert Event.objects.filter(name="occupancy.sublet_grace_over").count() == 1


def test_the_period_is_that_of_the_day_on_which_it_began():
    unit = UnitFactory()
    DatedSetting.objects.create(
        key="occupancy.sublet_grace_days", value=10, effective_from=on(0), note="试行"
    )
    DatedSetting.objects.create(
        key="occupancy.sublet_grace_days", value=300, effective_from=on(1), note="调整"
    )
    master(unit)
    tick(on(50))
    assert Spell.objects.get().ends_before == on(10)


def test_a_renewal_of_the_master_does_not_begin_the_period_anew():
    unit = UnitFactory()
    lease = master(unit)
    fresh = Lease(starts_on=on(60), last_day=dt.date(2030, 1, 1))
    actions.renew_lease([(lease, fresh)], by=None)
    assert fresh.tenant_role == "operator"
    tick(on(400))
    assert [state_on(unit, on(n)) for n in (59, 60, 89, 90)] == ["N", "N", "N", "V"]


def test_only_units_of_the_master_without_a_user_are_sublet():
    unit, stranger = UnitFactory(number="1801"), UnitFactory(number="9999")
    lease = master(unit)
    with pytest.raises(Refused, match="1801"):
        sublet(lease, stranger, start=on(10))
    sublet(lease, unit, start=on(10))
    with pytest.raises(Refused):
        sublet(lease, unit, start=on(20))


def test_a_sublet_lies_within_its_master_lease():
    unit = UnitFactory()
    lease = master(unit)
    with pytest.raises(Refused):
        sublet(lease, unit, start=on(10), last_day=LAST + dt.timedelta(days=1))
    assert Lease.objects.count() == 1


def test_a_unit_beyond_the_grace_period_can_still_be_sublet():
    unit = UnitFactory()
    lease = master(unit)
    tick(on(200))
    waiting, beyond = actions.unfilled_of(lease, on(150))
    assert (waiting, beyond) == ([], [unit])
    sublet(lease, unit, start=on(150))
    assert [state_on(unit, on(n)) for n in (149, 150, 600)] == ["V", "L", "L"]


def test_a_master_lease_does_not_end_under_its_sublets():
    unit = UnitFactory()
    lease = master(unit)
    sublet(lease, unit, start=on(10))
    with pytest.raises(Refused):
        actions.end_lease([lease], by=None, last_day=on(100), reason="退租")


def test_an_operator_does_not_move_in_with_the_signature():
    lease = Lease(
        tenant=EnterpriseFactory(), starts_on=FIRST, last_day=LAST, tenant_role="operator"
    )
    signing = actions.LeaseSigning(lease, [UnitFactory()], moved_in_on=FIRST)
    with pytest.raises(Refused):
        actions.sign_lease([signing], by=None)


def test_desks_in_a_shared_unit_make_it_occupied_and_their_leaving_frees_it():
    unit = UnitFactory()
    lease = master(unit)
    users = [EnterpriseFactory(), EnterpriseFactory()]
    drafts = [actions.OccupantDraft(user, desks=4) for user in users]
    (spell,) = actions.seat_occupants(
        [actions.Seating(lease.spells.get(), drafts)], by=None, on=on(30)
    )
    assert (spell.state, spell.occupants.count()) == ("L", 2)
    (back,) = actions.seat_occupants([actions.Seating(spell, [])], by=None, on=on(60))
    assert back.state == "N"
    assert back.occupants.true().get().enterprise == lease.tenant


def test_shares_change_from_a_day_and_the_days_before_stay():
    unit = UnitFactory(area=Decimal("100.00"))
    tenant = EnterpriseFactory()
    draft = actions.SpellDraft(unit, "L", FIRST, occupants=[actions.OccupantDraft(tenant)])
    (spell,) = actions.record_spells([draft], by=None)
    both = [
        actions.OccupantDraft(tenant, Decimal("60.00")),
        actions.OccupantDraft(EnterpriseFactory(), Decimal("40.00")),
    ]
    actions.seat_occupants([actions.Seating(spell, both)], by=None, on=on(30))
    assert unit.spells.on(on(29)).get().occupants.count() == 1
    assert unit.spells.on(on(30)).get().occupants.count() == 2


def test_only_a_retail_unit_has_a_first_store():
    unit = UnitFactory()
    (spell,) = actions.record_spells([actions.SpellDraft(unit, "L", FIRST)], by=None)
    seat = [actions.OccupantDraft(EnterpriseFactory(), first_store="city")]
    with pytest.raises(Refused, match="首店"):
        actions.seat_occupants([actions.Seating(spell, seat)], by=None, on=on(1))


def test_who_may_not_let_there_sublets_nothing(people):
    unit = UnitFactory(building=BuildingFactory(team=people.team("section_two")))
    lease = master(unit)
    with pytest.raises(NotAllowed):
        sublet(lease, unit, start=on(10), by=people.manager)
