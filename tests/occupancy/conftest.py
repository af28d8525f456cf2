"""A building whose operator reports, one vacant unit and one that is let."""

import datetime as dt
from decimal import Decimal

import pytest

from crm.occupancy import actions
from crm.occupancy.returns.reported import Reported, Tenant
from tests.factories.occupancy import (
    BuildingFactory,
    LeaseFactory,
    SpellFactory,
    SpellOccupantFactory,
    UnitFactory,
)

MONTH, ON = dt.date(2023, 2, 1), dt.date(2023, 2, 10)
WHO = {"prepared_by": "乔岚", "responsible": "乔总"}


@pytest.fixture
def desk(client, people):
    def open_as(name: str, url: str, data=None):
        client.force_login(getattr(people, name))
        return client.get(url) if data is None else client.post(url, data)

    return open_as


@pytest.fixture
def building(people):
    return BuildingFactory(
        operator=people.team("operator_a"), name="示例大厦", code="LY-7", gross_area=Decimal("9000")
    )


@pytest.fixture
def vacant(building):
    return UnitFactory(building=building, number="0801")


@pytest.fixture
def let(building):
    lease = LeaseFactory(building=building)
    spell = SpellFactory(unit__building=building, unit__number="1101", lease=lease)
    return SpellOccupantFactory(spell=spell, enterprise=lease.tenant).spell


@pytest.fixture
def sent(building, people, vacant, let):
    row = actions.begin_return(building, MONTH, by=people.operator)
    said = [
        Reported(vacant, ON, "S", [Tenant("自用单位")]),
        Reported(let.unit, ON, "V", note="退租"),
    ]
    actions.report_changes(row, said, by=people.operator)
    return actions.send_return(row, by=people.operator, **WHO)
