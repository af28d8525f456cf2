"""What a closed month keeps of leases, rents, industries and registrations: nothing later moves it,
the next edition shows it.
"""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.urls import reverse

from crm.core.canonical import canonical_json
from crm.core.errors import Refused
from crm.enterprises.models import Enterprise
from crm.occupancy import actions, closing_figures, places, registration, sittings, terms
from crm.occupancy.lease_figures import LeaseFigures, lease_figures
from crm.occupancy.lettings import lettings
from crm.occupancy.models import ClosedDue, ClosedPosition, Lease, MonthClose, Spell
from crm.occupancy.moves import between
from crm.occupancy.positions import ledger_position
from crm.reports.lease_lists import lease_rows
from crm.reports.occupancy_monthly.figures import figures as monthly_figures
from crm.reports.submissions.reading import Reading
from tests.factories.enterprises import EnterpriseFactory, RegistrationFactory
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)
from tests.occupancy.builders import RandomDistrict, day

pytestmark = pytest.mark.django_db
FEBRUARY, END = dt.date(2023, 2, 1), dt.date(2023, 2, 28)


@pytest.fixture
def building():
    return BuildingFactory(in_use_from=dt.date(2020, 1, 1))


def let(building, tenant=None, **lease) -> Lease:
    facts = {"starts_on": dt.date(2022, 6, 1), "last_day": dt.date(2023, 4, 30), **lease}
    row = LeaseFactory(building=building, tenant=tenant or EnterpriseFactory(), **facts)
    spell = SpellFactory(
        unit=UnitFactory(building=building), lease=row, starts_on=facts["starts_on"], state="L"
    )
    SpellOccupantFactory(spell=spell, enterprise=row.tenant)
    return row


@pytest.fixture
def leases(building):
    """An old lease that was renewed, its renewal, and another; one tenant is registered here."""
    old = let(building, last_day=dt.date(2022, 12, 31), starts_on=dt.date(2021, 1, 1))
    spell = old.spells.get()
    spell.ends_before = dt.date(2023, 1, 1)
    spell.save()
    fresh = LeaseFactory(
        building=building,
        tenant=old.tenant,
        renews=old,
        starts_on=dt.date(2023, 1, 1),
        last_day=dt.date(2024, 12, 31),
        price=Decimal("182.5"),
        price_unit="month",
    )
    later = SpellFactory(unit=spell.unit, lease=fresh, starts_on=dt.date(2023, 1, 1), state="L")
    SpellOccupantFactory(spell=later, enterprise=old.tenant)
    tenant = EnterpriseFactory(industry="J66", direction="数字金融", registered_in_district=True)
    other = let(building, tenant, price=Decimal("4.5"))
    return [old, fresh, other]


def told(of: LeaseFigures) -> dict:
    """Everything that 租约分析 reads of leases."""
    return {
        "renewal": of.renewal,
        "rents": of.rents,
        "largest": [(one.enterprise.pk, one.area) for one in of.largest],
        "steps": of.steps,
        "absorption": of.absorption,
        "wale": of.standing.wale_years,
        "leases": lease_rows(of.standing),
    }


def told_of_tenants() -> dict:
    found = registration.settled(places.district(), END)
    return {
        "homes": found.homes,
        "sections": found.by_section("?"),
        "directions": found.by_direction("?"),
        "top": found.top,
        "rate": found.rate,
    }


def report() -> str:
    """The monthly report's figures but for what is of today by its meaning."""
    found = monthly_figures(END, "district")
    today = ("quality", "year_ago_restated")
    return canonical_json({key: found[key] for key in found if key not in today})


def form() -> list:
    reading = Reading(END)
    at = reading.at("district", "now")
    rows = reading.rows("enterprise", "district", "now")
    return [at.registered, [(one.enterprise.pk, one.direction, one.is_registered) for one in rows]]


def all_told() -> list:
    return [told(lease_figures(places.district(), END)), told_of_tenants(), report(), form()]


def edit_the_past(leases, building) -> None:
    """Another rent, industry and registration; a lease ended and one added before the day."""
    _old, fresh, other = leases
    fresh.price, fresh.renews = Decimal("300"), None
    fresh.save()
    other.price_unit, other.price = "day", Decimal("9.9")
    other.save()
    tenant = other.tenant
    tenant.industry, tenant.direction, tenant.registered_in_district = "C26", "先进制造", False
    tenant.save()
    RegistrationFactory(enterprise=fresh.tenant, in_district=True, starts_on=dt.date(2021, 5, 1))
    let(building, price=Decimal("7"), starts_on=dt.date(2022, 3, 1))
    actions.end_lease([other], by=None, last_day=dt.date(2023, 2, 20), reason="补录提前退租")


def close_two_years() -> None:
    """All that the report of February looks back on."""
    for at in range(26):
        year, month = divmod(2021 * 12 + at, 12)
        actions.close_month(dt.date(year, month + 1, 1), by=None)


def test_nothing_of_a_closed_month_moves_and_the_next_edition_shows_it(leases, building):
    before = all_told()
    close_two_years()
    closed = all_told()
    edit_the_past(leases, building)
    assert all_told() == closed
    for was, now in zip(before[:2], closed[:2], strict=True):
        assert now == was, "freezing itself changes no figure"
    actions.correct_month(FEBRUARY, by=None, note="补录")
    corrected = all_told()
    for was, now in zip(closed, corrected, strict=True):
        assert was != now
    rent = corrected[0]["rents"]["all"]
    assert rent.a_day == (Decimal("300") * 12 / 365 * 100 + Decimal("7") * 100) / 200


def test_a_rent_alone_makes_a_difference_worth_an_edition(leases):
    first = actions.close_month(FEBRUARY, by=None)
    leases[2].price = Decimal("5.00")
    leases[2].save()
    second = actions.correct_month(FEBRUARY, by=None, note="租金录错")
    assert second.sha256 != first.sha256
    assert second.figures["area"] == first.figures["area"]
    with pytest.raises(Refused, match="没有差异"):
        actions.correct_month(FEBRUARY, by=None, note="再来一次")


def test_the_hash_speaks_for_every_stored_row(leases):
    closing = actions.close_month(FEBRUARY, by=None)
    seats = ClosedPosition.objects.filter(close=closing).order_by("pk")
    dues = ClosedDue.objects.filter(close=closing).order_by("pk")
    rows = [
        *seats.values_list(*sittings.COLUMNS, *terms.COLUMNS),
        *dues.values_list("building_id", "lease_number", "area", "renewed"),
    ]
    assert closing_figures.rows_hash(rows) == closing.figures["rows_sha256"]


def test_the_fields_of_a_frozen_row_stand_in_the_order_in_which_they_are_read():
    names = [field.attname for field in ClosedPosition._meta.concrete_fields]
    assert names == ["id", "close_id", *sittings.COLUMNS, *terms.COLUMNS]


def test_a_closing_of_old_is_read_from_the_ledger_and_says_so(client, people, leases):
    actions.close_month(FEBRUARY, by=None)
    make_old()
    found = lease_figures(places.district(), END)
    assert found.standing.terms_from_ledger
    assert found.rents["all"].leases == 2
    leases[2].price = Decimal("6.00")
    leases[2].save()
    assert lease_figures(places.district(), END).rents != found.rents
    client.force_login(people.statistician)
    for name in ("leasing", "registration"):
        address = reverse(f"desk:occupancy:{name}")
        text = client.get(f"{address}?as_of={END}&to={END}").content.decode()
        assert "结账时尚未冻结" in text
    assert "terms_from_ledger" in monthly_figures(END, "district")


def make_old() -> None:
    """As a closing of rule version 1 stored it."""
    for closing in MonthClose.objects.all():
        figures = {key: one for key, one in closing.figures.items() if key != "rows_sha256"}
        MonthClose.objects.filter(pk=closing.pk).update(figures={**figures, "rule_version": "1"})
    ClosedDue.objects.all().delete()
    ClosedPosition.objects.update(
        lease_number="",
        lease_starts_on=None,
        lease_tenant=None,
        is_renewal=False,
        rent=None,
        rent_unit="",
        industry="",
        direction="",
        home="",
    )


def test_moves_name_the_industry_of_the_closed_month(leases):
    tenant = EnterpriseFactory(industry="J66", direction="数字金融")
    actions.close_month(dt.date(2023, 1, 1), by=None)
    SpellOccupantFactory(
        enterprise=tenant,
        spell=SpellFactory(
            unit=UnitFactory(building=leases[0].building), starts_on=dt.date(2023, 2, 9)
        ),
    )
    actions.close_month(FEBRUARY, by=None)
    Enterprise.objects.filter(pk=tenant.pk).update(direction="先进制造")
    moved = between(places.district(), dt.date(2023, 1, 31), END)
    assert [row.industry for row in moved.of("move_in")] == ["数字金融"]


@pytest.mark.both_databases
@pytest.mark.parametrize("seed", range(4))
def test_random_districts_keep_what_was_let_and_who_was_there(seed):
    """Whatever is edited after the closing, and freezing itself changes no row's sum."""
    district, chance = RandomDistrict(300 + seed), random.Random(seed)
    for lease in district.leases:
        lease.price = chance.choice([None, Decimal(chance.randint(1, 99)) / 10])
        lease.price_unit = chance.choice(["day", "month"])
        lease.save()
    month = dt.date(2022, 5, 1)
    end = dt.date(2022, 5, 31)
    ledger = ledger_position(places.district(), end)
    was = sum_of(ledger), registration.settled(places.district(), end).homes
    actions.close_month(month, by=None)
    spoil(district, chance)
    now = lease_figures(places.district(), end)
    found = registration.settled(places.district(), end)
    assert (sum_of(now.standing), found.homes) == was
    assert actions.close_month(month, by=None).edition == 1
    assert MonthClose.objects.count() == 1


def sum_of(at) -> dict:
    """㎡ by lease with all its terms."""
    sums: dict = {}
    for row in lettings(at):
        key = row[5:]
        sums[key] = sums.get(key, Decimal(0)) + row.area
    return sums


def spoil(district: RandomDistrict, chance: random.Random) -> None:
    for lease in Lease.objects.all():
        lease.price, lease.last_day = Decimal("55"), lease.last_day + dt.timedelta(days=9)
        lease.save()
    for tenant in district.tenants:
        tenant.industry, tenant.direction = "C26", "先进制造"
        tenant.registered_in_district = chance.choice([True, False, None])
        tenant.save()
        RegistrationFactory(enterprise=tenant, in_district=True, starts_on=dt.date(2019, 1, 1))
    for spell in chance.sample(list(Spell.objects.exclude(state="H")), 5):
        try:
            actions.move_out([spell], by=None, on=day(chance, 700, 900))
        except Refused:
            continue
