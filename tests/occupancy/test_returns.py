"""Monthly returns: what operators report, what is checked at the cell, what reviewers decide."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.core.errors import NotAllowed, Refused, Stale
from crm.core.models import Event
from crm.occupancy import actions
from crm.occupancy.models import Lease, MonthlyReturn, MonthlyReturnLine, Spell, Unit
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.effects import effects_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.reported import Reported, Tenant, of_return
from tests.factories.enterprises import EnterpriseFactory
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
ACCEPT, RETURN = actions.Verdict("accepted"), actions.Verdict("returned", "请附退租协议")


@pytest.fixture
def building(people):
    return BuildingFactory(operator=people.team("operator_a"))


@pytest.fixture
def row(building, people):
    return actions.begin_return(building, MONTH, by=people.operator)


def tenants(*names: str) -> list[Tenant]:
    return [Tenant(name) for name in names]


def problems(row, *said) -> list[str]:
    found = problems_of(said, read_ledger(row.building, END), MONTH)
    return [problem.field for one in found.values() for problem in one]


def accepted(row, people, *said) -> MonthlyReturn:
    """Report, send and accept everything."""
    actions.report_changes(row, said, by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    verdicts = {one.key: ACCEPT for one in of_return(row)}
    return actions.decide_return(row, verdicts, by=people.statistician)


def test_begun_once_with_a_number_of_the_month(row, building, people):
    assert row.number == "YB-2023-02-0001"
    assert actions.begin_return(building, ON, by=people.operator) == row


def test_only_for_own_buildings_and_by_those_who_report(building, people):
    for name in ("other_operator", "manager", "head", "stranger"):
        with pytest.raises(NotAllowed):
            actions.begin_return(building, MONTH, by=getattr(people, name))


def test_a_building_not_in_use_owes_no_return(people):
    building = BuildingFactory(operator=people.team("operator_a"), in_use_from=None)
    with pytest.raises(Refused):
        actions.begin_return(building, MONTH, by=people.operator)


def test_a_new_tenant_with_a_lease_is_signed(row, people, vacant):
    said = Reported(
        vacant, ON, "L", tenants("云岚科技"), lease_number="HT-9", last_day=dt.date(2026, 2, 9)
    )
    accepted(row, people, said)
    lease = Lease.objects.get()
    spell = lease.spells.get()
    assert (lease.number, lease.tenant.name, lease.tenant.is_verified) == (
        "HT-9",
        "云岚科技",
        False,
    )
    assert (spell.state, spell.starts_on, spell.unit) == ("L", ON, vacant)
    assert row.state == "accepted"
    assert of_return(row)[0].is_applied


def test_one_lease_may_take_several_units(row, people, vacant):
    other = UnitFactory(building=row.building, number="0802")
    facts = {"lease_number": "HT-9", "last_day": dt.date(2026, 2, 9)}
    accepted(
        row, people, *(Reported(u, ON, "N", tenants("云岚科技"), **facts) for u in (vacant, other))
    )
    assert Lease.objects.get().spells.count() == 2


def test_moving_out_ends_the_lease_the_day_before(row, people, let):
    accepted(row, people, Reported(let.unit, ON, "V", note="到期退租"))
    let.refresh_from_db()
    let.lease.refresh_from_db()
    assert let.ends_before == ON
    assert (let.lease.last_day, let.lease.end_reason) == (ON - dt.timedelta(days=1), "到期退租")


def test_moving_in_keeps_the_lease(row, people, vacant):
    lease = LeaseFactory(building=row.building)
    spell = SpellFactory(unit=vacant, lease=lease, state="N")
    tenant = SpellOccupantFactory(spell=spell).enterprise
    accepted(row, people, Reported(vacant, ON, "L", tenants(tenant.name)))
    assert list(vacant.spells.values_list("state", "lease").order_by("starts_on")) == [
        ("N", lease.pk),
        ("L", lease.pk),
    ]


def test_a_hold_and_a_release(row, people, vacant):
    held = UnitFactory(building=row.building, number="0901")
    SpellFactory(unit=held, state="H", reason="改造")
    until = dt.date(2023, 7, 1)
    accepted(
        row,
        people,
        Reported(vacant, ON, "H", ends_before=until, note="消防改造"),
        Reported(held, ON, "V"),
    )
    spell = vacant.spells.get()
    assert (spell.state, spell.reason, spell.ends_before) == ("H", "消防改造", until)
    assert held.spells.get().ends_before == ON


def test_another_tenant_under_the_same_lease(row, people, let):
    accepted(row, people, Reported(let.unit, ON, "L", tenants("牧云数据北京分公司")))
    new = let.unit.spells.get(starts_on=ON)
    assert (new.lease, new.occupants.get().enterprise.name) == (let.lease, "牧云数据北京分公司")


def test_a_renewal_follows_the_old_lease(row, people, let):
    facts = {"lease_starts_on": ON, "last_day": dt.date(2028, 2, 9)}
    tenant = tenants(let.lease.tenant.name)
    accepted(row, people, Reported(let.unit, ON, "L", tenant, **facts))
    assert Lease.objects.get(renews=let.lease).last_day == dt.date(2028, 2, 9)


def test_several_tenants_with_shares_and_desks(row, people, vacant):
    sharing = [
        Tenant("甲公司", area_share=Decimal("60.00")),
        Tenant("乙公司", area_share=Decimal("40.00")),
        Tenant("丙公司", desks=4),
    ]
    said = Reported(vacant, ON, "L", sharing, last_day=dt.date(2026, 2, 9))
    accepted(row, people, said)
    rows = vacant.spells.get().occupants.true().order_by("pk")
    assert [(r.enterprise.name, r.area_share, r.desks) for r in rows] == [
        ("甲公司", Decimal("60.00"), None),
        ("乙公司", Decimal("40.00"), None),
        ("丙公司", None, 4),
    ]


def test_a_measured_area_is_a_dated_event_and_the_tenant_stays(row, people, let):
    said = Reported(
        let.unit,
        ON,
        "L",
        tenants(let.lease.tenant.name),
        area=Decimal("99.00"),
        note="实测报告〔2023〕7号",
    )
    accepted(row, people, said)
    unit = Unit.objects.on(ON).get(number="1101")
    assert (unit.area, unit.area_change.document) == (Decimal("99.00"), "实测报告〔2023〕7号")
    assert unit.spells.get().lease == let.lease


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"on": dt.date(2023, 3, 1)}, "on"),
        ({"on": dt.date(2023, 1, 20)}, "note"),
        ({"ends_before": ON, "state": "H", "note": "改造", "tenants": []}, "ends_before"),
        ({"lease_starts_on": ON, "last_day": dt.date(2023, 2, 1)}, "last_day"),
        ({"lease_starts_on": ON}, "last_day"),
        ({"tenants": []}, "tenants"),
        ({"state": "V"}, "tenants"),
        ({"state": "H", "tenants": []}, "note"),
        ({"tenants": [Tenant("甲", area_share=Decimal("160.00"))]}, "area_share"),
        ({"tenants": [Tenant("甲"), Tenant("甲")]}, "tenants"),
        ({"area": Decimal("120.00")}, "note"),
        ({"area": Decimal("0.00"), "note": "x"}, "area"),
    ],
)
def test_what_is_wrong_says_so_at_the_cell(row, vacant, facts, field):
    values = {"on": ON, "state": "L", "tenants": tenants("云岚科技"), **facts}
    said = Reported(vacant, values.pop("on"), values.pop("state"), **values)
    assert field in problems(row, said)


def test_a_late_report_is_taken_with_its_reason(row, vacant):
    said = Reported(vacant, dt.date(2023, 1, 20), "L", tenants("云岚科技"), note="上月漏报，补报")
    assert problems(row, said) == []


def test_what_would_overlap_says_who_sits_there(row, vacant):
    later = SpellOccupantFactory(spell__unit=vacant, spell__starts_on=dt.date(2023, 2, 20))
    said = Reported(vacant, ON, "L", tenants("云岚科技"))
    found = problems_of([said], read_ledger(row.building, END), MONTH)[said.key]
    assert found[0].field == "on"
    assert later.enterprise.name in found[0].message


def test_a_reserved_unit_says_for_whom(row, vacant):
    hold = UnitHoldFactory(unit=vacant)
    said = Reported(vacant, ON, "L", tenants("云岚科技"))
    found = problems_of([said], read_ledger(row.building, END), MONTH)[said.key]
    assert hold.owner_number in found[0].message


def test_a_floor_that_would_be_exceeded_needs_the_survey(row, people):
    floor = FloorFactory(building=row.building, label="23")
    UnitFactory(building=row.building, floor=floor, number="2301", area=Decimal("820.00"))
    unit = UnitFactory(building=row.building, floor=floor, number="2302", area=Decimal("700.00"))
    said = Reported(unit, ON, "V", area=Decimal("720.00"), note="实测")
    book = read_ledger(row.building, END)
    assert "1,540.00" in problems_of([said], book, MONTH)[said.key][0].message
    assert problems_of([said], book, MONTH, [said.key]) == {}
    row.building.gross_area = Decimal("1530.00")
    book.building.gross_area = Decimal("1530.00")
    assert "1,530.00" in problems_of([said], book, MONTH, [said.key])[said.key][0].message


def test_what_the_ledger_says_already_is_no_difference(row, let):
    said = Reported(let.unit, ON, "L", tenants(let.lease.tenant.name))
    assert problems(row, said) == ["state"]


def test_a_return_with_a_problem_is_not_sent(row, people, vacant):
    actions.report_changes(row, [Reported(vacant, ON, "L")], by=people.operator)
    with pytest.raises(Refused, match="0801"):
        actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    assert MonthlyReturn.objects.get().state == "draft"


def test_an_empty_return_is_sent_only_as_unchanged(row, people):
    who = {"by": people.operator, "prepared_by": "乔岚", "responsible": "乔总"}
    with pytest.raises(Refused):
        actions.send_return(row, **who)
    actions.send_return(row, **who, unchanged=True)
    assert (row.state, row.is_unchanged, row.round) == ("sent", True, 1)
    with pytest.raises(Refused):
        actions.send_return(row, **who, unchanged=True)
    actions.decide_return(row, {}, by=people.statistician)
    assert row.state == "accepted"


def test_one_line_sent_back_returns_the_whole_and_keeps_the_accepted(row, people, vacant, let):
    said = [
        Reported(vacant, ON, "S", tenants("自用单位")),
        Reported(let.unit, ON, "V", note="退租"),
    ]
    actions.report_changes(row, said, by=people.operator)
    who = {"by": people.operator, "prepared_by": "乔岚", "responsible": "乔总"}
    actions.send_return(row, **who)
    verdicts = {said[0].key: ACCEPT, said[1].key: RETURN}
    actions.decide_return(row, verdicts, by=people.statistician)
    assert row.state == "returned"
    assert Spell.objects.filter(unit=vacant, state="S").exists()
    assert let.unit.spells.get().ends_before is None
    with pytest.raises(Refused):  # what is in the ledger is not reported anew
        actions.report_changes(row, [said[0]], by=people.operator)
    actions.send_return(row, **who)
    assert row.round == 2
    actions.decide_return(row, {said[1].key: ACCEPT}, by=people.statistician)
    assert row.state == "accepted"
    assert let.unit.spells.get().ends_before == ON


def test_sending_back_needs_a_reason_and_every_line_a_decision(row, people, vacant):
    said = Reported(vacant, ON, "S", tenants("自用单位"))
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    with pytest.raises(Refused, match="0801"):
        actions.decide_return(row, {}, by=people.statistician)
    row.refresh_from_db()
    with pytest.raises(Refused, match="0801"):
        actions.decide_return(row, {said.key: actions.Verdict("returned")}, by=people.statistician)


def test_saved_decisions_change_nothing_in_the_ledger(row, people, vacant):
    said = Reported(vacant, ON, "S", tenants("自用单位"))
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    actions.save_decisions(row, {said.key: RETURN}, by=people.statistician)
    kept = of_return(row)[0]
    assert (kept.decision, kept.reason, row.state) == ("returned", "请附退租协议", "sent")
    assert not vacant.spells.exists()


def test_of_two_reviewers_one_wins_and_the_other_is_told(row, people, vacant):
    said = Reported(vacant, ON, "S", tenants("自用单位"))
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    first, second = (MonthlyReturn.objects.get(pk=row.pk) for _ in range(2))
    actions.decide_return(first, {said.key: ACCEPT}, by=people.statistician)
    with pytest.raises(Stale):
        actions.decide_return(second, {said.key: RETURN}, by=people.statistician)
    assert vacant.spells.count() == 1
    assert MonthlyReturnLine.objects.get().decision == "accepted"


def test_who_may_review(row, people, vacant):
    actions.send_return(
        row, by=people.operator, prepared_by="乔岚", responsible="乔总", unchanged=True
    )
    for name in ("operator", "manager", "head", "coordinator", "stranger"):
        with pytest.raises(NotAllowed):
            actions.decide_return(row, {}, by=getattr(people, name))


def test_a_ledger_that_says_no_leaves_everything_as_it_was(row, people, vacant):
    said = Reported(vacant, ON, "S", tenants("自用单位"))
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    SpellOccupantFactory(spell__unit=vacant, spell__starts_on=dt.date(2023, 2, 20))
    with pytest.raises(Refused, match="0801"):
        actions.decide_return(row, {said.key: ACCEPT}, by=people.statistician)
    stored = MonthlyReturn.objects.get()
    assert (stored.state, vacant.spells.count()) == ("sent", 1)


def test_effects_of_lines_add_up_to_the_whole(row, people, vacant, let):
    said = [
        Reported(vacant, ON, "H", note="改造"),
        Reported(let.unit, ON, "V"),
        Reported(UnitFactory(building=row.building, number="1999"), ON, "S", tenants("甲")),
    ]
    found = effects_of(said, read_ledger(row.building, END), {})
    assert sum(line.rate for line in found.lines) == pytest.approx(found.change.change)
    assert sum(line.occupied for line in found.lines) == found.occupied
    assert found.change.change == found.change.take_up_effect + found.change.new_supply_effect


def test_a_line_with_a_problem_counts_for_nothing(row, vacant):
    said = Reported(vacant, ON, "L", tenants("甲"))
    found = effects_of([said], read_ledger(row.building, END), {said.key: ["x"]})
    assert (found.lines[0].rate, found.occupied) == (None, 0)


def test_events_tell_what_happened(row, people, vacant):
    accepted(row, people, Reported(vacant, ON, "S", tenants("自用单位")))
    names = set(
        Event.objects.filter(model="occupancy.MonthlyReturn").values_list("name", flat=True)
    )
    assert names == {
        "occupancy.return_begun",
        "occupancy.return_sent",
        "occupancy.return_accepted",
    }


def test_an_enterprise_already_recorded_is_linked_by_name(row, people, vacant):
    known = EnterpriseFactory(name="云岚科技有限公司", name_key="云岚科技有限公司")
    accepted(row, people, Reported(vacant, ON, "S", tenants("云岚科技有限公司")))
    assert vacant.spells.get().occupants.get().enterprise == known


def test_all_of_a_return_is_sent_back_without_deciding_every_line(row, people, vacant, let):
    said = [
        Reported(vacant, ON, "S", tenants("自用单位")),
        Reported(let.unit, ON, "V", note="退租"),
    ]
    actions.report_changes(row, said, by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    verdicts = {said[0].key: ACCEPT}
    with pytest.raises(Refused, match="退回"):
        actions.decide_return(row, verdicts, by=people.statistician, send_back=True)
    row.refresh_from_db()
    actions.decide_return(row, verdicts, by=people.statistician, send_back=True, reason="口径不对")
    assert (row.state, row.reason, vacant.spells.count()) == ("returned", "口径不对", 0)
