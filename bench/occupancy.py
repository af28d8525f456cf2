"""As-of occupancy of 30,000 units over ten years against the bare SQL of the same sums.

Budget: at most 1.5 times the floor. Both run in this process on one fresh SQLite file.
Run: python -m bench.occupancy [--units 30000]
"""

import argparse
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._rows import put, row

ROOT = Path(__file__).resolve().parents[1]
BUDGET = 1.5
FIRST = dt.date(2013, 1, 1)
DAYS = 3652
BUILDINGS, ROUNDS, SPELLS_A_UNIT = 300, 7, 7
LIVE = "(u.starts_on <= %(day)s AND (u.ends_before IS NULL OR u.ends_before > %(day)s))"
NOW = (
    "s.unit_id = u.id AND s.starts_on <= %(day)s"
    " AND (s.ends_before IS NULL OR s.ends_before > %(day)s)"
)
USED = "JOIN occupancy_building b ON b.id = u.building_id AND b.in_use_from <= %(day)s"
FLOOR = (
    "SELECT b.*, z.* FROM occupancy_building b JOIN occupancy_zone z ON z.id = b.zone_id"
    " WHERE b.in_use_from <= %(day)s ORDER BY b.code",
    f"SELECT u.building_id, s.state, SUM(CAST(ROUND(u.area * 100) AS INTEGER)), COUNT(*)"
    f" FROM occupancy_unit u {USED} LEFT JOIN occupancy_spell s ON {NOW}"
    f" WHERE {LIVE} GROUP BY 1, 2",
    f"SELECT u.building_id, l.last_day, SUM(CAST(ROUND(u.area * 100) AS INTEGER))"
    f" FROM occupancy_unit u {USED} JOIN occupancy_spell s ON {NOW} AND s.state IN ('L', 'N')"
    f" LEFT JOIN occupancy_lease l ON l.id = s.lease_id WHERE {LIVE} GROUP BY 1, 2",
    f"SELECT DISTINCT u.building_id, o.enterprise_id FROM occupancy_spelloccupant o"
    f" JOIN occupancy_spell s ON s.id = o.spell_id JOIN occupancy_unit u ON {NOW} {USED}"
    f" WHERE s.state IN ('S', 'L', 'O') AND {LIVE}",
)


def fill(units: int) -> None:
    """Plain rows, without history: only reading is measured."""
    from crm.enterprises.models import Enterprise  # noqa: PLC0415 - after django.setup()
    from crm.occupancy import models  # noqa: PLC0415 - after django.setup()

    chance = random.Random(1)
    zone = models.Zone.objects.create(code="Z", name="片区")
    tenants = Enterprise.objects.bulk_create(
        Enterprise(number=f"QY-{n}", name=f"企业{n}", name_key=f"企业{n}") for n in range(3_000)
    )
    buildings = models.Building.objects.bulk_create(
        models.Building(code=f"B{n}", name=f"{n}号楼", zone=zone, in_use_from=FIRST, gross_area=1)
        for n in range(BUILDINGS)
    )
    floors = models.Floor.objects.bulk_create(
        models.Floor(building=building, label="1", level=1) for building in buildings
    )
    rows = models.Unit.objects.bulk_create(
        models.Unit(
            building=floors[n % BUILDINGS].building,
            floor=floors[n % BUILDINGS],
            number=str(n),
            area=chance.randint(5_000, 200_000) / 100,
            starts_on=FIRST,
        )
        for n in range(units)
    )
    for start in range(0, units, 1_000):
        _fill_spells(models, rows[start : start + 1_000], tenants, chance)


def _fill_spells(models: Any, units: list, tenants: list, chance: random.Random) -> None:
    step = DAYS // SPELLS_A_UNIT
    spells = [
        models.Spell(
            unit=unit,
            state=chance.choice("SLLLLNOH"),
            starts_on=FIRST + dt.timedelta(days=step * turn),
            ends_before=FIRST + dt.timedelta(days=step * turn + chance.randint(100, step)),
        )
        for unit in units
        for turn in range(SPELLS_A_UNIT)
    ]
    leases = models.Lease.objects.bulk_create(
        models.Lease(
            number=f"L-{spell.unit.pk}-{spell.starts_on}",
            tenant=chance.choice(tenants),
            starts_on=spell.starts_on,
            last_day=spell.ends_before,
        )
        for spell in spells
        if spell.state in "LN"
    )
    waiting = iter(leases)
    for spell in spells:
        spell.lease = next(waiting) if spell.state in "LN" else None
    models.Spell.objects.bulk_create(spells)
    models.SpellOccupant.objects.bulk_create(
        models.SpellOccupant(spell=spell, enterprise=chance.choice(tenants)) for spell in spells
    )


def timed(work: Callable[[dt.date], Any]) -> float:
    """The median over days of ten years."""
    seconds = []
    for turn in range(ROUNDS):
        day = FIRST + dt.timedelta(days=500 * turn + 77)
        begin = time.perf_counter()
        work(day)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds)


def measure(units: int) -> dict[str, Any]:
    """Ours and the floor in one run, on the same days."""
    import django  # noqa: PLC0415 - the settings come from main()

    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from crm.occupancy import places  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.positions import position  # noqa: PLC0415 - after django.setup()

    fill(units)

    def floor(day: dt.date) -> None:
        with connection.cursor() as cursor:
            for statement in FLOOR:
                cursor.execute(statement, {"day": day.isoformat()})
                cursor.fetchall()

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    place = places.district()
    position(place, FIRST), floor(FIRST)
    ours, bare = timed(lambda day: position(place, day)), timed(floor)
    what = f"as-of occupancy, {units} units over ten years"
    return row(what, ours=ours, floor=bare, most=BUDGET)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=30_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        put([measure(options.units)])
        return
    with tempfile.TemporaryDirectory(prefix="district-desk-bench-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        }
        run = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(run, cwd=ROOT, env=environment, check=True)
        inside = [
            sys.executable,
            "-m",
            "bench.occupancy",
            "--inside",
            "--units",
            str(options.units),
        ]
        subprocess.run(inside, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
