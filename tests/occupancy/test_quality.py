"""数据质量: each check finds its fault and nothing else; what is right as it is gets verified."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from crm.core.errors import NotAllowed, Refused
from crm.core.models import Event
from crm.core.ticking import run_rules
from crm.occupancy import actions, places, quality
from crm.occupancy.models import QualityWaiver
from crm.occupancy.quality.checks import quality_checks
from crm.occupancy.quality.faults import ClaimRow, claims_overlap
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    LeaseFactory,
    MonthlyReturnFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)
from tests.occupancy.builders import DAYS, FIRST, RandomDistrict

DAY = dt.date(2023, 4, 28)
NOON = dt.datetime(2023, 4, 28, 4, tzinfo=dt.UTC)
BOARD = reverse("desk:occupancy:quality")


def keys(day: dt.date = DAY) -> list[str]:
    return [one.check.key for one in quality.board(places.district(), day).open]


@pytest.fixture
def sound(db, people):
    """A let unit with lease and tenant in a building whose returns are in."""
    building = BuildingFactory(operator=people.team("operator_a"), name="测试大厦")
    for month in (dt.date(2023, 3, 1), dt.date(2023, 2, 1)):
        MonthlyReturnFactory(building=building, month=month, state="accepted")
    lease = LeaseFactory(building=building)
    spell = SpellFactory(unit__building=building, unit__number="1801", lease=lease)
    SpellOccupantFactory(spell=spell, enterprise=lease.tenant)
    assert keys() == []
    return spell


def vacant(sound, **facts):
    return UnitFactory(building=sound.unit.building, **facts)


def test_a_sound_ledger_has_no_finding(sound):
    assert quality.findings_count(places.district(), DAY) == 0


def test_a_lease_without_units(sound):
    lease = LeaseFactory(building=sound.unit.building)
    found = quality.board(places.district(), DAY).open
    assert [one.check.key for one in found] == ["lease_without_spell"]
    assert lease.number in found[0].words
    assert found[0].url == lease.get_absolute_url()


def test_a_lease_whose_sublets_hold_the_units_is_sound(sound):
    master = LeaseFactory(building=sound.unit.building, tenant_role="operator")
    sound.lease.sublet_of = master
    sound.lease.save()
    assert keys() == []


def test_a_lease_that_ended_while_the_tenant_stays_until_somebody_notes_why(sound):
    sound.lease.last_day = dt.date(2023, 3, 31)
    sound.lease.save()
    other = vacant(sound, number="1802")
    SpellOccupantFactory(spell=SpellFactory(unit=other, lease=sound.lease))
    found = quality.board(places.district(), DAY).open
    assert [one.check.key for one in found] == ["held_over"]
    assert "1801、1802" in found[0].words
    sound.lease.note = "续租洽谈中，按月付租"
    sound.lease.save()
    assert keys() == []


def test_a_let_unit_without_a_lease_and_an_occupied_one_without_an_enterprise(sound):
    SpellFactory(unit=vacant(sound), lease=None)
    assert sorted(keys()) == ["leased_without_lease", "without_enterprise"]


def test_a_sold_unit_that_waits_needs_no_lease(sound):
    SpellFactory(unit=vacant(sound), state="N", signed_kind="sold", lease=None)
    assert keys() == []


def test_shares_above_the_area(sound):
    sound.occupants.update(area_share=Decimal("100.01"))
    assert keys() == ["shares_over_unit"]


def test_occupied_before_the_building_and_before_the_lease(sound):
    building = sound.unit.building
    building.in_use_from = dt.date(2022, 6, 1)
    building.save()
    sound.lease.starts_on = dt.date(2022, 2, 1)
    sound.lease.save()
    assert sorted(keys()) == ["before_in_use", "before_lease"]


def test_a_lease_signed_after_it_began(sound):
    sound.lease.signed_on = dt.date(2022, 1, 2)
    sound.lease.save()
    assert keys() == ["signed_late"]


def test_units_above_the_gross_area(sound):
    vacant(sound, area=Decimal("9900.01"))
    assert "units_over_gross" in keys()


def test_units_on_a_plant_floor_and_a_floor_that_is_too_large(sound):
    building = sound.unit.building
    building.floors_above = 50
    building.save()
    plant = FloorFactory(building=building, kind="plant", label="13")
    UnitFactory(building=building, floor=plant)
    vacant(sound, area=Decimal("600.01"))
    assert keys() == ["floor_area", "floor_area"]


def test_two_tenants_of_one_name_unless_one_is_the_branch_or_of_the_group(sound):
    spell = SpellFactory(unit=vacant(sound), state="S")
    twin = EnterpriseFactory(name=sound.lease.tenant.name.replace("有限公司", "股份有限公司"))
    SpellOccupantFactory(spell=spell, enterprise=twin)
    found = quality.board(places.district(), DAY).open
    assert [one.check.key for one in found] == ["duplicate_tenants"]
    assert found[0].url == twin.get_absolute_url()
    twin.parent = sound.lease.tenant
    twin.save()
    assert keys() == []


def test_returns_that_are_missing_or_wait_too_long(sound):
    row = sound.unit.building.monthly_returns.get(month=dt.date(2023, 3, 1))
    row.state = "returned"
    row.save()
    assert keys() == ["return_missing"]
    row.state, row.sent_at = "sent", dt.datetime(2023, 4, 10, tzinfo=dt.UTC)
    row.save()
    assert keys() == ["return_waiting"]
    assert keys(dt.date(2023, 4, 20)) == []


def test_a_building_in_use_without_an_operator(sound):
    sound.unit.building.operator = None
    sound.unit.building.save()
    assert keys() == ["without_operator"]


def claim(**facts) -> ClaimRow:
    base = ClaimRow(1, 1, DAY, 7, "1801", Decimal(100), dt.date(2023, 4, 3), None, "L", None)
    return base._replace(**facts)


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([claim()], False),
        ([claim(share=Decimal(40)), claim(pk=2, share=Decimal(60))], False),
        ([claim(share=Decimal(41)), claim(pk=2, share=Decimal(60))], True),
        ([claim(), claim(pk=2, state="S")], True),
        ([claim(), claim(pk=2, changed_on=dt.date(2023, 4, 9), state="V")], False),
        (
            [
                claim(ends_before=dt.date(2023, 4, 20)),
                claim(pk=2, changed_on=dt.date(2023, 4, 9), state="S"),
            ],
            True,
        ),
        ([claim(), claim(pk=2, unit=8, state="S")], False),
    ],
)
def test_lines_of_a_return_that_contradict_each_other(rows, wrong):
    assert bool(list(claims_overlap(rows, DAY))) is wrong


@pytest.mark.django_db
def test_every_check_has_words_a_reason_and_an_address():
    for check in quality_checks:
        assert str(check.label) != ""
        assert str(check.why).endswith("。")


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("seed", [31, 32])
def test_the_board_takes_fifteen_queries_at_most(seed, django_assert_max_num_queries):
    RandomDistrict(seed, buildings=8, units=12)
    day = FIRST + dt.timedelta(days=DAYS - 200)
    with django_assert_max_num_queries(15):
        found = quality.board(places.district(), day)
    assert found.open
    for one in found.open:
        assert "%(" not in one.words
        assert one.url.startswith("/desk/")


class TestVerifying:
    def test_a_verified_finding_waits_no_more_until_its_day(self, sound, people):
        sound.unit.building.operator = None
        sound.unit.building.save()
        (one,) = quality.board(places.district(), DAY).open
        subject = (one.check.key, one.finding.subject, one.building)
        until = dt.date(2023, 5, 31)
        actions.verify_findings(
            [subject], by=people.statistician, reason="业主自管", until=until, today=DAY
        )
        assert keys() == []
        assert keys(dt.date(2023, 5, 31)).count("without_operator") == 0
        assert "without_operator" in keys(dt.date(2023, 6, 1))
        again = actions.verify_findings(
            [subject], by=people.statistician, reason="仍自管", today=DAY
        )
        assert QualityWaiver.objects.get() == again[0]
        assert Event.objects.filter(name="occupancy.finding_verified").count() == 2

    def test_it_takes_a_reason_a_day_ahead_and_the_right(self, sound, people):
        subject = ("without_operator", "building:1", sound.unit.building)
        for reason, until in ((" ", None), ("x", DAY - dt.timedelta(days=1))):
            with pytest.raises(Refused):
                actions.verify_findings([subject], by=None, reason=reason, until=until, today=DAY)
        with pytest.raises(NotAllowed):
            actions.verify_findings([subject], by=people.manager, reason="x", today=DAY)

    def test_a_verification_that_is_revoked_counts_again(self, sound, people):
        row = actions.verify_findings(
            [("without_operator", "building:1", None)], by=None, reason="x", today=DAY
        )
        actions.revoke_verification(row, by=people.statistician, reason="查错了", today=DAY)
        assert QualityWaiver.objects.get().until == DAY - dt.timedelta(days=1)


class TestScreens:
    @pytest.fixture(autouse=True)
    def fault(self, sound):
        SpellFactory(unit=vacant(sound, number="1901"), state="S")
        with time_machine.travel(NOON, tick=False):
            yield

    def read(self, client, user, query: str = "") -> str:
        client.force_login(user)
        answer = client.get(BOARD + query)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_the_board_counts_by_check_and_building_and_links_the_fix(self, client, people):
        page = self.read(client, people.statistician)
        assert "待处理 1 项" in page
        assert "房源 1901" in page
        assert "测试大厦" in page
        assert "去处理" in page

    def test_filters_stand_in_the_address(self, client, people, sound):
        assert "房源 1901" not in self.read(client, people.statistician, "?check=held_over")
        assert "房源 1901" in self.read(client, people.statistician, "?check=nonsense&after=x")
        code = sound.unit.building.code
        assert "房源 1901" in self.read(client, people.statistician, f"?place={code}")

    def test_an_operator_sees_own_buildings_and_verifies_nothing(self, client, people):
        assert "房源 1901" in self.read(client, people.operator)
        assert "房源 1901" not in self.read(client, people.other_operator)
        assert client.get(reverse("desk:occupancy:quality_verify")).status_code == 403

    def test_a_finding_is_verified_and_counts_again_by_form(self, client, people):
        client.force_login(people.statistician)
        (one,) = quality.board(places.district(), DAY).open
        url = reverse("desk:occupancy:quality_verify")
        query = {"check": one.check.key, "subject": one.finding.subject}
        form = client.get(url, query)
        assert "房源 1901" in form.content.decode()
        address = f"{url}?check={one.check.key}&subject={one.finding.subject}"
        assert client.post(address, {"reason": ""}).status_code == 422
        assert client.post(address, {"reason": "业主自用，不登记"}).status_code == 302
        assert client.get(address).status_code == 404
        page = self.read(client, people.statistician, "?show=verified")
        assert "业主自用，不登记" in page
        revoke = reverse("desk:occupancy:quality_revoke", args=[QualityWaiver.objects.get().pk])
        assert client.post(revoke, {"reason": "已补登"}).status_code == 302
        assert keys() == ["without_enterprise"]

    def test_the_navigation_shows_the_number_that_the_worker_counted(self, client, people):
        shown = '<span class="n">1</span>'
        cache.clear()
        assert shown not in self.nav(client, people.head)
        assert run_rules(NOON).done["occupancy.count_findings"] == 1
        assert run_rules(NOON).done["occupancy.count_findings"] == 0
        assert shown in self.nav(client, people.head)
        assert shown not in self.nav(client, people.operator)

    def nav(self, client, user) -> str:
        client.force_login(user)
        page = client.get(reverse("desk:shortcuts")).content.decode()
        entry = page[page.index(f'href="{BOARD}"') :]
        return entry[: entry.index("</a>")]
