"""Made-up rows in bulk are valid rows, and the same seed makes the same ones."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from crm.core.database_rules import missing
from crm.leads.models import Lead
from crm.occupancy.models import Building, Spell, Unit

pytestmark = pytest.mark.django_db


def scale(*arguments: str) -> dict:
    out = StringIO()
    call_command("scale_data", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_leads_have_owners_numbers_and_history():
    assert scale("--leads", "30", "--seed", "7")["leads"] == 30
    assert Lead.objects.count() == Lead.history.count() == 30
    assert Lead.objects.values("number").distinct().count() == 30
    lead = Lead.objects.exclude(owner=None).first()
    assert lead.owner.can_on("leads.view", lead)


def test_units_have_lives_and_spells_that_the_database_accepts():
    done = scale("--buildings", "2", "--units", "40")
    assert (Building.objects.count(), Unit.objects.count()) == (2, 40)
    assert Spell.objects.count() == done["spells"] > 40
    assert missing(connection) == []


def test_the_same_seed_gives_the_same_rows():
    scale("--leads", "5", "--seed", "3")
    first = list(Lead.objects.order_by("pk").values_list("title", "state"))
    scale("--leads", "5", "--seed", "3")
    assert list(Lead.objects.order_by("pk").values_list("title", "state"))[5:] == first


@pytest.mark.parametrize("arguments", [("--leads", "-1"), ("--appeals", "5")])
def test_what_cannot_be_made_is_refused(arguments):
    with pytest.raises(CommandError):
        scale(*arguments)


def test_a_production_set_up_takes_no_made_up_rows(settings):
    settings.SETTINGS_MODULE = "config.settings.production"
    with pytest.raises(CommandError):
        scale("--leads", "1")
