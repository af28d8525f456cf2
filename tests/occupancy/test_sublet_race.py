"""Two people at once: of two sublets of one unit, and of two who take on one unit, one wins."""

import datetime as dt
import subprocess
import sys

import pytest

from crm.occupancy import actions
from crm.occupancy.models import Lease, Spell
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import BuildingFactory, UnitFactory

FIRST, LAST = dt.date(2023, 3, 1), dt.date(2026, 2, 28)
START = """
import datetime as dt, sys
import django
django.setup()
from crm.core.errors import Refused
from crm.enterprises.models import Enterprise
from crm.occupancy import actions
from crm.occupancy.models import Lease, Unit

unit = Unit.objects.select_related("building").get(pk=sys.argv[1])
lease = Lease.objects.select_related("tenant", "building").get(pk=sys.argv[2])
day = dt.date(2023, 4, 1)
sys.stdin.readline()
try:
    {act}
except Refused as refusal:
    print("refused", refusal.message)
else:
    print("done")
"""
SUBLET = """under = Lease(tenant=Enterprise.objects.get(pk=sys.argv[3]), starts_on=day,
                  last_day=dt.date(2025, 1, 1), sublet_of=lease)
    actions.sign_sublet([actions.LeaseSigning(under, [unit])], by=None)"""
EXPAND = "actions.expand_lease([actions.Expansion(lease, [unit])], by=None, on=day)"


def signed(*units, role="occupier") -> Lease:
    lease = Lease(tenant=EnterpriseFactory(), starts_on=FIRST, last_day=LAST, tenant_role=role)
    return actions.sign_lease([actions.LeaseSigning(lease, list(units))], by=None)[0]


def race(act: str, runs: list[list[int]], environment) -> list[str]:
    """What the processes say, sorted; they start on one signal."""
    command = [sys.executable, "-c", START.format(act=act)]
    processes = [
        subprocess.Popen(
            [*command, *map(str, arguments)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for arguments in runs
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=120)[0].strip() for process in processes)


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_sublet_one_unit_one_wins_and_the_other_is_told(process_environment):
    unit = UnitFactory()
    master = signed(unit, role="operator")
    runs = [[unit.pk, master.pk, EnterpriseFactory().pk] for _ in range(2)]
    done, refused = race(SUBLET, runs, process_environment)
    assert done == "done"
    assert refused.startswith("refused")
    assert Lease.objects.filter(sublet_of=master).count() == 1
    assert Spell.objects.filter(unit=unit, lease__sublet_of=master).count() == 1


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_leases_that_take_on_one_unit_one_wins(process_environment):
    building = BuildingFactory()
    unit = UnitFactory(building=building)
    leases = [signed(UnitFactory(building=building)) for _ in range(2)]
    done, refused = race(EXPAND, [[unit.pk, lease.pk] for lease in leases], process_environment)
    assert done == "done"
    assert refused.startswith("refused")
    assert Spell.objects.filter(unit=unit).count() == 1
