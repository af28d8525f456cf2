"""Screens of leases: page, sublets, units taken on and given back, occupants, documents."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from crm.core.models import Attachment
from crm.occupancy import actions
from crm.occupancy.models import Lease
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import BuildingFactory, UnitFactory, UnitHoldFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2023, 3, 1), dt.date(2090, 2, 28)
TERMS = {"starts_on": "2023-03-01", "last_day": "2030-02-28", "price_unit": "day", "price": "5.8"}


def address(name: str, *args) -> str:
    return reverse(f"desk:occupancy:{name}", args=args)


@pytest.fixture
def building(people):
    return BuildingFactory(team=people.team("section_one"), operator=people.team("operator_a"))


def signed(building, *numbers, role="occupier") -> Lease:
    units = [UnitFactory(building=building, number=number) for number in numbers]
    lease = Lease(
        tenant=EnterpriseFactory(),
        starts_on=FIRST,
        last_day=LAST,
        tenant_role=role,
        price=Decimal("5.8"),
    )
    moved = None if role == "operator" else FIRST
    return actions.sign_lease([actions.LeaseSigning(lease, units, moved_in_on=moved)], by=None)[0]


def test_the_page_shows_rent_a_month_and_the_chain_as_a_line(desk, building):
    lease = signed(building, "1801")
    fresh = Lease(starts_on=dt.date(2090, 3, 1), last_day=dt.date(2093, 2, 28))
    actions.renew_lease([(lease, fresh)], by=None)
    text = desk("manager", lease.get_absolute_url()).content.decode()
    assert "176.42" in text
    assert "续租链" in text
    assert f'href="{fresh.get_absolute_url()}"' in text
    assert "<svg" in text


def test_a_lease_is_signed_with_role_payment_and_deposit(desk, building):
    UnitFactory(building=building, number="1801")
    data = {
        **TERMS,
        "units": "1801",
        "tenant": EnterpriseFactory().name,
        "tenant_role": "operator",
        "payment_months": "3",
        "deposit": "100000",
        "rent_free_months": "2",
    }
    desk("manager", address("sign_lease", building.code), data)
    lease = Lease.objects.get()
    assert (lease.tenant_role, lease.payment_months, int(lease.deposit)) == ("operator", 3, 100000)


def test_an_unreadable_first_day_is_said_at_its_own_field_alone(desk, building):
    UnitFactory(building=building, number="1801")
    data = {**TERMS, "units": "1801", "tenant": EnterpriseFactory().name, "starts_on": "昨天"}
    form = desk("manager", address("sign_lease", building.code), data).context["form"]
    assert set(form.errors) == {"starts_on"}
    assert (form["starts_on"].value(), form["price"].value()) == ("昨天", "5.8")


def test_a_reserved_unit_is_refused_at_the_units_and_let_with_the_number_filled_in(desk, building):
    unit = UnitFactory(building=building, number="1801")
    hold = UnitHoldFactory(unit=unit, ends_before=dt.date(2023, 4, 1))
    sign = address("sign_lease", building.code)
    data = {**TERMS, "units": "1801", "tenant": EnterpriseFactory().name}
    (words,) = desk("manager", sign, data).context["form"].errors["units"]
    assert hold.owner_number in words
    opened = desk("manager", f"{building.get_absolute_url()}?as_of=2023-03-01&unit=1801")
    assert f"{sign}?unit=1801&amp;held_for={hold.owner_number}" in opened.content.decode()
    filled = desk("manager", f"{sign}?unit=1801&held_for={hold.owner_number}").context["form"]
    assert filled["held_for"].value() == hold.owner_number
    answer = desk("manager", sign, data | {"held_for": hold.owner_number})
    assert answer.status_code == 302


@time_machine.travel(dt.datetime(2023, 2, 1, 1, tzinfo=dt.UTC), tick=False)
def test_a_lease_not_begun_yet_shows_the_area_that_it_will_take(desk, building):
    lease = signed(building, "1801")
    answer = desk("manager", lease.get_absolute_url())
    assert answer.context["area"] == lease.spells.get().unit.area
    assert "截至 2023-03-01" in answer.content.decode()


@time_machine.travel(dt.datetime(2023, 2, 1, 1, tzinfo=dt.UTC), tick=False)
def test_what_is_done_for_a_day_ahead_is_shown_on_that_day(desk, building):
    unit = UnitFactory(building=building, number="1801")
    data = {"starts_on": "2023-03-05", "reason": "改造"}
    answer = desk("manager", address("put_on_hold", unit.pk), data)
    assert answer.url.endswith("?unit=1801&as_of=2023-03-05")
    assert "改造" in desk("manager", answer.url).content.decode()
    past = desk("manager", address("release", unit.pk), {"on": "2023-03-06"})
    assert "as_of=2023-03-06" in past.url


def test_a_running_lease_is_not_ended_after_its_last_day_but_one_that_is_over_is(desk, building):
    lease = signed(building, "1801")
    end = address("lease_end", lease.number)
    answer = desk("manager", end, {"last_day": "2095-01-01", "reason": "企业放弃"})
    assert "续租" in "".join(answer.context["form"].errors["last_day"])
    assert not lease.spells.exclude(ends_before=None).exists()
    Lease.objects.filter(pk=lease.pk).update(last_day=dt.date(2023, 6, 30))
    assert desk("manager", end, {"last_day": "2023-08-31", "reason": "腾退"}).status_code == 302
    assert lease.spells.get().ends_before == dt.date(2023, 9, 1)


@time_machine.travel(dt.datetime(2023, 3, 7, 1, tzinfo=dt.UTC), tick=False)
def test_what_ends_is_listed_with_the_soonest_end_first(desk, building):
    later, sooner = signed(building, "1801"), signed(building, "1802")
    Lease.objects.filter(pk=later.pk).update(last_day=dt.date(2023, 5, 1))
    Lease.objects.filter(pk=sooner.pk).update(last_day=dt.date(2023, 4, 1))

    def listed(query):
        rows = desk("manager", f"{address('leases')}?as_of=2023-03-07{query}").context["page"].rows
        return [row.number for row in rows]

    assert listed("&ending=90") == [sooner.number, later.number]
    assert listed("") == listed("&ending=90&sort=-last_day") == [later.number, sooner.number]


def test_a_sublet_is_signed_on_the_page_of_the_master(desk, building):
    master = signed(building, "1801", role="operator")
    data = {
        **TERMS,
        "units": "1801",
        "tenant": EnterpriseFactory().name,
        "moved_in_on": "2023-03-01",
    }
    answer = desk("manager", address("lease_sublet", master.number), data)
    lease = Lease.objects.get(sublet_of=master)
    assert answer.url == lease.get_absolute_url()
    assert lease.spells.get().state == "L"
    assert lease.number in desk("manager", master.get_absolute_url()).content.decode()


def test_units_are_taken_on_and_given_back_by_form(desk, building):
    lease = signed(building, "1801")
    more = UnitFactory(building=building, number="1901")
    answer = desk(
        "manager",
        address("lease_expand", lease.number),
        {"units": "1901", "on": "2024-01-01", "moved_in_on": "2024-01-01"},
    )
    assert answer.status_code == 302
    answer = desk(
        "manager",
        address("lease_give_back", lease.number),
        {"units": [more.pk], "on": "2024-06-01"},
    )
    assert answer.status_code == 302
    assert more.spells.get().ends_before == dt.date(2024, 6, 1)


def test_giving_back_all_units_is_refused_in_words(desk, building):
    lease = signed(building, "1801")
    unit = lease.spells.get().unit
    answer = desk(
        "manager",
        address("lease_give_back", lease.number),
        {"units": [unit.pk], "on": "2024-06-01"},
    )
    assert answer.status_code == 422
    assert "终止租约" in answer.content.decode()


def test_desks_of_a_shared_unit_are_typed_row_by_row(desk, building):
    lease = signed(building, "1801", role="operator")
    unit = lease.spells.get().unit
    one, two = EnterpriseFactory(), EnterpriseFactory()
    data = {
        "on": "2023-04-01",
        "tenant_0": one.name,
        "desks_0": "4",
        "tenant_1": two.name,
        "desks_1": "8",
    }
    assert desk("manager", address("seats", unit.pk), data).status_code == 302
    spell = unit.spells.on(dt.date(2023, 4, 1)).get()
    assert spell.state == "L"
    assert set(spell.occupants.values_list("enterprise", "desks")) == {(one.pk, 4), (two.pk, 8)}


def test_an_unknown_occupant_is_recorded_only_when_that_is_meant(desk, building):
    unit = signed(building, "1801").spells.get().unit
    data = {"on": "2023-04-01", "tenant_0": "没有登记过的公司"}
    url = address("seats", unit.pk)
    assert desk("manager", url, data).status_code == 422
    assert desk("manager", url, {**data, "record_new": "on"}).status_code == 302


def test_a_lease_can_be_joined_to_the_one_that_it_renews(desk, building):
    old, new = signed(building, "1801"), signed(building, "1901")
    Lease.objects.filter(pk=old.pk).update(starts_on=dt.date(2020, 1, 1))
    data = {
        "starts_on": "2023-03-01",
        "last_day": "2090-02-28",
        "tenant_role": "occupier",
        "price_unit": "day",
        "rent_free_months": "0",
        "renews": old.number,
        "version": new.version,
    }
    answer = desk("statistician", address("lease_edit", new.number), data)
    assert answer.status_code == 302
    new.refresh_from_db()
    assert new.renews == old
    answer = desk(
        "statistician",
        address("lease_edit", new.number),
        {**data, "renews": "ZL-9", "version": new.version},
    )
    assert answer.status_code == 422


def test_a_document_is_uploaded_listed_and_read_by_who_sees_the_lease(desk, building):
    lease = signed(building, "1801")
    file = SimpleUploadedFile("合同.txt", "租赁合同".encode(), "text/plain")
    url = address("lease_document", lease.number)
    assert desk("manager", url, {"file": file, "kind": "contract"}).status_code == 302
    page = desk("operator", lease.get_absolute_url()).content.decode()
    assert "合同.txt" in page
    row = Attachment.objects.get()
    reading = reverse("attachment", args=[row.pk, row.name])
    assert desk("operator", reading).status_code == 200
    assert desk("other_operator", reading).status_code == 404
    assert desk("operator", url, {"file": file, "kind": "contract"}).status_code == 403


def test_readers_act_on_no_lease(desk, building):
    lease = signed(building, "1801", role="operator")
    for name in ("lease_expand", "lease_give_back", "lease_sublet", "lease_document"):
        assert desk("head", address(name, lease.number), {}).status_code == 403
        assert desk("other_operator", address(name, lease.number), {}).status_code == 403
        assert (
            address(name, lease.number)
            not in desk("head", lease.get_absolute_url()).content.decode()
        )


def test_a_holdover_says_so_on_its_page_and_in_the_list(desk, building):
    lease = signed(building, "1801")
    Lease.objects.filter(pk=lease.pk).update(last_day=dt.date(2024, 1, 31))
    page = desk("manager", lease.get_absolute_url()).content.decode()
    assert "2024-01-31 到期，仍有 100.00 ㎡" in page
    listed = desk("manager", f"{address('leases')}?running=over").content.decode()
    assert lease.number in listed


def test_sold_and_not_moved_into_is_its_own_choice(desk, building):
    unit = UnitFactory(building=building)
    data = {"state": "sold", "starts_on": "2023-03-01", "tenant": EnterpriseFactory().name}
    desk("manager", address("settle", unit.pk), data)
    spell = unit.spells.get()
    assert (spell.state, spell.signed_kind) == ("N", "sold")
    desk("manager", address("move_in", unit.pk), {"on": "2023-04-01"})
    assert unit.spells.on(dt.date(2023, 4, 1)).get().state == "O"
