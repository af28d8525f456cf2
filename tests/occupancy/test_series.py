"""A trend of many days equals the position of each, in one set of queries."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.occupancy import places
from crm.occupancy.actions import close_month
from crm.occupancy.days import month_ends_up_to
from crm.occupancy.models import BuildingMembership, BuildingStatus, Unit
from crm.occupancy.positions import position
from crm.occupancy.series import series
from tests.factories.occupancy import SpellFactory, UnitFactory
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

pytestmark = pytest.mark.django_db
LAST = FIRST + dt.timedelta(days=DAYS)


@pytest.fixture(params=[11, 12])
def district(request) -> RandomDistrict:
    made = RandomDistrict(request.param)
    one, other = made.buildings[:2]
    BuildingStatus(
        building=one, status="suspended", starts_on=dt.date(2021, 5, 1), ends_before=LAST
    ).save()
    BuildingMembership(building=other, counts=False, starts_on=dt.date(2022, 1, 1)).save()
    return made


@pytest.mark.both_databases
def test_every_day_equals_its_position(district):
    for place in (places.district(), places.zone(district.zones[0].code)):
        for day in series(place, month_ends_up_to(LAST, 30)).days:
            found = position(place, day.as_of)
            assert day.total.occupied == found.areas.occupied
            assert day.total.available == found.areas.available
            assert day.gross_in_use == found.gross_in_use
            assert day.rate == found.rates.occupancy
            assert {key: (p.occupied, p.available) for key, p in day.buildings.items()} == {
                one.building.pk: (one.areas.occupied, one.areas.available)
                for one in found.buildings
            }


def test_days_come_in_order_however_asked(district):
    ends = month_ends_up_to(LAST, 5)
    assert [d.as_of for d in series(places.district(), ends[::-1]).days] == ends


def test_two_years_take_eight_queries(district, django_assert_num_queries):
    ends = month_ends_up_to(LAST, 24)
    place = places.district()
    with django_assert_num_queries(8):
        series(place, ends)


def test_closed_months_are_read_as_they_were_frozen(district, django_assert_max_num_queries):
    ends = month_ends_up_to(LAST, 6)
    for month in (end.replace(day=1) for end in ends[:4]):
        close_month(month, by=None, without_returns="试算")
    before = [(d.total, d.gross_in_use) for d in series(places.district(), ends).days]
    changed = Unit.objects.on(ends[0]).on(ends[-1])
    assert changed.update(area=Decimal("1.00")) > 0
    with django_assert_max_num_queries(10):
        after = series(places.district(), ends)
    assert [(d.total, d.gross_in_use) for d in after.days[:4]] == before[:4]
    assert after.days[5].total != before[5][0]
    assert series(places.district(), ends, ledger=True).days[0].total != before[0][0]
    for day in after.days:
        assert day.rate == position(places.district(), day.as_of).rates.occupancy


def test_like_for_like_keeps_to_the_buildings_of_its_first_day():
    old = SpellFactory().unit
    UnitFactory(building=old.building)
    UnitFactory(building__in_use_from=dt.date(2023, 2, 10))
    found = series(places.district(), month_ends_up_to(dt.date(2023, 2, 28), 3))
    half, third = Decimal("0.5"), Decimal(1) / 3
    assert [day.rate for day in found.days] == [half, half, third]
    assert found.like_for_like(1) == [None, half, half]
    assert [found.entered(at) for at in range(3)] == [0, 0, Decimal("10000.00")]
