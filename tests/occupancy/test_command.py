"""`manage.py occupancy` as cli.md has it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.occupancy import BuildingFactory, SpellOccupantFactory

pytestmark = pytest.mark.django_db
KEYS = ["as_of", "scope", "basis", "closed", "area", "rate", "units", "enterprises"]
KEYS += ["wale_years", "expiring", "buildings"]
CHANGE_KEYS = ["net_absorption", "move_in", "expansion", "move_out", "contraction", "difference"]
CHANGE_KEYS += ["total_change", "like_for_like_change", "take_up_effect", "new_supply_effect"]


def occupancy(*arguments: str) -> dict:
    out = StringIO()
    call_command("occupancy", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_one_building_let_whole():
    occupant = SpellOccupantFactory()
    found = occupancy("--as-of", "2023-02-28", "--building", occupant.spell.unit.building.code)
    assert set(KEYS) <= set(found)
    assert found["area"]["L"] == found["area"]["B"] == "100.00"
    assert found["rate"]["occupancy"] == "1.000000"
    assert found["rate"]["occupancy_on_gross"] == "0.010000"
    assert (found["units"], found["enterprises"], found["closed"]) == (1, 1, False)
    assert list(found["expiring"]) == ["30", "60", "90", "180", "365"]


def test_an_empty_building_has_no_rates():
    found = occupancy("--as-of", "2023-02-28", "--building", BuildingFactory().code)
    assert found["rate"]["occupancy"] is None
    assert found["rate"]["occupancy_on_gross"] == "0.000000"
    assert found["wale_years"] is None


def test_a_change_names_its_parts():
    occupant = SpellOccupantFactory()
    code = occupant.spell.unit.building.zone.code
    found = occupancy("--from", "2021-12-31", "--to", "2023-02-28", "--zone", code)
    assert set(CHANGE_KEYS) <= set(found)
    assert found["net_absorption"] == found["move_in"] == "100.00"
    assert found["total_change"] == found["take_up_effect"] == "1.000000"


@pytest.mark.parametrize("option", ["--zone", "--building"])
def test_an_unknown_code_is_refused_in_json_and_in_words(option):
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("occupancy", "--as-of", "2023-02-28", option, "NONE", "--json", stdout=out)
    assert "NONE" in json.loads(out.getvalue())["error"]
    assert refusal.value.returncode == 1


def test_a_day_and_a_span_at_once_are_wrong_usage():
    with pytest.raises(CommandError) as refusal:
        call_command("occupancy", "--as-of", "2023-02-28", "--from", "2023-01-31")
    assert refusal.value.returncode == 2
