"""Splits and mergers that operators report: checked, shown, brought into the ledger."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import Refused
from crm.occupancy import actions, places
from crm.occupancy.models import MonthlyReturnLine, Unit, UnitLineage
from crm.occupancy.positions import position
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.effects import effects_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.reported import Part, Reported, Reshaping, Tenant, of_return
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
    UnitHoldFactory,
)

pytestmark = pytest.mark.django_db
MONTH, END = dt.date(2023, 2, 1), dt.date(2023, 2, 28)
ON = dt.date(2023, 2, 10)
ACCEPT = actions.Verdict("accepted")


@pytest.fixture
def building(people):
    return BuildingFactory(operator=people.team("operator_a"))


@pytest.fixture
def pair(building):
    floor = FloorFactory(building=building, label="8A")
    return [
        UnitFactory(building=building, floor=floor, number=number, area=Decimal(area))
        for number, area in (("0801", "60.00"), ("0802", "40.00"))
    ]


@pytest.fixture
def row(building, people):
    return actions.begin_return(building, MONTH, by=people.operator)


def part(unit, number, area, state="V", *names, **facts) -> Part:
    tenants = [Tenant(name) for name in names]
    return Part(unit, ON, state, tenants, area=Decimal(area), number=number, **facts)


def split(unit, *parts, on=ON, **facts) -> Reshaping:
    return Reshaping(unit, on, "", kind="split", units=[unit], parts=list(parts), **facts)


def merge(units, number, state="V", *names, **facts) -> Reshaping:
    area = sum(unit.area for unit in units)
    parts = [part(units[0], number, area, state, *names, **facts)]
    return Reshaping(units[0], ON, "", kind="merge", units=list(units), parts=parts)


def accepted(row, people, *said):
    actions.report_changes(row, said, by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    verdicts = {one.key: ACCEPT for one in of_return(row)}
    return actions.decide_return(row, verdicts, by=people.statistician)


def found(row, *said) -> list[tuple[str, int | None]]:
    wrong = problems_of(said, read_ledger(row.building, END), MONTH)
    return [(problem.field, problem.part) for one in wrong.values() for problem in one]


def sitting(number: str, day=ON) -> tuple[str, list[str], object]:
    spell = Unit.objects.on(day).get(number=number).spells.on(day).first()
    if spell is None:
        return ("V", [], None)
    names = list(spell.occupants.true().values_list("enterprise__name", flat=True))
    return spell.state, names, spell.lease


def test_what_is_reported_is_stored_and_read_back(row, people, let, pair):
    tenant = let.lease.tenant.name
    said = [
        split(let.unit, part(let.unit, "A", "70", "L", tenant), part(let.unit, "B", "30")),
        merge(pair, "0801", "L", "甲公司", "乙公司", last_day=dt.date(2026, 2, 9)),
    ]
    actions.report_changes(row, said, by=people.operator)
    merged, cut = of_return(row)
    assert [unit.number for unit in merged.units] == ["0801", "0802"]
    assert [one.name for one in merged.parts[0].tenants] == ["甲公司", "乙公司"]
    assert [(one.number, one.area, one.state) for one in cut.parts] == [
        ("A", Decimal("70.00"), "L"),
        ("B", Decimal("30.00"), "V"),
    ]
    assert cut.parts[0].tenants[0].enterprise == let.lease.tenant
    actions.withdraw_changes(row, [cut.key, merged.key], by=people.operator)
    assert not MonthlyReturnLine.objects.exists()


def test_a_tenant_keeps_one_part_under_its_lease_and_the_other_falls_vacant(row, people, let):
    tenant = let.lease.tenant.name
    cut = split(let.unit, part(let.unit, "1101", "70", "L", tenant), part(let.unit, "1102", "30"))
    place = places.building(row.building.code)
    before = position(place, END, ledger=True).areas.base
    accepted(row, people, cut)
    assert sitting("1101") == ("L", [tenant], let.lease)
    assert sitting("1102") == ("V", [], None)
    assert UnitLineage.objects.filter(parent=let.unit, kind="split").count() == 2
    assert position(place, END, ledger=True).areas.base == before
    let.lease.refresh_from_db()
    assert let.lease.end_reason == ""


def test_another_tenant_takes_the_second_part(row, people, let):
    tenant = let.lease.tenant.name
    fresh = part(let.unit, "B", "30", "L", "云岚科技", last_day=dt.date(2026, 2, 9))
    accepted(row, people, split(let.unit, part(let.unit, "A", "70", "L", tenant), fresh))
    state, names, lease = sitting("B")
    assert (state, names, lease.last_day) == ("L", ["云岚科技"], dt.date(2026, 2, 9))
    assert lease != let.lease


def test_a_tenant_who_leaves_both_parts_ends_its_lease(row, people, let):
    accepted(row, people, split(let.unit, part(let.unit, "A", "70"), part(let.unit, "B", "30")))
    let.lease.refresh_from_db()
    assert let.lease.last_day == ON - dt.timedelta(days=1)
    assert [sitting(number)[0] for number in "AB"] == ["V", "V"]


def test_vacant_units_are_merged_for_one_tenant(row, people, pair):
    accepted(row, people, merge(pair, "0801", "L", "云岚科技", last_day=dt.date(2026, 2, 9)))
    unit = Unit.objects.on(ON).get(number="0801")
    assert unit.area == Decimal("100.00")
    assert sitting("0801")[:2] == ("L", ["云岚科技"])
    assert {one.parent for one in unit.ancestors.all()} == set(pair)


def test_a_tenant_takes_the_vacant_unit_next_door_under_its_lease(row, people, pair):
    lease = LeaseFactory(building=row.building)
    spell = SpellFactory(unit=pair[0], lease=lease)
    name = SpellOccupantFactory(spell=spell).enterprise.name
    accepted(row, people, merge(pair, "0801", "L", name))
    assert sitting("0801") == ("L", [name], lease)
    lease.refresh_from_db()
    assert lease.end_reason == ""


def test_a_merger_of_one_tenancy_goes_over_as_it_is(row, people, pair):
    lease = LeaseFactory(building=row.building)
    for unit in pair:
        spell = SpellFactory(unit=unit, lease=lease)
        SpellOccupantFactory(spell=spell, enterprise=lease.tenant)
    accepted(row, people, merge(pair, "0800", "L", lease.tenant.name))
    assert sitting("0800") == ("L", [lease.tenant.name], lease)


def test_effects_conserve_the_area_and_add_up(row, people, let, pair):
    tenant = let.lease.tenant.name
    said = [
        merge(pair, "0801", "L", "云岚科技"),
        split(let.unit, part(let.unit, "A", "70", "L", tenant), part(let.unit, "B", "30")),
    ]
    shown = effects_of(said, read_ledger(row.building, END), {})
    assert [line.occupied for line in shown.lines] == [Decimal(100), Decimal(-30)]
    assert shown.before.base == shown.after.base
    assert sum(line.rate for line in shown.lines) == pytest.approx(shown.change.change)
    accepted(row, people, *said)
    place = places.building(row.building.code)
    assert position(place, END, ledger=True).areas == shown.after


def test_what_is_wrong_says_so_at_the_part(row, let, pair):
    unit, name = let.unit, let.lease.tenant.name
    whole = part(unit, "A", "70", "L", name)
    cases = [
        (split(unit, part(unit, "A", "100")), ("parts", None)),
        (split(unit, whole, part(unit, "B", "29.99")), ("area", 1)),
        (split(unit, whole, part(unit, "A", "30")), ("number", 1)),
        (split(unit, whole, part(unit, "0801", "30")), ("number", 1)),
        (split(unit, whole, part(unit, "", "30")), ("number", 1)),
        (split(unit, whole, part(unit, "B", "30", "L")), ("tenants", 1)),
        (split(unit, whole, part(unit, "B", "30", "V", "甲")), ("tenants", 1)),
        (split(unit, whole, part(unit, "B", "0")), ("area", 1)),
        (split(unit, whole, part(unit, "B", "30"), on=dt.date(2023, 3, 1)), ("on", None)),
        (split(unit, whole, part(unit, "B", "30"), on=unit.starts_on), ("on", None)),
        (merge(pair[:1], "X"), ("units", None)),
        (merge([pair[0], unit], "X"), ("units", None)),
    ]
    for said, expected in cases:
        assert expected in found(row, said), (said, expected)


def test_later_spells_reservations_and_other_reports_stand_in_its_way(row, let, pair):
    one, two = pair
    tenant = let.lease.tenant.name
    cut = split(let.unit, part(let.unit, "A", "70", "L", tenant), part(let.unit, "B", "30"))
    again = Reported(let.unit, dt.date(2023, 2, 20), "V")
    assert ("on", None) in found(row, cut, again)
    UnitHoldFactory(unit=two)
    assert ("state", 0) in found(row, merge(pair, "0801", "L", "甲公司"))
    assert found(row, merge(pair, "0801")) == []
    later = SpellOccupantFactory(spell__unit=one, spell__starts_on=dt.date(2023, 2, 20))
    wrong = problems_of([merge(pair, "X")], read_ledger(row.building, END), MONTH)
    assert later.enterprise.name in next(iter(wrong.values()))[0].message


def test_a_sublet_is_left_to_the_statistician(row, let):
    let.lease.sublet_of = LeaseFactory(building=row.building)
    let.lease.save()
    name = let.lease.tenant.name
    kept = split(
        let.unit, part(let.unit, "A", "70", "L", name), part(let.unit, "B", "30", "L", name)
    )
    assert found(row, kept) == []
    cut = split(let.unit, part(let.unit, "A", "70", "L", name), part(let.unit, "B", "30"))
    assert ("units", None) in found(row, cut)


def test_sent_back_with_a_reason_it_changes_nothing(row, people, pair):
    said = merge(pair, "0801")
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    verdict = {said.key: actions.Verdict("returned", "请附分割图")}
    actions.decide_return(row, verdict, by=people.statistician)
    assert (row.state, Unit.objects.count()) == ("returned", 2)
    assert {line.decision for line in MonthlyReturnLine.objects.all()} == {"returned"}


def test_what_the_ledger_refuses_leaves_everything_as_it_was(row, people, pair):
    said = merge(pair, "0801")
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    SpellOccupantFactory(spell__unit=pair[1], spell__starts_on=dt.date(2023, 2, 20))
    with pytest.raises(Refused, match="0801"):
        actions.decide_return(row, {said.key: ACCEPT}, by=people.statistician)
    assert Unit.objects.filter(ends_before__isnull=True).count() == 2
