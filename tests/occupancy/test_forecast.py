"""空置预测: nothing is lost or made, and each assumption does what it says."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm.core.errors import NotAllowed, Refused
from crm.occupancy import actions, places
from crm.occupancy.forecasting import Assumptions, Standing, Tenancy, forecast
from crm.occupancy.lease_figures import lease_figures
from crm.occupancy.models import ReleasePlan, ReleasePlanRevision
from crm.occupancy.outlook import Asked, following_month_ends, outlook, rent_free_until
from crm.occupancy.release_plans import by_quarter, planned_on
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    ReleasePlanFactory,
    ReleasePlanRevisionFactory,
    SpellFactory,
    UnitFactory,
    ZoneFactory,
)

DAY = dt.date(2023, 2, 28)
ENDS = following_month_ends(DAY, 12)
days = st.integers(1, 500).map(lambda n: DAY + dt.timedelta(days=n))
tenancies = st.lists(
    st.builds(
        Tenancy,
        area=st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100),
        is_moved_in=st.booleans(),
        free_on=st.none() | days,
        moves_in_on=st.none() | days,
    ),
    max_size=12,
)
releases = st.lists(st.tuples(days, st.integers(1, 10**6).map(Decimal)), max_size=4)
rates = st.integers(0, 1000).map(lambda n: Decimal(n) / 1000)


@given(
    held=tenancies,
    vacant=st.integers(0, 10**6),
    planned=releases,
    rate=rates,
    letting=st.integers(0, 5000),
)
def test_every_square_metre_is_accounted_for(held, vacant, planned, rate, letting):
    start = Standing(
        sum((one.area for one in held if one.is_moved_in), Decimal(0)),
        sum((one.area for one in held if not one.is_moved_in), Decimal(0)),
        Decimal(vacant),
    )
    months = forecast(start, DAY, ENDS, held, planned, Assumptions(rate, Decimal(letting)))
    before = start
    for month in months:
        after = month.after
        assert after.available == before.available + month.released
        assert after.vacant == (
            before.vacant + month.leaving + month.grace_over + month.released - month.newly_let
        )
        assert min(after.vacant, after.occupied, after.signed) >= 0
        assert 0 <= month.leaving <= month.ending
        assert month.newly_let <= letting
        before = after
    within = sum((area for when, area in planned if DAY < when <= ENDS[-1]), Decimal(0))
    assert sum(month.released for month in months) == within
    ending = sum(
        (one.area for one in held if one.free_on and DAY < one.free_on <= ENDS[-1]), Decimal(0)
    )
    assert sum(month.ending for month in months) == ending


@given(held=tenancies, rate=rates)
def test_more_renewals_never_mean_more_vacancy(held, rate):
    start = Standing(*[sum((o.area for o in held), Decimal(0))] * 2, Decimal(100))
    less, more = (
        forecast(start, DAY, ENDS, held, [], Assumptions(one))[-1].after.vacant
        for one in (rate, Decimal(1))
    )
    assert more <= less
    assert more == Decimal(100)


def test_the_seed_three_quarters_after_a_release():
    start = Standing(Decimal(1_539_000), Decimal(0), Decimal(361_000))
    (month,) = forecast(
        start, DAY, ENDS[:1], [], [(ENDS[0], Decimal(170_000))], Assumptions(Decimal(1))
    )
    assert month.after.occupancy.quantize(Decimal("0.001")) == Decimal("0.743")


@pytest.mark.parametrize(
    ("first", "months", "until"),
    [
        (dt.date(2023, 1, 31), "1", dt.date(2023, 2, 28)),
        (dt.date(2023, 1, 1), "1.5", dt.date(2023, 2, 16)),
        (dt.date(2023, 11, 1), "3", dt.date(2024, 2, 1)),
    ],
)
def test_rent_free_months_are_whole_months_and_days(first, months, until):
    assert rent_free_until(first, Decimal(months)) == until


pytestmark = pytest.mark.django_db


@pytest.fixture
def building():
    return BuildingFactory()


def outlook_of(building, **asked):
    return outlook(lease_figures(places.building(building.code), DAY), Asked(**asked))


def test_a_lease_that_ends_frees_its_area_the_day_after(building):
    lease = LeaseFactory(last_day=dt.date(2023, 3, 31))
    SpellFactory(unit=UnitFactory(building=building), lease=lease)
    ahead = outlook_of(building, renewal=Decimal("0.4"))
    assert [month.leaving for month in ahead.months[:3]] == [0, Decimal("60.00"), 0]
    assert ahead.months[-1].after.vacant == Decimal("60.00")


def test_signed_area_moves_in_when_its_rent_free_months_are_over(building):
    lease = LeaseFactory(
        starts_on=dt.date(2023, 2, 1), last_day=dt.date(2028, 1, 31), rent_free_months=2
    )
    unit = UnitFactory(building=building)
    SpellFactory(unit=unit, lease=lease, state="N", signed_kind="let", starts_on=lease.starts_on)
    ahead = outlook_of(building)
    assert [month.moving_in for month in ahead.months[:3]] == [0, Decimal("100.00"), 0]


def test_an_operators_unfilled_area_turns_vacant_after_its_grace_period(building):
    lease = LeaseFactory(
        starts_on=dt.date(2023, 2, 1), last_day=dt.date(2028, 1, 31), tenant_role="operator"
    )
    unit = UnitFactory(building=building)
    SpellFactory(unit=unit, lease=lease, state="N", signed_kind="let", starts_on=lease.starts_on)
    ahead = outlook_of(building)
    assert [month.grace_over for month in ahead.months[:4]] == [0, 0, Decimal("100.00"), 0]


def test_plans_count_by_their_certainty_and_the_version_is_named(building):
    plan = ReleasePlanFactory(zone=building.zone, code="JH-1")
    ReleasePlanRevisionFactory(plan=plan, area=Decimal(1000), certainty="likely", quarter=2)
    UnitFactory(building=building)
    of = lease_figures(places.zone(building.zone.code), DAY)
    firm, likely = outlook(of, Asked(certainty="firm")), outlook(of, Asked())
    assert (firm.releases, sum(m.released for m in firm.months)) == ([], 0)
    assert [(m.end, m.released) for m in likely.months if m.released] == [
        (dt.date(2023, 6, 30), Decimal(1000))
    ]
    assert likely.releases[0].version == "JH-1 R1 2023-01-10"


def test_a_plan_is_read_as_it_stood_on_the_day():
    plan = ReleasePlanFactory()
    ReleasePlanRevisionFactory(plan=plan, area=Decimal(100), revised_on=dt.date(2022, 1, 1))
    ReleasePlanRevisionFactory(
        plan=plan, revision=2, area=Decimal(70), revised_on=dt.date(2023, 1, 1)
    )
    place = places.district()
    assert [one.revision.area for one in planned_on(place, dt.date(2022, 6, 1))] == [100]
    assert [one.revision.area for one in planned_on(place, DAY)] == [70]
    assert planned_on(place, dt.date(2021, 1, 1)) == []


def test_planned_and_actual_stand_side_by_side():
    done = BuildingFactory(in_use_from=dt.date(2023, 1, 15), gross_area=Decimal(900))
    late = BuildingFactory(in_use_from=None)
    for building in (done, late):
        plan = ReleasePlanFactory(zone=building.zone, building=building)
        ReleasePlanRevisionFactory(
            plan=plan, area=Decimal(1000), year=2022, quarter=4, revised_on=dt.date(2022, 1, 1)
        )
    found = {one.plan.building_id: one for one in planned_on(places.district(), DAY)}
    assert (found[done.pk].actual_on, found[done.pk].difference) == (
        dt.date(2023, 1, 15),
        Decimal(-100),
    )
    assert found[late.pk].is_late
    quarter, year = by_quarter(found.values())
    assert (quarter["total"], quarter["actual"]) == (Decimal(2000), Decimal(900))
    assert (year["quarter"], year["total"]) == (None, Decimal(2000))


def test_a_plan_is_recorded_and_revised_on_screen_and_every_revision_stays(client, people):
    client.force_login(people.statistician)
    zone = ZoneFactory()
    data = {
        "code": "JH-9",
        "name": "北区九期",
        "zone": zone.pk,
        "revised_on": "2023-01-10",
        "year": "2023",
        "quarter": "3",
        "area": "1,000㎡",
        "certainty": "firm",
    }
    answer = client.post(reverse("desk:occupancy:release_plan_create"), data)
    plan = ReleasePlan.objects.get()
    assert answer.url == plan.get_absolute_url()
    url = reverse("desk:occupancy:release_plan_revise", args=[plan.code])
    client.post(url, {**data, "revised_on": "2023-02-10", "area": "800", "quarter": ""})
    assert client.post(url, {**data, "revised_on": "2023-01-11"}).status_code == 422
    text = client.get(plan.get_absolute_url()).content.decode()
    assert "1,000.00" in text
    assert "800.00" in text
    listed = client.get(f"{reverse('desk:occupancy:release_plans')}?as_of=2023-02-28")
    assert "800.00" in listed.content.decode()


def test_only_who_edits_space_plans_releases(client, people):
    plan = ReleasePlanRevisionFactory().plan
    client.force_login(people.manager)
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert client.get(reverse("desk:occupancy:release_plan_create")).status_code == 403
    url = reverse("desk:occupancy:release_plan_revise", args=[plan.code])
    assert client.post(url, {}).status_code == 403
    row = ReleasePlanRevision(
        plan=plan, revised_on=DAY, year=2024, area=Decimal(1), certainty="open"
    )
    with pytest.raises(NotAllowed):
        actions.plan_release([row], by=people.manager)


def test_a_plan_code_is_taken_once():
    plan = ReleasePlanFactory()
    again = ReleasePlan(code=plan.code, name="另一期", zone=plan.zone)
    row = ReleasePlanRevision(
        plan=again, revised_on=DAY, year=2024, area=Decimal(1), certainty="open"
    )
    with pytest.raises(Refused, match=plan.code):
        actions.plan_release([row], by=None)
