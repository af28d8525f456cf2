"""Closing a month of 150 buildings and 30,000 units against a bare insert of the same rows, and a
reader beside it.

Budget: at most twice the bare insert (the closing also reads both months, hashes and compares);
a reader meanwhile waits for nothing: its slowest answer stays below the time of the closing.
Run: python -m bench.closing [--units 30000]
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from bench import occupancy
from bench._rows import put, row

ROOT = Path(__file__).resolve().parents[1]
BUDGET, BUILDINGS = 2.0, 150


def reading(waits: list[float], stop: threading.Event) -> None:
    """Ask for a frozen month again and again, as a screen would, and note how long it took."""
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    from crm.occupancy import places  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.positions import position  # noqa: PLC0415 - after django.setup()

    while not stop.is_set():
        begin = time.perf_counter()
        position(places.district(), dt.date(2018, 5, 31))
        waits.append(time.perf_counter() - begin)
        time.sleep(0.02)
    connection.close()


def bare_insert(rows: list[tuple], columns: tuple[str, ...], dues: list[tuple]) -> float:
    """Seconds for the same rows alone, in one transaction."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()
    from django.utils import timezone  # noqa: PLC0415 - after django.setup()

    from crm.occupancy import models  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.renewals import DueIn  # noqa: PLC0415 - after django.setup()

    other = models.MonthClose.objects.create(month=dt.date(2001, 1, 1), closed_at=timezone.now())
    begin = time.perf_counter()
    with transaction.atomic():
        models.ClosedPosition.objects.bulk_create(
            (
                models.ClosedPosition(close=other, **dict(zip(columns, row, strict=True)))
                for row in rows
            ),
            batch_size=1_000,
        )
        models.ClosedDue.objects.bulk_create(
            (
                models.ClosedDue(close=other, **dict(zip(DueIn._fields, row, strict=True)))
                for row in dues
            ),
            batch_size=1_000,
        )
    return time.perf_counter() - begin


def closed_in(month: dt.date) -> float:
    """Seconds to close a month."""
    from crm.occupancy import actions  # noqa: PLC0415 - after django.setup()

    begin = time.perf_counter()
    actions.close_month(month, by=None)
    return time.perf_counter() - begin


def measure(units: int) -> dict[str, Any]:
    """Close three months; the second, which has an opening to compare with, is measured, and beside
    the third somebody reads.
    """
    import django  # noqa: PLC0415 - the settings come from main()

    django.setup()
    from crm.occupancy import sittings, terms  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.models import ClosedDue, ClosedPosition  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.renewals import DueIn  # noqa: PLC0415 - after django.setup()

    occupancy.BUILDINGS = BUILDINGS
    occupancy.fill(units)
    closed_in(dt.date(2018, 5, 1))
    ours = closed_in(dt.date(2018, 6, 1))
    waits: list[float] = []
    stop = threading.Event()
    reader = threading.Thread(target=reading, args=(waits, stop))
    reader.start()
    beside = closed_in(dt.date(2018, 7, 1))
    stop.set()
    reader.join()
    june = ClosedPosition.objects.filter(close__month=dt.date(2018, 6, 1))
    columns = (*sittings.COLUMNS, *terms.COLUMNS)
    rows = list(june.values_list(*columns))
    dues = list(
        ClosedDue.objects.filter(close__month=dt.date(2018, 6, 1)).values_list(*DueIn._fields)
    )
    bare = bare_insert(rows, columns, dues)
    return row(
        f"closing a month, {BUILDINGS} buildings and {units} units, {len(rows)} rows",
        ours=ours,
        floor=bare,
        most=BUDGET,
        ok=max(waits) < beside,
        reader_slowest_s=round(max(waits), 3),
        reader_answers=len(waits),
    )


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
        inside = [sys.executable, "-m", "bench.closing", "--inside", "--units", str(options.units)]
        subprocess.run(inside, cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    main()
