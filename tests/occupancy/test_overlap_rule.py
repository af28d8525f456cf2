"""The database itself refuses two tenants on one day, and of two processes exactly one wins."""

import datetime as dt
import subprocess
import sys

import pytest
from django.db import IntegrityError, connection, transaction

from crm.core.database_rules import install, missing
from crm.occupancy.models import Lease, Spell
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.occupancy import SpellFactory, UnitFactory

LET = """
import datetime as dt, sys
import django
django.setup()
from crm.core.errors import Refused
from crm.enterprises.models import Enterprise
from crm.occupancy import actions
from crm.occupancy.models import Lease, Unit

unit = Unit.objects.select_related("building").get(pk=sys.argv[1])
tenant = Enterprise.objects.get(pk=sys.argv[2])
sys.stdin.readline()
lease = Lease(tenant=tenant, starts_on=dt.date(2023, 3, 1), last_day=dt.date(2026, 2, 28))
try:
    actions.sign_lease([actions.LeaseSigning(lease, [unit])], by=None)
except Refused as refusal:
    print("refused", refusal.message)
else:
    print("signed")
"""


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("start", "end"),
    [
        (dt.date(2022, 5, 31), None),
        (dt.date(2021, 1, 1), dt.date(2022, 1, 2)),
        (dt.date(2022, 2, 1), dt.date(2022, 2, 2)),
    ],
)
def test_an_overlapping_row_cannot_be_inserted(start, end):
    spell = SpellFactory(ends_before=dt.date(2022, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell(unit=spell.unit, state="L", starts_on=start, ends_before=end).save()
    assert Spell.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.both_databases
def test_neighbours_that_touch_are_no_overlap():
    spell = SpellFactory(ends_before=dt.date(2022, 6, 1))
    SpellFactory(unit=spell.unit, starts_on=dt.date(2022, 6, 1))
    SpellFactory(unit=spell.unit, starts_on=dt.date(2021, 6, 1), ends_before=dt.date(2022, 1, 1))


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_row_cannot_be_moved_into_an_overlap():
    spell = SpellFactory(ends_before=dt.date(2022, 6, 1))
    SpellFactory(unit=spell.unit, starts_on=dt.date(2022, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.filter(pk=spell.pk).update(ends_before=dt.date(2022, 6, 2))


@pytest.mark.django_db
@pytest.mark.both_databases
def test_every_rule_is_laid_and_laying_it_again_does_no_harm():
    install(connection)
    assert missing(connection) == []


def race(unit, environment) -> list[str]:
    """Two processes that let ``unit`` at once, and what each said."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", LET, str(unit.pk), str(EnterpriseFactory().pk)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "PYTHONIOENCODING": "utf-8"},
            text=True,
        )
        for _ in range(2)
    ]
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    return sorted(process.communicate(timeout=120)[0].splitlines()[-1] for process in started)


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_processes_exactly_one_lets_the_unit(process_environment):
    unit = UnitFactory()
    refused, signed = race(unit, process_environment)
    assert signed == "signed"
    assert refused.startswith("refused")
    assert Lease.objects.get().tenant.name in refused
    assert Spell.objects.count() == 1
