"""Two years of month ends of 30,000 units in one set of queries against the bare SQL of the sums.

Budget: at most 1.5 times the floor and twelve queries. The checks of the data-quality board and the
list of a year's moves are measured beside it, with the queries that they take.
Run: python -m bench.trend [--units 30000]
"""

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench._rows import put, row
from bench.occupancy import fill

ROOT = Path(__file__).resolve().parents[1]
BUDGET, MOST_QUERIES, ROUNDS, MONTHS = 1.5, 12, 5, 24
LAST = dt.date(2022, 11, 30)


def stretches(field: str, days: list[dt.date]) -> str:
    """The index of the first day on or after ``field``."""
    whens = " ".join(f"WHEN {field} <= '{day}' THEN {at}" for at, day in enumerate(days))
    return f"CASE {whens} ELSE {len(days)} END"


def floor_statements(days: list[dt.date]) -> tuple[str, ...]:
    """What the ledger has to be asked for, without any framework."""
    area = "SUM(CAST(ROUND(u.area * 100) AS INTEGER))"
    units = "FROM occupancy_unit u"
    spells = "FROM occupancy_spell s JOIN occupancy_unit u ON u.id = s.unit_id"
    over = "MIN(COALESCE(s.ends_before, '9999-12-31'), COALESCE(u.ends_before, '9999-12-31'))"
    return (
        "SELECT id, in_use_from, gross_area FROM occupancy_building",
        f"SELECT u.building_id, {stretches('u.starts_on', days)}, {area} {units} GROUP BY 1, 2",
        f"SELECT u.building_id, {stretches('u.ends_before', days)}, {area} {units}"
        " WHERE u.ends_before IS NOT NULL GROUP BY 1, 2",
        f"SELECT u.building_id, s.state, {stretches('s.starts_on', days)}, {area} {spells}"
        " GROUP BY 1, 2, 3",
        f"SELECT u.building_id, s.state, {stretches(over, days)}, {area} {spells}"
        f" WHERE {over} < '9999-12-31' GROUP BY 1, 2, 3",
    )


def timed(work: Callable[[], Any]) -> float:
    """The median of a few rounds, the first one not counted."""
    seconds = []
    for _ in range(ROUNDS + 1):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds[1:])


def queries(work: Callable[[], Any]) -> int:
    """How many queries the work takes."""
    from django.db import connection  # noqa: PLC0415 - after django.setup()
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - after django.setup()

    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def measure(units: int) -> list[dict[str, Any]]:
    """Ours and the floor in one run, on the same days."""
    import django  # noqa: PLC0415 - the settings come from main()

    django.setup()
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from crm.occupancy import places  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.days import month_ends_up_to  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.series import series  # noqa: PLC0415 - after django.setup()

    fill(units)
    days, place = month_ends_up_to(LAST, MONTHS), places.district()
    statements = floor_statements(days)

    def floor() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    ours, bare = timed(lambda: series(place, days)), timed(floor)
    asked = queries(lambda: series(place, days))
    whole = row(
        f"{MONTHS} months of {units} units, {asked} queries",
        ours=ours,
        floor=bare,
        most=BUDGET,
        ok=asked <= MOST_QUERIES,
    )
    return [whole, *beside(place, units)]


def beside(place: Any, units: int) -> list[dict[str, Any]]:
    """What has no floor: seconds and queries alone."""
    from crm.occupancy import moves, quality  # noqa: PLC0415 - after django.setup()

    year, before = LAST.replace(year=LAST.year - 1), LAST.replace(year=LAST.year - 3)
    works: dict[str, Callable[[], Any]] = {
        f"checks of the ledger, {units} units": lambda: quality.board(place, LAST),
        f"moves of a year, {units} units": lambda: moves.between(place, year, LAST),
        f"moves where every one of {units} units changed hands": lambda: moves.between(
            place, before, LAST
        ),
    }
    return [
        row(f"{what}, {queries(work)} queries", ours=timed(work)) for what, work in works.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=30_000)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        put(measure(options.units))
        return
    with tempfile.TemporaryDirectory(prefix="district-desk-bench-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        }
        run = [sys.executable, "manage.py", "migrate", "-v0"]
        subprocess.run(run, cwd=ROOT, env=environment, check=True)
        inside = [sys.executable, "-m", "bench.trend", "--inside", "--units", str(options.units)]
        subprocess.run(inside, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
