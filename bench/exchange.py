"""Import of spells against a raw read and bulk insert of the same rows with their history.

Budget: at least 0.6 of the floor's speed, and memory that does not grow with the rows. Each figure
comes from a process of its own on a fresh SQLite file.
Run: python -m bench.exchange [--rows 50000]
"""

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._rows import put, row

ROOT = Path(__file__).resolve().parents[1]
BUDGET, FLAT = 0.6, 1.1
FIRST = dt.date(2016, 1, 1)


def write_workbook(path: Path, rows: int) -> None:
    """Three spells a unit, each with its enterprise."""
    from openpyxl import Workbook  # noqa: PLC0415 - only the parent process needs it

    book = Workbook(write_only=True)
    units = rows // 3
    sheets = {
        "zones": (["code", "name"], [["south", "南区"]]),
        "buildings": (
            ["code", "name", "zone", "in_use_from", "gross_area"],
            [[f"B{at:02d}", f"{at}号楼", "south", FIRST, 50_000] for at in range(40)],
        ),
        "units": (
            ["building", "floor", "number", "area", "life_from"],
            [[f"B{n % 40:02d}", n // 800, f"{n // 40:04d}", 100, FIRST] for n in range(units)],
        ),
    }
    for name, (head, lines) in sheets.items():
        sheet = book.create_sheet(name)
        for line in (head, *lines):
            sheet.append(line)
    sheet = book.create_sheet("spells")
    sheet.append(["building", "unit", "state", "from", "to", "enterprise"])
    for n in range(units):
        for term in range(3):
            start = FIRST + dt.timedelta(days=400 * term)
            end = start + dt.timedelta(days=380)
            name = f"企业{(n + term) % (rows // 20 + 1)}（演示）有限公司"
            sheet.append([f"B{n % 40:02d}", f"{n // 40:04d}", "L", start, end, name])
    book.save(path)


def prepare(path: Path) -> None:
    """Everything but the spells, by the import itself."""
    from crm.exchange.running import apply  # noqa: PLC0415 - after django.setup()
    from crm.exchange.starting import chunks_of, start  # noqa: PLC0415 - after django.setup()

    for kind in ("zones", "buildings", "units"):
        apply(start(kind, chunks_of(path), path.name, by=None))


def import_spells(path: Path) -> int:
    """What is measured."""
    from crm.exchange.running import apply  # noqa: PLC0415 - after django.setup()
    from crm.exchange.starting import chunks_of, start  # noqa: PLC0415 - after django.setup()

    job = start("spells", chunks_of(path), path.name, by=None)
    apply(job)
    if job.refused:
        sys.exit(f"{job.refused} rows were refused")
    return job.created


def insert_raw(path: Path) -> int:
    """The floor: read the cells, look ids up in a dictionary, insert spells and occupants in
    bulk.
    """
    from crm.core.spreadsheets.xlsx import XlsxBook  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.models import Unit  # noqa: PLC0415 - after django.setup()

    units = {
        (code, number): key
        for code, number, key in Unit.objects.values_list("building__code", "number", "pk")
    }
    sheet = next(sheet for sheet in XlsxBook(path).sheets() if sheet.name == "spells")
    enterprises: dict[str, int] = {}
    count, chunk = 0, []
    for line in sheet.lines():
        if line.number > 1:
            chunk.append(line.cells)
            count += 1
        if len(chunk) == 500:
            insert_chunk(chunk, units, enterprises)
            chunk = []
    insert_chunk(chunk, units, enterprises)
    return count


def insert_chunk(
    chunk: list[list], units: dict[tuple[str, str], int], enterprises: dict[str, int]
) -> None:
    """Five hundred lines in one transaction."""
    from django.db import transaction  # noqa: PLC0415 - after django.setup()
    from simple_history.utils import bulk_create_with_history  # noqa: PLC0415 - after django.setup()

    from crm.enterprises.models import Enterprise  # noqa: PLC0415 - after django.setup()
    from crm.occupancy.models import Spell, SpellOccupant  # noqa: PLC0415 - after django.setup()

    names = sorted({line[5] for line in chunk} - set(enterprises))
    fresh = [Enterprise(number=f"R-{name}"[:32], name=name, name_key=name) for name in names]
    with transaction.atomic():
        bulk_create_with_history(fresh, Enterprise, batch_size=500)
        enterprises.update({one.name: one.pk for one in fresh})
        spells = [
            Spell(
                unit_id=units[line[0], line[1]],
                state=line[2],
                starts_on=line[3].date(),
                ends_before=line[4].date(),
            )
            for line in chunk
        ]
        bulk_create_with_history(spells, Spell, batch_size=500)
        sitting = [
            SpellOccupant(spell=spell, enterprise_id=enterprises[line[5]])
            for spell, line in zip(spells, chunk, strict=True)
        ]
        bulk_create_with_history(sitting, SpellOccupant, batch_size=500)


def measure(what: str, path: Path) -> None:
    """In a process of its own: prints seconds of work (CPU) and peak memory as JSON."""
    import django  # noqa: PLC0415 - the settings come from the parent's environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - after django.setup()

    call_command("migrate", verbosity=0)
    prepare(path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wall, work = time.monotonic(), time.process_time()
    rows = {"ours": import_spells, "floor": insert_raw}[what](path)
    print(
        json.dumps(
            {
                "rows": rows,
                "seconds": round(time.monotonic() - wall, 2),
                "cpu": round(time.process_time() - work, 2),
                "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "before_mb": before // 1024,
            }
        )
    )


def run(what: str, path: Path) -> dict[str, float]:
    """Start the measuring process on a fresh data directory."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        }
        command = [sys.executable, "-m", "bench.exchange", "--measure", what, "--file", str(path)]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--measure", choices=["ours", "floor"])
    parser.add_argument("--file", type=Path)
    chosen = parser.parse_args()
    if chosen.measure:
        measure(chosen.measure, chosen.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.xlsx", Path(folder) / "large.xlsx"
        write_workbook(small, chosen.rows // 5)
        write_workbook(large, chosen.rows)
        ours, floor, little = run("ours", large), run("floor", large), run("ours", small)
    put(
        [
            row(
                f"import of {ours['rows']} rows against a bare insert: share of its speed",
                ours=ours["cpu"],
                floor=floor["cpu"],
                unit="s processor time",
                ratio=floor["cpu"] / ours["cpu"],
                least=BUDGET,
            ),
            row(
                "import memory, five times the rows",
                ours=ours["peak_mb"],
                floor=little["peak_mb"],
                unit="MB at most",
                most=FLAT,
            ),
        ]
    )


if __name__ == "__main__":
    main()
