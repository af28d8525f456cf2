"""注册与行业: where tenants are registered, what they do, how concentrated; names by right."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm.enterprises.models import Registration
from crm.occupancy import places, registration
from crm.occupancy.registration_rules import (
    ELSEWHERE,
    GONE,
    HERE,
    UNKNOWN,
    Dated,
    concentration,
    homes,
    shares_of,
)
from crm.occupancy.rules import to_cents
from tests.factories.enterprises import EnterpriseFactory, RegistrationFactory
from tests.factories.occupancy import BuildingFactory, SpellFactory, SpellOccupantFactory
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

DAY = dt.date(2023, 2, 28)
PAGE = reverse("desk:occupancy:registration") + "?to=2023-02"
LIST = reverse("desk:occupancy:registration_list") + "?to=2023-02&list="
HELD = st.dictionaries(
    st.integers(1, 9), st.integers(0, 10**6).map(lambda cents: Fraction(cents, 300)), max_size=9
)


def dated(**facts) -> Dated:
    base = Dated(1, dt.date(2020, 1, 1), None, True, "active")
    return base._replace(**facts)


@pytest.mark.parametrize(
    ("flag", "rows", "home"),
    [
        (None, [], UNKNOWN),
        (True, [], HERE),
        (False, [], ELSEWHERE),
        (False, [dated()], HERE),
        (True, [dated(in_district=False)], ELSEWHERE),
        (True, [dated(in_district=None)], UNKNOWN),
        (True, [dated(ends_before=DAY), dated(starts_on=DAY, in_district=False)], ELSEWHERE),
        (True, [dated(starts_on=dt.date(2023, 3, 1))], UNKNOWN),
        (True, [dated(ends_before=DAY), dated(starts_on=DAY, status="deregistered")], GONE),
        (True, [dated(status="revoked")], GONE),
        (True, [dated(status="moved")], ELSEWHERE),
    ],
)
def test_the_dated_rows_of_the_day_decide_and_the_flag_only_without_any(flag, rows, home):
    assert homes({1: flag}, rows, DAY) == {1: home}


@given(HELD, st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100))
def test_shares_add_up_to_all_that_is_occupied(held, unnamed):
    occupied = to_cents(sum(held.values(), Fraction(0))) + unnamed
    groups = {key: ("金融", "科技", "")[key % 3] for key in held}
    rows = shares_of(groups, held, occupied, "未知")
    assert sum(row.area for row in rows) == occupied
    assert sum(row.enterprises for row in rows) == len(held)
    named = [row for row in rows if row.name != "未知"]
    assert [row.area for row in named] == sorted((row.area for row in named), reverse=True)
    assert all(row.name != "未知" for row in rows[:-1])


@given(HELD)
def test_the_five_largest_equal_the_slow_reckoning(held):
    occupied = to_cents(sum(held.values(), Fraction(0)))
    found = concentration(held, occupied)
    slow, left = Fraction(0), dict(held)
    for _ in range(min(5, len(left))):
        largest = max(left, key=lambda key: (left[key], -key))
        slow += left.pop(largest)
    assert found.area == to_cents(slow)
    assert (found.share is None) == (occupied == 0)


def slow_registered(enterprises, day) -> set[int]:
    """Registered in the district on the day, enterprise by enterprise."""
    found = set()
    for one in enterprises:
        rows = list(one.registrations.all())
        holding = [row for row in rows if row.holds_on(day) and row.status == "active"]
        if any(row.in_district for row in holding) or (not rows and one.registered_in_district):
            found.add(one.pk)
    return found


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [41, 42])
def test_random_districts_count_as_a_slow_walk_does(seed):
    district = RandomDistrict(seed)
    for number, tenant in enumerate(district.tenants):
        tenant.registered_in_district = (True, False, None)[number % 3]
        tenant.save()
        if number % 2:
            RegistrationFactory(enterprise=tenant, in_district=number % 4 == 1)
    for offset in range(200, DAYS, 300):
        day = FIRST + dt.timedelta(days=offset)
        found = registration.settled(places.district(), day)
        ids = found.enterprises.keys()
        assert set(found.of_home(HERE)) == slow_registered(found.enterprises.values(), day)
        parts = [key for home in (HERE, ELSEWHERE, UNKNOWN, GONE) for key in found.of_home(home)]
        assert sorted(parts) == sorted(ids)
        for rows in (found.by_section("?"), found.by_direction("?")):
            assert sum(row.area for row in rows) == found.occupied
        tenants = found.tenants(ids)
        assert abs(sum(one.area for one in tenants) - found.area_of(ids)) <= Decimal("0.05")


@pytest.fixture
def tenants(people):
    """One of each home in one building, each on 100 ㎡."""
    team, building = people.team("section_one"), BuildingFactory(name="测试大厦")
    made = {}
    for name, facts in {
        "本区": {"registered_in_district": True, "direction": "数字金融", "industry": "J66"},
        "外区": {"registered_in_district": False},
        "不明": {"registered_in_district": None},
        "注销": {"registered_in_district": True},
    }.items():
        made[name] = EnterpriseFactory(name=f"{name}公司", team=team, **facts)
        spell = SpellFactory(unit__building=building, state="S")
        SpellOccupantFactory(spell=spell, enterprise=made[name])
    RegistrationFactory(
        enterprise=made["注销"],
        starts_on=dt.date(2023, 1, 5),
        event=Registration.Event.DEREGISTERED,
        status=Registration.Status.DEREGISTERED,
    )
    return made


@pytest.fixture
def read(client, people):
    def as_somebody(name: str, url: str) -> str:
        client.force_login(getattr(people, name))
        answer = client.get(url)
        assert answer.status_code == 200, url
        return answer.content.decode()

    return as_somebody


def test_rates_by_count_and_by_area(tenants):
    found = registration.settled(places.district(), DAY)
    assert found.rate == Decimal("0.25")
    assert found.rate_by_area == Decimal("0.25")
    SpellFactory()
    assert registration.settled(places.district(), DAY).rate_by_area == Decimal("0.2")


def test_the_page_shows_rates_lists_industries_and_the_largest(read, tenants):
    text = read("head", PAGE)
    for words in (
        "属地注册率（家数）",
        "25.0",
        "在地经营未注册",
        "外区公司",
        "已注销仍占用",
        "数字金融",
    ):
        assert words in text
    assert "金融业" in text
    assert f'href="{reverse("desk:occupancy:registration")}"' in text


def test_who_came_and_who_went_stands_there_with_area(read, people, tenants):
    comer = SpellOccupantFactory(spell__starts_on=dt.date(2023, 2, 1))
    goer = SpellOccupantFactory(spell__ends_before=dt.date(2023, 1, 20))
    text = read("head", PAGE)
    assert comer.enterprise.name in text
    assert goer.enterprise.name in text
    assert "+100.00" in text
    assert "−100.00" in text


def test_each_list_holds_its_tenants(read, tenants):
    for key, name in (("unregistered", "外区"), ("unknown", "不明"), ("gone", "注销")):
        text = read("head", LIST + key)
        assert f"{name}公司" in text
        others = {other for other in tenants if other != name}
        assert not any(f"{other}公司" in text for other in others)
    assert "本区公司" in read("head", f"{LIST}settled&direction=数字金融")
    assert "外区公司" not in read("head", f"{LIST}settled&direction=数字金融")
    assert "外区公司" in read("head", f"{LIST}settled&direction=&home=elsewhere&after=x")


def test_registered_here_and_not_in_business_here(read, people, tenants):
    team = people.team("section_one")
    EnterpriseFactory(name="只注册公司", registered_in_district=True, team=team)
    RegistrationFactory(
        enterprise=EnterpriseFactory(name="曾注册公司", registered_in_district=True, team=team),
        ends_before=dt.date(2022, 1, 1),
    )
    text = read("head", f"{LIST}absent")
    assert "只注册公司" in text
    assert "曾注册公司" not in text
    assert "本区公司" not in text


def test_registrations_that_moved_in_the_period(read, people, tenants):
    for name, day in (("迁来", dt.date(2023, 2, 1)), ("早来", dt.date(2022, 6, 1))):
        RegistrationFactory(
            enterprise=EnterpriseFactory(name=f"{name}公司", team=people.team("section_one")),
            starts_on=day,
            event=Registration.Event.MOVED_IN,
            other_place="海淀区",
            reason="扩大经营",
        )
    text = read("head", f"{LIST}moved")
    assert "迁来公司" in text
    assert "海淀区" in text
    assert "早来公司" not in text
    assert "早来公司" in read("head", f"{LIST}moved&from=2022-01")


def test_enterprises_out_of_sight_are_counted_and_not_named(read, tenants):
    text = read("section_two_manager", PAGE)
    assert "外区公司" not in text
    assert "25.0" in text
    assert "其中 1 家不在您的查看范围" in text
    assert "外区公司" not in read("section_two_manager", f"{LIST}unregistered")
    assert "外区公司" in read("manager", f"{LIST}unregistered")


def test_an_operator_and_a_stranger_see_nothing_of_it(client, people, tenants):
    for name in ("operator", "stranger"):
        client.force_login(getattr(people, name))
        assert client.get(PAGE).status_code == 403
        assert client.get(f"{LIST}settled").status_code == 403


def test_an_unknown_list_is_not_there(client, people, tenants):
    client.force_login(people.head)
    assert client.get(f"{LIST}nonsense").status_code == 404
