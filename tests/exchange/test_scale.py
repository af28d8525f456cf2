"""Long imports: memory that does not grow with the rows, and others who go on writing."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from crm.core.acts import create
from crm.exchange.models import ImportJob
from crm.exchange.undoing import undo
from crm.occupancy.models import Spell, Unit, Zone
from tests.exchange.files import differences, dump, write_xlsx
from tests.exchange.places import ZONES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# One process: import the file and say how far its memory went beyond what starting takes.
MEASURE = """
import json, resource, sys
from pathlib import Path
import django
django.setup()
from crm.exchange.running import apply
from crm.exchange.starting import chunks_of, start
path = Path(sys.argv[1])
apply(start("workbook", chunks_of(Path(sys.argv[2])), "first.xlsx", by=None))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
job = start("workbook", chunks_of(path), path.name, by=None)
apply(job)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"rows": job.total, "refused": job.refused, "before": before, "after": after}))
"""


def district(path: Path, units: int, prefix: str) -> Path:
    building = f"{prefix}1"
    lives = [[building, "1", f"{n:05d}", 100, "2016-01-01"] for n in range(units)]
    spells = [
        [building, f"{n:05d}", "L", f"{year}-01-01", f"{year + 1}-01-01", f"企业{n % 50}公司"]
        for n in range(units)
        for year in (2018, 2019, 2020)
    ]
    return write_xlsx(
        path,
        {
            "zones": ZONES,
            "buildings": [["code", "name", "zone"], [building, "甲楼", "south"]],
            "units": [["building", "floor", "number", "area", "life_from"], *lives],
            "spells": [["building", "unit", "state", "from", "to", "enterprise"], *spells],
        },
    )


def measured(environment, *paths: Path) -> dict:
    command = [sys.executable, "-c", MEASURE, *map(str, paths)]
    done = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_memory_does_not_grow_with_the_rows(tmp_path, process_environment):
    """Eight times the rows of a first import, and at most a tenth more memory than it left."""
    first, large = district(tmp_path / "a.xlsx", 150, "A"), district(tmp_path / "b.xlsx", 1200, "B")
    found = measured(process_environment, large, first)
    assert (found["rows"], found["refused"]) == (4_803, 0)
    assert found["after"] < found["before"] * 1.1


def test_others_go_on_writing_while_an_import_runs_and_its_undo_takes_back_only_itself(
    tmp_path, process_environment
):
    path = district(tmp_path / "a.xlsx", 500, "A")
    before = dump()
    command = [sys.executable, "manage.py", "import", "workbook", str(path), "--apply", "--json"]
    running = subprocess.Popen(
        command, env=process_environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    )
    written = 0
    while running.poll() is None:
        with transaction.atomic():
            create([Zone(code=f"own-{written}", name="他人所建")], by=None)
        written += 1
        time.sleep(0.2)
    answer = json.loads(running.stdout.read())
    assert (answer["errors"], answer["created"]) == ([], 2003)
    assert written > 1
    assert (Unit.objects.count(), Spell.objects.count()) == (500, 1500)
    assert undo(ImportJob.objects.get(pk=answer["job"]), by=None).refused == []
    assert Zone.objects.filter(code__startswith="own-").count() == written
    Zone.objects.filter(code__startswith="own-")._raw_delete("default")
    assert differences(before, dump()) == []


@pytest.mark.both_databases
def test_two_processes_import_the_same_unit_and_one_wins(tmp_path, process_environment):
    setup = district(tmp_path / "a.xlsx", 1, "A")
    command = [sys.executable, "manage.py", "import"]
    options = {"env": process_environment, "cwd": settings.BASE_DIR, "stdout": subprocess.PIPE}
    subprocess.run([*command, "workbook", str(setup), "--apply"], check=True, **options)
    head = ["building", "unit", "state", "from", "to", "enterprise"]
    # Another first day is another spell, not an update of the first one's.
    rows = {"甲": "2022-01-01", "乙": "2022-02-01"}
    files = [
        write_xlsx(
            tmp_path / f"{name}.xlsx",
            {"spells": [head, ["A1", "00000", "L", start, "", f"{name}公司"]]},
        )
        for name, start in rows.items()
    ]
    racers = [
        subprocess.Popen([*command, "spells", str(path), "--apply", "--json"], text=True, **options)
        for path in files
    ]
    answers = [json.loads(racer.communicate()[0]) for racer in racers]
    assert sorted(answer["created"] for answer in answers) == [0, 1]
    assert sorted(len(answer["errors"]) for answer in answers) == [0, 1]
