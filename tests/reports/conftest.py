"""A small ledger whose figures are known, and a printer that takes no time."""

import datetime as dt

import pytest

from crm.reports import actions, demo
from crm.reports.pdf import Printed
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
    ZoneFactory,
)
from tests.reports.blanks import registered

FEBRUARY = dt.date(2023, 2, 28)


def sit(unit, state="L", start=dt.date(2022, 1, 1), end=None, owner=None, last_day=None):
    """One spell with its enterprise and, for tenants, a lease."""
    owner = owner or EnterpriseFactory()
    lease = LeaseFactory(tenant=owner, last_day=last_day) if last_day else None
    spell = SpellFactory(unit=unit, state=state, starts_on=start, ends_before=end, lease=lease)
    if state != "H":
        SpellOccupantFactory(spell=spell, enterprise=owner)
    return spell


@pytest.fixture
def ledger(db):
    """Two zones. SOUTH-1: ten units, of which on 2023-02-28 are 4 L, 1 S, 1 N, 1 H, 3 V.

    NORTH-1 (five units) comes into use on 2023-02-10 with one unit let. In February one enterprise
    (100 ㎡) left SOUTH-1. One lease ends within 30 days, one had ended.
    """
    south, north = ZoneFactory(code="S", name="南区"), ZoneFactory(code="N", name="北区")
    old = BuildingFactory(code="SOUTH-1", name="甲楼", zone=south, gross_area="1000.00")
    new = BuildingFactory(
        code="NORTH-1",
        name="乙楼",
        zone=north,
        gross_area="500.00",
        in_use_from=dt.date(2023, 2, 10),
    )
    units = [UnitFactory(building=old) for _ in range(10)]
    fresh = [UnitFactory(building=new) for _ in range(5)]
    sit(units[0], last_day=dt.date(2023, 3, 15))
    sit(units[1], last_day=dt.date(2023, 1, 31))
    sit(units[2], last_day=dt.date(2026, 12, 31))
    sit(units[3], last_day=dt.date(2026, 12, 31))
    sit(units[4], state="S")
    sit(units[5], state="N", start=dt.date(2023, 2, 1), last_day=dt.date(2027, 1, 31))
    sit(units[6], state="H")
    sit(units[7], end=dt.date(2023, 2, 15))
    sit(fresh[0], start=dt.date(2023, 2, 20), last_day=dt.date(2026, 2, 19))
    return {"old": old, "new": new, "units": units, "fresh": fresh}


@pytest.fixture
def quick_printer(monkeypatch):
    """The "PDF" is the HTML itself: what is printed can be read, and no second is lost."""

    def to_pdf(html, *, progress=None):
        if progress is not None:
            progress("Step 5 - Creating layout - Page 1")
        return Printed(html.encode(), 3)

    monkeypatch.setattr(actions, "to_pdf", to_pdf)


@pytest.fixture
def monthly():
    return actions.kind_of("occupancy-monthly")


@pytest.fixture
def draft(ledger, monthly):
    """The draft of February 2023 over the whole district, drawn up by the command line."""
    return actions.freeze(monthly, by=None, as_of=FEBRUARY, scope="district")


@pytest.fixture
def form(db):
    """A form of another office, nothing mapped."""
    return registered()


@pytest.fixture
def mapped(form):
    """The same with every cell mapped."""
    demo.map_demo(form)
    return form
