"""Closing and reviewing in several processes at once, and a kill between closing and PDF."""

import datetime as dt
import json
import subprocess
import sys

import pytest

from crm.occupancy import actions
from crm.occupancy.models import ClosedPosition, MonthClose, MonthlyReturn, Spell
from crm.occupancy.returns.reported import Reported, Tenant, of_return
from tests.factories.occupancy import BuildingFactory, SpellOccupantFactory, UnitFactory
from tests.people import make_people

MONTH = dt.date(2023, 2, 1)
pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
START = """
import json, sys
import django
django.setup()
from crm.core.errors import Refused, Stale
from crm.core.models import User
from crm.occupancy import actions
from crm.occupancy.models import MonthlyReturn
from crm.occupancy.returns.reported import of_return

row = MonthlyReturn.objects.select_related("building").get(pk=sys.argv[1])
by = User.objects.get(username="statistician")
verdicts = {one.key: actions.Verdict(sys.argv[2], "请补附件") for one in of_return(row)}
print("ready", flush=True)
sys.stdin.readline()
try:
    print(actions.decide_return(row, verdicts, by=by, expected=row.version).state)
except (Refused, Stale) as told:
    print("told", type(told).__name__)
"""
CLOSE = [sys.executable, "manage.py", "close_month", "--month", "2023-02", "--json"]
REPORT = [sys.executable, "manage.py", "report", "occupancy-monthly", "--month", "2023-02"]


def start(command: list[str], environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_that_close_at_once_make_one_closing(process_environment):
    SpellOccupantFactory()
    running = [start(CLOSE, process_environment) for _ in range(3)]
    answers = [json.loads(each.communicate(timeout=120)[0]) for each in running]
    assert {answer["edition"] for answer in answers} == {1}
    assert len({answer["sha256"] for answer in answers}) == 1
    assert MonthClose.objects.count() == ClosedPosition.objects.count() == 1


def test_of_two_reviewers_in_two_processes_one_wins_and_the_other_is_told(process_environment):
    people = make_people()
    building = BuildingFactory(operator=people.team("operator_a"))
    unit = UnitFactory(building=building)
    row = actions.begin_return(building, MONTH, by=people.operator)
    said = Reported(unit, dt.date(2023, 2, 10), "S", [Tenant("自用单位")])
    actions.report_changes(row, [said], by=people.operator)
    actions.send_return(row, by=people.operator, prepared_by="乔岚", responsible="乔总")
    running = [
        start([sys.executable, "-c", START, str(row.pk), verdict], process_environment)
        for verdict in ("accepted", "returned")
    ]
    for each in running:
        assert each.stdout.readline().strip() == "ready"
    answers = [each.communicate("go\n", timeout=60)[0].strip() for each in running]
    assert sum(answer.startswith("told") for answer in answers) == 1, answers
    stored = MonthlyReturn.objects.get()
    assert stored.state in answers
    assert Spell.objects.count() == (1 if stored.state == "accepted" else 0)
    assert of_return(stored)[0].is_applied == (stored.state == "accepted")


def test_a_kill_between_closing_and_pdf_leaves_the_month_closed(process_environment, tmp_path):
    """The report is printed again afterwards, each time with the same figures."""
    SpellOccupantFactory(spell__unit__building__is_demo=True)
    closing = json.loads(start(CLOSE, process_environment).communicate(timeout=120)[0])
    killed = start([*REPORT, "--pdf", str(tmp_path / "lost.pdf")], process_environment)
    killed.kill()
    killed.communicate()
    assert MonthClose.objects.get().sha256 == closing["sha256"]
    hashes = []
    for turn in range(2):
        target = tmp_path / f"{turn}.pdf"
        printed = start([*REPORT, "--pdf", str(target), "--json"], process_environment)
        out, errors = printed.communicate(timeout=240)
        assert target.exists(), errors
        hashes.append(json.loads(out)["sha256"])
    assert hashes[0] == hashes[1]
