"""`make bench`: every bench in turn, then one table and one JSON document of all their rows.

Each module beside this one measures ours and the floor in its own process and prints JSON lines.
Run: python -m bench [name …]
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench._rows import COLUMNS

HERE = Path(__file__).resolve().parent


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows that one bench printed; a bench that fails is a row that is not ok."""
    command = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
    rows: list[dict[str, Any]] = []
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            rows.append(json.loads(line))
    if done.returncode:
        rows.append({"what": (done.stderr.strip().splitlines() or ["failed"])[-1], "ok": False})
    return [{"bench": name, **row} for row in rows]


def main() -> None:
    names = sys.argv[1:] or sorted(
        path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")
    )
    every = []
    for name in names:
        for row in rows_of(name):
            every.append(row)
            cells = ("—" if row.get(column) is None else str(row[column]) for column in COLUMNS)
            sys.stdout.write("  ".join(cells) + "\n")
            sys.stdout.flush()
    sys.stdout.write(json.dumps(every, ensure_ascii=False) + "\n")
    if missed := [f"{row['bench']}: {row['what']}" for row in every if not row["ok"]]:
        sys.exit("Over budget or failed: " + "; ".join(missed))


if __name__ == "__main__":
    main()
