"""Figures of leases: pure rules by property, and the ledger against an independent reckoning."""

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.occupancy import actions, lease_rules, places, rules
from crm.occupancy.lease_figures import lease_figures
from crm.occupancy.models import Building, Lease, Spell
from crm.occupancy.renewals import by_lease, dues
from crm.occupancy.spans import year_before
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import BuildingFactory, LeaseFactory, SpellFactory, UnitFactory

DAY = dt.date(2023, 2, 28)
areas = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)


@given(pairs=st.lists(st.tuples(areas, areas)))
def test_a_renewal_rate_lies_between_nothing_and_all(pairs):
    found = lease_rules.renewal(lease_rules.Due(*pair) for pair in pairs)
    due = [pair for pair in pairs if pair[0] > 0]
    assert found.due == len(due)
    assert found.renewed_area == sum((min(pair) for pair in due), Decimal(0))
    for rate in (found.by_area, found.by_count):
        assert rate is None or 0 <= rate <= 1
    assert (found.by_area is None) == (not due)


@given(leased=st.lists(st.tuples(st.integers(-400, 800), areas)), more=areas)
def test_the_steps_of_the_ladder_add_up_to_its_end(leased, more):
    rows = [(DAY + dt.timedelta(days=days), area) for days, area in leased]
    whole = sum((area for _, area in rows), Decimal(0)) + more
    found = lease_rules.steps(rules.expiry_ladder(DAY, rows), whole)
    assert sum(step.added for step in found) == found[-1].cumulative
    assert all(step.added >= 0 for step in found)
    within = sum((area for days, area in leased if 0 < days <= 365), Decimal(0))
    assert found[-1].cumulative == within
    assert found[-1].exposure == (within / whole if whole else None)


@given(rows=st.lists(st.tuples(st.integers(1, 5), st.none() | areas, areas)))
def test_a_mean_rent_lies_between_the_lowest_and_the_highest(rows):
    found = lease_rules.rent(rows)
    prices = [price for _, price, area in rows if price is not None and area]
    if not prices:
        assert found.a_day is None
        return
    assert min(prices) - Decimal("1e-15") <= found.a_day <= max(prices) + Decimal("1e-15")
    assert found.area + found.unpriced == sum((area for *_, area in rows), Decimal(0))


def test_a_months_rent_is_a_days_times_365_by_12():
    assert lease_rules.price_a_day(Decimal("176.42"), "month").quantize(Decimal("0.01")) == Decimal(
        "5.80"
    )
    found = lease_rules.rent([(1, Decimal("5.80"), Decimal(100))])
    assert found.a_month.quantize(Decimal("0.01")) == Decimal("176.42")


def test_concentration_takes_the_largest_only():
    held = [Decimal(n) for n in (50, 10, 10, 10, 10, 10)]
    assert lease_rules.concentration(held, Decimal(100)) == Decimal("0.9")
    assert lease_rules.concentration([], Decimal(0)) is None


class RandomLeases:
    """Leases that end, go on, are renewed early, late or for fewer units, or end before time."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.building = BuildingFactory(in_use_from=dt.date(2015, 1, 1))
        for _ in range(7):
            self._story()

    def _day(self, start: dt.date, low: int, high: int) -> dt.date:
        return start + dt.timedelta(days=self.chance.randint(low, high))

    def _story(self) -> None:
        units = [
            UnitFactory(
                building=self.building,
                area=Decimal(self.chance.randint(100, 90000)) / 100,
                starts_on=dt.date(2015, 1, 1),
            )
            for _ in range(self.chance.randint(1, 3))
        ]
        start = self._day(dt.date(2018, 1, 1), 0, 1000)
        lease = self._lease(start)
        actions.sign_lease([actions.LeaseSigning(lease, units, moved_in_on=start)], by=None)
        fate = self.chance.choice(["ends", "over", "renews", "early", "shrinks", "cut"])
        if fate == "ends":
            actions.end_lease([lease], by=None, last_day=lease.last_day, reason="到期")
        elif fate == "cut":
            last = self._day(start, 1, (lease.last_day - start).days - 1)
            actions.end_lease([lease], by=None, last_day=last, reason="提前")
        elif fate != "over":
            first = lease.last_day + dt.timedelta(days=1 if fate != "early" else -40)
            if fate == "shrinks" and len(units) > 1:
                actions.give_back_units(lease, units[:1], by=None, on=lease.last_day)
            actions.renew_lease([(lease, self._lease(first))], by=None)

    def _lease(self, start: dt.date) -> Lease:
        last = self._day(start, 200, 900)
        return Lease(tenant=EnterpriseFactory(), starts_on=start, last_day=last)


def slow_renewal(building: Building, after: dt.date, until: dt.date) -> tuple[Fraction, Fraction]:
    """(due ㎡, renewed ㎡): lease by lease, spell by spell."""
    due, kept = Fraction(0), Fraction(0)
    for lease in Lease.objects.all():
        if not after < lease.last_day <= until or lease.agreed_last_day is not None:
            continue
        followers = [one for one in Lease.objects.all() if one.renews_id == lease.pk]
        day = lease.last_day
        if followers:
            first = min(followers, key=lambda one: one.starts_on)
            day = min(day, first.starts_on - dt.timedelta(days=1))
        mine = sum((Fraction(s.unit.area) for s in on(lease, building, day)), Fraction(0))
        due += mine
        if followers:
            later = on(first, building, first.starts_on)
            kept += min(mine, sum((Fraction(s.unit.area) for s in later), Fraction(0)))
    return due, kept


def on(lease: Lease, building: Building, day: dt.date) -> list[Spell]:
    return [
        spell
        for spell in Spell.objects.all().select_related("unit")
        if spell.lease_id == lease.pk
        and spell.state in "LN"
        and spell.unit.building_id == building.pk
        and spell.holds_on(day)
    ]


class Reckoned(TestCase):
    @settings(max_examples=15)
    @given(seed=st.integers(0, 10**6), offset=st.integers(0, 700))
    def test_the_renewal_rate_is_what_a_slow_walk_finds(self, seed, offset):
        building = RandomLeases(seed).building
        until = dt.date(2020, 6, 1) + dt.timedelta(days=offset)
        found = lease_rules.renewal(by_lease(dues([building.pk], year_before(until), until)))
        due, kept = slow_renewal(building, year_before(until), until)
        assert (Fraction(found.due_area), Fraction(found.renewed_area)) == (due, kept)


pytestmark = pytest.mark.django_db


@pytest.fixture
def building(people):
    return BuildingFactory(team=people.team("section_one"), operator=people.team("operator_a"))


def let(building, area="100.00", **lease) -> Spell:
    row = LeaseFactory(building=building, **lease)
    unit = UnitFactory(building=building, area=Decimal(area))
    return SpellFactory(unit=unit, lease=row, starts_on=row.starts_on)


def test_rents_tell_new_leases_renewed_ones_and_all(building):
    old = let(building, price=Decimal(4), starts_on=dt.date(2020, 1, 1)).lease
    let(building, "300.00", price=Decimal(8), starts_on=dt.date(2022, 6, 1))
    let(
        building,
        price=Decimal("182.5"),
        price_unit="month",
        starts_on=dt.date(2022, 6, 1),
        renews=old,
    )
    let(building, "50.00")
    rents = lease_figures(places.building(building.code), DAY).rents
    assert rents["all"].a_day == (4 * 100 + 8 * 300 + 6 * 100) / Decimal(500)
    assert rents["all"].unpriced == Decimal("50.00")
    assert (rents["new"].a_day, rents["renewed"].a_day) == (8, 6)


def test_absorption_by_month_adds_up_to_the_year(building):
    let(building, starts_on=dt.date(2022, 5, 10))
    let(building, "40.00", starts_on=dt.date(2022, 11, 1))
    of = lease_figures(places.building(building.code), DAY)
    assert len(of.absorption) == 12
    assert sum(month.area for month in of.absorption) == Decimal("140.00")
    assert of.months_to_clear == 0


def page(client, people, name="manager", query=""):
    client.force_login(getattr(people, name))
    return client.get(f"{reverse('desk:occupancy:leasing')}?as_of={DAY}{query}")


def test_the_page_shows_every_figure_with_its_basis_and_rows(client, people, building):
    let(building, last_day=dt.date(2023, 4, 1), price=Decimal("5.8"))
    text = page(client, people).content.decode()
    for words in ("WALE", "敞口率", "续租率", "平均租金", "前五家集中度", "去化周期", "测算假设"):
        assert words in text
    assert f"{reverse('desk:occupancy:leases')}?as_of={DAY}&amp;ending=60" in text
    assert "约定止租日在截至 D 日的 12 个月内" in text


def test_the_rows_behind_the_renewal_rate_are_the_leases_that_came_due(client, people, building):
    due = let(building, last_day=dt.date(2022, 12, 31)).lease
    other = let(building, last_day=dt.date(2023, 6, 30)).lease
    client.force_login(people.manager)
    url = f"{reverse('desk:occupancy:leases')}?ends_from=2022-03-01&ends_to=2023-02-28"
    text = client.get(url).content.decode()
    assert due.number in text
    assert other.number not in text


def test_an_operator_reckons_with_own_buildings_only(client, people, building):
    let(building)
    assert "100.00" in page(client, people, "operator").content.decode()
    text = page(client, people, "other_operator").content.decode()
    assert "该日没有投用的楼宇" in text
    hidden = page(client, people, "other_operator", f"&place={building.code}").content.decode()
    assert building.name not in hidden


@pytest.mark.parametrize(
    "query", ["&renewal=x", "&renewal=101", "&letting=-1", "&certainty=x", "&as_of=x"]
)
def test_nonsense_in_the_assumptions_gives_the_page(client, people, building, query):
    let(building)
    assert page(client, people, query=query).status_code == 200
