"""tick, doctor, heartbeat: what keeps an installation alive and says when it is not."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from crm.core.clock import now
from crm.core.heartbeat import PROCESSES, beat
from crm.core.models import CalendarYear
from crm.core.registries import Check, TickRule, checks, ticks
from crm.core.registries.checks import Finding
from crm.desk.checks import calendar, database_rules, secrets, storage, worker

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str, fails: bool = False) -> dict:
    """The one JSON document that a command prints."""
    out = StringIO()
    if fails:
        with pytest.raises(CommandError):
            call_command(name, *arguments, "--json", stdout=out)
    else:
        call_command(name, *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def rules(monkeypatch):
    monkeypatch.setattr(ticks, "_entries", {})
    return ticks


def test_tick_says_what_each_rule_did(rules):
    rules.register(TickRule("pool", lambda moment: 3))
    rules.register(TickRule("holds", lambda moment: 0))
    answer = run("tick")
    assert (answer["done"], answer["rules"]) == (3, {"holds": 0, "pool": 3})


def test_a_rule_that_fails_holds_up_no_other(rules):
    def broken(moment):
        raise ValueError("no clock")

    rules.register(TickRule("a", broken))
    rules.register(TickRule("b", lambda moment: 1))
    answer = run("tick", fails=True)
    assert (answer["rules"], list(answer["errors"])) == ({"b": 1}, ["a"])


@pytest.mark.parametrize("text", ["2023-03-01T09:00", "2023-03-01 09:00", "2023-03-01T09:00+08:00"])
def test_the_moment_of_a_tick_is_shanghai_time(rules, text):
    seen = []
    rules.register(TickRule("a", lambda moment: seen.append(moment) or 0))
    run("tick", "--now", text)
    assert seen == [dt.datetime(2023, 3, 1, 1, tzinfo=dt.UTC)]


def test_an_unreadable_moment_is_refused(rules):
    assert "不是可识别的时间" in run("tick", "--now", "soon", fails=True)["error"]


def test_doctor_fails_when_something_is_bad(monkeypatch):
    monkeypatch.setattr(checks, "_entries", {})
    checks.register(Check("a", "甲", lambda: [Finding("ok", "好")]))
    assert run("doctor")["ok"] is True
    checks.register(Check("b", "乙", lambda: [Finding("bad", "坏", "修")]))
    answer = run("doctor", fails=True)
    assert (answer["ok"], answer["bad"]) == (False, 1)
    assert answer["findings"][1]["advice"] == "修"


def test_a_check_that_breaks_is_a_bad_finding(monkeypatch):
    monkeypatch.setattr(checks, "_entries", {})
    checks.register(Check("a", "甲", lambda: 1 / 0))
    assert run("doctor", fails=True)["findings"][0]["level"] == "bad"


def test_the_rules_of_the_database_are_there():
    assert [finding.level for finding in database_rules()] == ["ok"]


def test_a_worker_silent_for_five_minutes_is_bad():
    assert worker()[0].level == "warn"
    for name in PROCESSES:
        beat(name, now())
    assert worker()[0].level == "ok"
    beat("tick", now() - dt.timedelta(minutes=6))
    assert worker()[0].level == "bad"


def test_readiness_tells_of_worker_and_search_and_nothing_else(client):
    said = {"status": "ok", "search": "ok"}
    assert client.get(reverse("readyz")).json() == {**said, "worker": "never"}
    for name in PROCESSES:
        beat(name, now())
    assert client.get(reverse("readyz")).json() == {**said, "worker": "ok"}


def test_from_december_on_next_years_holidays_are_wanted(monkeypatch):
    CalendarYear.objects.update_or_create(year=2023, defaults={"source": "通知"})
    CalendarYear.objects.filter(year=2024).delete()
    for day, level in ((dt.date(2023, 11, 30), "ok"), (dt.date(2023, 12, 1), "warn")):
        monkeypatch.setattr("crm.desk.checks.today", lambda day=day: day)
        assert calendar()[0].level == level


def test_weak_keys_and_open_hosts_are_bad(settings):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "change-me", ["*"]
    assert [finding.level for finding in secrets()][:2] == ["bad", "bad"]


@pytest.mark.parametrize(("mode", "warned"), [(0o755, True), (0o750, False), (0o700, False)])
def test_a_data_folder_open_to_every_account_is_warned_of(settings, tmp_path, mode, warned):
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    settings.DATA_DIR = folder
    advice = f"chmod -R o= {folder}"
    assert any(finding.advice == advice for finding in storage()) is warned
