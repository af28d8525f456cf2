"""The demo's people and the command that loads them."""

import datetime as dt
import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from crm.core import demo as people_of_the_demo
from crm.core.models import RoleGrant, Team, User
from crm.core.registries import DemoBuilder, demo_builders, roles
from crm.desk.operation import demo

TODAY = dt.date(2023, 3, 7)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, settings, monkeypatch) -> Path:
    """A data directory of its own, and only the builder of the people."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DIR = tmp_path / "search"
    monkeypatch.setattr(demo_builders, "_entries", {})
    demo_builders.register(DemoBuilder("core.people", people_of_the_demo.build, order=10))
    monkeypatch.setattr("crm.desk.management.commands.demo.report_kinds", {})
    return tmp_path


def load(*arguments: str) -> dict:
    out = StringIO()
    call_command("demo", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_every_role_has_an_account_that_can_log_in(place):
    accounts = load()["accounts"]
    assert set(RoleGrant.objects.values_list("role__code", flat=True)) == set(roles.keys())
    assert all(authenticate(username=a["username"], password=a["password"]) for a in accounts)


def test_a_second_run_adds_nothing_and_prints_the_accounts_again(place):
    first = load()
    people = User.objects.count(), Team.objects.count(), RoleGrant.objects.count()
    second = load()
    assert second["built"] == []
    assert second["accounts"] == first["accounts"]
    assert (User.objects.count(), Team.objects.count(), RoleGrant.objects.count()) == people


def test_the_password_is_kept_for_its_owner_alone(place):
    load()
    assert stat.S_IMODE((place / "demo-password").stat().st_mode) == 0o600


def test_a_password_can_be_chosen(place):
    assert {account["password"] for account in load("--password", "chosen-One-23")["accounts"]} == {
        "chosen-One-23"
    }


def test_records_that_are_not_demo_data_are_never_mixed_with_it(place, people):
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("demo", "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["code"] == "not_demo"
    assert not Team.objects.filter(name="招商一科").exists()


def test_reset_refuses_where_there_is_no_demo_data(place, people):
    with pytest.raises(CommandError):
        call_command("demo", "--reset", stdout=StringIO(), stderr=StringIO())
    assert User.objects.filter(username="manager").exists()


def test_loading_goes_on_after_the_builder_that_failed(place):
    calls = []

    def fails_once(today):
        calls.append(today)
        if len(calls) == 1:
            raise ValueError("half done")

    demo_builders.register(DemoBuilder("later", fails_once, order=20))
    with pytest.raises(ValueError, match="half done"):
        demo.load(TODAY, lambda key: None)
    assert demo.load(TODAY, lambda key: None) == ["later"]
