"""Whatever is split or merged in a return: the area stays, and the effect shown is what comes."""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from crm.occupancy import actions, places
from crm.occupancy.models import Spell, UnitLineage
from crm.occupancy.positions import position
from crm.occupancy.returns.checks import problems_of
from crm.occupancy.returns.effects import effects_of
from crm.occupancy.returns.ledger import read_ledger
from crm.occupancy.returns.reported import Part, Reshaping, Tenant, of_return
from tests.factories.occupancy import (
    BuildingFactory,
    FloorFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)

MONTH, END, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 28), dt.date(2023, 2, 10)
STATES = st.sampled_from("VSLNOH")
CENTS = st.lists(st.integers(1, 10**6), min_size=2, max_size=4)


def unit_in(building, floor, number: str, area: Decimal, state: str):
    """A unit in that state, let ones under a lease of their own."""
    unit = UnitFactory(building=building, floor=floor, number=number, area=area)
    if state == "H":
        SpellFactory(unit=unit, state="H", lease=None, reason="改造")
    elif state != "V":
        lease = LeaseFactory(building=building) if state in "LN" else None
        spell = SpellFactory(unit=unit, state=state, lease=lease)
        SpellOccupantFactory(spell=spell, **({"enterprise": lease.tenant} if lease else {}))
    return unit


def part_of(unit, number: str, area: Decimal, state: str, *, stays: bool) -> Part:
    """A new unit; whoever sat in ``unit`` stays, or somebody else comes."""
    spell = unit.spells.first()
    seated = spell.occupants.first() if spell is not None and stays else None
    name = seated.enterprise.name if seated else f"新租户{number}"
    tenants = [] if state in "VH" else [Tenant(name)]
    return Part(unit, ON, state, tenants, area=area, number=number, note="改造")


def brought_in(building, said: Reshaping):
    """Reported, sent and accepted; gives what the review showed."""
    row = actions.begin_return(building, MONTH, by=None)
    actions.report_changes(row, [said], by=None)
    book, stored = read_ledger(building, END), of_return(row)
    assert problems_of(stored, book, MONTH) == {}
    shown = effects_of(stored, book, {})
    actions.send_return(row, by=None, prepared_by="甲", responsible="乙")
    actions.decide_return(row, {said.key: actions.Verdict("accepted")}, by=None)
    return shown


class Reshaped(TestCase):
    """Random units, parts and states, through the checks, the review and the ledger."""

    def settles(self, building, said: Reshaping) -> None:
        place = places.building(building.code)
        before = position(place, END, ledger=True).areas
        earlier = position(place, ON - dt.timedelta(days=1), ledger=True).areas
        shown = brought_in(building, said)
        after = position(place, END, ledger=True).areas
        assert after == shown.after
        assert after.base == before.base == shown.before.base
        assert position(place, ON - dt.timedelta(days=1), ledger=True).areas == earlier
        pairs = len(said.units) * len(said.parts)
        assert UnitLineage.objects.filter(kind=said.kind).count() == pairs
        open_ends = Spell.objects.filter(unit__in=said.units, ends_before__isnull=True)
        assert not open_ends.exists()

    @settings(max_examples=25, deadline=None)
    @given(cents=CENTS, was=STATES, states=st.lists(STATES, min_size=4, max_size=4), data=st.data())
    def test_a_split(self, cents, was, states, data):
        building = BuildingFactory()
        areas = [Decimal(one) / 100 for one in cents]
        unit = unit_in(building, FloorFactory(building=building), "A", sum(areas), was)
        parts = [
            part_of(unit, f"A{at}", area, state, stays=data.draw(st.booleans()))
            for at, (area, state) in enumerate(zip(areas, states, strict=False))
        ]
        said = Reshaping(unit, ON, "", note="改造", kind="split", units=[unit], parts=parts)
        self.settles(building, said)

    @settings(max_examples=25, deadline=None)
    @given(cents=CENTS, was=st.lists(STATES, min_size=4, max_size=4), state=STATES)
    def test_a_merger(self, cents, was, state):
        building = BuildingFactory()
        floor = FloorFactory(building=building)
        units = [
            unit_in(building, floor, f"B{at}", Decimal(one) / 100, former)
            for at, (one, former) in enumerate(zip(cents, was, strict=False))
        ]
        area = sum(unit.area for unit in units)
        parts = [part_of(units[0], "B", area, state, stays=True)]
        said = Reshaping(units[0], ON, "", note="改造", kind="merge", units=units, parts=parts)
        self.settles(building, said)
